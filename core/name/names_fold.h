/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names_fold.h - what names.c and names_stem.c share.
 */
#ifndef PS_NAMES_FOLD_H
#define PS_NAMES_FOLD_H

#include "names.h"

/*
 * Letters in lower case, digits and marks of any script; what is between them
 * becomes one '_', at the edges nothing.  Returns the length, at most room - 1
 * and cut between characters; out ends in NUL.
 */
size_t	name_fold(const char *, size_t n, char *out, size_t room);
/* A folded text as a name: no digit first (`letter` and '_' go before it), */
/* no reserved word, cut.  The empty text stays empty. */
void	name_finish(const char *folded, char letter,
	    char out[NAME_MAX_BYTES + 1]);
bool	name_is_reserved(const char *);
/* Is it in a list that is in byte order? */
bool	name_in(const char *, const char *const *sorted, size_t n);

#endif

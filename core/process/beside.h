/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * beside.h - files that belong to a document: found by the lister, handed on
 * by the supervisor before the document, read by its format.
 *
 * Formats say what they want (ps_format.beside); whoever has a set of them
 * owns their descriptors.
 */
#ifndef PS_BESIDE_H
#define PS_BESIDE_H

#include "wire.h"

#define BESIDE_MAX	8u
#define BESIDE_SUFFIX	16u

struct ps_format;
struct ps_input;
struct registry;

struct beside {
	char		 suffix[BESIDE_SUFFIX];	/* as the format has it */
	int		 fd;
	struct ps_input	*in;		/* NULL: not asked for yet */
};

struct besides {
	struct beside	 at[BESIDE_MAX];
	uint32_t	 n;
	uint64_t	 seq;		/* of the document */
};

/* M_BESIDE and M_FETCHED_BESIDE: u64 seq, text suffix, descriptor. */
void	besides_take(struct besides *, struct frame *);
/* All of them go over the channel. */
void	besides_send(struct besides *, struct channel *, enum message);
/* As an input; NULL if there is none.  It belongs to the set. */
struct ps_input *besides_input(struct besides *, const char *suffix);
void	besides_close(struct besides *);

/*
 * The suffix that comes `i`th of all that belong to a document of that name,
 * or NULL; and of those to which it would belong, with their format.
 */
const char *beside_of(const struct registry *, const char *name, uint32_t i);
const char *beside_to(const struct registry *, const char *name, uint32_t i,
	    const struct ps_format **);
/* Does the file begin as those of the format do?  True if it cannot be told. */
bool	beside_begins(const struct ps_format *, const char *address);
/* The address with another suffix, in upper case where it has one; free(). */
char	*beside_address(const char *address, const char *suffix);

#endif

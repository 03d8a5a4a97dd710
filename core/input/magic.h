/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * magic.h - what a document is by the bytes it begins with.
 */
#ifndef PS_MAGIC_H
#define PS_MAGIC_H

#include <stdbool.h>
#include <stddef.h>

/* What stands at a fixed place in documents of some kind. */
struct magic {
	const char	*name;		/* for people; with an s it is many */
	const char	*mime;
	const char	*bytes;
	size_t		 n, at;
	bool		 weak;		/* text may begin so, too */
};

/* The first of these that the bytes have, or NULL; `weak` ones, too. */
const struct magic *magic_among(const struct magic *, size_t n_magics,
	    const char *, size_t n, bool weak);
/* The kind of what is no text, however much text is in it; or NULL. */
const struct magic *magic_sure(const char *, size_t n);
/* The same of what is known to be no text. */
const struct magic *magic_any(const char *, size_t n);

/* What a document that nobody reads seems to be.  Static. */
struct seems {
	const char	*name, *mime;
};

/*
 * magic_seems.c: by its first bytes, and its last ones where they are at hand
 * (tail NULL: they are not).  There is always an answer.
 */
struct seems magic_seems(const char *, size_t n, const char *tail,
	    size_t n_tail, bool binary);

/* Nothing but NULs. */
bool	are_zeros(const char *, size_t n);

#endif

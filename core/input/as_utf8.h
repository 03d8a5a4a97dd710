/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * as_utf8.h - texts that lie within raw bytes.
 */
#ifndef PS_AS_UTF8_H
#define PS_AS_UTF8_H

#include <iconv.h>
#include <stddef.h>

/* What iconv was last asked for; zeroed before the first use. */
struct as_utf8 {
	iconv_t	iconv;
	char	name[48];		/* "": not open */
};

#define AS_UTF8_ROOM(n)	(4 * (n) + 4)

void	as_utf8_close(struct as_utf8 *);
/*
 * n bytes as UTF-8 into AS_UTF8_ROOM(n) bytes: how many, SIZE_MAX if the
 * encoding (NULL: UTF-8) is not known.  bad: bytes that are not in it.
 */
size_t	as_utf8(struct as_utf8 *, const char *encoding, const char *, size_t n,
	    char *to, size_t *bad);

#endif

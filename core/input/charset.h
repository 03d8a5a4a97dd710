/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset.h - which encoding a sample is in.
 */
#ifndef PS_CHARSET_H
#define PS_CHARSET_H

#include "polyscraper.h"

struct charset {
	const char	*name;		/* "UTF-8", "windows-1252" */
	size_t		 bom;		/* bytes of it at the start */
	bool		 binary;	/* no text: name is "binary" */
	bool		 doubtful;
	char		 why[120];	/* for people */
};

/*
 * BOM; UTF-16/32 by the pattern of NULs; valid UTF-8 wins (a sequence cut at
 * the end of a sample that is not whole is valid); NULs or many control bytes
 * make it binary; else windows-1252 unless uchardet has enough high bytes and
 * a plausible other answer.  Names are static.
 */
void	charset_guess(const char *, size_t n, bool whole, struct charset *);
/* iconv's descriptors are opened before a cage closes: call it early. */
void	charset_warm(void);

#endif

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
	bool		 ascii;		/* and nothing else */
	bool		 doubtful;
	const char	*other;		/* lines that are not in it; or NULL */
	const char	*runner_up;	/* what else it could have been, */
	double		 bits;		/* and by how much it was not */
	char		 why[160];	/* for people */
};

/*
 * BOM; UTF-16/32 by the pattern of NULs; valid UTF-8 wins (a sequence cut at
 * the end of a sample that is not whole is valid); NULs or many control bytes
 * make it binary; else windows-1252 unless its words speak for another one.
 * Mostly UTF-8 is UTF-8, too: `other` is then what the other lines look like.
 * Names are static.
 */
void	charset_guess(const char *, size_t n, bool whole, struct charset *);
/* Its name alone, for texts within raw bytes; never "binary". */
const char *charset_name(const char *, size_t n);
/*
 * What text in an unknown 8-bit encoding shows of itself: words with high
 * bytes from lines that are not UTF-8.
 */
struct charset_evidence {
	char	p[1024];
	size_t	n;
	size_t	high, runs;	/* bytes above 0x7f, and runs of them */
	size_t	letters;	/* ASCII letters */
};

void	charset_begin(struct charset_evidence *);
/* Lines, the last of which may lack its end. */
void	charset_add(struct charset_evidence *, const char *, size_t n);
bool	charset_is_full(const struct charset_evidence *);

/* What its words speak for.  All names are static. */
struct charset_choice {
	const char	*name;		/* NULL: windows-1252 */
	const char	*language;	/* or NULL: not known */
	const char	*runner_up;	/* or NULL: nothing else is likely */
	double		 bits;		/* better than that by; 0: not known */
};

const char *charset_of(const struct charset_evidence *,
	    struct charset_choice *);

/*
 * What iconv is to be asked for where lines of that encoding can be told from
 * lines of UTF-8; NULL where they cannot.  The name is static or as given.
 */
const char *charset_by_lines(const char *name);
/* Whether two names are one but for case. */
bool	charset_same(const char *, const char *);
/* In bits: how unlikely UTF-8 must be by chance in a line of that encoding. */
size_t	charset_chance(const char *name);
/* UTF-16LE or UTF-16BE if these bytes are, else NULL. */
const char *charset_wide(const char *, size_t n);

/* iconv's descriptors are opened before a cage closes: call it early. */
void	charset_warm(void);

#endif

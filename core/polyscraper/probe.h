/* SPDX-License-Identifier: 0BSD */
/*
 * probe.h - what a format looks at, and what it says of it.
 */
#ifndef POLYSCRAPER_PROBE_H
#define POLYSCRAPER_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document.h"

/*
 * One shared scan of the sample; every format gets it free.
 */
struct ps_scan {
	uint32_t	 histogram[256];	/* of bytes */
	const uint32_t	*lines;		/* offset of each line's first byte */
	uint32_t	 n_lines;
	uint32_t	 n_blank;	/* lines with nothing but blanks */
	uint32_t	 n_indented;	/* lines beginning with a blank */
	uint32_t	 longest;	/* line, in bytes */
	double		 plain_bits;	/* cost of the sample as plain text */
};

/* What probe() looks at: UTF-8, followed by a NUL the length leaves out. */
struct ps_sample {
	const struct ps_doc	*doc;
	const char		*text;
	size_t			 length;
	bool			 whole;		/* the sample is the document */
	bool			 binary; /* raw bytes: no text was found */
	const struct ps_scan	*scan;
	/* Options with which a neighbour of this document was read, as */
	/* name=value lines, or NULL.  Trying them first may save time; they */
	/* are no evidence, the answer is the same without. */
	const char		*sibling;
	/* Binary documents that lie in a file: its last bytes, where some */
	/* formats have their directory; NULL if there are none but text's. */
	const char		*tail;
	size_t			 tail_length;
	bool			 forced;	/* the user says it is yours */
	/* PS_WANTS_HEAD: the first 64 KiB of text, or all of it, even where */
	/* `text` is shorter; NULL: it is not. */
	const char		*head;
	size_t			 head_length;
	bool			 head_whole;	/* the head is the document */
};

/*
 * A bid: how well a format explains the sample, in bits (formats compete in
 * one currency), plus reasons (ps_because) and values for its own options
 * marked PS_GUESSED (ps_suggest): the reader runs on these, never on what
 * probe() remembers.  A bid of tier PS_NO is no bid.
 */
enum ps_tier {
	PS_NO		= 0,
	PS_STATISTICAL	= 1,	/* judged by bits saved */
	PS_DECLARED	= 2,	/* the content says so: <?xml, sep=; */
	PS_PROOF	= 3	/* magic and validated structure */
};

struct ps_bid {
	enum ps_tier	tier;
	double		bits_saved;	/* scan->plain_bits minus ours */
	double		bits_margin;	/* to the plugin's own runner-up; */
					/* 0: there was none */
	uint32_t	records, records_ok;
	uint32_t	bytes_explained;
	uint32_t	specificity;	/* 0 any text .. 100 one exact format */
	uint32_t	need;		/* undecided: give me this many bytes */
	char		runner_up[160];	/* in words, for people; may be empty */
	/* Bits by which the layout (which record names the columns, where */
	/* the rows begin) beats the next likely one; 0: not measured. */
	double		layout_margin;
	uint32_t	above;		/* records with text over the table */
};

#endif

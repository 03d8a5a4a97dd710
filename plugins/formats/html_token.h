/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_token.h - HTML cut into tags and text, as the HTML standard's tokenizer
 * cuts it.
 *
 * It is fed in pieces of any size and looks at each byte once.  Of a tag it
 * keeps only what the reader asks for.  What it hands over belongs to it and
 * is gone with the next token.
 */
#ifndef PS_HTML_TOKEN_H
#define PS_HTML_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements that mean something here. */
enum html_id {
	H_OTHER, H_A, H_AREA, H_B, H_BASE, H_BLOCK, H_BR, H_CAPTION, H_COL,
	H_CONTROL, H_DD, H_DL, H_DT, H_FORM, H_HEADING, H_IMG, H_INPUT, H_LI,
	H_LINK, H_LIST, H_META, H_P, H_PRE, H_RAW, H_SCRIPT, H_SUP, H_TABLE,
	H_TBODY, H_TD, H_TEMPLATE, H_TFOOT, H_TH, H_THEAD, H_TIME, H_TITLE,
	H_TR, H_UNSEEN, H_VOID
};

enum {
	HTML_VOID	= 1 << 0,	/* has no end */
	HTML_BLOCK	= 1 << 1,	/* stands in lines of its own */
	HTML_RAW	= 1 << 2,	/* no tags in it but its end */
	HTML_TEXT	= 1 << 3,	/* ... but character references */
	HTML_ENDS_P	= 1 << 4	/* begins where a paragraph ends */
};

struct html_element {
	const char	*name;
	uint8_t		 id;		/* enum html_id */
	uint8_t		 flags;
};

/* Attributes that are kept. */
enum html_attribute {
	A_CLASS, A_COLSPAN, A_CONTENT, A_DATETIME, A_HIDDEN, A_HREF, A_ID,
	A_ITEMPROP, A_ITEMSCOPE, A_ITEMTYPE, A_ROLE, A_ROWSPAN, A_SRC, A_ALT,
	A_STYLE, A_TYPE, A_VALUE, A_REL, ATTRIBUTES
};

#define TAG_BYTES	((size_t)64 << 10)	/* of all values of a tag */
#define NAME_BYTES	32u

struct html_tag {
	const struct html_element *known;	/* never NULL */
	char		 name[NAME_BYTES];	/* lower case, cut */
	uint32_t	 n_name;
	uint64_t	 line;			/* it begins in, from 1 */
	struct { uint32_t at, n; bool set; } values[ATTRIBUTES];
	char		*bytes;			/* of the values */
};

struct html_sink {
	void	(*start)(void *, const struct html_tag *);
	void	(*end)(void *, const struct html_tag *);
	void	(*text)(void *, const char *, size_t);
	void	(*comment)(void *, const char *, size_t);
};

struct html_tokens {
	const struct html_sink *sink;
	void		*arg;
	uint64_t	 line;
	uint64_t	 text_line;	/* where text at hand begins */
	unsigned	 state, back;	/* `back`: after a reference */
	struct html_tag	 tag;
	bool		 ending;	/* the tag at hand is an end tag */
	bool		 slash;		/* it ends in one, */
	bool		 xhtml;		/* which means that it is closed */
	size_t		 used;		/* of tag.bytes */
	int		 attribute;	/* at hand, or -1 */
	char		 name[NAME_BYTES]; /* its name; of a reference; of */
	uint32_t	 n_name;	   /* what may end raw text */
	const struct html_element *raw;	/* what we are in */
	uint32_t	 dashes;	/* of a comment, before this byte */
	char		*comment;	/* TAG_BYTES of it */
	size_t		 n_comment;
};

/* False: no memory. */
bool	html_tokens_open(struct html_tokens *, const struct html_sink *,
	    void *arg);
void	html_tokens_feed(struct html_tokens *, const char *, size_t);
/* The document is at its end: what was begun is told as far as it goes. */
void	html_tokens_end(struct html_tokens *);
void	html_tokens_close(struct html_tokens *);

/* The value of an attribute, or NULL; its length in *n. */
const char *html_value(const struct html_tag *, enum html_attribute,
	    size_t *n);

/* html_name.c */
const struct html_element *html_element(const char *, size_t n);
int	html_attribute(const char *, size_t n);		/* or -1 */
/* UTF-8 for a reference without & and ;, or 0 bytes: there is none. */
size_t	html_reference(const char *, size_t n, bool ended, char to[8]);

#endif

/* SPDX-License-Identifier: 0BSD */
/*
 * html.h - pages cut into tags and text, as the HTML standard's tokenizer cuts
 * them.
 */
#ifndef POLYSCRAPER_HTML_H
#define POLYSCRAPER_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements that mean something to readers; elements to come stand last. */
enum ps_html_id {
	PS_H_OTHER, PS_H_A, PS_H_AREA, PS_H_B, PS_H_BASE, PS_H_BLOCK, PS_H_BR,
	PS_H_CAPTION, PS_H_COL, PS_H_CONTROL, PS_H_DD, PS_H_DL, PS_H_DT,
	PS_H_FORM, PS_H_HEADING, PS_H_IMG, PS_H_INPUT, PS_H_LI, PS_H_LINK,
	PS_H_LIST, PS_H_META, PS_H_P, PS_H_PRE, PS_H_RAW, PS_H_SCRIPT,
	PS_H_SUP, PS_H_TABLE, PS_H_TBODY, PS_H_TD, PS_H_TEMPLATE, PS_H_TFOOT,
	PS_H_TH, PS_H_THEAD, PS_H_TIME, PS_H_TITLE, PS_H_TR, PS_H_UNSEEN,
	PS_H_VOID
};

enum {
	PS_HTML_VOID	= 1 << 0,	/* has no end */
	PS_HTML_BLOCK	= 1 << 1,	/* stands in lines of its own */
	PS_HTML_RAW	= 1 << 2,	/* no tags in it but its end */
	PS_HTML_TEXT	= 1 << 3,	/* ... but character references */
	PS_HTML_ENDS_P	= 1 << 4	/* begins where a paragraph ends */
};

struct ps_html_element {
	const char	*name;
	uint8_t		 id;		/* enum ps_html_id */
	uint8_t		 flags;
};

/* Attributes that are kept for ps_html_value(). */
enum ps_html_attribute {
	PS_A_CLASS, PS_A_COLSPAN, PS_A_CONTENT, PS_A_DATETIME, PS_A_HIDDEN,
	PS_A_HREF, PS_A_ID, PS_A_ITEMPROP, PS_A_ITEMSCOPE, PS_A_ITEMTYPE,
	PS_A_ROLE, PS_A_ROWSPAN, PS_A_SRC, PS_A_ALT, PS_A_STYLE, PS_A_TYPE,
	PS_A_VALUE, PS_A_REL, PS_HTML_ATTRIBUTES
};

#define PS_HTML_NAME_BYTES	32u

/* Of one of a tag's attributes: where in its bytes name and value stand. */
struct ps_html_pair {
	uint32_t	name, n_name, at, n;
};

struct ps_html_tag {
	const struct ps_html_element *known;	/* never NULL */
	char		 name[PS_HTML_NAME_BYTES]; /* lower case, cut */
	uint32_t	 n_name;
	uint64_t	 line;			/* it begins in, from 1 */
	struct { uint32_t at, n; bool set; } values[PS_HTML_ATTRIBUTES];
	char		*bytes;			/* of the values */
	/* if it was asked for: all of its attributes, each once */
	const struct ps_html_pair *pairs;
	uint32_t	 n_pairs;
};

struct ps_html_sink {
	void	(*start)(void *, const struct ps_html_tag *);
	void	(*end)(void *, const struct ps_html_tag *);
	void	(*text)(void *, const char *, size_t);
	void	(*comment)(void *, const char *, size_t); /* or NULL */
};

/*
 * A page.  It is fed in pieces of any size and each byte is looked at once;
 * what the sink is given is gone with the next call of it.  ps_html_end() says
 * that the document is at its end: what was begun is told as far as it goes.
 */
struct ps_html {
	uint64_t	 line;		/* at hand, from 1 */
	uint64_t	 text_line;	/* where the text at hand begins */
	bool		 xhtml;		/* <br/> is closed; may be set */
	bool		 pairs;		/* tags get all their attributes */
};

/* An element that is open: what a reader's own stack has of it. */
struct ps_html_open {
	uint32_t	name;		/* ps_html_name() of its tag */
	uint8_t		id;
};

/* NULL: no memory, or an older core. */
#define ps_html_new(self, sink, arg)					\
	((self)->host->size >= offsetof(struct ps_host, html_new) +	\
	    sizeof((self)->host->html_new) &&				\
	    (self)->host->html_new != NULL ?				\
	    (self)->host->html_new(sink, arg) : NULL)
#define ps_html_feed(self, page, p, n)					\
	(self)->host->html_feed(page, p, n)
#define ps_html_end(self, page)		(self)->host->html_end(page)
#define ps_html_free(self, page)	(self)->host->html_free(page)
/* The element of that name; never NULL. */
#define ps_html_element(self, p, n)	(self)->host->html_element(p, n)

/*
 * People leave out half of the end tags.  Of n open elements, the outermost
 * first, each a struct of `size` bytes that begins with a struct ps_html_open:
 * how many stay open when this start tag comes, or this end tag.  A cell or a
 * table is not closed by what is in it, and parts of tables are the reader's.
 */
#define ps_html_starts(self, tag, open, n, size)			\
	(self)->host->html_starts(tag, open, n, size)
#define ps_html_ends(self, tag, open, n, size)				\
	(self)->host->html_ends(tag, open, n, size)
#define ps_html_name(self, tag)	(self)->host->html_name(tag)

/* The value of an attribute, or NULL; its length in *n. */
static inline const char *
ps_html_value(const struct ps_html_tag *tag, enum ps_html_attribute a,
    size_t *n)
{
	*n = tag->values[a].n;
	return tag->values[a].set ? tag->bytes + tag->values[a].at : NULL;
}

#endif

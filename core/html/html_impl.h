/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_impl.h - what the parts of the tokenizer share.
 */
#ifndef PS_HTML_IMPL_H
#define PS_HTML_IMPL_H

#include "html_token.h"

struct tokens {
	struct ps_html	 page;
	const struct ps_html_sink *sink;
	void		*arg;
	unsigned	 state, back;	/* `back`: after a reference */
	struct ps_html_tag tag;
	struct ps_html_pair pairs[HTML_PAIRS];
	bool		 ending;	/* the tag at hand is an end tag */
	bool		 slash;		/* it ends in one */
	size_t		 used;		/* of tag.bytes */
	int		 attribute;	/* at hand, or -1 */
	struct ps_html_pair *pair;	/* of it, or NULL */
	char		 name[PS_HTML_NAME_BYTES]; /* its name; of a */
	uint32_t	 n_name;	/* reference; of what may end raw */
	const struct ps_html_element *raw;	/* what we are in */
	uint32_t	 dashes;	/* of a comment, before this byte */
	char		*comment;	/* HTML_TAG_BYTES of it */
	size_t		 n_comment;
};

/* html_value.c: attributes of the tag at hand */
/* One of the name at hand begins. */
void	html_begin_value(struct tokens *);
void	html_put_value(struct tokens *, const char *, size_t);

#endif

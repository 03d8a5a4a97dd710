/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_impl.h - what the parts of the reader of links share.
 *
 * Bytes go through http_links_bytes.c (gzip, UTF-16), are judged once there
 * are enough of them (http_links_kind.c), and then go to the reader of that
 * kind, by the tokenizer of pages or, of a text, line by line.
 */
#ifndef PS_HTTP_LINKS_IMPL_H
#define PS_HTTP_LINKS_IMPL_H

#include "http_links.h"
#include "http_url_impl.h"
#include "polyscraper.h"

#define LINKS_HEAD	4096u		/* bytes that a kind is told by */
#define LINKS_TEXT	(2 * URL_BYTES)	/* of an element or a line */
#define LINKS_BYTES	((size_t)8 << 20)	/* of all URLs of a page */
#define LINKS_UNPACKED	((uint64_t)64 << 20)	/* out of a gzip */

/* http_links_list.c: links, each once, in their order. */
struct links_block;
struct links_list {
	struct links_link	*links;
	uint32_t		 n, room;
	uint32_t		*index;		/* number + 1, by hash */
	uint32_t		 n_index;
	struct links_block	*blocks;	/* of the URLs' bytes */
	size_t			 bytes;
	uint64_t		 seed;
};

enum links_added { LINKS_ADDED, LINKS_KNOWN, LINKS_FULL };

enum links_added links_put(struct links_list *, uint32_t max, const char *url,
	    size_t n, const char *relation, unsigned flags);
void	links_list_free(struct links_list *);

struct links_gzip;

/* UTF-16, made UTF-8: what is left of the last bytes. */
struct links_wide {
	int		 order;		/* -1: low byte first, 1: high, 0: no */
	unsigned char	 first;
	bool		 half;		/* `first` waits for its other */
	uint32_t	 high;		/* surrogate that does so */
};

struct links {
	struct ps_self		*self;
	struct links_options	 options;	/* its texts are ours */
	char			*base;		/* what links are relative to */
	struct links_list	 list;
	struct links_found	 found;
	char			*canonical;
	unsigned char		 magic[2];	/* its first bytes */
	unsigned		 n_magic;
	/* Which way they go: links_unpack(), links_widen(), links_read(). */
	void			(*way)(struct links *, const char *, size_t);
	char			 head[LINKS_HEAD]; /* from the first that is */
	size_t			 n_head;	/* no blank */
	struct links_gzip	*gzip;
	struct links_wide	 wide;
	struct ps_html		*tokens;	/* NULL: lines, or nothing */

	/* The text of the element at hand, or a line. */
	char			*text;
	size_t			 n_text;
	bool			 gathers, too_long;

	/* A page. */
	bool			 based;		/* <base> was there */
	bool			 titled;
	/* A sitemap or a feed: what its element is called before a colon. */
	char			 prefix[PS_HTML_NAME_BYTES];
	size_t			 n_prefix;
	bool			 rooted;	/* its first tag was there */
	bool			 permanent;	/* <guid> is a link */
};

/* http_links.c */
/* A reference: what it leads to is added, if that is a page. */
void	links_add(struct links *, const char *, size_t n, const char *relation,
	    unsigned flags);
void	links_set_base(struct links *, const char *, size_t n);
void	links_set_canonical(struct links *, const char *, size_t n);
void	links_break(struct links *, const char *why);
void	links_gather(struct links *);
void	links_more_text(struct links *, const char *, size_t n);

/* http_links_bytes.c: they call links_read() with what is in them. */
void	links_unpack(struct links *, const char *, size_t n);
void	links_unpack_end(struct links *);
void	links_widen(struct links *, const char *, size_t n);
void	links_read(struct links *, const char *, size_t n);

/* http_links_kind.c: what begins with the head; LINKS_OPEN: go on. */
enum links_kind links_judge(const struct links *, bool last);
bool	links_is_line_url(const char *, size_t n);

/* http_links_word.c: small texts within pages and headers */
/* "5; url=x": what it leads to, or false. */
bool	links_refresh(const char *, size_t n, const char **to, size_t *n_to);
/* rel="...": what a link is for, static; NULL: nobody goes there. */
const char *links_relation(const char *, size_t n);
bool	links_has_word(const char *, size_t n, const char *word);
/* "noindex, nofollow" */
void	links_robots(struct links *, const char *, size_t n);

/* An attribute by its name, or NULL; its length in *n. */
const char *links_attribute(const struct ps_html_tag *, const char *name,
	    size_t *n);

/* What the tokenizer of each kind tells. */
extern const struct ps_html_sink links_page_sink;	/* http_links_page.c */
extern const struct ps_html_sink links_sitemap_sink;	/* http_sitemap.c */
extern const struct ps_html_sink links_feed_sink;	/* http_feed.c */
/* A line of a sitemap that is a text. */
void	links_sitemap_line(struct links *, const char *, size_t n);

#endif

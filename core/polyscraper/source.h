/* SPDX-License-Identifier: 0BSD */
/*
 * source.h - where documents come from.
 */
#ifndef POLYSCRAPER_SOURCE_H
#define POLYSCRAPER_SOURCE_H

#include "document.h"
#include "host.h"
#include "plugin.h"
#include "visit.h"

/* An address that was seen on a page. */
struct ps_link {
	uint64_t		 number;	/* the core's own */
	const char		*address;	/* a URL or an absolute path */
	const struct ps_doc	*page;
};

/*
 * A form that a script sends: its fields as application/x-www-form-urlencoded
 * in the body of a POST, or in the address of a GET.
 */
struct ps_form {
	const struct ps_doc	*page;
	const char		*address;
	const char		*body;		/* n_body bytes, or NULL: GET */
	size_t			 n_body;
};

struct ps_poll {
	int	fd;
	short	events, revents;	/* as in poll(2) */
};

/*
 * A source lists documents and fetches those the core asks for.  It is driven
 * by step(): do a little, report by ps_found_doc() (a document exists),
 * ps_fetched() (its bytes are this descriptor's; the core closes it),
 * ps_skipped() (it cannot be had, and why) and ps_listed() (a root was listed
 * to its end, or not).  Documents are found in the order of their addresses.
 */
struct ps_source {
	struct ps_plugin	 plugin;
	const char *const	*schemes; /* "file", "https"; NULL ends it */
	/* The inputs, as the user gave them. */
	enum ps_status		(*open)(struct ps_self *,
				    const char *const *inputs, uint32_t n);
	/* PS_OK: call again; PS_RETRY: wait for watch(); PS_EOF: all listed. */
	enum ps_status		(*step)(struct ps_self *, struct ps_found *);
	/* Deliver this document, now or from a later step(). */
	enum ps_status		(*fetch)(struct ps_self *, struct ps_found *,
				    const struct ps_doc *);
	/* What step() waits for: descriptors, and milliseconds (-1: none). */
	uint32_t		(*watch)(struct ps_self *, struct ps_poll *,
				    uint32_t max, int *timeout);
	/* A worker's message about a document: "fact". */
	enum ps_status		(*note)(struct ps_self *, const struct ps_doc *,
				    const char *what, const char *text);
	/* The document is stored for good, or could not be read (queues). */
	void			(*ack)(struct ps_self *, const struct ps_doc *);
	void			(*nack)(struct ps_self *, const struct ps_doc *,
				    const char *why);
	/* Put a document into the source (queues). */
	enum ps_status		(*push)(struct ps_self *,
				    const struct ps_doc *);
	void			(*close)(struct ps_self *);
	/*
	 * A script wants to follow this.  The source says by ps_followed()
	 * which document it leads to, which is fetched later like those that
	 * it found, or by ps_refused() why it leads nowhere; now, or from a
	 * later step(): then it copies what it needs of the link.  Less than
	 * PS_SKIP is a refusal, too.
	 */
	enum ps_status		(*follow)(struct ps_self *, struct ps_found *,
				    const struct ps_link *);
	/*
	 * A visit is due: take it (copy it), and answer it later.  A source
	 * with this function is stepped for as long as watch() has something
	 * to wait for, also when all is listed; PS_EOF of its step() says that
	 * nothing is under way, and the listing ends when no visit is left.
	 */
	enum ps_status		(*visit)(struct ps_self *, struct ps_found *,
				    const struct ps_visit *);
	/*
	 * What was remembered of a site, before the first visit there of a
	 * run; NULL: nothing.  Milliseconds since 1970, 0: at once.
	 */
	void			(*site)(struct ps_self *, const char *site,
				    const char *memory, int64_t not_before);
	/*
	 * A script sends a form (copy it).  The page is asked for again by
	 * fetch(), which answers with what is there once the form was sent.
	 */
	enum ps_status		(*submit)(struct ps_self *,
				    const struct ps_form *);
};

#endif

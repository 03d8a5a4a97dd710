/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep.h - what was fetched, kept in a folder: bodies by their content,
 * and all that was said as WARC (ISO 28500), which is a source again.
 *
 * Everything given is only looked at.  Addresses and headers are given as they
 * were on the wire: what is secret in them is taken out here.  Files are those
 * of the process that calls keep_open(), after the fork.
 */
#ifndef PS_HTTP_KEEP_H
#define PS_HTTP_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keep;
struct ps_self;

/* A request and what came back: each hop of a redirect, each 304, too. */
struct keep_exchange {
	const char	*url;		/* that was asked for */
	const char	*ip;		/* of the server, or NULL */
	int64_t		 at;	/* milliseconds since 1970, of the request */
	const char	*request;	/* its line and headers, or NULL */
	size_t		 n_request;
	const char	*head;	/* the answer's status line and headers */
	size_t		 n_head;
	/* Its body: n_body bytes in memory, or to be read by pread() from 0 */
	/* on; NULL and -1: none. */
	const char	*bytes;
	int		 body;
	uint64_t	 n_body;
	bool		 decoded; /* no longer chunked or compressed */
	/* "length", "time", "disconnect": why the body is not whole, or NULL */
	const char	*cut;
	/* Of the document it became: its address, which differs from url */
	/* behind a redirect; NULL: it became none (links, robots.txt, 404). */
	const char	*document;
};

/*
 * Makes or opens the folder; `agent` is what the program calls itself.  NULL:
 * nothing can be written there, and `why` (n bytes) says what to do.
 */
struct keep *keep_open(struct ps_self *, const char *dir, const char *agent,
	    char *why, size_t n);
/*
 * Before the document is told to the core, so that what is loaded was kept.
 * False: the disk is full or broken, for good; keep_why() has a sentence.
 */
bool	keep_exchange(struct keep *, const struct keep_exchange *);
bool	keep_failed(const struct keep *);
const char *keep_why(const struct keep *);
/*
 * All of it safely on the disk, and frees; false as above, with `why`.  NULL
 * is allowed, and true.
 */
bool	keep_close(struct keep *, char *why, size_t n);

#endif

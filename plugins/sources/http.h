/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http.h - inside the source of pages and files of the web.
 *
 * Everything is allocated by malloc() and owned by the struct it hangs in.
 * Times are microseconds of the monotonic clock, but for what is remembered:
 * milliseconds since 1970.
 */
#ifndef PS_HTTP_H
#define PS_HTTP_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "polyscraper.h"

#define HTTP_HOPS	5u		/* redirects of one request */
#define HTTP_SECOND	INT64_C(1000000)

struct http_options {
	const char	*follow, *accept;	/* "selector: value" lines */
	const char	*header;		/* "Name: value" lines */
	const char	*agent;
	const char	*user, *password, *token;
	const char	*rate;			/* N/s, N/min, N/h */
	const char	*robots;		/* obey, ignore */
	const char	*sitemaps;		/* auto, always, never */
	const char	*revisit;		/* changed, always, never */
	const char	*proxy, *cert, *key, *cacert;
	const char	*insecure;		/* hosts, one a line */
	const char	*keep;			/* a folder */
	int64_t		 depth, limit;		/* limit 0: none */
	int64_t		 connections;		/* to a host */
	int64_t		 max_delay;		/* seconds, as all of these: */
	int64_t		 patience, timeout, connect_timeout;
	int64_t		 low_speed;		/* bytes a second */
	int64_t		 retries;
	int64_t		 max_bytes;		/* of a body, decoded */
	double		 delay_factor;
	bool		 cookies, allow_private, sort_query;
};

extern const struct ps_option http_option_table[];

/* An input, as the user typed it. */
struct http_input {
	char	*text;			/* what documents are listed under */
	char	*address;		/* canonical */
	char	*host;			/* host:port */
	char	*user, *password;	/* for that host, or NULL */
};

/* http_body.c: bytes that arrived: in memory while they are few. */
struct http_body {
	char		*bytes;
	size_t		 room;
	uint64_t	 size;
	int		 fd;		/* -1: all of it is in `bytes` */
	bool		 on_disk;
	void		*hash;		/* its state, once there is an fd */
};

struct http_source;
struct http_site;

enum http_kind { HTTP_VISIT, HTTP_FETCH, HTTP_ROBOTS };
enum http_state { HTTP_WAITS, HTTP_ACTIVE, HTTP_DONE };

/* What the server said of the body. */
struct http_answer {
	long		 status;
	char		*etag, *modified, *type, *name, *link;
	char		*location;	/* of a redirect, absolute */
	int64_t		 mtime;		/* nanoseconds, -1 not told */
	int64_t		 retry_after;	/* seconds, -1 not told */
	char		 hash[40];	/* "xxh3-..." */
};

/* What became of a job, once it is done; `why` is for people. */
enum http_end {
	HTTP_OK, HTTP_UNCHANGED, HTTP_MOVED, HTTP_LEFT_OUT, HTTP_LATER,
	HTTP_FAILED
};

/*
 * Something to get.  A visit lies in the order of its own site (`home`), so
 * that results are told in that order; it is requested of the site that `url`
 * burdens now (`at`), which a redirect changes.
 */
struct http_job {
	enum http_kind	 kind;
	enum http_state	 state;
	struct http_job	*next;		/* of those that wait at a site */
	struct http_job	*after;		/* in the order of the home site */
	struct http_site *home, *at;
	char		*address;	/* canonical, as it was asked for */
	char		*url;		/* of the hop at hand */
	char		*root, *from;
	char		*memory;
	uint64_t	 number;	/* of the visit; of the document */
	uint32_t	 depth, attempts, hops;
	bool		 whole;		/* without conditions */
	bool		 read;		/* for its links */
	bool		 moved;		/* for good, on the way here */
	int64_t		 not_before;
	enum http_end	 end;
	char		*why;
	int64_t		 later;		/* HTTP_LATER: not before */
	struct http_answer answer;
	struct http_body body;
};

#endif

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

#include "http_body.h"
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

/* An input; what it says of a user is taken out of it. */
struct input {
	char	*address;		/* canonical: the root of documents */
	char	*site;			/* url_site() of it */
	char	*user, *password;	/* NULL: none */
};

enum job_kind { JOB_VISIT, JOB_FETCH, JOB_ROBOTS };

/* What became of a job; JOB_OPEN: nothing yet. */
enum job_end {
	JOB_OPEN, JOB_OK, JOB_UNCHANGED, JOB_MOVED, JOB_LEFT_OUT, JOB_LATER,
	JOB_FAILED
};

/* What the server says beside the body; NULL: not told. */
struct answer {
	long	 status;
	char	*etag, *modified, *type, *name;
	char	*link, *robots;		/* headers of these */
	char	*location;		/* of a redirect, whole */
	int64_t	 mtime;			/* nanoseconds since 1970, or -1 */
	int64_t	 retry_after;		/* seconds, or -1 */
};

/*
 * Something to get.  A visit lies in the order of its own site (`home`), so
 * that results are told in that order; it is asked of the site that `url`
 * burdens (`at`), which a redirect changes.
 */
struct job {
	struct job	*next;		/* of those that wait at a site */
	struct job	*after;		/* in the order of the home site */
	struct site	*home, *at;
	char		*url;		/* of the hop at hand */
	const char	*address;	/* canonical, as it was asked for; */
	const char	*root;		/* as of struct ps_visit; all of */
	const char	*memory;	/* these are one allocation */
	uint64_t	 number, key;
	int64_t		 not_before;
	int64_t		 later;		/* JOB_LATER: ms since 1970 */
	char		*why;
	struct answer	 answer;
	struct body	 body;
	enum job_kind	 kind;
	enum job_end	 end;
	uint32_t	 depth, tries, hops;
	bool		 whole;		/* ask without conditions */
	bool		 active;
	bool		 too_long;	/* more than max_bytes, or a bomb */
	bool		 no_room;	/* for what came: errno is in `error` */
	int		 error;
};

struct jobs {
	struct job	*first, *last;
};

enum robots_state { SITE_UNKNOWN, SITE_ASKED, SITE_KNOWN };

/* Whom requests burden: scheme, host and port. */
struct site {
	struct site	*chain;		/* in the table */
	struct site	*next_busy;
	char		*name;
	char		*memory;	/* its robots.txt, as remembered */
	const char	*robots;	/* its text, in `memory`, or NULL */
	const struct input *typed;	/* the user named it, or NULL */
	struct jobs	 waiting, order;
	int64_t		 next_at;	/* of the next request */
	int64_t		 wait_until;	/* it asked for that, or is in trouble */
	int64_t		 robots_at;	/* ms since 1970 */
	int64_t		 interval;	/* between requests: the rate or */
					/* Crawl-delay */
	int64_t		 slow;		/* between them, since it complained */
	uint32_t	 n_active, n_jobs;
	uint32_t	 trouble;	/* times in a row */
	enum robots_state state;
	uint8_t		 policy;	/* enum robots_policy */
	bool		 busy;		/* in the list of those with jobs */
	bool		 too_slow;	/* Crawl-delay above max_delay */
	bool		 said_wait, said_left;
};

struct request;

/* A body that was told of and is not yet asked for. */
struct held {
	uint64_t	 key;
	struct body	 body;
};
#define HELD_MAX	1024u		/* a power of two */

struct http_source {
	CURLM		*multi;
	struct curl_slist *headers[2];	/* for others; for typed hosts */
	struct curl_slist *roots;	/* certificates, once read */
	struct request	*idle;		/* handles to be used again */
	int		 events;	/* an epoll descriptor */
	int64_t		 timer_at;	/* libcurl's; -1: none */
	struct input	*inputs;
	uint32_t	 n_inputs;
	struct select	*follow, *accept;
	struct select_wish *wish;
	struct site	**sites;
	uint32_t	 n_sites, room_sites;
	struct site	*busy;
	struct jobs	 done;		/* fetches, to be told of */
	struct held	*held;
	uint64_t	 next_key, first_key;
	size_t		 held_bytes;
	uint32_t	 n_active, n_done;
	uint64_t	 bytes, n_docs;
	int64_t		 rate, told_at;
	uint32_t	 random;
	bool		 begun, enough, over;
};

/* http_site.c */
struct site *site_find(struct ps_self *, const char *name);
/* Frees all of them, or those that need not be known any longer. */
void	site_free_all(struct http_source *);
void	site_busy(struct http_source *, struct site *);

#endif

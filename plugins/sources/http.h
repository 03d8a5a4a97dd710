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

#include "http_address.h"
#include "http_body.h"
#include "http_select.h"
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
	char	*link, *robots, *refresh;	/* headers of these names */
	char	*location;		/* of a redirect, as it came */
	int64_t	 mtime;			/* nanoseconds since 1970, or -1 */
	int64_t	 retry_after;		/* seconds, or -1 */
};

/*
 * Something to get.  A visit lies in the order of its own site (`home`), so
 * that results are told in that order; it is asked of the site that `url`
 * burdens (`at`), which a redirect changes.
 */
struct job {
	struct job	*next;		/* of those that wait, or are done */
	struct job	*after;		/* in the order of the home site */
	struct site	*home, *at;
	char		*url;		/* of the hop at hand */
	const char	*address;	/* canonical, as it was asked for; */
	const char	*root;		/* as of struct ps_visit; all of */
	const char	*memory;	/* these are one allocation */
	struct ps_doc	*doc;		/* JOB_FETCH: a copy */
	uint64_t	 number;
	int64_t		 not_before;
	int64_t		 later;		/* JOB_LATER: ms since 1970 */
	char		*why;		/* for people, or NULL */
	struct kept	*kept;		/* what was said, or NULL */
	struct answer	 answer;
	struct body	 body;
	enum job_kind	 kind;
	enum job_end	 end;
	uint32_t	 depth, tries, hops, attempts;
	bool		 whole;		/* ask without conditions */
	bool		 forbidden;	/* by robots.txt */
	bool		 sitemap;	/* it was called one */
	bool		 submits;	/* a form: `address` comes after it, */
	char		*form;		/* the body of a POST; NULL: GET */
};

/* Of a page that will be asked for again. */
struct form {
	struct form	*next;
	char		*address, *url, *body;	/* body NULL: GET */
	const char	*why;	/* it is not sent; static, or NULL */
};

struct jobs {
	struct job	*first, *last;
};

enum site_robots { SITE_UNKNOWN, SITE_ASKED, SITE_KNOWN };

/* Whom requests burden: scheme, host and port. */
struct site {
	struct site	*chain;		/* in the table */
	struct site	*next_busy;
	char		*name;
	uint64_t	 hash;
	char		*robots;	/* its text, or NULL */
	const struct input *typed;	/* the user named it, or NULL */
	struct jobs	 waiting, order;
	int64_t		 next_at;	/* of the next request */
	int64_t		 wait_until;	/* it asked, or is in trouble */
	int64_t		 robots_at;	/* ms since 1970 */
	int64_t		 interval;	/* of requests: rate, Crawl-delay */
	int64_t		 slow;		/* the same, since it complained */
	uint32_t	 n_active;
	uint32_t	 trouble;	/* times in a row */
	enum site_robots state;
	uint8_t		 policy;	/* enum robots_policy */
	bool		 busy;		/* in the list of those with jobs */
	bool		 too_slow;	/* Crawl-delay above max_delay */
	bool		 insecure;
	bool		 said;		/* that it is left for later */
	bool		 said_left;	/* that some is left out */
	const char	*waits;		/* why, for people; static */
	char		*robots_why;	/* it cannot be had, or NULL */
	bool		 refused;	/* it is where nobody may go */
};

struct request;
struct keep;

/* A body that was told of and is not yet asked for. */
struct held {
	uint64_t	 key;
	size_t		 cost;		/* in memory */
	struct body	 body;
};
#define HELD_MAX	8192u		/* a power of two */

/* What is known of an address before its visit comes. */
struct note {
	uint64_t	hash;
	uint8_t		hops;		/* that led to it */
	bool		sitemap;
};
#define NOTES		4096u		/* a power of two */

struct http_source {
	CURLM		*multi;
	CURLSH		*share;		/* cookies */
	struct curl_slist *own;		/* headers for typed hosts */
	struct request	*idle;		/* handles to be used again */
	int		 events;	/* an epoll descriptor */
	int64_t		 timer_at;	/* libcurl's; -1: none */
	char		*agent;
	struct input	*inputs;
	struct address_own *typed;	/* of some inputs */
	struct address_policy policy;
	uint32_t	 n_inputs;
	struct select_wish wish;
	struct select	*follow, *accept;
	struct site	**sites;
	uint32_t	 n_sites, room_sites;	/* a power of two */
	struct site	*busy;
	struct form	*forms;
	struct jobs	 fetched;	/* done, to be told of */
	struct held	*held;
	uint64_t	 next_key, first_key;
	size_t		 held_bytes;
	uint32_t	 held_files;
	uint32_t	 n_active;	/* requests */
	uint32_t	 n_done;	/* visits that are not yet told of, */
	size_t		 done_bytes;	/* and their bodies in memory */
	uint64_t	 bytes, n_visits;
	int64_t		 rate, told_at;
	uint32_t	 random;
	struct note	 notes[NOTES];
	char		 waits[200];
	bool		 begun;
	bool		 answered;	/* any server, to anything */
	struct keep	*keep;		/* NULL: nothing is kept */
};

/* The clocks: microseconds, and milliseconds since 1970. */
int64_t	http_now(void);
int64_t	http_wall(void);
/* As the core does: without memory the process ends. */
void	*http_need(void *);

/* http_job.c: what is to be got.  All of them copy what they are given. */
struct job *job_visit(struct ps_self *, const struct ps_visit *);
struct job *job_fetch(struct ps_self *, const struct ps_doc *);
struct job *job_robots(struct ps_self *, struct site *);
void	job_free(struct http_source *, struct job *);
/* The end of it, and why; it is then in the hands of whoever waits for it. */
void	job_finish(struct ps_self *, struct job *, enum job_end,
	    const char *, ...) PS_PRINTF(4, 5);
/* Its answer and body are forgotten: it is asked anew. */
void	job_clear(struct job *);
void	jobs_push(struct jobs *, struct job *);
void	jobs_unshift(struct jobs *, struct job *);

/* http_site.c */
struct site *site_find(struct ps_self *, const char *name);
struct site *site_of(struct ps_self *, const char *url);
void	site_free_all(struct http_source *);
/* What was remembered; and remembers it. */
void	site_known(struct ps_self *, struct site *, const char *memory,
	    int64_t not_before);
void	site_remember(struct ps_self *, struct ps_found *, struct site *);
/* Its robots.txt came, or did not: what it allows, and how fast.  Frees it. */
void	site_robots(struct ps_self *, struct ps_found *, struct site *,
	    struct job *);
/* A request to it ended, after so long; it was in trouble. */
void	site_answered(struct ps_self *, struct site *, int64_t took);
/* wait < 0: as long as it grows by itself. */
void	site_trouble(struct ps_self *, struct ps_found *, struct site *,
	    int64_t wait, const char *why);

/* http_schedule.c */
/* Where it waits for its turn, behind the others or before them; or, if it */
/* has ended, for those before it. */
void	schedule_add(struct ps_self *, struct job *, bool first);
/* Begins what may begin, and tells of what is done. */
void	schedule(struct ps_self *, struct ps_found *);
/* When to look again; -1: something else has to happen first. */
int64_t	schedule_next(struct ps_self *);
/* Nothing waits, is under way, or is to be told. */
bool	schedule_idle(const struct http_source *);

/* http_request.c */
enum ps_status request_open(struct ps_self *);
void	request_close(struct ps_self *);
/* Begins it.  False: it has ended already. */
bool	request_start(struct ps_self *, struct job *);
/* What libcurl has to do; jobs that are answered go on to result_take(). */
void	request_work(struct ps_self *, struct ps_found *);

/* Why a body was not taken to its end. */
enum fault {
	FAULT_NONE, FAULT_LONG, FAULT_BOMB, FAULT_ROOM, FAULT_PACKED,
	FAULT_ENCODING, FAULT_ENOUGH
};

/* http_setup.c: a handle and what is sent with it */
struct request {
	struct request	*next;
	CURL		*easy;
	struct ps_self	*self;
	struct job	*job;
	struct curl_slist *headers;	/* of this request alone, or NULL */
	int64_t		 started;
	const char	*refused;	/* why it may not be connected to */
	void		*unpacker;
	uint64_t	 came;		/* bytes of the body, as they came */
	long		 status;	/* once the body has begun */
	int		 error;		/* an errno */
	enum fault	 fault;		/* why it was given up */
	bool		 begun;
	bool		 direct;	/* by no proxy */
	char		 text[CURL_ERROR_SIZE];
};
void	setup_request(struct ps_self *, struct request *);

/* http_receive.c: the body, for libcurl; false: it is packed and cut off */
size_t	receive(char *, size_t, size_t, void *request);
void	receive_begin(struct request *);
bool	receive_end(struct request *);
const char *receive_encodings(void);

/* http_proxy.c: by which proxy a URL is asked for; NULL: by none */
const char *proxy_for(const struct http_options *, const char *url);

/* http_answer.c: what became of it, or of this hop or attempt of it */
void	answer_take(struct ps_self *, struct ps_found *, struct request *,
	    CURLcode);
void	answer_free(struct answer *);

/* http_redirect.c: it has a location */
void	redirect(struct ps_self *, struct job *, bool for_good);
/* It is asked for there, next. */
void	redirect_to(struct ps_self *, struct job *, const char *url);

/* http_tell.c: the core is told of a visit that is done */
bool	tell_visit(struct ps_self *, struct ps_found *, struct job *);
void	tell_progress(struct ps_self *, struct ps_found *);
struct note *note_of(struct http_source *, const char *address, bool add);

/* http_kept.c: what is kept, if anything is.  False: the reason is told. */
bool	kept_open(struct ps_self *);
void	kept_close(struct ps_self *);
/* PS_FATAL once something could not be kept. */
enum ps_status kept_status(struct ps_self *);
void	kept_setup(struct request *);
void	kept_begin(struct http_source *, struct job *);
/* The answer is here; what can become no document is kept at once. */
void	kept_answer(struct ps_self *, struct request *, CURLcode);
/* False: it cannot be kept. */
bool	kept_store(struct ps_self *, struct job *, const char *document);
void	kept_free(struct job *);

/* http_form.c: forms that scripts send */
enum ps_status http_submit(struct ps_self *, const struct ps_form *);
/* Whether one is to be sent of the page; and the fetch of it does that. */
bool	form_waits(const struct http_source *, const char *address);
void	form_begin(struct ps_self *, struct job *);
/* The answer is here: the page is next. */
void	form_sent(struct ps_self *, struct job *, CURLcode);
void	form_drop(struct job *);
void	form_free_all(struct http_source *);

/* http_fetch.c: documents that the core asks for */
enum ps_status http_fetch(struct ps_self *, struct ps_found *,
	    const struct ps_doc *);
enum ps_status http_follow(struct ps_self *, struct ps_found *,
	    const struct ps_link *);
/* What people should know of a document that came this way, or NULL. */
const char *fetch_note(const struct job *);
void	fetch_tell(struct ps_self *, struct ps_found *, struct job *);
/* Holds the body back until it is asked for; the key of it. */
uint64_t fetch_hold(struct http_source *, struct body *);
void	fetch_free_held(struct http_source *);

#endif

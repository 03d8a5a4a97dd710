/* SPDX-License-Identifier: 0BSD */
/*
 * visit.h - what sources that follow links still have to visit.
 */
#ifndef POLYSCRAPER_VISIT_H
#define POLYSCRAPER_VISIT_H

#include <stdint.h>

/*
 * A visit: an address that a source wants to fetch sooner or later.  They lie
 * with the core, in a frontier that is on disk where the sink keeps a ledger,
 * so that a source has no memory of its own that grows, and a run that was
 * killed goes on.  One crawl visits equal addresses once.
 *
 * The source enqueues its inputs in its first step(), and the links of what it
 * visits, with ps_enqueue().  visit() hands them back, of each site in the
 * order in which they were enqueued, a few of some sites at a time; each is
 * answered by one ps_visited(), then or from a later step().  Links enqueued
 * from a visit are kept if and only if its answer is.
 *
 * What is not there (a 404) is PS_VISITED: a document of that address is gone
 * then.  Below an input with a visit that failed or is left for later nothing
 * is gone, since who knows where that would have led.
 */
struct ps_visit {
	uint64_t	 number;	/* the core's own */
	const char	*address;	/* canonical: equal is the same */
	const char	*root;		/* the input that led to it */
	const char	*from;		/* the page, NULL of an input */
	const char	*site;		/* whom a request burdens: a host */
	const char	*memory;	/* of it, by ps_visited(), or NULL */
	uint32_t	 depth;		/* links from the input */
	uint32_t	 attempts;	/* PS_VISIT_AGAIN in this crawl */
};

enum ps_outcome {
	PS_VISITED,		/* done */
	PS_VISIT_STORED,	/* done once the document is stored, which */
				/* was told by ps_found_doc() before */
	PS_VISIT_AGAIN,		/* in a later run, not before some time */
	PS_VISIT_LEFT_OUT,	/* not allowed or not wanted, and why */
	PS_VISIT_FAILED,	/* it cannot be had, and why */
	PS_VISIT_UNREACHED	/* PS_VISIT_AGAIN, as nobody answers at all */
};

/* What a source is at, for people. */
struct ps_progress {
	uint32_t	 under_way;	/* requests */
	uint64_t	 bytes;		/* received in this run */
	const char	*waits;		/* "h.example: Crawl-delay 10 s" */
};

#endif

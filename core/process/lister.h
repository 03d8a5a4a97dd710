/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister.h - what the lister's files share.
 */
#ifndef PS_LISTER_H
#define PS_LISTER_H

#include "pipeline.h"
#include "wire.h"

#define TAG_MAX	1024u		/* see lister_tag() */

struct lister;
struct crawl;
struct late;
struct ps_doc;
struct ps_source;

struct ps_found {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	uint32_t		 source;	/* that speaks */
	uint64_t		 seq;		/* of the fetch, 0 if listing */
	int64_t			 credit;
	bool			 left_out;	/* of the root being listed */
	bool			 dropped;	/* what was found last */
	bool			 answered;	/* the fetch, at once */
	struct late		*late;		/* fetches that are not */
	bool			 beside;	/* not the document itself, */
	const char		*suffix;	/* but what belongs to it; */
	bool			 there;		/* and it is */
	struct crawl		*crawls;	/* one a source */
};

/* Its pipeline; one of its sources; what these report to. */
const struct pipeline *lister_pipeline(const struct lister *);
struct ps_self *lister_self(struct lister *, uint32_t source);
struct ps_found *lister_found(struct lister *);
/* Neither left out nor where the output goes. */
bool	lister_wants(const struct pipeline *, const struct ps_doc *);
/*
 * Whether this file is there.  It is sent on as what belongs to the document
 * that is being fetched, under this suffix, unless that is NULL.
 */
bool	lister_fetch(struct lister *, const struct ps_doc *,
	    const char *suffix);

/* lister_late.c: it was asked for and comes later; which fetch is answered */
/* by it, or by that it cannot be had: 0, none */
void	lister_late(struct ps_found *, const struct ps_doc *);
uint64_t lister_asked(struct ps_found *, const struct ps_doc *);

/* lister_follow.c: a source is asked of a link (M_LINK), and what it says */
void	lister_follow(struct lister *, struct frame *);
void	lister_form(struct lister *, struct frame *);	/* M_FORM */
void	lister_followed(struct ps_found *, uint64_t number,
	    const struct ps_doc *);
void	lister_refused(struct ps_found *, uint64_t number, const char *, ...)
	    PS_PRINTF(3, 4);

/* lister_visit.c: sources that visit what they find; what these say */
struct crawl *crawls_new(uint32_t n);
void	lister_enqueue(struct ps_found *, const struct ps_visit *);
void	lister_visited(struct ps_found *, uint64_t number, enum ps_outcome,
	    const char *memory, int64_t not_before, const char *, ...)
	    PS_PRINTF(6, 7);
void	lister_remember(struct ps_found *, const char *site,
	    const char *memory, int64_t not_before);
void	lister_progress(struct ps_found *, const struct ps_progress *);
uint32_t lister_room(struct ps_found *);
/* The visits that are due go to the source; whether there were any. */
bool	lister_hand_out(struct ps_found *, const struct ps_source *,
	    struct ps_self *);
/* Nothing is left to be visited. */
bool	lister_crawled(struct ps_found *);
/* It asked, and nobody answered. */
bool	lister_in_vain(struct ps_found *);
/* M_VISIT, M_SITE_KNOWN, M_CRAWL_IDLE, behind the source's number */
void	lister_hear(struct ps_found *, const struct ps_source *,
	    struct ps_self *, struct frame *);
/* A root was listed, or not all of it: whether the frontier sees to that. */
bool	lister_partial(struct ps_found *, bool whole);

/* lister_beside.c: it belongs to another document; the name of that. */
bool	lister_is_part(struct lister *, const struct ps_doc *, char *of,
	    size_t room);
void	lister_send_beside(struct lister *, const struct ps_doc *);
/* What changes when the document does, or what belongs to it; or NULL. */
const char *lister_tag(const struct pipeline *, const struct ps_doc *,
	    char *to, size_t room);

#endif

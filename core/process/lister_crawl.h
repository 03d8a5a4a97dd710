/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_crawl.h - a frontier that lies in the sink's database, as the lister
 * sees it: visits come from the writer, answers go there.
 */
#ifndef PS_LISTER_CRAWL_H
#define PS_LISTER_CRAWL_H

#include "polyscraper.h"
#include "wire.h"

struct remote;

/* Whether this load has one. */
struct pipeline;
bool	remote_is_there(const struct pipeline *);
/* The crawl of a source begins. */
struct remote *remote_new(struct channel *, uint32_t source);
void	remote_enqueue(struct remote *, const struct ps_visit *);
void	remote_answer(struct remote *, uint64_t number, enum ps_outcome,
	    const char *memory, int64_t not_before, const char *why);
void	remote_remember(struct remote *, const char *site, const char *memory,
	    int64_t not_before);
/* M_VISIT and M_CRAWL_IDLE, behind the source's number. */
void	remote_hear(struct remote *, struct frame *);
/* The next visit that came, or NULL; valid until it is answered. */
const struct ps_visit *remote_next(struct remote *);
/* All is answered, and nothing is left to be visited; then it is over. */
bool	remote_idle(const struct remote *);
void	remote_end(struct remote *, bool whole);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_frontier.h - what sources still have to visit, and what was seen, in
 * the sink's own database.
 *
 * A crawl is what one source with its inputs does; its round is a number that
 * rises when it begins anew.  A row of _ps_frontier is an address of a crawl,
 * and belongs to the round in which it was met last.
 */
#ifndef PS_LEDGER_FRONTIER_H
#define PS_LEDGER_FRONTIER_H

#include "index.h"
#include "ledger.h"

/* Their numbers stand in databases. */
enum visit_state {
	VISIT_QUEUED,
	VISIT_DONE,		/* and it was no document, or is none now */
	VISIT_LEFT_OUT,
	VISIT_FAILED,
	VISIT_LATER,		/* in a later run */
	VISIT_FOUND,		/* a document, which is not stored yet */
	VISIT_STORED,
	N_VISIT_STATES
};

struct ledger_crawl {
	uint32_t	 source;	/* its number in the pipeline */
	int64_t		 id, round;
	bool		 resumed;	/* an earlier run began this round */
	uint64_t	 counts[N_VISIT_STATES];	/* of this round */
	bool		 ended, whole;	/* as the lister said */
	uint64_t	 handled;	/* frames of its */
};

/* A link as it comes; the rest is found. */
struct frontier_link {
	const char	*address, *site;
	const char	*full;		/* with its secrets, if it has any */
	const char	*input;		/* of an input: as the user gave it */
	uint32_t	 depth;
	int64_t		 hash;
	int64_t		 id, round;	/* of its row; id 0: it has none */
	enum visit_state state;
	int64_t		 not_before;
	int64_t		 due;		/* at this site it is due; or 0 */
};

/* What it was found on, or { 0, 0 }. */
struct frontier_from {
	int64_t		 id, root;
};

struct frontier_answer {
	int64_t		 id;
	enum visit_state state;
	bool		 again;		/* that was one more attempt */
	const char	*memory, *why;
	int64_t		 not_before;
};

/* A visit that is due. */
struct frontier_visit {
	int64_t		 id, root, place;
	const char	*address, *memory;	/* memory may be NULL; as */
	const char	*input, *from;		/* may these; bytes of the */
	uint32_t	 depth, attempts;	/* sink's, until it returns */
};

/* A site has one more visit that is due. */
typedef void frontier_due(void *, int64_t site);
typedef void frontier_fn(void *, const struct frontier_visit *);

/* ledger_crawl.c: a round goes on or begins; it is over, or broken off. */
enum ps_status	crawl_begin(struct ledger *, const struct pipeline *,
		    uint32_t source, struct ledger_crawl *);
enum ps_status	crawl_end(struct ledger *, struct ledger_crawl *);
/* Each input from which all that there is was reached. */
enum ps_status	crawl_roots(struct ledger *, const struct ledger_crawl *,
		    void (*root)(void *, const char *), void *);
/* Documents that an earlier run of this round visited are there. */
enum ps_status	crawl_recall(struct ledger *, const struct ledger_crawl *,
		    const char *root);

/* ledger_frontier.c */
void		frontier_close(struct ledger *);
/* Those that are new in this round join the queue. */
enum ps_status	frontier_put(struct ledger *, struct ledger_crawl *,
		    struct frontier_from, struct frontier_link *, uint32_t n,
		    frontier_due *, void *);
enum ps_status	frontier_settle(struct ledger *, struct ledger_crawl *,
		    const struct frontier_answer *);
/* A document of that address is stored, or is as it was. */
enum ps_status	frontier_stored(struct ledger *, struct ledger_crawl *,
		    const char *address);
/* Visits that are due at a site, behind that place, in their order. */
enum ps_status	frontier_visits(struct ledger *,
		    const struct ledger_crawl *, int64_t site, int64_t after,
		    uint32_t most, frontier_fn *, void *);
/* The next site with visits that are due, by number; 0: there is none. */
enum ps_status	frontier_site(struct ledger *, const struct ledger_crawl *,
		    int64_t after, int64_t *site);
int64_t		frontier_hash(const struct ledger_crawl *, const char *);

/* ledger_sites.c */
struct site_told {
	char		*site, *memory;	/* the taker's; memory or NULL */
	int64_t		 not_before;
};
enum ps_status	ledger_site_number(struct ledger *, const char *site,
		    int64_t *);
enum ps_status	ledger_site_remember(struct ledger *, const char *site,
		    const char *memory, int64_t not_before);
enum ps_status	ledger_site_recall(struct ledger *, int64_t,
		    struct site_told *);

/* ledger_secret.c */
struct frontier_secrets {
	struct index	 index;		/* by number of the row */
	char		**texts;
	uint32_t	 n, room;
	size_t		 bytes;
};
/* False: there are too many. */
bool		secret_keep(struct ledger *, int64_t id, const char *address);
const char	*secret_address(struct ledger *, int64_t id);	/* or NULL */
void		secrets_free(struct frontier_secrets *);
/* A round goes on: what is queued and has secrets is to be met again. */
enum ps_status	secrets_lost(struct ledger *, const struct ledger_crawl *);

/* Numbers that are given next, and sites that were met. */
#define SITES_CACHED	1024u

struct ledger_frontier {
	int64_t		 next_id, next_place, next_site;
	struct frontier_secrets secrets;
	char		*select[6];	/* for 32, 16, 8, 4, 2, 1 hashes */
	struct {
		char	*site;
		int64_t	 number;
	}		 sites[SITES_CACHED];
};

/* Milliseconds since 1970. */
int64_t		frontier_now(void);
/* Made, and its numbers found, when a crawl first needs it. */
enum ps_status	frontier_open(struct ledger *);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_frontier.h - what the writer has of a crawl in memory: visits that
 * were handed out and are not answered, of some sites at a time.
 */
#ifndef PS_WRITER_FRONTIER_H
#define PS_WRITER_FRONTIER_H

#include <stdio.h>

#include "ledger_frontier.h"
#include "writer.h"

#define SITES_AT_ONCE	256u		/* a visit's number ends with one */
#define SITE_LEAST	8u		/* visits out, of a site; and where */
#define SITE_MOST	256u		/* there are few sites */
#define OUT_MOST	2048u

struct out_site {
	int64_t		 number, after;	/* place of the last handed out */
	char		*name;
	bool		 drained;	/* nothing is due behind that place */
	uint32_t	 n_out;
	struct frontier_from out[SITE_MOST];
};

/* Frames, in order: in memory, or what is more in a file without a name. */
struct waiting_frames {
	struct buf	 held;
	FILE		*file;		/* NULL: none is needed */
	uint64_t	 n;		/* frames */
	size_t		 taken;		/* bytes of `held` */
	struct buf	 frame;		/* the last one out of the file */
	bool		 reading;	/* the file is not at its end */
	bool		 lost;		/* it cannot be read */
};

/* writer_waiting.c.  False: there is no room. */
void	waiting_init(struct waiting_frames *);
bool	waiting_add(struct waiting_frames *, const struct frame *);
void	waiting_rewind(struct waiting_frames *);
/* Valid until the next one is taken. */
bool	waiting_next(struct waiting_frames *, struct frame *);
void	waiting_clear(struct waiting_frames *);
void	waiting_free(struct waiting_frames *);

struct writer_frontier {
	struct ledger_crawl	*crawls;	/* of this run; the last one */
	uint32_t		 n_crawls, room; /* is under way */
	struct out_site		*sites[SITES_AT_ONCE];
	uint32_t		 n_sites;
	int64_t			 last_site;	/* that was taken up */
	bool			 more_sites;	/* there may be some */
	uint8_t			*known;		/* sites told, bits */
	size_t			 known_room;
	bool			 worth;		/* the sink keeps it */
	uint64_t		 idle_told;	/* frames handled when it was */
	uint32_t		 news;		/* frames since the last */
						/* visits were handed out */
	struct waiting_frames	 waiting;	/* a document is open */
	struct frontier_link	*links;
	uint32_t		 links_room;
	struct arena		*arena;		/* of the frame at hand */
};

/* writer_visits.c */
/* A site has one more that is due. */
void		visits_due(void *writer, int64_t site);
/* It is answered; id 0: it was not out. */
struct frontier_from visits_take(struct writer_frontier *, uint64_t number);
struct frontier_from visits_find(const struct writer_frontier *,
		    uint64_t number);
void		visits_forget(struct writer_frontier *);

#endif

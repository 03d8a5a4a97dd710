/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tally.h - counts of a run, the progress line, and the closing lines.
 */
#ifndef PS_TALLY_H
#define PS_TALLY_H

#include "pipeline.h"

struct apart {
	char	*document, *table;
	const char *why;
};

/* In the order of M_VISITS. */
enum { VISITS_QUEUED, VISITS_DONE, VISITS_LEFT_OUT, VISITS_FAILED,
	VISITS_LATER, N_VISITS };

struct tally {
	double		started, shown;
	uint64_t	found, unchanged, loaded, empty, skipped, failed;
	uint64_t	rows, rejected, issues, doubts;
	uint64_t	bytes, bytes_found;
	uint32_t	busy, workers;
	bool		listed;
	double		other_cpu;	/* of children still running */
	struct apart	*apart;		/* documents with tables of their own */
	uint32_t	n_apart, apart_room;
	char		*summary;	/* the writer's lines */
	char		*where;		/* the sink, for people */
	uint64_t	mismatches;
	bool		crawls;		/* sources visit what they find */
	uint64_t	visits[N_VISITS];
	uint32_t	under_way;	/* their requests */
	uint64_t	received;	/* bytes */
	char		waits[160];	/* who waits, and why; or "" */
};

void	tally_start(struct tally *, uint32_t workers);
void	tally_apart(struct tally *, const char *document, const char *table,
	    const char *why);
/* At most a few times a second; the mode decides what is shown. */
void	tally_progress(struct tally *, const struct pipeline *, bool last);
void	tally_wipe(void);	/* the progress line, before a message */
void	tally_summary(const struct tally *, const struct pipeline *);
void	tally_free(struct tally *);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * summary.h - what a run did, counted for its closing lines.
 *
 * Lists are bounded: what is beyond them is only counted.
 */
#ifndef PS_SUMMARY_H
#define PS_SUMMARY_H

#include "objections.h"
#include "tables.h"

#define NAMED_MAX	10u
#define KINDS_MAX	64u

enum outcome {
	WAS_LOADED, WAS_EMPTY, WAS_SKIPPED, WAS_FAILED, WAS_DUPLICATE,
	WAS_GONE, N_OUTCOMES
};

/* Something counted by a word. */
struct kind {
	char		word[48];
	uint64_t	n;
};

struct kinds {
	struct kind	list[KINDS_MAX];
	uint32_t	n;
	uint64_t	others;		/* of words beyond them */
};

/* Lines, the first few of them kept. */
struct lines {
	struct buf	text;		/* each ends in a newline */
	uint64_t	n;
};

struct totals {
	uint64_t	outcomes[N_OUTCOMES];
	uint64_t	documents;	/* any outcome but gone */
	uint64_t	unchanged, rows, issues, bytes;
	uint64_t	rejected, doubts, mismatches;
	struct kinds	rules;		/* of issues */
	struct objections said;		/* by scripts, of records */
	struct kinds	unread;		/* what nobody reads seems to be */
	struct lines	skipped, failed, widened, copies, refused, doubtful;
	struct lines	keys, visits;
};

extern const char *const outcome_names[N_OUTCOMES];
enum outcome	outcome_named(const char *);
void	totals_start(struct totals *);
void	totals_free(struct totals *);
void	kinds_add(struct kinds *, const char *word, size_t n, uint64_t more);
void	kinds_join(struct kinds *, const struct kinds *);
void	lines_add(struct lines *, const char *, ...) PS_PRINTF(2, 3);
/* seems: what nobody reads, or NULL: it was skipped for another reason. */
void	totals_skipped(struct totals *, const char *address,
	    const char *seems, const char *why);
/* All lines for the person at the terminal. */
void	summary_write(struct buf *, struct totals *, const struct tables *,
	    const char *where, bool ledger);

#endif

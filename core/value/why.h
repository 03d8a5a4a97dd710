/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * why.h - the type of a column explained to people.
 *
 * Facts forget what a column is not; to explain it its cells are counted
 * again, one by one, by what each of them could be alone.
 */
#ifndef PS_WHY_H
#define PS_WHY_H

#include "reading.h"

#define WHY_SHOWN	24	/* characters of a cell that is shown */

struct shown_cell {
	char	text[WHY_SHOWN + 4];	/* "" if there is none; ends in NUL */
};

/* Cells by what they are alone.  All zeros to begin with. */
struct why_tally {
	uint64_t	values, empty, tokens;	/* null tokens of a type */
	uint64_t	numbers, fractions, exponents, infinite;
	uint64_t	zeros;			/* 007 */
	uint64_t	days, moments, times;
	uint64_t	day_first, month_first;	/* that can be nothing else */
	uint64_t	truths, shapes;		/* yes, uuid */
	struct shown_cell first, no_number, no_day, zero;
	struct shown_cell odd;	/* the first that made the column text */
	struct facts	all;	/* of the cells so far */
};

void	why_start(struct why_tally *, const char *column_name,
	    const struct null_words *);
void	why_add(struct why_tally *, const char *, size_t n, unsigned flags,
	    enum ps_type);

/* Some cell has made the column text. */
bool	why_is_known(const struct why_tally *);

struct why {
	char	because[240];
	char	runner_up[24];		/* a type, or "" */
	char	against[120];		/* why it is not that */
};

/* Of a column that is read so. */
void	why_column(const struct why_tally *, const struct facts *,
	    const struct reading *, const struct preferences *, struct why *);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reject_limit.c - a document of which too much is rejected is not loaded.
 */
#include <stdio.h>

#include "reject_limit.h"
#include "str.h"

#define MILLION	1000000.0

/* In as many digits as show that it is more than the limit. */
static void
show_share(uint64_t rejected, uint64_t all, uint64_t most, char out[32])
{
	double	percent = 100 * (double)rejected / (double)all;
	double	limit = 100 * (double)most / MILLION, unit = 10;
	int	digits = 1;

	while (digits < 9 && (double)(uint64_t)(percent * unit + 0.5) <=
	    limit * unit) {
		digits++;
		unit *= 10;
	}
	snprintf(out, 32, "%.*f", digits, percent);
}

bool
reject_limit_holds(const struct reject_limit *l, const struct counts *c,
    const char *format, char why[REJECTS_WHY])
{
	uint64_t	all = c->rows + c->rejected + c->skipped;
	char		share[32], count[32];

	if (!l->told || c->rejected == 0)
		return true;
	if (!l->is_share && c->rejected > l->most) {
		snprintf(why, REJECTS_WHY, "format '%s': %s record%s rejected, "
		    "more than max_rejects %llu: document set aside, nothing "
		    "of it loaded", format, human_count(c->rejected, count),
		    c->rejected == 1 ? "" : "s",
		    (unsigned long long)l->most);
		return false;
	}
	if (!l->is_share || (double)c->rejected * MILLION <=
	    (double)l->most * (double)all)
		return true;
	show_share(c->rejected, all, l->most, share);
	snprintf(why, REJECTS_WHY, "format '%s': %s%% of the records rejected, "
	    "more than max_rejects %g%%: document set aside, nothing of it "
	    "loaded", format, share, 100 * (double)l->most / MILLION);
	return false;
}

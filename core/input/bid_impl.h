/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bid_impl.h - what the parts of the contest share.
 */
#ifndef PS_BID_IMPL_H
#define PS_BID_IMPL_H

#include <stdarg.h>

#include "bid.h"
#include "options.h"

#define WHY_MAX		16u	/* of a format, */
#define WHY_ROOM	20u	/* and with our own */
#define SETTINGS_MAX	64u
#define DECISIONS_MAX	16u
#define LEAST_GAIN	0.05	/* of the plain bits, or it is no structure */
#define GOOD_GAIN	0.12	/* less is suspicious */
#define TIE_BITS	20	/* nearer than that: look at more */

struct ps_guess {
	struct arena		*arena;
	const struct bidder	*bidder;
	const char		*why[WHY_ROOM];
	struct setting		 settings[SETTINGS_MAX];
	struct decision		 decisions[DECISIONS_MAX];
	uint32_t		 n_why, n_settings, n_decisions;
};

struct bidder {
	const struct ps_format	*format;
	const void		*defaults;
	const void		*options;	/* those, then settings */
	const struct setting	*settings;	/* the user's */
	uint32_t		 n_settings;

	/* of this run */
	bool			 suffix, mime;	/* the document is named so */
	double			 prior, utility;
	struct ps_bid		 bid;
	struct ps_guess		*guess;
};

struct contest {
	const struct ps_host	*host;
	struct arena		*kept;		/* of the contest */
	struct arena		*arena;		/* of the run */
	struct arena		*set;		/* of contest_settings() */
	struct bidder		*bidders;
	uint32_t		 n;
	struct bidder		**order;	/* the bids, best first */
	uint32_t		 n_bids;
	bool			 failed;	/* one of them said PS_FATAL */
	const struct ps_format	*sibling_of;	/* sees `sibling` */
	const char		*sibling;
};

/* bid_verdict.c */
void	guess_reason(struct ps_guess *, uint32_t max, const char *, va_list)
	    PS_PRINTF(3, 0);
struct evidence evidence_of(const struct contest *, const struct bidder *,
	    const struct ps_sample *);
/* gated = it won because the best saved too little. */
double	confidence(const struct contest *, const struct bidder *,
	    const struct ps_sample *, bool gated, const struct evidence *);
void	explain(struct contest *, const struct bidder *,
	    const struct ps_sample *, bool gated, struct verdict *);

#endif

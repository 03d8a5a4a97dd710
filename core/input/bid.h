/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bid.h - the shared scan of a sample and the contest of formats over it.
 *
 * A contest owns its texts until it is run again.
 */
#ifndef PS_BID_H
#define PS_BID_H

#include "polyscraper.h"

struct registry;
struct setting;
struct contest;
struct arena;

void	scan_sample(const char *, size_t n, struct ps_scan *, uint32_t **lines,
	    uint32_t *room);

/* What is less sure is called doubtful, and shares a table only if another */
/* document's names confirm it. */
#define DOUBTFUL	0.6

/* One of the decisions that a format took, in words. */
struct decision {
	const char	*what, *choice, *why;
	const char	*runner_up;	/* NULL: there was no other */
	double		 bits;		/* by which it lost; 0: not measured */
};

/* What the confidence is made of; of the winner. */
struct evidence {
	double	tier;		/* enum ps_tier */
	double	margin;		/* bits to the nearest other structure, 127 */
				/* at most */
	double	gain;		/* bits saved / plain bits */
	double	records;	/* in the sample, */
	double	fit;		/* and the share that fits */
	double	named;		/* 1: the name says so, -1: it says another */
	double	layout;		/* bits to the next likely layout; 0: unknown */
	double	above;		/* 1: texts stand over the table */
};
enum { N_EVIDENCE = sizeof(struct evidence) / sizeof(double) };
extern const char *const evidence_names[N_EVIDENCE];

struct verdict {
	const struct ps_format	*format;	/* NULL: nobody reads it */
	double			 confidence;	/* 0..1 */
	struct evidence		 evidence;
	const char *const	*why;
	uint32_t		 n_why;
	const struct setting	*suggested;	/* options of the winner */
	uint32_t		 n_suggested;
	const struct decision	*decided;
	uint32_t		 n_decided;
	const char		*runner_up, *runner_up_why;
	uint32_t		 need;		/* bytes wanted to decide */
	bool			 failed;	/* PS_FATAL: it is not read */
};

struct contest *contest_new(const struct registry *, const struct ps_host *);
void	contest_free(struct contest *);
/* Whether a format looks at sample->head. */
bool	contest_wants_head(const struct contest *);
/*
 * Every format bids on the sample; the order of registration never shows.
 * `forced`: only this one is asked (its bid counts whatever it is); `told`: by
 * the document's container, so that there may still be doubt about the layout.
 */
void	contest_run(struct contest *, const struct ps_sample *,
	    const struct ps_plugin *forced, bool told, struct verdict *);
/* What is set of this format's options, and of no other's: probes see it, */
/* and it is not guessed.  The settings stay the caller's. */
void	contest_settings(struct contest *, const struct ps_plugin *,
	    const struct setting *, uint32_t n);
/* This format, and no other, is shown these options of a neighbour. */
void	contest_sibling(struct contest *, const struct ps_format *,
	    const char *options);
/* The functions behind ps_host. */
void	guess_because(struct ps_guess *, const char *, ...) PS_PRINTF(2, 3);
void	guess_suggest(struct ps_guess *, const char *, const char *);
void	guess_decided(struct ps_guess *, const char *what, const char *choice,
	    const char *why, const char *runner_up, double bits);

#endif

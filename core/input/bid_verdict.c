/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bid_verdict.c - how sure the outcome of a contest is, and why it came so.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bid_impl.h"
#include "mem.h"
#include "str.h"

/* The one that would have won without the winner; NULL if there is none. */
static const struct bidder *
second(const struct contest *c, const struct bidder *winner)
{
	for (uint32_t i = 0; i < c->n_bids; i++)
		if (c->order[i] != winner)
			return c->order[i];
	return NULL;
}

/*
 * Weights of the evidence, in nats, by logistic regression; doc/accuracy.md
 * says on what, and what came of it.  A margin counts by its logarithm.
 */
#define W_START		0.3
#define W_MARGIN	0.53
#define W_OTHER_NAME	(-0.5)	/* by hand: there are too few */
#define MOST_MARGIN	127
/* Where the table begins: no bits are a coin that is tossed. */
#define W_LAYOUT	0.38
#define W_ABOVE		(-0.7)
#define MOST_LAYOUT	15
#define FEW_LINES	5	/* a table of fewer may not be known for one */

/*
 * Bits to the nearest other structure, be it another format's or its own.
 * That any text has lines is no rival: what is gained over it stands by
 * itself.
 */
static double
margin(const struct contest *c, const struct bidder *b)
{
	const struct bidder	*other = second(c, b);
	double			 bits = MOST_MARGIN;

	if (other != NULL && other->bid.tier == b->bid.tier &&
	    other->bid.specificity > 0 && b->utility - other->utility < bits)
		bits = b->utility - other->utility;
	if (b->bid.bits_margin > 0 && b->bid.bits_margin < bits)
		bits = b->bid.bits_margin;
	return bits > 0 ? bits : 0;
}

const char *const evidence_names[N_EVIDENCE] = {
	"tier", "margin", "gain", "records", "fit", "named", "layout",
	"above"
};

struct evidence
evidence_of(const struct contest *c, const struct bidder *b,
    const struct ps_sample *s)
{
	struct evidence	e = { .tier = b->bid.tier, .fit = 1,
			    .margin = margin(c, b),
			    .records = b->bid.records,
			    .layout = b->bid.layout_margin,
			    .above = b->bid.above > 0 };

	if (s->scan->plain_bits > 0)
		e.gain = b->bid.bits_saved / s->scan->plain_bits;
	if (e.records > 0)
		e.fit = b->bid.records_ok / e.records;
	e.named = b->suffix || b->mime ? 1 : b->prior < 0 ? -1 : 0;
	return e;
}

static double
logistic(double x)
{
	return 1 / (1 + exp(-x));
}

/* Are header and first row where they are said to be? */
static double
placed(const struct evidence *e)
{
	double	bits = e->layout < MOST_LAYOUT ? e->layout : MOST_LAYOUT;

	return bits <= 0 ? 1 : logistic(W_LAYOUT * bits + W_ABOVE *
	    e->above);
}

/* Are the records cut as they should be? */
static double
cut(const struct evidence *e)
{
	double	x = W_START + W_MARGIN * log2(1 + e->margin);

	if (e->named < 0)
		x += W_OTHER_NAME;
	return logistic(x);
}

static double
statistical(const struct evidence *e)
{
	double	sure = cut(e) * placed(e), most = (1 + e->fit) / 2;

	/* However many bits: what fits only half of it is doubtful. */
	return sure < most ? sure : most;
}

/*
 * The format of last resort is never wrong, but the nearer another one came,
 * the likelier it is that more could have been read.
 */
static double
last_resort(const struct contest *c, const struct bidder *b,
    const struct ps_sample *s)
{
	const struct bidder	*other = second(c, b);
	double			 gain = 0, most;

	most = b->bid.records < FEW_LINES ? 0.95 : 0.98;
	if (other != NULL && s->scan->plain_bits > 0)
		gain = other->bid.bits_saved / s->scan->plain_bits;
	if (gain < 0)
		gain = 0;
	if (b->prior < 0)
		return 0.7;	/* by its name it is something else */
	return gain >= LEAST_GAIN ? 0.8 : most - (most - 0.8) * gain /
	    LEAST_GAIN;
}

double
confidence(const struct contest *c, const struct bidder *b,
    const struct ps_sample *s, bool gated, const struct evidence *e)
{
	double	sure;

	if (gated || b->bid.specificity == 0)
		return last_resort(c, b, s);
	sure = statistical(e);
	if (b->bid.tier == PS_PROOF && sure < 0.99)
		return 0.99;
	return b->bid.tier == PS_DECLARED && sure < 0.97 ? 0.97 : sure;
}

void
guess_reason(struct ps_guess *g, uint32_t max, const char *fmt, va_list ap)
{
	char	text[300];

	if (g->n_why >= max)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	g->why[g->n_why++] = arena_strdup(g->arena, text);
}

/* The core's own reasons find room behind all others. */
static void PS_PRINTF(2, 3)
add(struct ps_guess *g, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	guess_reason(g, WHY_ROOM, fmt, ap);
	va_end(ap);
}

static void
add_reasons(const struct bidder *b, const struct ps_sample *s, bool gated)
{
	const char	*name = s->doc != NULL && s->doc->name != NULL ?
			    s->doc->name : "";
	const char	*dot = strrchr(name, '.');

	if (gated)
		add(b->guess, "no other format saves %.0f %% of the bits of "
		    "plain text", 100 * LEAST_GAIN);
	if (b->suffix && dot != NULL)
		add(b->guess, "the name ends in '%s'", shown_str(dot));
	else if (b->prior < 0 && dot != NULL)
		add(b->guess, "although the name ends in '%s'",
		    shown_str(dot));
	if (b->mime)
		add(b->guess, "it was sent as '%s'", shown_str(s->doc->mime));
}

static void
name_runner_up(struct contest *c, const struct bidder *b, struct verdict *v)
{
	const struct bidder	*other = second(c, b);
	double			 bits;

	if (other == NULL || (b->bid.runner_up[0] != '\0' &&
	    b->bid.bits_margin < b->utility - other->utility)) {
		if (b->bid.runner_up[0] == '\0')
			return;
		v->runner_up = b->format->plugin.name;
		v->runner_up_why = arena_strdup(c->arena, b->bid.runner_up);
		return;
	}
	v->runner_up = other->format->plugin.name;
	bits = b->utility - other->utility;
	if (other->bid.tier != b->bid.tier)
		v->runner_up_why = "it has less proof";
	else if (bits < 0)
		v->runner_up_why = "it saves too few bits to be believed";
	else
		v->runner_up_why = arena_printf(c->arena, "%.0f bits more",
		    bits);
}

void
explain(struct contest *c, const struct bidder *b, const struct ps_sample *s,
    bool gated, struct verdict *v)
{
	add_reasons(b, s, gated);
	if (v->confidence < DOUBTFUL)
		add(b->guess, "doubtful: %.0f %% sure", 100 * v->confidence);
	name_runner_up(c, b, v);
	v->why = b->guess->why;
	v->n_why = b->guess->n_why;
}

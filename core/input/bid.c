/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bid.c - the contest of formats over a sample.
 *
 * All bids are in bits, so they compare: what a format saves against plain
 * text, corrected by what the name says.  A tier of proof goes before all
 * bits; and where nothing saves enough, the least specific format wins, which
 * can never be wrong.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bid_impl.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "str.h"

struct contest *
contest_new(const struct registry *registry, const struct ps_host *host)
{
	struct contest	*c = xcalloc(1, sizeof(*c));

	c->host = host;
	c->kept = arena_new();
	c->arena = arena_new();
	c->set = arena_new();
	c->n = registry_count(registry, PS_FORMAT);
	c->bidders = xcalloc(c->n + 1, sizeof(*c->bidders));
	c->order = xcalloc(c->n + 1, sizeof(*c->order));
	for (uint32_t i = 0; i < c->n; i++) {
		struct bidder	*b = &c->bidders[i];

		b->format = (const struct ps_format *)(const void *)
		    registry_at(registry, PS_FORMAT, i);
		b->options = b->defaults = options_fill(&b->format->plugin,
		    NULL, 0, c->kept, NULL);
	}
	return c;
}

void
contest_free(struct contest *c)
{
	if (c == NULL)
		return;
	arena_free(c->kept);
	arena_free(c->arena);
	arena_free(c->set);
	free(c->bidders);
	free(c->order);
	free(c);
}

bool
contest_wants_head(const struct contest *c)
{
	bool	wants = false;

	for (uint32_t i = 0; i < c->n; i++)
		wants |= (c->bidders[i].format->flags & PS_WANTS_HEAD) != 0;
	return wants;
}

void
contest_settings(struct contest *c, const struct ps_plugin *plugin,
    const struct setting *settings, uint32_t n)
{
	arena_reset(c->set);
	for (uint32_t i = 0; i < c->n; i++) {
		struct bidder	*b = &c->bidders[i];
		bool		 its = &b->format->plugin == plugin && n > 0;

		b->settings = its ? settings : NULL;
		b->n_settings = its ? n : 0;
		b->options = its ? options_fill(plugin, settings, n, c->set,
		    NULL) : b->defaults;
	}
}

void
contest_sibling(struct contest *c, const struct ps_format *format,
    const char *options)
{
	c->sibling_of = format;
	c->sibling = options;
}

void
guess_because(struct ps_guess *g, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	guess_reason(g, WHY_MAX, fmt, ap);
	va_end(ap);
}

/* What the user has set is not to be guessed. */
static bool
is_set(const struct bidder *b, const char *name)
{
	for (uint32_t i = 0; i < b->n_settings; i++)
		if (b->settings[i].name != NULL &&
		    strcmp(b->settings[i].name, name) == 0)
			return true;
	return false;
}

void
guess_suggest(struct ps_guess *g, const char *name, const char *value)
{
	const struct ps_option	*o;
	uint32_t		 i;

	o = options_find(&g->bidder->format->plugin, name);
	if (o == NULL || (o->flags & PS_GUESSED) == 0 || value == NULL ||
	    is_set(g->bidder, name))
		return;
	for (i = 0; i < g->n_settings; i++)
		if (strcmp(g->settings[i].name, name) == 0)
			break;
	if (i == SETTINGS_MAX)
		return;
	g->settings[i] = (struct setting){ .name = o->name,
	    .value = arena_strdup(g->arena, value), .type = PS_NULL };
	if (i == g->n_settings)
		g->n_settings++;
}

static const char *
keep(struct ps_guess *g, const char *s)
{
	return s == NULL ? NULL : arena_strdup(g->arena, s);
}

void
guess_decided(struct ps_guess *g, const char *what, const char *choice,
    const char *why, const char *runner_up, double bits)
{
	if (what == NULL || choice == NULL || g->n_decisions == DECISIONS_MAX)
		return;
	g->decisions[g->n_decisions++] = (struct decision){
		.what = keep(g, what), .choice = keep(g, choice),
		.why = keep(g, why), .runner_up = keep(g, runner_up),
		.bits = isfinite(bits) && bits > 0 ? bits : 0
	};
}

/* Another sort of bytes is never shown to it. */
static bool
may_bid(const struct ps_format *f, const struct ps_sample *s)
{
	unsigned	raw = PS_BINARY | PS_CONTAINER;

	if (!PLUGIN_HAS(f, probe))
		return false;
	return s->binary ? (f->flags & raw) != 0 :
	    (f->flags & raw) != PS_BINARY;
}

static void
ask(struct contest *c, struct bidder *b, const struct ps_sample *s,
    bool forced)
{
	struct ps_self	 self = { .host = c->host, .options = b->options,
			    .plugin = &b->format->plugin };
	enum ps_status	 st;
	struct ps_sample sample = *s;

	sample.sibling = b->format == c->sibling_of ? c->sibling : NULL;
	sample.forced = forced;
	b->guess = arena_alloc(c->arena, sizeof(*b->guess));
	b->guess->arena = c->arena;
	b->guess->bidder = b;
	if (b->format->plugin.state_size > 0)
		self.state = arena_alloc(c->arena,
		    b->format->plugin.state_size);
	st = b->format->probe(&self, &sample, b->guess, &b->bid);
	if (st < PS_OK)
		b->bid.tier = PS_NO;
	c->failed |= st == PS_FATAL;
	b->bid.runner_up[sizeof(b->bid.runner_up) - 1] = '\0';
	if (!isfinite(b->bid.bits_saved))
		b->bid.bits_saved = 0;
	if (!isfinite(b->bid.bits_margin))
		b->bid.bits_margin = 0;
	if (!isfinite(b->bid.layout_margin))
		b->bid.layout_margin = 0;
	if (b->bid.records_ok > b->bid.records)
		b->bid.records_ok = b->bid.records;
}

/*
 * Half of the records and a third of the bytes, where it tells of them.  A
 * document that is named so may be a bad one of its kind, if it is one.
 */
static bool
is_sound(const struct bidder *bidder, const struct ps_sample *s)
{
	const struct ps_bid	*b = &bidder->bid;

	if (b->tier == PS_NO || b->tier > PS_PROOF)
		return false;
	if (bidder->suffix && b->bits_saved > GOOD_GAIN * s->scan->plain_bits)
		return true;
	if (b->records > 0 && b->records_ok * 2.0 < b->records)
		return false;
	return b->tier != PS_STATISTICAL || b->bytes_explained == 0 ||
	    b->bytes_explained >= 0.3 * (double)s->length;
}

static bool
ends_in(const char *name, const char *const *suffixes)
{
	size_t	n = name == NULL ? 0 : strlen(name), m;

	for (; suffixes != NULL && *suffixes != NULL; suffixes++) {
		m = strlen(*suffixes);
		if (m == 0 || n <= m)
			continue;
		while (m > 0 && to_lower((unsigned char)name[n - 1]) ==
		    to_lower((unsigned char)(*suffixes)[m - 1])) {
			n--;
			m--;
		}
		if (m == 0)
			return true;
		n = strlen(name);
	}
	return false;
}

static bool
is_mime(const char *mime, const char *const *mimes)
{
	size_t	n = mime == NULL ? 0 : strcspn(mime, "; ");

	for (; n > 0 && mimes != NULL && *mimes != NULL; mimes++)
		if (strlen(*mimes) == n && strncasecmp(mime, *mimes, n) == 0)
			return true;
	return false;
}

#define SUFFIX_BITS	8
#define MIME_BITS	6
#define OTHERS_BITS	(-6)
#define PRIOR_MOST	12

/* What name and media type say for and against each. */
static void
weigh_names(struct contest *c, const struct ps_doc *doc)
{
	bool	claimed = false;

	for (uint32_t i = 0; i < c->n; i++) {
		struct bidder		*b = &c->bidders[i];
		const struct ps_format	*f = b->format;

		b->suffix = PLUGIN_HAS(f, suffixes) && doc != NULL &&
		    ends_in(doc->name, f->suffixes);
		b->mime = PLUGIN_HAS(f, mimes) && doc != NULL &&
		    is_mime(doc->mime, f->mimes);
		claimed |= b->suffix;
	}
	for (uint32_t i = 0; i < c->n; i++) {
		struct bidder	*b = &c->bidders[i];

		b->prior = (b->suffix ? SUFFIX_BITS : claimed ? OTHERS_BITS :
		    0) + (b->mime ? MIME_BITS : 0);
		if (b->prior > PRIOR_MOST)
			b->prior = PRIOR_MOST;
	}
}

/* Best first; whole bits, so that rounding never decides. */
static int
compare(const void *x, const void *y)
{
	const struct bidder *a = *(const struct bidder *const *)x;
	const struct bidder *b = *(const struct bidder *const *)y;
	double		 ua = floor(a->utility), ub = floor(b->utility);

	if (a->bid.tier != b->bid.tier)
		return a->bid.tier > b->bid.tier ? -1 : 1;
	if (ua < ub || ua > ub)
		return ua > ub ? -1 : 1;
	if (a->bid.specificity != b->bid.specificity)
		return a->bid.specificity > b->bid.specificity ? -1 : 1;
	return strcmp(a->format->plugin.name, b->format->plugin.name);
}

static void
collect(struct contest *c, const struct ps_sample *s,
    const struct ps_plugin *forced, bool told)
{
	c->n_bids = 0;
	for (uint32_t i = 0; i < c->n; i++) {
		struct bidder	*b = &c->bidders[i];
		bool		 is_forced = forced == &b->format->plugin;

		memset(&b->bid, 0, sizeof(b->bid));
		b->guess = NULL;
		if (forced != NULL ? !is_forced || !PLUGIN_HAS(b->format,
		    probe) : !may_bid(b->format, s))
			continue;
		ask(c, b, s, is_forced && !told);
		if (!is_forced && !is_sound(b, s))
			continue;
		b->utility = b->bid.bits_saved + b->prior +
		    2 * log2(b->bid.specificity + 1.0);
		c->order[c->n_bids++] = b;
	}
	qsort(c->order, c->n_bids, sizeof(*c->order), compare);
}

/* Too little to speak of structure: then the one that claims least. */
static bool
saves_too_little(const struct bidder *b, const struct ps_sample *s)
{
	double	saved = b->bid.bits_saved + b->prior;

	if (b->bid.tier != PS_STATISTICAL)
		return false;
	return saved <= 0 || (!b->suffix && !b->mime &&
	    saved < LEAST_GAIN * s->scan->plain_bits);
}

static const struct bidder *
choose(struct contest *c, const struct ps_sample *s, bool *gated)
{
	const struct bidder	*best = c->order[0], *b;

	*gated = false;
	if (!saves_too_little(best, s))
		return best;
	for (uint32_t i = 1; i < c->n_bids; i++) {
		b = c->order[i];
		if (b->bid.specificity < best->bid.specificity) {
			best = b;
			*gated = true;
		}
	}
	return best;
}

/* More of the document might decide between two that are near. */
static uint32_t
bytes_needed(const struct contest *c, const struct ps_sample *s, bool gated)
{
	const struct bidder	*a = c->order[0], *b = c->order[1];

	if (s->whole || s->length > UINT32_MAX / 4)
		return 0;
	if (c->n_bids > 1 && !gated && a->bid.tier == b->bid.tier &&
	    a->utility - b->utility < TIE_BITS)
		return (uint32_t)s->length * 4;
	return a->bid.need > s->length ? a->bid.need : 0;
}

void
contest_run(struct contest *c, const struct ps_sample *s,
    const struct ps_plugin *forced, bool told, struct verdict *v)
{
	const struct bidder	*b;
	bool			 gated;

	arena_reset(c->arena);
	memset(v, 0, sizeof(*v));
	c->failed = false;
	weigh_names(c, s->doc);
	collect(c, s, forced, told);
	v->failed = c->failed;
	if (c->n_bids == 0) {
		v->format = (const struct ps_format *)(const void *)forced;
		v->confidence = forced != NULL;
		return;
	}
	b = c->order[0];
	gated = false;
	if (forced == NULL)
		b = choose(c, s, &gated);
	v->format = b->format;
	v->suggested = b->guess->settings;
	v->n_suggested = b->guess->n_settings;
	v->decided = b->guess->decisions;
	v->n_decided = b->guess->n_decisions;
	v->evidence = evidence_of(c, b, s);
	v->confidence = forced != NULL && !told ? 1 :
	    confidence(c, b, s, gated, &v->evidence);
	v->need = forced != NULL ? 0 : bytes_needed(c, s, gated);
	explain(c, b, s, gated, v);
}

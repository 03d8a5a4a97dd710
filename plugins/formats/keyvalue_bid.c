/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue_bid.c - are lines names with values, and are they the same names?
 *
 * A line of a log may have a pair in it and be a line of a log; so most of
 * what stands there must be pairs.
 */
#include <stdlib.h>
#include <string.h>

#include "keyvalue.h"
#include "stanza_bid.h"

#define COVERED		0.6	/* of the bytes are in pairs */
#define FIT		0.9	/* of the lines have two pairs, */
#define LONE_LEAST	3u	/* ... a lone line so many */

struct view {
	uint32_t	lines, fit;
	uint32_t	pieces;		/* that are in no pair */
	size_t		bytes, rest;
	struct tally	tally;
};

static size_t
line_end(const struct ps_sample *s, uint32_t i)
{
	size_t	end = i + 1 < s->scan->n_lines ? s->scan->lines[i + 1] :
		    s->length;

	while (end > s->scan->lines[i] && (s->text[end - 1] == '\n' ||
	    s->text[end - 1] == '\r'))
		end--;
	return end;
}

static bool
fits(const struct keyvalue_style *s, const struct keyvalue_rest *r,
    uint32_t pairs, struct json *check, const char *end)
{
	if (r->json != NULL)
		return r->bytes + r->time.n > 0 && keyvalue_is_json(check,
		    r->json, (size_t)(end - r->json));
	return s->strict ? pairs > 0 && r->bytes + r->time.n == 0 : pairs > 1;
}

static void
look_line(const struct keyvalue_style *style, struct stanza *items,
    struct json *check, const char *p, size_t n, struct view *v)
{
	struct keyvalue_rest	r;
	uint32_t		pairs;

	items->n_items = 0;
	pairs = keyvalue_cut(style, items, p, n, &r);
	if (pairs == 0 && r.bytes + r.time.n == 0)
		return;
	v->lines++;
	v->bytes += n;
	v->rest += r.json != NULL ? 0 : r.bytes;
	v->pieces += r.pieces;
	v->fit += fits(style, &r, pairs, check, p + n);
	v->tally.open = false;
	for (uint32_t i = 0; i < items->n_items; i++)
		tally_item(&v->tally, &items->items[i]);
}

/* The sample in a style; false: it is not in it, as is soon seen. */
static bool
look(const struct ps_sample *s, const struct keyvalue_style *style,
    struct stanza *items, struct json *check, struct view *v)
{
	uint32_t	n = s->scan->n_lines;

	memset(v, 0, sizeof(*v));
	if (!s->whole && n > 1)
		n--;
	for (uint32_t i = 0; i < n; i++) {
		size_t	from = s->scan->lines[i];

		look_line(style, items, check, s->text + from, line_end(s, i) -
		    from, v);
		if (v->lines > 8 && v->fit * 2 < v->lines)
			return false;
	}
	tally_sum(&v->tally);
	return v->lines > 0;
}

static bool
is_good(const struct keyvalue_style *style, const struct view *v)
{
	const struct tally	*t = &v->tally;

	if (v->fit < FIT * v->lines)
		return false;
	if (style->part == '{')
		return v->lines > 1;
	if ((double)v->rest > (1 - COVERED) * (double)v->bytes)
		return false;
	if (v->lines == 1)
		return t->pairs >= LONE_LEAST && v->rest == 0;
	/* Lines of many kinds begin alike. */
	return t->pairs >= 2 * v->fit && 10 * t->shared >=
	    (10 * t->same_first >= 9 * v->lines ? 3 : 7) * t->incidences;
}

/* Pairs are good; words that are left are not. */
static double
score(const struct view *v)
{
	return 2.0 * v->tally.pairs - v->pieces;
}

static void
tell(struct ps_self *self, const struct ps_sample *s,
    const struct keyvalue_style *style, const struct view *v,
    struct ps_guess *guess, struct ps_bid *bid)
{
	/* Known lines of logs may have pairs in them, but not JSON. */
	double	most = style->part == '{' ? 0.95 : 0.45;

	bid->tier = PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits * most * (1 - (double)v->rest /
	    (double)(v->bytes + 1));
	bid->records = v->lines;
	bid->records_ok = v->fit;
	bid->specificity = 50;
	ps_suggest(self, guess, "style", style->name);
	ps_because(self, guess, "%s in %u of %u lines", style->about, v->fit,
	    v->lines);
	if (style->part == '{')
		return;
	ps_because(self, guess, "%u names, %u times; %.0f %% is in no pair",
	    v->tally.distinct, v->tally.pairs, 100 * (double)v->rest /
	    (double)(v->bytes + 1));
	tally_repeats(self, &v->tally, guess);
}

/* Lines with a sign of pairs: others are not looked at. */
static bool
has_pairs(const struct ps_sample *s)
{
	const uint32_t	*h = s->scan->histogram;
	uint32_t	 lines = s->scan->n_lines - s->scan->n_blank;
	uint32_t	 signs = h['='] + h['{'] + (h['\t'] > 0 ? h[':'] : 0);

	return signs > 0 && 10 * signs >= 9 * lines && s->text[0] != '{' &&
	    s->text[0] != '<' && s->text[0] != '[';
}

static void
choose(struct ps_self *self, const struct ps_sample *s, struct view *v,
    struct ps_guess *guess, struct ps_bid *bid)
{
	const struct keyvalue_options	*o = self->options;
	const struct keyvalue_style	*style, *best = NULL;
	struct stanza			 items = { .self = self };
	struct json			*check = calloc(1, sizeof(*check));
	double				 most = 0;

	for (uint32_t i = 0; check != NULL && (style = keyvalue_style_at(i)) !=
	    NULL; i++) {
		if (o->style[0] != '\0' && strcmp(o->style, style->name) != 0)
			continue;
		if (!look(s, style, &items, check, v) || (!is_good(style, v) &&
		    !s->forced) || (best != NULL && score(v) <= most))
			continue;
		best = style;
		most = score(v);
		if (style->part == '{' && v->fit > 0)
			break;
	}
	if (best != NULL && look(s, best, &items, check, v))
		tell(self, s, best, v, guess, bid);
	free(items.items);
	if (check != NULL)
		free(check->key);
	free(check);
}

enum ps_status
keyvalue_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct view	*v;

	if (s->binary || s->length == 0 || (!has_pairs(s) && !s->forced) ||
	    (v = calloc(1, sizeof(*v))) == NULL)
		return PS_OK;
	choose(self, s, v, guess, bid);
	free(v);
	return PS_OK;
}

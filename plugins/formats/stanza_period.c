/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_period.c - records of a number of lines that have no names: what a
 * line looks like comes back every so many lines.
 *
 * Lines of text look alike, so one place at least must hold numbers, days or
 * the like and another must not, and nothing is indented.
 */
#include "stanza.h"

#define LINES_MOST	600u
#define BYTES_MOST	200u		/* of a line */
#define RECORDS_LEAST	5u
#define FIT		0.95		/* of the lines look as they should */

enum { TEXT = PS_LOOK_TEXT };

struct period {
	uint8_t		looks[LINES_MOST];
	uint32_t	n;		/* lines, blank ones not counted */
	uint32_t	blanks;
	uint32_t	block;		/* lines before the first blank one */
	bool		uneven;		/* not all blocks are as long */
};

/* A word is text; numbers may be written in many ways. */
static uint8_t
look_of(struct ps_self *self, const char *p, size_t n)
{
	uint32_t	cost;
	enum ps_look	look = ps_look_of(self, p, n, &cost);

	return look == PS_LOOK_WORD ? TEXT : look == PS_LOOK_NUMBER ?
	    PS_LOOK_INT : (uint8_t)look;
}

/* False: it is no text of such lines. */
static bool
take_lines(struct ps_self *self, const struct ps_sample *s,
    const struct stanza_cut *c, struct period *d)
{
	size_t		len, whole;
	uint32_t	run = 0;

	for (size_t at = 0; at < s->length && d->n < LINES_MOST;
	    at += whole) {
		const char	*p = s->text + at;

		if (!stanza_line(c, p, s->length - at, s->whole, &len,
		    &whole))
			break;
		if (len > BYTES_MOST || (len > 0 && (*p == ' ' ||
		    *p == '\t')))
			return false;
		if (len > 0) {
			d->looks[d->n++] = look_of(self, p, len);
			run++;
			continue;
		}
		d->block = d->block == 0 ? run : d->block;
		d->uneven |= run != d->block;
		d->blanks++;
		run = 0;
	}
	return true;
}

/* Whether every k-th line looks the same, and not all lines do. */
static bool
has_period(const struct period *d, uint32_t k)
{
	uint32_t	fit = 0, typed = 0, texts = 0;

	if (d->n < k * RECORDS_LEAST)
		return false;
	for (uint32_t i = 0; i < k; i++) {
		typed += d->looks[i] != TEXT;
		texts += d->looks[i] == TEXT;
	}
	for (uint32_t i = 0; i < d->n; i++)
		fit += d->looks[i] == d->looks[i % k];
	return typed > 0 && texts > 0 && fit >= FIT * d->n;
}

uint32_t
stanza_period(struct ps_self *self, const struct ps_sample *s,
    const struct stanza_cut *c)
{
	struct period	d = { .n = 0 };
	uint32_t	k;

	if (!take_lines(self, s, c, &d) || (d.blanks > 0 && (d.uneven ||
	    d.block < 2 || d.block > STANZA_PERIOD_MAX)))
		return 0;
	if (d.blanks > 0)
		return has_period(&d, d.block) ? d.block : 0;
	for (k = 2; k <= STANZA_PERIOD_MAX; k++)
		if (has_period(&d, k) && (!s->whole || d.n % k == 0))
			return k;
	return 0;
}

size_t
stanza_place(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole;

	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	if (len == 0) {
		item->what = ITEM_BLANK;
		return whole;
	}
	item->what = ITEM_PAIR;
	item->ends = c->step == 0;
	item->key = stanza_place_name(c->step);
	item->value = stanza_trimmed(p, len);
	c->step = (c->step + 1) % c->period;
	return whole;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * hint_order.c - whether the day or the month comes first, where no date tells.
 *
 * Other columns show where a document comes from.  That is no evidence: it is
 * used where they all say the same, below everything that other documents of
 * the table tell, and it is always said.
 */
#include "facts.h"

static const struct {
	const char	*text;
	uint8_t		 order;
} hints[N_HINTS] = {
	[HINT_NONE] = { "", ORDER_YMD },
	[HINT_SEMICOLON] = { "semicolons between cells", ORDER_DMY },
	[HINT_COMMA] = { "decimal commas", ORDER_DMY },
	[HINT_CURRENCY] = { "its currencies", ORDER_DMY },
	[HINT_DOLLAR] = { "dollars", ORDER_MDY },
	[HINT_HALVES] = { "AM and PM", ORDER_MDY }
};

const char *
hint_text(enum hint h)
{
	return (unsigned)h < N_HINTS ? hints[h].text : "";
}

static enum hint
of_number(const struct reading *r)
{
	switch (affixes[r->affix].unit) {
	case UNIT_NONE: case UNIT_PERCENT:
		return reading_decided(r) == BIT(COMMA) ? HINT_COMMA :
		    HINT_NONE;
	case UNIT_USD:
		return HINT_DOLLAR;
	case UNIT_YEN:
		return HINT_NONE;
	default:
		return HINT_CURRENCY;
	}
}

static enum hint
of_time(const struct reading *r)
{
	return time_formats[r->time].am != NULL ? HINT_HALVES : HINT_NONE;
}

/* What a column says of where the document comes from. */
static enum hint
of_column(const struct reading *r)
{
	switch (r->type) {
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		return of_number(r);
	case PS_TIME: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		return of_time(r);
	default:
		return HINT_NONE;
	}
}

/* The first hint of those that all columns give; 0 where two disagree. */
static enum hint
hint_of(const struct reading *r, uint32_t n, const struct preferences *p)
{
	enum hint found = p->decimal_hint ? HINT_SEMICOLON : HINT_NONE;

	for (uint32_t i = 0; i < n; i++) {
		enum hint h = of_column(&r[i]);

		if (h == HINT_NONE)
			continue;
		if (found == HINT_NONE)
			found = h;
		else if (hints[found].order != hints[h].order)
			return HINT_NONE;
	}
	return found;
}

void
hint_orders(const struct facts *f, uint32_t n, const struct preferences *p,
    struct reading *r)
{
	enum hint h = HINT_SEMICOLON;	/* until it is asked for */
	bool asked = false;

	for (uint32_t i = 0; i < n && h != HINT_NONE; i++) {
		if (!reading_order_open(&r[i]))
			continue;
		if (!asked)
			h = hint_of(r, n, p);
		asked = true;
		if (h == HINT_NONE)
			break;
		reading_set_order(&r[i], &f[i], BIT(hints[h].order));
		r[i].flags |= READING_HINTED;
		r[i].hint = (uint8_t)h;
		reading_finish(&r[i], &f[i]);
	}
}

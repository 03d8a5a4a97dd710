/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_pack.c - columns with nothing between them.
 *
 * All lines are of one length, and places hold one class of bytes throughout:
 * a column ends where digits turn into text or text into digits, and where
 * text begins in all lines though most have blanks right before.  Among digits
 * only days can be told.  Less than that is no table.
 */
#include <string.h>

#include "fixed.h"

enum {
	LEAST_LINES	= 20,
	LEAST_PLACES	= 20,
	LEAST_COLUMNS	= 3,
	LEAST_DAYS	= 3,		/* that differ */
	DAY		= 8
};

/* What stands at one place, in lines. */
struct place {
	uint32_t	digits, letters, blanks, others;
	uint32_t	begins;		/* no blank, but one before */
	char		first;		/* of the first line; */
	bool		varies;		/* others have another */
};

struct packed {
	uint32_t	 n, width;	/* lines; places of each */
	struct place	*at;
	bool		 edge[FIXED_INK + 1];
};

/* Bytes of the line with blanks at its end. */
static uint32_t
raw_length(const struct fixed_text *t, uint32_t i)
{
	const struct fixed_line	*l = &t->rows[i].line;
	const char		*e = i + 1 < t->n ? t->rows[i + 1].line.p - 1 :
				    NULL;

	if (e == NULL || e < l->p)
		return l->width;
	if (e > l->p && e[-1] == '\r')
		e--;
	return (uint32_t)(e - l->p) + l->width - (uint32_t)l->n;
}

/* Nearly all lines are that long; 0: they are not. */
static uint32_t
common_length(const struct fixed_text *t)
{
	uint32_t	length = 0, same = 0, longer = 0;

	for (uint32_t i = 0; i + 1 < t->n; i++)
		length = raw_length(t, i) > length ? raw_length(t, i) :
		    length;
	for (uint32_t i = 0; i < t->n; i++) {
		same += raw_length(t, i) == length;
		longer += t->rows[i].line.width > length;
	}
	return same + 1 >= t->n - t->n / 50 && longer == 0 &&
	    length >= LEAST_PLACES && length <= FIXED_INK ? length : 0;
}

static void
count(struct packed *x, const struct fixed_line *l)
{
	char	c, before = '\0';

	for (uint32_t i = 0; i < x->width; i++, before = c) {
		struct place	*p = &x->at[i];

		c = i < l->width ? l->p[fixed_byte(l, i)] : ' ';
		if (c >= '0' && c <= '9')
			p->digits++;
		else if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c < 0)
			p->letters++;
		else if (c == ' ')
			p->blanks++;
		else
			p->others++;
		p->begins += c != ' ' && before == ' ';
		p->first = x->n == 0 ? c : p->first;
		p->varies = p->varies || c != p->first;
	}
	x->n++;
}

static bool
is_digits(const struct packed *x, uint32_t i)
{
	return x->at[i].digits * 50 >= x->n * 49;
}

static bool
is_text(const struct packed *x, uint32_t i)
{
	return x->at[i].digits * 50 <= x->n;
}

/* Text begins here in all lines, and there was a gap before in many. */
static bool
begins_text(const struct packed *x, uint32_t i)
{
	return x->at[i].blanks * 50 <= x->n && x->at[i].begins * 4 >= x->n &&
	    !is_digits(x, i);
}

static unsigned
two(const struct fixed_line *l, uint32_t at)
{
	const char	*p = l->p + fixed_byte(l, at);

	return at + 1 < l->width ? (unsigned)(p[0] - '0') * 10 +
	    (unsigned)(p[1] - '0') : 100;
}

/* 19990131 in all lines. */
static bool
is_day(const struct fixed_text *t, uint32_t at)
{
	uint32_t	differ = 0, last = 0, day;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct fixed_line	*l = &t->rows[i].line;
		unsigned		 century = two(l, at);

		if (t->rows[i].kind == LINE_BLANK)
			continue;
		if ((century != 19 && century != 20) ||
		    two(l, at + 4) - 1u > 11 || two(l, at + 6) - 1u > 30)
			return false;
		day = two(l, at + 2) * 10000 + two(l, at + 4) * 100 +
		    two(l, at + 6);
		differ += day != last;
		last = day;
	}
	return differ >= LEAST_DAYS;
}

/* Days among the digits from..to are columns. */
static void
find_days(const struct fixed_text *t, struct packed *x, uint32_t from,
    uint32_t to)
{
	for (uint32_t i = from; i + DAY <= to; i++)
		if (is_day(t, i)) {
			x->edge[i] = x->edge[i + DAY] = true;
			i += DAY - 1;
		}
}

static void
find_edges(const struct fixed_text *t, struct packed *x)
{
	uint32_t	start = 0;

	for (uint32_t i = 1; i < x->width; i++)
		x->edge[i] = (is_digits(x, i) && is_text(x, i - 1)) ||
		    (is_text(x, i) && is_digits(x, i - 1)) ||
		    begins_text(x, i);
	x->edge[0] = x->edge[x->width] = true;
	for (uint32_t i = 1; i <= x->width; i++)
		if (!is_digits(x, i - 1))
			start = i;
		else if (i == x->width || !is_digits(x, i))
			find_days(t, x, start, i);
}

/*
 * Places whose class is clear.  Those that are the same in all lines tell
 * nothing: names of files are such lines, too.
 */
static bool
is_clear(const struct packed *x)
{
	uint32_t	clear = 0, digits = 0, same = 0;

	for (uint32_t i = 0; i < x->width; i++) {
		clear += is_digits(x, i) || is_text(x, i);
		digits += is_digits(x, i);
		same += !x->at[i].varies && x->at[i].first != ' ';
	}
	return clear * 10 >= x->width * 9 && digits > 1 &&
	    digits < x->width && same * 5 <= x->width;
}

bool
fixed_pack(const struct fixed_text *t, struct fixed_table *table)
{
	struct packed		*x;
	struct fixed_cuts	*c = &table->cuts;
	uint32_t		 width = common_length(t);

	if (t->n < LEAST_LINES || width == 0)
		return false;
	x = ps_alloc(t->self, sizeof(*x));
	memset(x, 0, sizeof(*x));
	x->width = width;
	x->at = ps_alloc(t->self, width * sizeof(*x->at));
	memset(x->at, 0, width * sizeof(*x->at));
	for (uint32_t i = 0; i < t->n; i++)
		if (t->rows[i].kind != LINE_BLANK)
			count(x, &t->rows[i].line);
	if (x->n < LEAST_LINES || !is_clear(x))
		return false;
	find_edges(t, x);
	memset(table, 0, sizeof(*table));
	for (uint32_t i = 0; i < width && c->n < FIXED_COLUMNS; i++) {
		if (!x->edge[i])
			continue;
		if (c->n > 0)
			c->at[c->n - 1].to = (uint16_t)i;
		c->at[c->n++] = (struct fixed_span){ (uint16_t)i,
		    FIXED_OPEN };
	}
	c->packed = true;
	table->end = t->n;
	fixed_kinds(t, table);
	return c->n >= LEAST_COLUMNS;
}

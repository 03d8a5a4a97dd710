/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column_date.c - the short way of padded numeric dates, and of timestamps
 * that ISO 8601 would have so.
 *
 * What facts and reading say of their format is looked at once; then a cell
 * is checked against that format alone.
 */
#include "column_impl.h"

/* What a cell must be to tell nothing new and to be given back. */
struct shape {
	unsigned	format;		/* of the date */
	bool		stamp, zone;	/* a time follows, and a zone */
	bool		whole;		/* seconds may be without a fraction */
	char		join;
	int		least, most;	/* digits of a fraction */
};

/* The times of the column, as add_clock() (facts.c) wants them. */
static bool
shape_clock(struct shape *s, const struct facts *f, const struct reading *r)
{
	uint32_t	zone = r->type == PS_TIMESTAMP ? ZONE_NONE : ZONE_ISO;

	if (r->date != DATE_ISO || r->join > JOIN_T || r->time != TIME_ISO ||
	    f->stamps != (BIT(r->join) | zone) ||
	    (zone == ZONE_ISO && r->zone != 1))
		return false;
	s->stamp = true;
	s->zone = zone == ZONE_ISO;
	s->join = *joins[r->join];
	s->whole = f->fraction_min == 0 && r->fraction <= 0 &&
	    (f->times & ~(uint32_t)6) == 0;
	s->least = f->fraction_min > r->fraction ? f->fraction_min :
	    r->fraction;
	s->most = r->fraction >= 0 && r->fraction < f->fraction_max ?
	    r->fraction : f->fraction_max;
	if ((f->times & ~BIT(TIME_ISO)) != 0)
		s->most = 0;
	return true;
}

static bool
shape_find(struct shape *s, const struct strip *x)
{
	const struct facts	*f = x->facts;
	const struct reading	*r = x->reading;
	/* A date is midnight, too. */
	uint32_t		 fits = BIT(r->type) | FITS_TEXT |
				    (r->type == PS_DATE ? BIT(PS_TIMESTAMP) :
				    0);

	*s = (struct shape){ .format = r->date };
	if (f->fits != fits || r->date > 8 ||
	    r->pads != YEAR_4 >> PAD_SHIFT || r->blanks != 0 ||
	    (f->dates & ~(uint32_t)(YEAR_4 | PADDED_ALL)) != BIT(r->date))
		return false;
	return r->type == PS_DATE || shape_clock(s, f, r);
}

/* What follows the seconds. */
static bool
is_rest(const struct shape *s, const char *p, size_t n)
{
	int	k = 0;

	if (n > 0 && *p == '.') {
		while ((size_t)k + 1 < n && k < FRACTION_MAX &&
		    (unsigned char)(p[k + 1] - '0') < 10)
			k++;
		if (k == 0 || k < s->least || k > s->most)
			return false;
		p += k + 1;
		n -= (size_t)k + 1;
	} else if (!s->whole) {
		return false;
	}
	return s->zone ? zone_is_iso(p, n) : n == 0;
}

static inline bool
is_so(const struct shape *s, const char *p, size_t n)
{
	struct day	day;

	if (!s->stamp)
		return n == 10 && date_at(p, s->format, &day);
	return n >= 19 && date_at(p, DATE_ISO, &day) && p[10] == s->join &&
	    time_is_iso(p + 11) && ((n == 19 && s->whole && !s->zone) ||
	    is_rest(s, p + 19, n - 19));
}

/* The text in its place as ISO 8601 has it: all fields are padded. */
static inline void
to_iso(const struct shape *s, char *out, const char *p)
{
	unsigned	month = s->format < 6 ? 3 : 0;

	if (s->stamp) {
		out[10] = ' ';
	} else if (s->format >= 3) {
		memcpy(out, p + 6, 4);
		memcpy(out + 5, p + month, 2);
		memcpy(out + 8, p + 3 - month, 2);
	}
	out[4] = out[7] = '-';
}

static size_t
run(struct strip *x, size_t row, struct gathered *g, const struct shape *sh)
{
	const struct ps_slice	*s = x->in + row * x->in_step;
	struct ps_cell		*c = x->out + row * x->out_step;
	const struct memory	 memory = memory_of(x);
	bool			 iso = sh->format == DATE_ISO &&
				    (!sh->stamp || sh->join == ' ');

	for (; row < x->n; row++, s += x->in_step, c += x->out_step) {
		if ((s->flags & PS_ABSENT) != 0 || s->type != PS_NULL ||
		    !is_within(memory, s->p) || !is_so(sh, s->p, s->n))
			break;
		gather(g, s);
		put_text(x, c, s);
		if (!iso)
			to_iso(sh, x->base + x->text, s->p);
		g->cells++;
	}
	return row;
}

size_t
column_dates(struct strip *x, size_t row)
{
	struct gathered	g;
	struct shape	s;

	gather_start(&g, x->facts);
	while (row < x->n && shape_find(&s, x)) {
		row = run(x, row, &g, &s);
		if (g.cells > 0)
			x->facts->blanks_min = 0;
		gather_tell(&g);
		if (row < x->n)
			column_long(x, row++);
	}
	return row;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_repair.c - single rows that are cut in another way than the rest.
 *
 * A row off the width is read anew only where that gives the width and every
 * cell fits what its column holds; where two ways do, neither is taken: a
 * shifted row is worse than a rejected one.
 */
#include "delimited.h"

enum { LONGEST_ODD = 64 << 10, LONGEST_TYPED = 64 };

/* What the cells of columns are, a letter each. */
struct kinds {
	const struct ps_self	*self;
	const char		*of;
};

/* 1: as column i should be; 0: that says nothing; -1: it is not. */
static int
fit_cell(const struct kinds *kinds, uint32_t i, const struct ps_slice *c)
{
	char		kind = kinds->of[i];
	uint32_t	cost;
	enum ps_look	v;

	if ((kind != 'n' && kind != 'd') || c->n == 0)
		return 0;
	if (c->n > LONGEST_TYPED)
		return -1;
	v = ps_look_of(kinds->self, c->p, c->n, &cost);
	if (v == PS_LOOK_EMPTY)
		return 0;
	if (kind == 'n')
		return v == PS_LOOK_INT || v == PS_LOOK_NUMBER ? 1 : -1;
	return v >= PS_LOOK_DATE && v <= PS_LOOK_STAMP ? 1 : -1;
}

/* Do n cells fit?  *typed: how many of them prove something. */
static bool
fit_cells(const struct kinds *kinds, const struct ps_slice *cells, uint32_t n,
    uint32_t *typed)
{
	*typed = 0;
	for (uint32_t i = 0; i < n; i++) {
		int	fit = fit_cell(kinds, i, &cells[i]);

		if (fit < 0)
			return false;
		*typed += fit > 0;
	}
	return true;
}

/* What the cells are if `extra` of them come too early. */
struct shift {
	uint32_t	after;		/* all columns from here on fit */
	uint32_t	typed;		/* that prove something, of all */
};

static struct shift
shift_cells(const struct kinds *kinds, const struct ps_slice *cells, uint32_t k,
    uint32_t extra)
{
	struct shift	sh = { .after = 0 };

	for (uint32_t i = k; i-- > 0;) {
		int	fit = fit_cell(kinds, i, &cells[i + extra]);

		if (fit < 0) {
			sh.after = i + 1;
			break;
		}
		sh.typed += fit > 0;
	}
	return sh;
}

/*
 * One cell too many, and it is empty: a delimiter that came twice.  All cells
 * must fit without it, and more of them than would with the last one gone.
 */
static bool
find_doubled(const struct kinds *kinds, const struct record *r, uint32_t k,
    uint32_t *at)
{
	struct shift	sh = shift_cells(kinds, r->cells, k, 1);
	uint32_t	before = 0, after = 0, plain, found = UINT32_MAX;

	if (!fit_cells(kinds, r->cells, k, &plain))
		plain = 0;
	for (uint32_t i = sh.after; i < k; i++)
		after += fit_cell(kinds, i, &r->cells[i + 1]) > 0;
	for (uint32_t c = 0; c < k; c++) {
		const struct ps_slice	*cell = &r->cells[c];

		if (c >= sh.after && cell->n == 0 &&
		    (cell->flags & PS_QUOTED) == 0 && before + after > plain) {
			if (found != UINT32_MAX && found + 1 != c)
				return false;
			found = c;
		}
		if (fit_cell(kinds, c, cell) < 0)
			break;
		before += fit_cell(kinds, c, cell) > 0;
		if (c >= sh.after)
			after -= fit_cell(kinds, c, cell + 1) > 0;
	}
	*at = found;
	return found != UINT32_MAX;
}

/* May these cells have been one text?  *blank: each goes on with a blank. */
static bool
is_one_text(const struct ps_slice *c, uint32_t n, bool *blank)
{
	*blank = true;
	for (uint32_t i = 0; i < n; i++) {
		if (c[i].n == 0 || (c[i].flags & PS_QUOTED) != 0)
			return false;
		*blank = *blank && (i == 0 || c[i].p[0] == ' ' ||
		    c[i].p[-1] == ' ');
	}
	return true;
}

/*
 * The one text column whose cell was cut into several: all others fit.  Where
 * the row fits as well without its first or last cells, or there are several
 * such columns, the one is taken whose parts all go on with a blank.  `sure`:
 * the one there is will do.
 */
static bool
find_merged(const struct kinds *kinds, const struct record *r, uint32_t k,
    bool sure, uint32_t *at)
{
	uint32_t	extra = r->n - k, n = 0, spaced = 0, typed = 0, one = 0;
	struct shift	sh = shift_cells(kinds, r->cells, k, extra);
	bool		ends, blank;
	uint32_t	c;

	ends = sh.after == 0;
	for (c = 0; c < k; c++) {
		int	fit = fit_cell(kinds, c, &r->cells[c]);

		if (kinds->of[c] == 't' && c + 1 >= sh.after &&
		    is_one_text(&r->cells[c], extra + 1, &blank)) {
			n++;
			spaced += blank;
			if (n == 1 || (blank && spaced == 1))
				one = c;
		}
		if (fit < 0)
			break;
		typed += fit > 0;
	}
	*at = one;
	if (typed + sh.typed == 0)
		return false;
	return spaced == 1 || (n == 1 && (sure || (!ends && c < k)));
}

/* The cells from `at` on become one, with what parted them. */
static void
merge_cells(struct record *r, uint32_t at, uint32_t extra)
{
	struct ps_slice		*c = &r->cells[at];
	const struct ps_slice	*last = c + extra;

	for (const struct ps_slice *p = c + 1; p <= last; p++)
		c->flags |= p->flags;
	c->n = (uint32_t)(last->p + last->n - c->p);
	r->n -= extra;
	memmove(c + 1, last + 1, (r->n - at - 1) * sizeof(*c));
}

/* The bytes of the record cut in another way, into the spare cells. */
static bool
cut_anew(struct delimited *f, const struct dialect *d, const char *end,
    bool eof, struct record *r)
{
	struct splitter	s;

	*r = (struct record){ .cells = f->rec.cells + f->rec.room,
	    .room = f->rec.room };
	splitter_init(&s, d, f->rec.start, end, eof);
	s.plain = true;
	s.k = f->k;
	return split_next(&s, r) == STEP_RECORD && r->n <= r->room;
}

static void
adopt(struct ps_self *self, struct ps_rows *out, const struct dialect *d,
    const struct record *r)
{
	struct delimited	*f = self->state;
	struct ps_slice		*cells = f->rec.cells;

	memcpy(cells, r->cells, r->n * sizeof(*cells));
	f->rec = *r;
	f->rec.cells = cells;
	clean_cells(self, out, d);
}

/* ", " and not ",": the blanks go. */
static bool
strip_blanks(struct record *r)
{
	for (uint32_t i = 1; i < r->n; i++)
		if (r->cells[i].n == 0 || !is_space(r->cells[i].p[0]))
			return false;
	for (uint32_t i = 1; i < r->n; i++)
		while (r->cells[i].n > 0 && is_space(r->cells[i].p[0])) {
			r->cells[i].p++;
			r->cells[i].n--;
		}
	return r->n > 1;
}

static bool
all_filled(const struct record *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (r->cells[i].n == 0)
			return false;
	return true;
}

static uint32_t
count_byte(const char *p, const char *e, char c)
{
	uint32_t	n = 0;

	while (p < e && (p = memchr(p, c, (size_t)(e - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/*
 * Cut at another delimiter: how well that fits, 0 for not at all.  Blanks
 * stand in any text, and so have more to prove; where no column is typed, all
 * cells must be there.
 */
static uint32_t
cut_at(struct delimited *f, const struct kinds *kinds, struct dialect *d,
    char delim, struct record *r)
{
	bool		blanks = delim == ' ';
	uint32_t	at, typed;

	d->delim[0] = delim;
	if (count_byte(f->rec.start, f->rec.stop, delim) + 1 < f->k ||
	    !cut_anew(f, d, f->rec.stop, true, r) || r->stop != f->rec.stop)
		return 0;
	if (r->n > f->k && blanks && find_merged(kinds, r, f->k, true, &at))
		merge_cells(r, at, r->n - f->k);
	if (r->n != f->k)
		return 0;
	blanks = blanks || strip_blanks(r);
	if (!fit_cells(kinds, r->cells, f->k, &typed))
		return 0;
	if (strpbrk(kinds->of, "nd") == NULL)
		return f->k > 3 && f->rec.n == 1 && !blanks && all_filled(r);
	return typed >= (blanks ? 2 : 1) && (!blanks || f->k > 2) ? typed : 0;
}

static bool
try_delimiters(struct ps_self *self, struct ps_rows *out,
    const struct kinds *kinds)
{
	static const char	 delims[] = ",;\t| ";
	struct delimited	*f = self->state;
	struct dialect		 d = f->d;
	struct record		 r;
	uint32_t		 typed, most = 0, n = f->rec.n;
	char			 best = '\0';

	if (n >= f->k + 1 && n > f->rec.room)
		n = 0;
	if (fit_cells(kinds, f->rec.cells, n < f->k ? n : f->k, &typed) &&
	    typed > 0)
		return false;
	d.n_delim = 1;
	d.trim = false;
	for (const char *p = delims; *p != '\0'; p++) {
		if ((f->d.n_delim == 1 && *p == f->d.delim[0]) ||
		    (typed = cut_at(f, kinds, &d, *p, &r)) == 0)
			continue;
		best = typed > most ? *p : typed == most ? '\0' : best;
		if (typed > most)
			most = typed;
	}
	if (best == '\0' || cut_at(f, kinds, &d, best, &r) == 0)
		return false;
	r.next = f->rec.next;
	r.lines = f->rec.lines;
	adopt(self, out, &d, &r);
	return true;
}

/* Backslashes escape, or do not, other than in the rest. */
static bool
try_escape(struct ps_self *self, struct ps_rows *out, const struct kinds *kinds)
{
	struct delimited	*f = self->state;
	struct dialect		 d = f->d;
	size_t			 n = (size_t)(f->rec.stop - f->rec.start);
	const char		*next = f->rec.next;
	struct record		 r;
	uint32_t		 typed;

	if (memchr(f->rec.start, '\\', n) == NULL ||
	    (d.escape != '\0' && d.escape != '\\'))
		return false;
	d.escape = d.escape == '\0' ? '\\' : '\0';
	if (d.escape != '\0' && d.quote != '\0' &&
	    memchr(f->rec.start, d.quote, n) == NULL)
		d.quote = '\0';
	if (!cut_anew(f, &d, f->s.end, f->s.eof, &r) || r.n != f->k ||
	    r.next > next || r.junk + r.bare > 0 || (kinds != NULL &&
	    !fit_cells(kinds, r.cells, f->k, &typed)))
		return false;
	adopt(self, out, &d, &r);
	if (r.next != next) {
		f->s.p = r.next;
		f->s.ready = false;
	}
	return true;
}

static bool
try_merging(struct delimited *f, const struct kinds *kinds)
{
	struct record	*r = &f->rec;
	uint32_t	 at;
	bool		 last = true;

	for (uint32_t i = f->k; i < r->n; i++)
		last = last && r->cells[i].n == 0;
	if (last || !find_merged(kinds, r, f->k, false, &at))
		return false;
	merge_cells(r, at, r->n - f->k);
	return true;
}

static bool
try_doubled(struct delimited *f, const struct kinds *kinds)
{
	struct record	*r = &f->rec;
	uint32_t	 at;

	if (r->n != f->k + 1 || !find_doubled(kinds, r, f->k, &at))
		return false;
	memmove(&r->cells[at], &r->cells[at + 1], (f->k - at) *
	    sizeof(*r->cells));
	r->n--;
	return true;
}

const char *
repair_record(struct ps_self *self, struct ps_rows *out, const char **why)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	const struct kinds	 told = { self, f->opt->kinds };
	const struct kinds	*kinds = &told;

	if (f->k < 2 || f->d.n_delim == 0 || f->d.runs || f->d.rest ||
	    r->stop - r->start > LONGEST_ODD)
		return NULL;
	if (told.of == NULL || strlen(told.of) != f->k)
		kinds = NULL;
	*why = "cut at another delimiter than the rest";
	if (kinds != NULL && try_delimiters(self, out, kinds))
		return "other-delimiter";
	*why = f->d.escape != '\0' ? "backslashes do not escape here" :
	    "backslashes escape here";
	if (try_escape(self, out, kinds))
		return "escape";
	if (kinds == NULL || r->n <= f->k || r->n > r->room)
		return NULL;
	*why = "an empty cell that shifted the others was dropped";
	if (try_doubled(f, kinds))
		return "extra-delimiter";
	*why = "a text was cut at delimiters inside it; they are kept";
	return try_merging(f, kinds) ? "merged-cells" : NULL;
}

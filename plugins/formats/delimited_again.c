/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_again.c - a header that comes again amid the rows.
 *
 * It is the same cell by cell, however it is quoted.  Only the options and
 * the bytes that follow are looked at: ranges of a document agree.
 */
#include "delimited_probe.h"

/* Without blanks around, and without the form feed that begins a page. */
static struct ps_slice
bare_text(struct ps_slice c)
{
	return ps_trim(c, '\f');
}

static bool
is_same_cell(const struct dialect *d, struct ps_slice name,
    const struct ps_slice *cell)
{
	char		text[2 * REPEATED_BYTES];
	struct ps_slice	c = *cell;

	if ((c.flags & CELL_DIRTY) != 0) {
		if (c.n > sizeof(text))
			return false;
		c.n = (uint32_t)cell_clean(d, cell, text);
		c.p = text;
	}
	c = bare_text(c);
	return c.n == name.n && memcmp(c.p, name.p, c.n) == 0;
}

bool
is_same_names(const struct dialect *d, const struct names *h,
    const struct record *r)
{
	const struct ps_slice	none = { .p = "" };

	if (r->n < h->n || r->n > r->room)
		return false;
	for (uint32_t i = 0; i < r->n; i++)
		if (!is_same_cell(d, i < h->n ? h->cells[i] : none,
		    &r->cells[i]))
			return false;
	return true;
}

bool
strip_comment(const struct dialect *d, struct record *r)
{
	struct ps_slice	*c = &r->cells[0];
	uint32_t	 was;
	bool		 alone;

	if (d->n_comment == 0 || c->n < d->n_comment ||
	    memcmp(c->p, d->comment, d->n_comment) != 0)
		return false;
	c->p += d->n_comment;
	c->n -= d->n_comment;
	was = c->n;
	alone = strip_fields(c);
	if (alone && r->n > 1 && r->n <= r->room)
		memmove(c, c + 1, --r->n * sizeof(*c));
	return alone || c->n < was;
}

/* The cells of one record up to the last that is not empty. */
static struct names
keep_cells(struct ps_self *self, const struct dialect *d,
    const struct record *r)
{
	struct names	 h = { .cells = ps_alloc(self, r->n *
			    sizeof(*h.cells)) };
	char		*text;

	for (uint32_t i = 0; i < r->n; i++) {
		struct ps_slice	c = r->cells[i];

		if ((c.flags & CELL_DIRTY) != 0) {
			text = ps_alloc(self, c.n + 1);
			c.n = (uint32_t)cell_clean(d, &r->cells[i], text);
			c.p = text;
		}
		h.cells[i] = bare_text(c);
		if (h.cells[i].n > 0)
			h.n = i + 1;
	}
	return h;
}

void
use_repeated(struct ps_self *self)
{
	struct delimited		*f = self->state;
	const struct delimited_options	*opt = f->opt;
	const char			*p = opt->repeated;
	struct splitter			 s;
	int64_t				 most = opt->header + opt->units;

	f->n_head = 0;
	f->fields = false;
	f->again_until = 0;
	if (p == NULL || *p == '\0' || opt->header == 0)
		return;
	f->head = ps_alloc(self, (size_t)most * sizeof(*f->head));
	splitter_init(&s, &f->d, p, p + strlen(p), true);
	s.plain = true;
	s.k = f->width;
	while (f->n_head < most && split_next(&s, &f->rec) == STEP_RECORD) {
		if (f->rec.n > f->rec.room)
			break;
		f->fields |= strip_comment(&f->d, &f->rec);
		f->head[f->n_head] = keep_cells(self, &f->d, &f->rec);
		f->n_head += f->head[f->n_head].n > 0;
	}
	if (f->n_head < opt->header)
		f->n_head = 0;
	f->fields = f->fields && f->n_head == 1;
}

/*
 * The other records of the header, which are to follow; a record of units
 * may.
 */
static enum put
find_rest(struct delimited *f)
{
	struct splitter	 s = f->s;
	struct record	 r = { .room = f->rec.room };
	uint32_t	 n = 1;
	const char	*end = s.p;
	enum step	 step = STEP_RECORD;

	r.cells = f->rec.cells + f->rec.room;
	s.ready = false;
	while (n < f->n_head && (step = split_next(&s, &r)) == STEP_RECORD) {
		if (r.kind == PS_RECORD_CELLS && is_same_names(&f->d,
		    &f->head[n], &r)) {
			n++;
			end = s.p;
		} else if (r.kind == PS_RECORD_COMMENT ||
		    s.p - f->s.p > REPEATED_BYTES ||
		    !is_bare(&r))
			break;
	}
	if (step == STEP_MORE && f->rec.start > f->window)
		return PUT_AGAIN;
	if (n < f->opt->header)
		return PUT_ROW;
	f->again_until = f->at + (uint64_t)(end - f->window);
	return PUT_ASIDE;
}

enum put
judge_again(struct delimited *f)
{
	const struct record	*r = &f->rec;

	if (f->at + (uint64_t)(r->start - f->window) < f->again_until)
		return PUT_ASIDE;
	if (f->n_head == 0 || !is_same_names(&f->d, &f->head[0], r))
		return PUT_ROW;
	return find_rest(f);
}

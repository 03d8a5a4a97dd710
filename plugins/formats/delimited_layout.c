/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_layout.c - the first records of the sample, cut into cells; the
 * core says where the table in them begins.
 */
#include <string.h>

#include "delimited_probe.h"

/* No more cells than delimiters and line ends. */
static uint32_t
most_cells(const struct judge *j)
{
	const struct dialect	*d = &j->best.d;
	const uint32_t		*h = j->s->scan->histogram;
	uint64_t		 n = 64 + (uint64_t)h['\n'] + h['\r'];

	if (d->n_delim > 0)
		n += h[(uint8_t)d->delim[0]];
	if (d->runs)
		n += h['\t'];
	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/*
 * What a comment is as a header: cut into cells, without its mark and without
 * the word `Fields:`.
 */
static void
cut_comment(struct judge *j, struct record *r, struct ps_record *out)
{
	struct splitter	 s;
	struct ps_slice	*c = r->cells;
	const struct record was = *r;

	splitter_init(&s, &j->best.d, was.start, was.stop, true);
	s.plain = true;
	if (split_next(&s, r) != STEP_RECORD || r->n > r->room ||
	    s.p < was.stop || c->n == 0)
		return;
	c->p += j->best.d.n_comment;
	c->n -= j->best.d.n_comment < c->n ? j->best.d.n_comment : c->n;
	out->cells = c;
	out->n = r->n;
	if (strip_fields(c)) {
		out->cells++;
		out->n--;
	}
	out->names = was.stop - was.start > 8 &&
	    strncasecmp(was.start, "#fields", 7) == 0;
}

/* Read the sample again, now knowing how wide its records should be. */
static const char *
read_records(struct judge *j)
{
	struct splitter		s;
	struct record		r = { .cells = j->cells,
				    .room = JUDGED_COLUMNS };
	struct ps_record	out;
	uint64_t		line = 1;
	const char		*end;
	uint32_t		lines, n;
	bool			begun = false;	/* a record has text */

	splitter_init(&s, &j->best.d, j->text, j->text + j->n, true);
	s.k = j->best.k;
	for (end = s.p; split_next(&s, &r) == STEP_RECORD; end = s.p) {
		out = (struct ps_record){ .cells = r.cells,
		    .n = r.n < r.room ? r.n : r.room, .line = line,
		    .kind = (uint8_t)r.kind, .raw = r.start,
		    .n_raw = (size_t)(r.stop - r.start) };
		lines = r.lines;
		if (r.kind == PS_RECORD_COMMENT && !begun)
			cut_comment(j, &r, &out);
		if (!ps_layout_add(j->self, j->records, &out))
			break;
		line += lines;
		begun = begun || ps_layout_records(j->self, j->records,
		    &n)[n - 1].filled > 0;
	}
	return end;
}

/* One name too few, since the first column has none. */
static bool
lacks_first_name(const struct ps_record *h, const struct layout *l)
{
	return l->top.header == 1 && l->k > 2 && h->n + 1 == l->k &&
	    h->filled == h->n && l->rows_ok == l->rows &&
	    l->width == l->k;
}

/* The bytes from the first record of the header to the last, or of units. */
static void
keep_header(const struct ps_record *first, const struct ps_record *end,
    struct layout *l)
{
	const struct ps_record	*last = first;
	uint32_t		 n = 1;

	if (l->top.header == 0)
		return;
	while (n < l->top.header + l->top.units && last < end - 1)
		n += (++last)->filled > 0;
	l->repeated = first->raw;
	l->n_repeated = (size_t)(last->raw - first->raw) + last->n_raw;
}

void
records_find(struct judge *j, struct layout *l)
{
	struct ps_layout_options o = { .names_alone = j->s->whole &&
			    j->n >= j->s->length && is_named_so(j->s) };
	const struct ps_record	*head;
	const char		*end;
	uint32_t		 n;

	j->records = ps_layout_new(j->self, j->records, most_cells(j));
	l->comments = j->best.d.n_comment > 0;
	end = read_records(j);
	width_find(j, l);
	o.columns = l->k;
	ps_layout_find(j->self, j->records, &o, &l->top);
	width_count(j, end, l);
	head = ps_layout_records(j->self, j->records, &n);
	head += l->top.skip;
	l->index = lacks_first_name(head, l);
	l->fields = l->top.header > 0 && head->names;
	keep_header(head, head - l->top.skip + n, l);
	page_find(j, l);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout.c - the first records of a table as a sheet of cells, and what
 * stands above its rows.
 *
 * Records that say they name the columns are believed; then comes what looks
 * like names, then a comment that would do as names.
 */
#include <math.h>

#include "layout_impl.h"

/* As sure, in nats, as a header is that says it is one. */
static const double NAMED = 10;

enum {
	LONGEST_NAME	= 40,	/* of names that stand alone */
	MOST_NAMED	= 12,	/* records of a header; */
	MOST_BARE	= 2	/* without a row below it */
};

struct ps_layout *
layout_new(const struct ps_host *host, struct ps_layout *lay, uint32_t cells)
{
	uint32_t	room = cells == 0 || cells > LAYOUT_CELLS ?
			    LAYOUT_CELLS : cells;

	if (lay == NULL || lay->room < room) {
		if (lay != NULL)
			room = LAYOUT_CELLS;
		lay = host->alloc(host, sizeof(*lay));
		lay->host = host;
		lay->room = room;
		lay->cells = host->alloc(host, room * sizeof(*lay->cells));
		lay->looks = host->alloc(host, room);
		lay->marks = host->alloc(host, room);
		lay->columns_room = 0;
	}
	lay->n = lay->used = lay->typed = lay->k = 0;
	return lay;
}

bool
layout_add(struct ps_layout *lay, const struct ps_record *r)
{
	struct ps_record	*l = &lay->lines[lay->n];
	struct ps_slice		*cells = lay->cells + lay->used;
	uint8_t			*looks = lay->looks + lay->used;
	uint32_t		 cost;

	if (lay->n == LAYOUT_LINES || r->n > lay->room - lay->used)
		return false;
	*l = *r;
	l->cells = cells;
	l->looks = looks;
	l->filled = 0;
	memset(lay->marks + lay->used, 0, r->n);
	for (uint32_t i = 0; i < r->n; i++) {
		cells[i] = r->cells[i];
		looks[i] = (uint8_t)look_of(cells[i].p, cells[i].n, &cost);
		l->filled += looks[i] != PS_LOOK_EMPTY;
	}
	if (l->kind == PS_RECORD_COMMENT)
		l->filled = 0;
	lay->used += r->n;
	lay->n++;
	return true;
}

const struct ps_record *
layout_records(const struct ps_layout *lay, uint32_t *n)
{
	*n = lay->n;
	return lay->lines;
}

bool
layout_same(const struct ps_record *a, const struct ps_record *b)
{
	uint32_t	n = a->n > b->n ? a->n : b->n;

	for (uint32_t i = 0; i < n; i++) {
		struct ps_slice	x = { .n = 0 }, y = x;

		if (i < a->n)
			x = ps_trim(a->cells[i], '\f');
		if (i < b->n)
			y = ps_trim(b->cells[i], '\f');
		if (!is_same(x, y))
			return false;
	}
	return true;
}

static void
make_columns(struct ps_layout *lay, uint32_t k)
{
	k = k == 0 ? 1 : k > LAYOUT_CELLS ? LAYOUT_CELLS : k;
	lay->k = k;
	if (lay->columns_room < k) {
		lay->columns_room = k < LAYOUT_CELLS / 2 ? 2 * k : k;
		lay->columns = lay->host->alloc(lay->host,
		    lay->columns_room * sizeof(*lay->columns));
	}
}

/* May this comment name the columns?  Then it is a line of cells. */
static bool
take_comment(const struct ps_layout *lay, struct ps_record *l)
{
	uint32_t	filled = 0;

	if (l->kind != PS_RECORD_COMMENT || l->n != lay->k)
		return false;
	for (uint32_t c = 0; c < l->n; c++)
		filled += l->looks[c] != PS_LOOK_EMPTY;
	if (filled < lay->k)
		return false;
	l->kind = PS_RECORD_CELLS;
	l->filled = filled;
	return true;
}

static uint32_t
first_filled(const struct ps_layout *lay)
{
	uint32_t	at = 0;

	while (at < lay->n && !is_filled(&lay->lines[at]))
		at++;
	return at;
}

/* The last comment before the data may name the columns: #id,name. */
static void
find_comment(struct ps_layout *lay, struct ps_top *top)
{
	uint32_t		 data = first_filled(lay), at = data - 1;
	struct ps_record	*l, was;
	double			 score;

	for (uint32_t i = 0; i < data; i++)
		if (lay->lines[i].names)
			at = i;
	if (data == 0 || data == lay->n)
		return;
	l = &lay->lines[at];
	was = *l;
	if (!take_comment(lay, l))
		return;
	layout_type(lay, data);
	score = fmax(header_score(lay, at), l->names ? NAMED : 0);
	if (score > 0 && (top->header == 0 || score > top->score)) {
		top->skip = at;
		top->header = 1;
		top->header_line = l->line;
		top->score = score;
	} else
		*l = was;
}

/*
 * One record, and it is all there is: names whose rows are still to come, if
 * the cells are short texts, all filled.
 */
static void
find_lone_names(struct ps_layout *lay, struct ps_top *top)
{
	const struct ps_record	*l = lay->lines;

	if (lay->n != 1 || lay->k < 2 || l->filled < l->n ||
	    l->kind != PS_RECORD_CELLS)
		return;
	for (uint32_t c = 0; c < l->n; c++)
		if (l->looks[c] < PS_LOOK_WORD ||
		    l->cells[c].n > LONGEST_NAME)
			return;
	layout_type(lay, 1);
	if ((top->score = header_score(lay, 0)) <= 0)
		return;
	top->header = 1;
	top->header_line = l->line;
}

/*
 * The last of those that say so from this one on; itself where nearly all say
 * so, which then means nothing.
 */
static uint32_t
last_named(const struct ps_layout *lay, uint32_t from)
{
	const struct ps_record	*l = lay->lines;
	uint32_t		 last = from, n = 0, i;

	for (i = from; i < lay->n && (l[i].names || !is_filled(&l[i])); i++)
		if (is_filled(&l[i])) {
			last = i;
			n++;
		}
	return n > MOST_NAMED || (i == lay->n && n > MOST_BARE) ? from : last;
}

/*
 * Records that say they name the columns, the first of them and those that
 * follow.  The last may be one of units; one text over others is a title.
 */
static bool
find_named(struct ps_layout *lay, struct ps_top *top)
{
	const struct ps_record	*l = lay->lines;
	uint32_t		 from = 0, last;

	while (from < lay->n && !(l[from].names && is_filled(&l[from])))
		from++;
	if (from == lay->n)
		return false;
	last = last_named(lay, from);
	while (lay->k > 1 && from < last && (is_lone(&l[from]) ||
	    !is_filled(&l[from])))
		from++;
	last += last + 1 < lay->n && is_units_line(&l[last + 1]);
	top->units = last > from && is_units_line(&l[last]);
	for (uint32_t i = from; i <= last; i++)
		top->header += is_filled(&l[i]);
	top->header -= top->units;
	top->skip = from;
	top->header_line = l[from].line;
	layout_type(lay, last + 1);
	top->score = fmax(header_score(lay, from), NAMED);
	return true;
}

void
layout_find(struct ps_layout *lay, const struct ps_layout_options *o,
    struct ps_top *top)
{
	uint32_t	fit;

	*top = (struct ps_top){ .skip = 0 };
	make_columns(lay, o->columns);
	if (lay->n == 0)
		return;
	if (!find_named(lay, top)) {
		rows_find(lay, top);
		if (o->names_alone)
			find_lone_names(lay, top);
		if (lay->k > 1)
			find_comment(lay, top);
	}
	for (uint32_t i = 0; i < top->skip; i++)
		top->titles += is_filled(&lay->lines[i]);
	if (top->header == 1)
		layout_fit(lay, top->skip, &fit, &top->strangers);
}

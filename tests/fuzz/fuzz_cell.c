/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_cell.c - any bytes as columns of cells: each cell fits what its column
 * was found to be, and its value gives the source text back or the text is
 * kept beside it.
 *
 * Four bytes before the text say how it is cut and what is known beforehand.
 * A cell that begins with \1 stood in quotes, one with \2 is absent.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "facts.h"
#include "facts_text.h"
#include "mem.h"
#include "stored.h"
#include "str.h"

#define COLUMNS_MAX	8u
#define CELLS_MAX	512u		/* of one column */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct cell {
	const char	*p;
	size_t		 n;
	unsigned	 flags;
};

struct column {
	struct cell	cells[CELLS_MAX];
	size_t		n;
};

static void
check(bool good, const struct cell *c, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_cell: %s: '%.*s'\n", what,
	    c == NULL ? 0 : (int)c->n, c == NULL ? "" : c->p);
	abort();
}

static void
add_cell(struct column *column, const char *p, size_t n)
{
	struct cell	*c = &column->cells[column->n];

	if (column->n == CELLS_MAX)
		return;
	column->n++;
	*c = (struct cell){ p, n, 0 };
	if (n > 0 && (*p == 1 || *p == 2))
		*c = (struct cell){ p + 1, n - 1,
		    *p == 1 ? PS_QUOTED : PS_ABSENT };
}

/* Records of lines; the cells of each are parted by the mark, if any. */
static void
cut(const char *p, size_t n, char mark, struct column *columns)
{
	size_t	from = 0, column = 0;

	for (size_t i = 0; i <= n; i++) {
		bool	end = i == n || p[i] == '\n';

		if (!end && (mark == '\0' || p[i] != mark))
			continue;
		if (column < COLUMNS_MAX)
			add_cell(&columns[column], p + from, i - from);
		column = end ? 0 : column + 1;
		from = i + 1;
	}
}

/* What is told to be NULL. */
static struct null_words	words;

static void
begin(struct facts *f)
{
	facts_start(f);
	facts_told(f, &words);
}

static void
learn(struct facts *f, const struct column *c, size_t from, size_t to,
    enum ps_type declared)
{
	begin(f);
	for (size_t i = from; i < to; i++)
		facts_add(f, c->cells[i].p, c->cells[i].n, c->cells[i].flags,
		    declared);
}

/* Two parts are the whole, and the ledger's text is the facts. */
static void
check_facts(const struct facts *whole, const struct column *c, size_t at,
    enum ps_type declared)
{
	char		one[FACTS_TEXT_MAX], other[FACTS_TEXT_MAX];
	struct facts	first, second;
	size_t		n, m;

	learn(&first, c, 0, at, declared);
	learn(&second, c, at, c->n, declared);
	facts_merge(&first, &second);
	check(memcmp(&first, whole, sizeof(first)) == 0, NULL,
	    "facts of two parts");
	n = facts_pack(whole, one);
	facts_start(&first);
	check(facts_unpack(&first, one, n), NULL, "unpacking facts");
	m = facts_pack(&first, other);
	check(n == m && memcmp(one, other, n) == 0, NULL, "packed facts");
}

static bool
is_source(const struct cell *c, const char *p, size_t n)
{
	return n == c->n && (n == 0 || memcmp(p, c->p, n) == 0);
}

/* The cell as `type`: from the value at hand and from the stored one. */
static enum parsed
check_cell(const struct reading *own, enum ps_type type, const struct cell *s)
{
	struct reading	 r = reading_as(*own, type);
	char		 buf[CELL_TEXT_MAX], back[CELL_TEXT_MAX], digits[48];
	const char	*text, *p;
	struct ps_cell	 c;
	struct ps_value	 v;
	size_t		 n;
	enum parsed	 how;

	how = reading_parse(&r, s->p, s->n, s->flags, &c, &text, buf);
	if (how == MISFIT)
		return how;
	p = reading_render(&r, &c, text, &n, back);
	check(p != back || n <= CELL_TEXT_MAX, s, "longer than any may be");
	if (how == PARSED_KEEP)
		return how;
	check(is_source(s, p, n), s, "renders otherwise");
	stored_value(&c, text, digits, &v);
	reading_restore(own, type, &v, &c, &text);
	p = reading_render(own, &c, text, &n, back);
	check(is_source(s, p, n), s, "is restored otherwise");
	return how;
}

/* Every cell fits each type that its column was found to fit. */
static void
check_types(const struct column *c, const struct facts *f,
    const struct reading *r)
{
	struct facts	own = *f;

	facts_as(&own, r);
	for (int type = PS_BOOL; type <= PS_TEXT; type++)
		for (size_t i = 0; i < c->n; i++)
			check(check_cell(r, (enum ps_type)type,
			    &c->cells[i]) != MISFIT ||
			    (own.fits >> type & 1) == 0, &c->cells[i],
			    "does not fit");
}

/* A column in memory that may be read beyond its cells. */
struct laid_out {
	struct strip	 strip;
	char		*memory;
	size_t		 room;
	struct ps_slice	 in[CELLS_MAX];
	struct ps_cell	 out[CELLS_MAX];
};

static void
lay_out(struct laid_out *l, const struct column *c)
{
	size_t	n = 0, at = 32;

	for (size_t i = 0; i < c->n; i++)
		n += c->cells[i].n;
	l->room = 2 * n + 48 * c->n + 128;
	l->memory = xcalloc(1, l->room);
	for (size_t i = 0; i < c->n; i++) {
		const struct cell	*s = &c->cells[i];

		if (s->n > 0)
			memcpy(l->memory + at, s->p, s->n);
		l->in[i] = (struct ps_slice){ l->memory + at, (uint32_t)s->n,
		    (uint16_t)s->flags, PS_NULL };
		at += s->n;
	}
	l->strip = (struct strip){ .in = l->in, .out = l->out, .in_step = 1,
	    .out_step = 1, .n = c->n, .low = l->memory,
	    .high = l->memory + at + 32, .base = l->memory,
	    .text = (uint32_t)l->room };
}

static void
check_value(const struct laid_out *l, size_t i, const struct ps_cell *c,
    const char *text, enum parsed how, const struct cell *s)
{
	const struct ps_cell	*o = &l->out[i];

	check(((o->flags & CELL_ODD) != 0) == (how != PARSED), s,
	    "kept otherwise");
	check(how == MISFIT ? o->type == PS_NULL : o->type == c->type &&
	    (o->flags & ~CELL_ODD) == c->flags && o->scale == c->scale &&
	    o->length == c->length && (text == NULL ?
	    c->type == PS_NULL || o->value.integer == c->value.integer :
	    memcmp(l->memory + o->value.offset, text, c->length) == 0), s,
	    "another value");
}

/* Learnt and parsed at once. */
static void
check_strip(const struct column *c, const struct reading *r)
{
	static struct laid_out	 l;
	char			 buf[CELL_TEXT_MAX];
	const char		*text;
	struct ps_cell		 cell;
	struct facts		 apart, at_once;
	enum parsed		 how;

	begin(&apart);
	begin(&at_once);
	lay_out(&l, c);
	l.strip.reading = r;
	l.strip.facts = &at_once;
	column_add(&l.strip);
	for (size_t i = 0; i < c->n; i++) {
		const struct cell	*s = &c->cells[i];

		facts_add(&apart, s->p, s->n, s->flags, PS_NULL);
		how = reading_parse(r, s->p, s->n, s->flags, &cell, &text,
		    buf);
		check_value(&l, i, &cell, text, how, s);
	}
	check(memcmp(&apart, &at_once, sizeof(apart)) == 0, NULL,
	    "facts that were learnt with values");
	free(l.memory);
}

static void
check_reading(const struct reading *r, const struct facts *f)
{
	char		text[300], shown[80], little[9];
	struct reading	back;
	struct facts	all;
	int16_t		precision, scale;

	check(reading_valid(r), NULL, "a reading out of its range");
	reading_pack(r, text, sizeof(text));
	check(reading_unpack(&back, text) &&
	    memcmp(&back, r, sizeof(back)) == 0, NULL, "a packed reading");
	reading_describe(r, shown, sizeof(shown));
	reading_describe(r, little, sizeof(little));
	check(strlen(shown) < sizeof(shown) && strlen(little) <
	    sizeof(little), NULL, "a description without end");
	facts_start(&all);
	facts_join(&all, f, r);
	check(column_type(&all, &precision, &scale) == r->type ||
	    reading_order_open(r), NULL, "another type of the only document");
}

/* A reading that came from elsewhere: nothing is promised but an end. */
static void
check_foreign(const struct column *c, struct reading r, size_t at,
    uint8_t byte)
{
	char		 buf[CELL_TEXT_MAX], back[CELL_TEXT_MAX];
	const char	*text;
	struct ps_cell	 cell;
	size_t		 n;

	memcpy((char *)&r + at % sizeof(r), &byte, 1);
	if (!reading_valid(&r))
		return;
	reading_describe(&r, back, sizeof(back));
	for (size_t i = 0; i < c->n; i++) {
		const struct cell	*s = &c->cells[i];

		if (reading_parse(&r, s->p, s->n, s->flags, &cell, &text,
		    buf) != MISFIT)
			(void)reading_render(&r, &cell, text, &n, back);
	}
}

static struct preferences
preferences_of(uint8_t bits)
{
	static const char *const some[] = { "1", "-999", "x", "2020-01-31",
		"missing", "0.5" };

	memset(&words, 0, sizeof(words));
	for (unsigned i = 0; i < 6 && (bits & 64) != 0; i++)
		(void)told_add(&words, some[i], strlen(some[i]));
	return (struct preferences){
		.words = words,
		.decimal = "\0,.\0"[bits & 3],
		.date_order = "\0dmy"[bits >> 2 & 3],
		.decimal_hint = (bits & 16) != 0,
		.tokens = (bits & 32) != 0 ? 1 << TOKEN_NA | 1 << TOKEN_DASH : 0
	};
}

static void
check_columns(struct column *columns, const uint8_t *o)
{
	struct preferences	prefer = preferences_of(o[0]);
	struct facts		facts[COLUMNS_MAX];
	struct reading		readings[COLUMNS_MAX];
	enum ps_type		declared = o[1] >> 3 <= PS_TEXT ?
				    (enum ps_type)(o[1] >> 3) : PS_NULL;

	for (size_t i = 0; i < COLUMNS_MAX; i++)
		learn(&facts[i], &columns[i], 0, columns[i].n,
		    i == 0 ? declared : PS_NULL);
	readings_choose(facts, COLUMNS_MAX, &prefer, readings);
	for (size_t i = 0; i < COLUMNS_MAX && columns[i].n > 0; i++) {
		check_facts(&facts[i], &columns[i], o[2] % (columns[i].n + 1),
		    i == 0 ? declared : PS_NULL);
		check_reading(&readings[i], &facts[i]);
		check_types(&columns[i], &facts[i], &readings[i]);
		check_strip(&columns[i], &readings[i]);
		check_foreign(&columns[i], readings[i], o[2], o[3]);
		/* What the reading never saw. */
		check_strip(&columns[(i + 1) % COLUMNS_MAX], &readings[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char	marks[8] = "\0,;\t|\0,;";
	struct column		*columns;
	char			*text;

	if (size < 4)
		return 0;
	columns = calloc(COLUMNS_MAX, sizeof(*columns));
	text = malloc(size - 4 + (size == 4));
	if (columns == NULL || text == NULL)
		abort();
	memcpy(text, data + 4, size - 4);
	cut(text, size - 4, marks[data[1] & 7], columns);
	check_columns(columns, data);
	free(columns);
	free(text);
	return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_facts.c - facts are a function of the cells: of whatever order, cut
 * anywhere.
 */
#include "columns.h"
#include "tap.h"

static int64_t
field_of(const struct facts *f, const struct facts_field *field)
{
	const char *p = (const char *)f + field->offset;
	int64_t wide;
	int32_t word;
	int16_t narrow;

	if (field->size >= 8) {
		memcpy(&wide, p, sizeof(wide));
		return wide;
	}
	if (field->size == 4) {
		memcpy(&word, p, sizeof(word));
		return word;
	}
	memcpy(&narrow, p, sizeof(narrow));
	return narrow;
}

static bool
is_step(const char *name)
{
	return strcmp(name, "steps") == 0 || strncmp(name, "dmy_", 4) == 0 ||
	    strncmp(name, "mdy_", 4) == 0 || strncmp(name, "ymd_", 4) == 0;
}

static bool
same_text(const struct fact_text *a, const struct fact_text *b)
{
	return a->n == b->n && memcmp(a->text, b->text, a->n) == 0;
}

/* `ordered`: what depends on the order of rows is compared, too. */
static bool
same(const struct facts *a, const struct facts *b, bool ordered)
{
	for (const struct facts_field *f = facts_fields; f->name; f++)
		if ((ordered || !is_step(f->name)) &&
		    field_of(a, f) != field_of(b, f)) {
			printf("# %s: %lld, %lld\n", f->name,
			    (long long)field_of(a, f),
			    (long long)field_of(b, f));
			return false;
		}
	return same_text(&a->min, &b->min) && same_text(&a->max, &b->max) &&
	    (!ordered || same_text(&a->sample, &b->sample));
}

static void
show_column(const struct random_column *c)
{
	for (size_t i = 0; i < c->n; i++)
		printf("# %x '%.*s'\n", c->cells[i].flags,
		    (int)c->cells[i].n, c->cells[i].p);
}

static bool
cut_anywhere(const struct random_column *c, const struct facts *whole)
{
	size_t a = any((uint32_t)c->n + 1), b = any((uint32_t)c->n + 1);
	struct facts x, y, z, right;

	if (a > b) {
		size_t swap = a;

		a = b;
		b = swap;
	}
	facts_start(&x);
	facts_start(&y);
	facts_start(&z);
	learn(&x, c->cells, a);
	learn(&y, c->cells + a, b - a);
	learn(&z, c->cells + b, c->n - b);
	right = y;
	facts_merge(&right, &z);
	facts_merge(&y, &x);		/* commuted: but for steps and sample */
	facts_merge(&y, &z);
	facts_merge(&x, &right);
	return same(&x, whole, true) && same(&y, whole, false);
}

static bool
in_any_order(struct random_column *c, const struct facts *whole)
{
	struct facts f;

	for (size_t i = c->n; i > 1; i--) {
		size_t k = any((uint32_t)i);
		struct random_cell swap = c->cells[k];

		c->cells[k] = c->cells[i - 1];
		c->cells[i - 1] = swap;
	}
	facts_start(&f);
	learn(&f, c->cells, c->n);
	return same(&f, whole, false);
}

static enum ps_type
type_of(const struct facts *f)
{
	int16_t precision, scale;

	return column_type(f, &precision, &scale);
}

static void
test_any_columns(void)
{
	static struct random_column c;
	int cuts = 0, orders = 0, types[PS_TEXT + 1] = { 0 };

	for (seed = 1; cuts + orders == 0 && types[PS_INT] < 2000;) {
		uint64_t from = seed;
		struct facts whole;

		random_column(&c);
		facts_start(&whole);
		learn(&whole, c.cells, c.n);
		types[type_of(&whole)]++;
		cuts += !cut_anywhere(&c, &whole);
		orders += !in_any_order(&c, &whole);
		if (cuts + orders > 0) {
			show_column(&c);
			printf("# seed %llu\n", (unsigned long long)from);
		}
	}
	is_int(cuts, 0, "parts in any order make the whole");
	is_int(orders, 0, "cells in any order make the same facts");
	for (int i = 0; i <= PS_TEXT; i++)
		if (types[i] > 0)
			printf("# %s: %d columns\n", type_names[i], types[i]);
}

static bool
joins_alike(struct facts docs[4], struct reading r[4])
{
	struct preferences none = { .decimal = 0 };
	struct facts a, b;

	for (int i = 0; i < 4; i++)
		readings_choose(&docs[i], 1, &none, &r[i]);
	facts_start(&a);
	facts_start(&b);
	for (int i = 0; i < 4; i++) {
		facts_join(&a, &docs[i], &r[i]);
		facts_join(&b, &docs[3 - i], &r[3 - i]);
	}
	return same(&a, &b, true);
}

static void
test_joins(void)
{
	static struct random_column c;
	struct facts docs[4];
	struct reading r[4];
	int bad = 0;

	seed = 7;
	for (int round = 0; round < 5000 && bad == 0; round++) {
		for (int i = 0; i < 4; i++) {
			if (i == 0 || any(2) == 0)
				random_column(&c);
			facts_start(&docs[i]);
			learn(&docs[i], c.cells, c.n);
		}
		bad += !joins_alike(docs, r);
	}
	is_int(bad, 0, "documents join in any order");
}

static enum ps_type
joined(const char *const *cells, const char *const *others, int16_t *scale)
{
	const char *const *docs[] = { cells, others };
	struct preferences none = { .decimal = 0 };
	struct facts all;
	int16_t precision;

	facts_start(&all);
	for (int i = 0; i < 2; i++) {
		struct facts f;
		struct reading r;

		facts_start(&f);
		for (const char *const *p = docs[i]; *p != NULL; p++)
			facts_add(&f, *p, strlen(*p), 0, PS_NULL);
		readings_choose(&f, 1, &none, &r);
		facts_join(&all, &f, &r);
	}
	return column_type(&all, &precision, scale);
}

#define DOC(...)	(const char *const[]){ __VA_ARGS__, NULL }

static void
test_joined_types(void)
{
	int16_t scale;

	is_int(joined(DOC("1,234.5"), DOC("1.234,25"), &scale), PS_DECIMAL,
	    "two marks in two documents");
	is_int(scale, 2, "the larger scale");
	is_int(joined(DOC("5"), DOC("1e-5"), &scale), PS_REAL, "int and real");
	is_int(joined(DOC("1234567890123456"), DOC("1e-5"), &scale), PS_TEXT,
	    "a long int is no real");
	is_int(joined(DOC("31/12/2020"), DOC("12/31/2020"), &scale), PS_DATE,
	    "two orders of dates");
	is_int(joined(DOC("2020-01-31"), DOC("2020-01-31T10:00"), &scale),
	    PS_TIMESTAMP, "days and timestamps");
	is_int(joined(DOC("03/04/2020"), DOC("2020-01-31"), &scale), PS_TEXT,
	    "an open order counts as text");
	is_int(joined(DOC("NA", "NA", "NA"), DOC("5", "6", "7", "8"), &scale),
	    PS_INT, "null tokens alone are no evidence");
	is_int(joined(DOC(""), DOC("5"), &scale), PS_INT, "nor are no values");
	is_int(joined(DOC("5 %"), DOC("0.05"), &scale), PS_TEXT,
	    "per cent and none");
	is_int(joined(DOC("$5"), DOC("5"), &scale), PS_INT, "dollars and none");
	is_int(joined(DOC("$5"), DOC("5 EUR"), &scale), PS_TEXT,
	    "two currencies");
	is_int(joined(DOC("t", "f"), DOC("t"), &scale), PS_BOOL,
	    "one letter, once both were seen");
	is_int(joined(DOC("1"), DOC("007"), &scale), PS_TEXT, "a spoiler");
}

int
main(void)
{
	test_any_columns();
	test_joins();
	test_joined_types();
	return done_testing();
}

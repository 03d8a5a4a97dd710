/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_total.c - totals that are proven: their numbers are the sums of
 * the rows above.
 *
 * Sums are kept while rows pass, of all rows and of those since the last group
 * line or total; totals are in neither.  Numbers are added as they are written,
 * in decimals and exactly, once with a decimal point and once with a comma:
 * where both can be, both add up alike.
 */
#include <stdio.h>
#include <string.h>

#include "layout_impl.h"
#include "layout_number.h"

enum {
	COLUMNS		= 256,		/* of a table that are added up */
	MOST_BYTES	= 1 << 20,	/* of all rows; see struct amount */
	MISFITS		= 20,		/* that make a column one of text */
	LEAST_ROWS	= 3,		/* above a total that has no label */
	LEAST_DIGITS	= 3		/* of its sums */
};

struct sum {
	struct amount	as[READINGS];
	uint32_t	misfits[READINGS];
	uint32_t	n;		/* numbers but 0 */
};

struct ps_totals {
	const struct ps_host *host;
	uint64_t	bytes;		/* of the numbers */
	struct number	row[COLUMNS];
	struct sum	all[COLUMNS];	/* of the table, */
	struct sum	before[COLUMNS]; /* and up to the group at hand */
	uint32_t	rows, rows_before;
	uint64_t	first, first_in_group, last;	/* lines */
	bool		passed;		/* there was a total among them */
};

/* In how many columns a row agrees with a span. */
struct proof {
	uint32_t	numbers, agree;
	uint32_t	strong;		/* sums of several, and not 0 */
	uint32_t	long_ones;	/* of these, that no chance makes */
};

static void
add_row(struct ps_totals *t, uint32_t k, uint64_t line)
{
	const struct number	*x = t->row;
	struct sum		*sum = t->all;

	for (uint32_t c = 0; c < k; c++, sum++, x++) {
		if (!x->filled)
			continue;
		for (int i = 0; i < READINGS; i++) {
			if (!x->fits[i]) {
				sum->misfits[i]++;
				continue;
			}
			sum->as[i].whole += x->as[i].whole;
			sum->as[i].parts += x->as[i].parts;
		}
		sum->n += !number_is_zero(x);
	}
	if (t->rows == 0)
		t->first = line;
	if (t->rows++ == t->rows_before)
		t->first_in_group = line;
	t->last = line;
}

static void
start_group(struct ps_totals *t, uint32_t k)
{
	memcpy(t->before, t->all, k * sizeof(t->all[0]));
	t->rows_before = t->rows;
}

/* Do the sums, less those before a group, agree under this reading? */
static bool
agrees(const struct sum *sum, const struct sum *less, const struct number *x,
    int i)
{
	struct amount	a = sum->as[i];

	a.whole -= less->as[i].whole;
	a.parts -= less->as[i].parts;
	return amount_is(&x->as[i], &a);
}

/* `every`: give up where one does not agree. */
static void
prove(const struct ps_totals *t, bool group, uint32_t k, bool every,
    struct proof *proof)
{
	static const struct sum	 none;
	const struct sum	*sum = t->all, *less;
	const struct number	*x = t->row;
	bool			 same, may;

	*proof = (struct proof){ 0, 0, 0, 0 };
	for (uint32_t c = 0; c < k; c++, sum++, x++) {
		same = may = false;
		less = group ? &t->before[c] : &none;
		for (int i = 0; i < READINGS; i++) {
			if (!x->fits[i] || sum->misfits[i] > less->misfits[i])
				continue;
			may = true;
			same = same || agrees(sum, less, x, i);
		}
		proof->numbers += may;
		proof->agree += same;
		if (may && !same && every)
			return;
		if (!same || sum->n - less->n < 2 || number_is_zero(x))
			continue;
		proof->strong++;
		proof->long_ones += sum->n - less->n >= LEAST_ROWS &&
		    x->digits >= LEAST_DIGITS;
	}
}

static bool
is_proven(const struct ps_totals *t, bool group, uint32_t k, bool labelled,
    struct proof *proof)
{
	uint32_t	rows = t->rows - (group ? t->rows_before : 0);

	if (rows < (labelled ? 2 : LEAST_ROWS))
		return false;
	prove(t, group, k, !labelled, proof);
	if (labelled)
		return proof->strong > 0 && proof->agree * 2 >= proof->numbers;
	return proof->long_ones >= 2 && proof->agree == proof->numbers;
}

static void
tell_total(const struct ps_totals *t, struct ps_rows *out,
    const struct ps_record *r, bool group, const struct proof *proof)
{
	char	why[120];

	snprintf(why, sizeof(why), "the sum of the rows in lines %llu to %llu, "
	    "%sin %u of %u column%s",
	    (unsigned long long)(group ? t->first_in_group : t->first),
	    (unsigned long long)t->last,
	    t->passed && !group ? "less totals, " : "", proof->agree,
	    proof->numbers, proof->numbers == 1 ? "" : "s");
	t->host->issue(out, PS_NOTE, r->line, "total", why, r->raw, r->n_raw);
}

/* Columns of text are soon given up. */
static void
read_row(struct ps_totals *t, const struct ps_record *r, uint32_t k)
{
	const struct sum	*sum = t->all;
	struct number		*x = t->row;

	for (uint32_t c = 0; c < k; c++, x++, sum++)
		if (c < r->n && (sum->misfits[POINT] < MISFITS ||
		    sum->misfits[COMMA] < MISFITS)) {
			t->bytes += r->cells[c].n;
			number_read(&r->cells[c], x);
		} else
			*x = (struct number){ .filled = false };
}

struct ps_totals *
totals_new(const struct ps_host *host, struct ps_totals *t)
{
	if (t == NULL)
		t = host->alloc(host, sizeof(*t));
	memset(t, 0, sizeof(*t));
	t->host = host;
	return t;
}

void
totals_row(struct ps_totals *t, struct ps_rows *out,
    const struct ps_record *r, uint32_t k, enum ps_summary summary)
{
	struct proof	 proof;
	bool		 labelled;

	if (k > COLUMNS)
		k = COLUMNS;
	if (t->bytes >= MOST_BYTES)
		return;
	if (summary == PS_SUMMARY_GROUP) {
		start_group(t, k);
		return;
	}
	labelled = summary == PS_SUMMARY_TOTAL ||
	    names_total(r->cells, r->n);
	read_row(t, r, k);
	if (is_proven(t, true, k, labelled, &proof))
		tell_total(t, out, r, true, &proof);
	else if (t->rows_before > 0 &&
	    is_proven(t, false, k, labelled, &proof))
		tell_total(t, out, r, false, &proof);
	else if (summary != PS_SUMMARY_TOTAL) {
		add_row(t, k, r->line);
		return;
	}
	start_group(t, k);
	t->passed = t->rows > 0;
}

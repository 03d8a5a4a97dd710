/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_typing.c - a column of cells learnt and parsed at once has the same
 * facts and the same values, bit for bit, as cell after cell; and both ways
 * of looking at a number are the plain one.
 */
#include <stdlib.h>

#include "column_scan.h"
#include "columns.h"
#include "tap.h"

enum { ROWS = 120, SLOT = 64 << 10 };

static bool
is_long(void)
{
	const char	*wanted = getenv("PS_LONG");

	return wanted != NULL && *wanted != '\0';
}

static const char *const odd[] = {
	"", "-", ".", "NA", "-0", "007", "1,234", "1.234,5", "1e5", "-.5",
	"5.", " 7", "7 ", "+3", "$5", "text", "2020-01-02", "-0.0", "NaN",
	"99999999999999999", "1234567890123456", "0.1234567890123456", "N/A",
	"12.50", "1.2.3", "--5", "9223372036854775808", "(5)", "5%", "\\N",
	"1.234567890e-05", "-1.5E+10", "2.50e+08", "2020-02-30", "2020-1-2",
	"31/12/2019", "2020-01-02 03:04:05", "2020-01-02T03:04:05.678Z",
	"24:00:00", "true", "False", "yes", "0e0", "123456789012345.6"
};

/* Columns of plain numbers, as those that most data is made of. */
static void
number_column(struct random_column *c)
{
	unsigned	kind = any(8);
	const char	*mark = kind & 4 ? "," : ".";

	c->n = CELLS_MAX;
	for (size_t i = 0; i < c->n; i++) {
		uint64_t	v = (uint64_t)any(UINT32_MAX) << 28 >>
				    any(53);
		struct random_cell *to = &c->cells[i];
		const char	*minus = any(4) == 0 ? "-" : "";

		to->flags = 0;
		if (any(50) == 0)
			to->n = (size_t)snprintf(to->p, CELL_MAX, "%s",
			    odd[any(sizeof(odd) / sizeof(*odd))]);
		else if ((kind & 3) == 0)
			to->n = (size_t)snprintf(to->p, CELL_MAX, "%s%llu",
			    minus, (unsigned long long)v);
		else if ((kind & 3) == 1)
			to->n = (size_t)snprintf(to->p, CELL_MAX,
			    "%s%llu%s%02u", minus, (unsigned long long)v %
			    10000000, mark, any(100));
		else
			to->n = (size_t)snprintf(to->p, CELL_MAX,
			    "%s%llu%s%u", minus, (unsigned long long)v %
			    100000, mark, any(1000000));
	}
}

/* Rows of a column in memory as a document's: something before and behind. */
struct sheet {
	char		 memory[ROWS * CELL_MAX + 64], slot[SLOT];
	struct ps_slice	 in[ROWS];
	struct ps_cell	 out[ROWS];
	size_t		 n;
};

static void
lay_out(struct sheet *s, const struct random_column *c)
{
	char	*p = s->memory + any(33);

	memset(s->memory, '0' + (int)any(10), sizeof(s->memory));
	s->n = c->n;
	for (size_t i = 0; i < c->n; i++) {
		const struct random_cell	*from = &c->cells[i];

		memcpy(p, from->p, from->n);
		s->in[i] = (struct ps_slice){ .p = any(20) == 0 ? from->p : p,
		    .n = (uint32_t)from->n, .flags = (uint16_t)from->flags };
		p += from->n + any(2);
	}
}

static bool
same_value(const struct sheet *s, size_t i, const struct ps_cell *d,
    const char *text, enum parsed result)
{
	const struct ps_cell	*c = &s->out[i];

	if (c->type != d->type || (c->flags & ~CELL_ODD) != d->flags ||
	    ((c->flags & CELL_ODD) != 0) != (result != PARSED) ||
	    c->scale != d->scale || c->length != d->length)
		return false;
	if (text != NULL)
		return c->value.offset <= SLOT - d->length && memcmp(s->slot +
		    c->value.offset, text, d->length) == 0;
	return c->type == PS_NULL ||
	    memcmp(&c->value, &d->value, sizeof(c->value)) == 0;
}

/* The rows in both ways; how many differ. */
static uint32_t
compare(struct sheet *s, const struct reading *r, struct facts *apart)
{
	struct facts	 at_once = *apart;
	struct strip	 x = { .reading = r, .facts = &at_once, .in = s->in,
			    .out = s->out, .in_step = 1, .out_step = 1,
			    .n = s->n,
			    .low = s->memory, .high = s->memory +
			    sizeof(s->memory), .base = s->slot,
			    .text = SLOT };
	uint32_t	 differ = 0, odd_cells = 0;

	column_add(&x);
	for (size_t i = 0; i < s->n; i++) {
		const struct ps_slice	*in = &s->in[i];
		char			 buf[CELL_TEXT_MAX];
		const char		*text;
		struct ps_cell		 c;
		enum parsed		 st;

		facts_add(apart, in->p, in->n, in->flags, PS_NULL);
		st = reading_parse(r, in->p, in->n, in->flags, &c, &text, buf);
		if (st == MISFIT) {
			c = (struct ps_cell){ .type = PS_NULL };
			text = NULL;
		}
		odd_cells += st != PARSED;
		if (!same_value(s, i, &c, text, st)) {
			printf("# %.*s\n", (int)in->n, in->p);
			differ++;
		}
	}
	return differ + (odd_cells != x.odd) +
	    (memcmp(apart, &at_once, sizeof(at_once)) != 0);
}

/* A reading chosen from some cells; then these and others with it. */
static uint32_t
compare_column(bool numbers)
{
	static struct random_column	 first, then;
	static struct sheet		 s;
	struct preferences		 none = { .decimal = 0 };
	struct facts			 f;
	struct reading			 r;
	uint32_t			 differ = 0;

	(numbers ? number_column : random_column)(&first);
	facts_start(&f);
	learn(&f, first.cells, first.n);
	readings_choose(&f, 1, &none, &r);
	facts_start(&f);
	for (int i = 0; i < 3; i++) {
		lay_out(&s, &first);
		differ += compare(&s, &r, &f);
		if (any(6) == 0) {
			(any(2) ? number_column : random_column)(&then);
			lay_out(&s, &then);
			differ += compare(&s, &r, &f);
		}
	}
	return differ;
}

static void
test_columns(void)
{
	uint32_t	runs = is_long() ? 300000 : 12000, differ = 0;

	for (uint32_t i = 0; i < runs && differ == 0; i++) {
		uint64_t	from = seed;

		differ += compare_column(i % 2 == 0);
		if (differ > 0)
			printf("# seed %llu\n", (unsigned long long)from);
	}
	is_int(differ, 0, "facts and values are the same");
}

/* Digits with a few other bytes among them. */
static size_t
near_number(char *out)
{
	static const char	others[] = "--..,/:0e \xb0\xff";
	size_t			n = 1 + any(16);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('0' + any(10));
	for (uint32_t k = any(4); k > 0; k--)
		out[any(3) ? any((uint32_t)n) : 0] =
		    others[any(sizeof(others) - 1)];
	return n;
}

static bool
same_scan(const char *p, size_t n)
{
	struct scanned	a = { 0 }, b = { 0 };
	uint64_t	value = 0;
	unsigned	whole = 0, scale = 0;
	bool		minus, good = scan_words(p, n, '.', &a);
	enum plain	plain = plain_number(p, n, load_word(p, n), '.',
			    &value, &minus, &whole, &scale);

	if (good != (plain != PLAIN_NOT) ||
	    good != scan_plain(p, n, '.', &b))
		return false;
	return !good || (a.value == value && a.scale == scale &&
	    a.whole == whole && a.minus == minus &&
	    a.fraction == (plain == PLAIN_FRACTION) &&
	    b.value == value && b.scale == scale && b.whole == whole &&
	    b.minus == a.minus && b.fraction == a.fraction);
}

static void
test_scans(void)
{
	uint32_t	runs = is_long() ? 30000000 : 1000000, differ = 0;
	char		memory[64];

	for (uint32_t i = 0; i < runs && differ == 0; i++) {
		char	*p = memory + 16 + any(8);
		size_t	 n;

		memset(memory, (int)any(256), sizeof(memory));
		n = near_number(p);
		if (!same_scan(p, n)) {
			differ++;
			printf("# '%.*s'\n", (int)n, p);
		}
	}
	is_int(differ, 0, "numbers are looked at in three ways");
}

int
main(void)
{
	test_scans();
	test_columns();
	return done_testing();
}

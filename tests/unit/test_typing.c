/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_typing.c - cells learnt and parsed in one go give the same facts and
 * the same values, bit for bit, as learnt and parsed one after the other.
 */
#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "tap.h"

enum { CELLS = 40, TEXT_BYTES = 48 };

static uint64_t	state = 0x9e3779b97f4a7c15u;

static uint64_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 11;
}

static const char *const odd[] = {
	"", "-", ".", "NA", "-0", "007", "1,234", "1.234,5", "1e5", "-.5",
	"5.", " 7", "7 ", "+3", "$5", "text", "2020-01-02", "-0.0", "NaN",
	"99999999999999999", "1234567890123456", "0.1234567890123456", "N/A",
	"12.50", "1.2.3", "--5", "9223372036854775808", "(5)", "5%", "\\N"
};

/* A cell as a column of `kind` mostly has it. */
static size_t
make_cell(char *out, unsigned kind)
{
	unsigned long long	v = next() >> next() % 53;
	const char		*minus = (next() & 3) == 0 ? "-" : "";
	const char		*mark = (kind & 4) != 0 ? "," : ".";
	int			 n;

	if (next() % 50 == 0)
		n = snprintf(out, TEXT_BYTES, "%s",
		    odd[next() % (sizeof(odd) / sizeof(*odd))]);
	else if ((kind & 3) == 0)
		n = snprintf(out, TEXT_BYTES, "%s%llu", minus, v);
	else if ((kind & 3) == 1)
		n = snprintf(out, TEXT_BYTES, "%s%llu%s%02u", minus,
		    v % 10000000, mark, (unsigned)(next() % 100));
	else
		n = snprintf(out, TEXT_BYTES, "%s%llu%s%llu", minus,
		    v % 100000, mark, (unsigned long long)next() % 1000000);
	return (size_t)n;
}

struct one {
	enum parsed	 result;
	struct ps_cell	 cell;
	const char	*text;
	char		 buf[CELL_TEXT_MAX];
};

static bool
same(const struct one *a, const struct one *b)
{
	const struct ps_cell	*c = &a->cell, *d = &b->cell;

	if (a->result != b->result || (a->text == NULL) != (b->text == NULL))
		return false;
	if (a->result == MISFIT)
		return true;
	if (c->type != d->type || c->flags != d->flags ||
	    c->scale != d->scale || c->length != d->length)
		return false;
	if (a->text != NULL)
		return memcmp(a->text, b->text, c->length) == 0;
	return c->type == PS_NULL ||
	    memcmp(&c->value, &d->value, sizeof(c->value)) == 0;
}

/* A column learnt before; then its cells in both ways. */
static uint32_t
compare_column(unsigned kind, uint64_t *plain)
{
	static char		  text[CELLS][TEXT_BYTES];
	static struct one	  a, b;
	struct preferences	  none = { .decimal = 0 };
	struct facts		  apart, fused;
	struct reading		  r;
	size_t			  n[CELLS];
	uint32_t		  differ = 0;

	facts_start(&apart);
	for (uint32_t i = 0; i < CELLS; i++) {
		n[i] = make_cell(text[i], kind);
		facts_add(&apart, text[i], n[i], 0, PS_NULL);
	}
	readings_choose(&apart, 1, &none, &r);
	*plain += reading_is_plain(&r);
	facts_start(&apart);
	facts_start(&fused);
	for (uint32_t i = 0; i < CELLS; i++) {
		if (next() % 20 == 0)	/* what the reading did not see */
			n[i] = make_cell(text[i], (unsigned)next() & 7);
		facts_add(&apart, text[i], n[i], 0, PS_NULL);
		a.result = reading_parse(&r, text[i], n[i], 0, &a.cell,
		    &a.text, a.buf);
		b.result = facts_add_parse(&fused, &r, text[i], n[i], 0,
		    PS_NULL, &b.cell, &b.text, b.buf);
		differ += !same(&a, &b) ||
		    memcmp(&apart, &fused, sizeof(apart)) != 0;
	}
	return differ;
}

int
main(void)
{
	const char	*wanted = getenv("PS_LONG");
	uint32_t	 runs = wanted != NULL && *wanted ? 500000 : 20000;
	uint32_t	 differ = 0;
	uint64_t	 plain = 0;

	for (uint32_t i = 0; i < runs; i++)
		differ += compare_column((unsigned)next() & 7, &plain);
	is_int(differ, 0, "facts and values are the same");
	ok(plain > runs / 10, "the short way was gone (%llu)",
	    (unsigned long long)plain);
	return done_testing();
}

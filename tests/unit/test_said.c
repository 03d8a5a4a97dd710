/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_said.c - facts of documents: names, bounds, and what hostile frames of
 * them come to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "said.h"
#include "tap.h"

static const char *
named(const char *text)
{
	static char	out[NAME_MAX_BYTES + 1];

	return said_name(text, strlen(text), out) ? out : "(none)";
}

static void
test_names(void)
{
	char	longest[600], out[NAME_MAX_BYTES + 1];

	is_str(named("Date Released"), "date_released", "folded");
	is_str(named("order"), "order", "no word is reserved behind fact_");
	is_str(named("2020"), "2020", "a digit may be the first");
	is_str(named("???"), "(none)", "signs are no name");
	is_str(named(""), "(none)", "nothing is no name");
	memset(longest, 'x', sizeof(longest));
	ok(said_name(longest, sizeof(longest), out) &&
	    strlen(SAID_PREFIX) + strlen(out) == NAME_MAX_BYTES,
	    "a long one is cut to what a column may be called");
}

static void
test_bounds(void)
{
	struct said	 s = { 0 };
	char		*large = xcalloc(SAID_BYTES + 1, 1), name[32];
	unsigned	 n = 0;

	memset(large, 'x', SAID_BYTES + 1);
	ok(said_set(&s, "a", SAID_TEXT, large, SAID_BYTES + 1) != NULL &&
	    s.n == 0, "a value has an end");
	for (; n < 1000000; n++) {
		snprintf(name, sizeof(name), "f%u", n);
		if (said_set(&s, name, SAID_INTEGER, "1", 1) != NULL)
			break;
	}
	is_int(n, SAID_MOST, "so many facts, no more");
	ok(said_set(&s, "f7", SAID_TEXT, "new", 3) == NULL &&
	    strcmp(said_find(&s, "f7")->text, "new") == 0,
	    "one that is there is replaced");
	for (n = 0; n < SAID_MOST; n++) {
		snprintf(name, sizeof(name), "f%u", n);
		if (said_set(&s, name, SAID_TEXT, large, SAID_BYTES) != NULL)
			break;
	}
	ok(s.bytes <= SAID_ALL_BYTES && n < SAID_MOST,
	    "all of them together have an end");
	said_free(&s);
	free(large);
}

static bool
same(const struct said *a, const struct said *b)
{
	if (a->n != b->n || a->bytes != b->bytes)
		return false;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct said_fact	*x = &a->facts[i], *y = &b->facts[i];

		if (strcmp(x->name, y->name) != 0 || x->kind != y->kind ||
		    x->n != y->n || memcmp(x->text, y->text, x->n) != 0)
			return false;
	}
	return true;
}

static void
test_packed(void)
{
	static const char	odd[] = "a\\b\nc=d\\n";
	struct said		s = { 0 }, t = { 0 };
	struct buf		b;

	buf_init(&b, 1u << 20);
	(void)said_set(&s, "text", SAID_TEXT, odd, sizeof(odd) - 1);
	(void)said_set(&s, "none", SAID_TEXT, "", 0);
	(void)said_set(&s, "price", SAID_DECIMAL, "1.50", 4);
	said_pack(&s, &b);
	said_unpack(&t, b.p, b.n);
	ok(same(&s, &t), "packed and unpacked they are the same");
	said_unpack(&t, "x a=1\n\n=\nt \nt ==\nt=abc\n"
	    "t= abc\ni b=2", 35);
	ok(t.n == 1 && said_find(&t, "b") != NULL,
	    "lines that are none are left out");
	said_free(&s);
	said_free(&t);
	buf_free(&b);
}

static void
test_inherit(void)
{
	struct said	s = { 0 }, t = { 0 };

	(void)said_set(&s, "a", SAID_TEXT, "own", 3);
	(void)said_set(&t, "a", SAID_TEXT, "above", 5);
	(void)said_set(&t, "b", SAID_TEXT, "above", 5);
	said_inherit(&s, &t);
	ok(s.n == 2 && strcmp(said_find(&s, "a")->text, "own") == 0 &&
	    strcmp(said_find(&s, "b")->text, "above") == 0,
	    "what is said below goes before what is said above");
	said_free(&s);
	said_free(&t);
}

static bool
takes(struct buf *b, struct said *s)
{
	struct frame	f = { .p = b->p, .n = b->n, .fd = -1 };

	return get_said(&f, s);
}

static void
put_one(struct buf *b, const char *name, uint8_t kind, const char *value)
{
	buf_clear(b);
	put_u32(b, 1);
	put_text(b, name);
	put_u8(b, kind);
	put_bytes(b, value, strlen(value));
}

static void
test_frames(void)
{
	struct said	s = { 0 }, t = { 0 };
	struct buf	b;

	buf_init(&b, 4u << 20);
	(void)said_set(&s, "title", SAID_TEXT, "Spend", 5);
	(void)said_set(&s, "n", SAID_INTEGER, "7", 1);
	put_said(&b, &s);
	ok(takes(&b, &t) && same(&s, &t), "told and heard");
	b.n -= 3;
	ok(!takes(&b, &t) && t.n == 0, "cut off");
	put_one(&b, "title", N_SAID_KINDS, "x");
	ok(!takes(&b, &t), "a kind that is none");
	put_one(&b, "a\" TEXT, b", 0, "x");
	ok(!takes(&b, &t), "a name that is no column's");
	put_one(&b, "Title", 0, "x");
	ok(!takes(&b, &t), "a name that is not folded");
	buf_clear(&b);
	put_u32(&b, UINT32_MAX);
	ok(!takes(&b, &t), "more than there are");
	said_free(&s);
	said_free(&t);
	buf_free(&b);
}

int
main(void)
{
	test_names();
	test_bounds();
	test_packed();
	test_inherit();
	test_frames();
	return done_testing();
}

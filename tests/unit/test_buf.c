/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_buf.c - buffers keep their maximum, arenas keep their bytes.
 */
#include <stdlib.h>

#include "buf.h"
#include "mem.h"
#include "tap.h"

static void
test_maximum(void)
{
	struct buf	b;

	buf_init(&b, 5);
	is_str(buf_cstr(&b), "", "empty without memory");
	buf_str(&b, "abc");
	buf_str(&b, "def");
	ok(b.full && b.n == 3, "what exceeds the maximum is not added");
	buf_str(&b, "de");
	is_str(buf_cstr(&b), "abcde", "what fits is");
	buf_take(&b, 3);
	is_str(buf_cstr(&b), "de", "the first bytes dropped");
	buf_take(&b, 9);
	is_int(b.n, 0, "no more than all are dropped");
	buf_clear(&b);
	ok(!b.full, "clear forgets that it was full");
	ok(buf_space(&b, 6) == NULL && b.full, "no room for six");
	buf_free(&b);
}

static void
test_printf(void)
{
	static char	long_text[5000];
	struct buf	b;

	buf_init(&b, 10000);
	memset(long_text, 'x', sizeof(long_text) - 1);
	buf_printf(&b, "%d %s", 7, "y");
	is_str(buf_cstr(&b), "7 y", "short");
	buf_clear(&b);
	buf_printf(&b, "<%s>", long_text);
	is_int(b.n, sizeof(long_text) + 1, "long");
	ok(b.p[0] == '<' && b.p[b.n - 1] == '>', "whole");
	buf_printf(&b, "%s", long_text);
	buf_printf(&b, "%s", long_text);
	ok(b.full && b.n <= 10000, "never past the maximum");
	buf_free(&b);
}

static void
json_is(const char *text, size_t n, const char *want)
{
	struct buf	b;

	buf_init(&b, 1000);
	buf_json(&b, text, n);
	is_str(buf_cstr(&b), want, "JSON of %zu bytes", n);
	buf_free(&b);
}

static void
test_json(void)
{
	json_is("", 0, "\"\"");
	json_is("a\"\\\n\x01\0", 6, "\"a\\\"\\\\\\n\\u0001\\u0000\"");
	json_is("\xc3\xa4\xff" "b\xe2\x82", 6,
	    "\"\xc3\xa4\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
test_arena(void)
{
	struct arena	*a = arena_new();
	unsigned	 wrong = 0;
	char		*p[500];

	for (int round = 0; round < 3; round++) {
		for (unsigned i = 0; i < 500; i++) {
			p[i] = arena_alloc(a, i * 37 + 1);
			wrong += (uintptr_t)p[i] % 16 != 0;
			for (unsigned k = 0; k < i * 37 + 1; k++)
				wrong += p[i][k] != 0;
			memset(p[i], (int)i, i * 37 + 1);
		}
		for (unsigned i = 0; i < 500; i++)
			for (unsigned k = 0; k < i * 37 + 1; k++)
				wrong += p[i][k] != (char)i;
		arena_reset(a);
	}
	is_int(wrong, 0, "zeroed, aligned, apart from each other");
	is_str(arena_printf(a, "%s-%d", "x", 5), "x-5", "printf");
	is_str(arena_strndup(a, "abc", 2), "ab", "strndup");
	ok(arena_strdup(a, NULL) == NULL, "no string, no copy");
	arena_free(a);
	arena_free(NULL);
}

static void
test_grow(void)
{
	uint32_t	*list = NULL, n = 0, room = 0;

	for (; n < 1000; n++) {
		GROW(list, n, room);
		list[n] = n;
	}
	ok(list[999] == 999 && room >= 1000, "a growing array");
	list = xrealloc(list, 0, 0);
	list = xrealloc(list, 1, 1);
	free(list);
}

int
main(void)
{
	test_maximum();
	test_printf();
	test_json();
	test_arena();
	test_grow();
	return done_testing();
}

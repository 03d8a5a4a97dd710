/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_text.c - any bytes as a name, a pattern, a number, a word for people.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "names.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_text: %s\n", what);
	abort();
}

static void
check_name(const char *name, const char *what)
{
	size_t	n = strlen(name);

	check(n > 0 && n <= NAME_MAX_BYTES, what);
	check(utf8_valid(name, n) == n, what);
	check(!is_digit(name[0]) && name[0] != '_', what);
	for (size_t i = 0; i < n; i++)
		check((unsigned char)name[i] >= 0x80 || is_alnum(name[i]) ||
		    name[i] == '_', what);
}

static void
names(const char *p, size_t n)
{
	char	name[NAME_MAX_BYTES + 1], again[NAME_MAX_BYTES + 1];
	char	*text = strndup(p, n);

	name_column(p, n, 1, name);
	check_name(name, "a column's name");
	name_column(name, strlen(name), 1, again);
	check_name(again, "a name's name");
	if (text == NULL)
		return;
	name_table(text, false, name);
	check_name(name, "a table's name");
	name_table(text, true, name);
	check_name(name, "a table's name, all kept");
	name_stem(text, false, name);
	name_variant(name, (unsigned)n, again);
	free(text);
}

/* The pattern is what stands before the first line end. */
static void
globs(const char *p, size_t n)
{
	const char	*end = memchr(p, '\n', n < 200 ? n : 200);
	char		*pattern, *text;

	if (end == NULL)
		return;
	pattern = strndup(p, (size_t)(end - p));
	text = strndup(end + 1, n - (size_t)(end - p) - 1);
	if (pattern != NULL && text != NULL)
		glob_match(pattern, text);
	free(pattern);
	free(text);
}

static void
shows(const char *p, size_t n)
{
	struct buf	b;
	const char	*s = shown(p, n);

	for (; *s != '\0'; s++)
		check((unsigned char)*s >= ' ' && *s != 0x7f, "a raw byte");
	buf_init(&b, 7 * n + 10);
	buf_json(&b, p, n);
	check(!b.full && utf8_valid(b.p, b.n) == b.n, "JSON is UTF-8");
	check(memchr(b.p, '\n', b.n) == NULL, "JSON is one line");
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char	*p = (const char *)bytes;
	int64_t		 v;
	size_t		 cut = utf8_cut(p, n, n / 2);

	check(cut <= n / 2 + 3 && cut <= n, "a cut");
	check(utf8_valid(p, n) <= n, "valid bytes");
	parse_int(p, n, &v);
	names(p, n);
	globs(p, n < 4096 ? n : 4096);
	shows(p, n);
	return 0;
}

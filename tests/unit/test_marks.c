/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_marks.c - all ways of finding marks find the same, up to the very end
 * of a window, and records cut with them are the same.
 */
#include <stdlib.h>
#include <string.h>

#include "split_ways.h"
#include "tap.h"

enum { BYTES_MAX = MARK_BLOCK * MARK_WORDS + 70 };

static uint64_t	state = 0x9e3779b97f4a7c15u;

static uint64_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 11;
}

static bool
is_mark(const struct marked *m, char c)
{
	return c == m->delim || c == m->quote || c == m->eol;
}

static bool
is_right(const struct marked *m, const char *p, size_t n,
    const uint64_t *words)
{
	for (size_t i = 0; i < MARK_BLOCK * MARK_WORDS; i++)
		if ((words[i / 64] >> i % 64 & 1) !=
		    (i < n && is_mark(m, p[i])))
			return false;
	return true;
}

/* Near a mark's own byte, where arithmetic on words may carry. */
static void
fill(char *p, size_t n, const struct marked *m)
{
	const char	near[] = { m->delim, m->quote, m->eol,
			    (char)(m->delim ^ 1), (char)(m->delim ^ 0x80),
			    (char)(m->quote + 1), '\0', 'a', (char)0xff };

	for (size_t i = 0; i < n; i++)
		p[i] = (next() & 3) == 0 ? (char)next() :
		    near[next() % sizeof(near)];
}

static void
test_ways(enum marks_way way, const char *name)
{
	static const struct marked	among[] = {
		{ ',', '"', '\n' }, { '\0', '\'', '\r' },
		{ (char)0x80, (char)0xff, '\n' }, { '\n', '\n', '\n' },
		{ '\t', '\x01', '\n' }
	};
	marks_scan			*scan = marks_way(way);
	uint64_t			 words[MARK_WORDS];
	uint32_t			 wrong = 0;
	char				*p;

	for (size_t n = 0; scan != NULL && n < BYTES_MAX; n++)
		for (size_t i = 0; i < sizeof(among) / sizeof(*among); i++) {
			/* at its exact size: reading past it is noticed */
			p = malloc(n > 0 ? n : 1);
			fill(p, n, &among[i]);
			memset(words, 0xaa, sizeof(words));
			scan(&among[i], p, p + n, words);
			wrong += !is_right(&among[i], p, n, words);
			free(p);
		}
	is_int(wrong, 0, "%s: each mark, and nothing else", name);
}

static size_t
make_document(char *p, size_t n)
{
	static const char	bytes[] = ",,,;\"\"\n\n\r\t  #\\'ab1\0\xc3\xa9";
	bool			clean = (next() & 1) != 0;

	for (size_t i = 0; i < n; i++)
		p[i] = !clean || (next() & 7) == 0 ?
		    bytes[next() % (sizeof(bytes) - 1)] :
		    "aaaa,bb\n"[next() % 8];
	return n;
}

static void
test_records(enum marks_way way, const char *name)
{
	const char	*wanted = getenv("PS_LONG");
	uint32_t	 runs = wanted != NULL && *wanted ? 2000000 : 20000;
	uint32_t	 differ = 0;
	struct dialect	 d;
	char		 text[1500];
	size_t		 n;

	for (uint32_t i = 0; i < runs; i++) {
		d = (struct dialect){ .n_delim = 1, .eol = '\n',
		    .delim = { ",;\t "[next() & 3] },
		    .quote = "\"\"'"[next() & 3],
		    .escape = (next() & 7) == 0 ? '\\' : '\0',
		    .comment = "#", .n_comment = (next() & 3) == 0,
		    .trim = (next() & 3) == 0 };
		n = make_document(text, 1 + next() % sizeof(text));
		differ += !same_split(&d, text, text + n, (next() & 1) != 0,
		    (uint32_t)(next() % 6), way);
	}
	is_int(differ, 0, "%s: the same records", name);
}

int
main(void)
{
	ok(marks_way(MARKS_PORTABLE) != NULL, "one way works everywhere");
	ok(marks_best() != NULL, "one is the best");
	test_ways(MARKS_PORTABLE, "portable");
	test_ways(MARKS_SSE2, "SSE2");
	test_ways(MARKS_AVX2, "AVX2");
	test_records(MARKS_SSE2, "SSE2");
	test_records(MARKS_AVX2, "AVX2");
	return done_testing();
}

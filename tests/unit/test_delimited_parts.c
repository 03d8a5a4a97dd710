/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_delimited_parts.c - the delimited format: parts of a document make the
 * same as the whole; what cells say there is nothing; documents that are
 * hostile by their size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

/* Which cells of the first row that has any are nothing: a bit each. */
static uint32_t
absent_cells(const struct fake *f)
{
	uint32_t	bits = 0;

	for (uint32_t i = 0; i < f->n_rows && bits == 0; i++)
		for (uint32_t c = 0; c < f->rows[i].n; c++)
			bits |= (f->rows[i].cells[c].flags & PS_ABSENT) != 0 ?
			    1u << c : 0;
	return bits;
}

static void
check_nulls(void)
{
	static const struct {
		const char	*what, *text, *null;
		uint32_t	 absent;
	} docs[] = {
		{ "a dump", "id\tname\tn\n1\tAnn\t5\n2\t\\N\t\\N\n3\tCy\t7\n",
		  "\\N", 6 },
		{ "\\N in quotes is text",
		  "id,name,n\n1,Ann,5\n2,\"\\N\",\\N\n3,Cy,7\n", "\\N", 4 },
		{ "a log", "#separator \\x09\n#unset_field\t-\n"
		  "#fields\tid\tname\tn\n1\tAnn\t5\n2\t-\t5\n", "-", 2 },
		{ "no \\N alone", "id\tname\tn\n1\tC:\\New\t5\n2\tx\\N\t6\n",
		  NULL, 0 },
	};

	for (size_t i = 0; i < sizeof(docs) / sizeof(docs[0]); i++) {
		struct fake	*f = fake_new(delimited_LTX_ps_plugin());
		size_t		 n = strlen(docs[i].text);
		const char	*null;

		fake_probe(f, "a.tsv", docs[i].text, n);
		null = fake_suggested(f, "null");
		ok((null == NULL) == (docs[i].null == NULL) && (null == NULL ||
		    strcmp(null, docs[i].null) == 0), "%s: what nothing is",
		    docs[i].what);
		fake_read(f, docs[i].text, n);
		is_int(absent_cells(f), docs[i].absent, "%s: cells",
		    docs[i].what);
		fake_free(f);
	}
}

/* Whoever writes \' for each apostrophe would quote by them. */
static void
check_apostrophes(void)
{
	static const char	 all[] = "id,text\n1,it\\'s\n2,he\\'s\n3,x\n";
	static const char	 some[] = "id,text\n1,it\\'s\n2,he's\n3,x\n";
	struct fake		*f = fake_new(delimited_LTX_ps_plugin());

	fake_probe(f, "a.csv", all, sizeof(all) - 1);
	is_str(fake_suggested(f, "quote"), "'", "all with a backslash");
	is_str(fake_suggested(f, "escape"), "\\\\", "which escapes");
	fake_free(f);
	f = fake_new(delimited_LTX_ps_plugin());
	fake_probe(f, "a.csv", some, sizeof(some) - 1);
	is_str(fake_suggested(f, "quote"), "\"", "not if one has none");
	fake_free(f);
}

/*
 * Rows with quoted line ends and delimiters, of about this many bytes; or
 * rows that end in any way.
 */
static char *
make_document(const char *d, bool any, size_t size, size_t *n)
{
	static const char *const	ends[] = { "\n", "\r", "\r\n" };

	char		*text = malloc(size + 200);
	uint32_t	 seed = 1, i = 0;

	*n = (size_t)sprintf(text, "id%stext%sn\n", d, d);
	while (*n < size) {
		seed = seed * 1103515245 + 12345;
		*n += (size_t)snprintf(text + *n, 200, "%u%s", i++, d);
		*n += (seed >> 16) % 5 != 0 ? (size_t)snprintf(text + *n,
		    200, "word %u", seed >> 20) : any ?
		    (size_t)snprintf(text + *n, 200, "\"a\rb\r\nc\"") :
		    (size_t)snprintf(text + *n,
		    200, "\"line %u\n5%s\"\"x%s y\n\nend\"", seed >> 20,
		    d, d);
		*n += (size_t)snprintf(text + *n, 200, "%s%u%s", d,
		    seed >> 8 & 255, ends[any ? i % 3 : 0]);
	}
	return text;
}

static bool
same_rows(const struct fake *a, const struct fake *b)
{
	if (a->n_rows != b->n_rows || a->n_cells != b->n_cells)
		return false;
	for (uint32_t i = 0; i < a->n_rows; i++)
		for (uint32_t c = 0; c < a->rows[i].n; c++)
			if (a->rows[i].cells[c].n != b->rows[i].cells[c].n ||
			    memcmp(a->rows[i].cells[c].p,
			    b->rows[i].cells[c].p, a->rows[i].cells[c].n) != 0)
				return false;
	return true;
}

/* Ranges are opened a byte early, as the core does. */
static void
check_parts(const char *text, size_t n, uint32_t parts, const char *what,
    const char *const *options)
{
	struct fake	*whole = fake_new(delimited_LTX_ps_plugin());
	struct fake	*split = fake_new(delimited_LTX_ps_plugin());
	uint32_t	 misses = 0;
	uint64_t	 end = 0;

	for (; *options != NULL; options += 2) {
		fake_set(whole, options[0], options[1]);
		fake_set(split, options[0], options[1]);
	}
	whole->batch = 7;
	is_int(fake_read(whole, text, n), PS_EOF, "%s: %zu bytes", what, n);
	for (uint32_t i = 0; i < parts; i++) {
		uint64_t	from = n * i / parts;
		uint64_t	to = i + 1 < parts ? n * (i + 1) / parts :
				    UINT64_MAX;

		fake_read_range(split, text, n, from > 0 ? from - 1 : 0, to);
		misses += i > 0 && split->start != end;
		end = split->end;
	}
	is_int(misses, 0, "%u ranges begin where their neighbours end",
	    parts);
	ok(same_rows(whole, split), "and have the rows of the whole");
	fake_free(whole);
	fake_free(split);
}

static void
check_ranges(const char *d, bool any, size_t size, uint32_t parts)
{
	const char *const	options[] = {
		"delimiter", d, "newline", any ? "any" : "lf", "columns", "3",
		NULL
	};
	size_t			 n;
	char			*text = make_document(d, any, size, &n);

	check_parts(text, n, parts, d, options);
	free(text);
}

/* Escaped tabs; each escape is cut through by some range. */
static void
check_letters(void)
{
	static const char *const	options[] = {
		"delimiter", "\\t", "quote", "", "escape", "\\\\", "letters",
		"true", "columns", "3", "null", "\\N", NULL
	};
	size_t		 n = 0;
	char		*text = malloc(10000);
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());

	for (int i = 0; i < 90; i++)
		n += (size_t)sprintf(text + n, "%d\ta\\tb\\\\\t\\N\n%d\tc\\"
		    "\td\\ne\\\\\\n\t\"x\n", i, i);
	check_parts(text, n, 300, "letters", options);
	for (int i = 0; options[i] != NULL; i += 2)
		fake_set(f, options[i], options[i + 1]);
	fake_set(f, "header", "0");
	fake_read(f, text, n);
	is_str(fake_row_text(f, 0), "0|a\tb\\|\\N", "a letter that is a tab");
	is_int(absent_cells(f), 4, "and \\N, which is nothing");
	is_str(fake_row_text(f, 1), "0|c\td\ne\\\n|\"x",
	    "an escaped tab, line ends, a backslash, a quote");
	fake_free(f);
	free(text);
}

/* Every line opens a quote that never closes: time must stay linear. */
static void
check_stray_quotes(void)
{
	size_t		 n = 0, lines = 100000;
	char		*text = malloc(lines * 20);
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());

	for (size_t i = 0; i < lines; i++)
		n += (size_t)sprintf(text + n, "%zu,\"abc,5\n", i);
	fake_set(f, "header", "0");
	fake_set(f, "columns", "3");
	f->count_only = true;
	fake_read(f, text, n);
	is_int(f->n_rows, lines, "stray quotes on all lines");
	fake_free(f);
	free(text);
}

/* Longer than any window: rejected, and the next record is read. */
static void
check_long_record(void)
{
	size_t		 n = 40 << 20;
	char		*text = malloc(n + 100);
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());
	size_t		 bytes = 0;

	memcpy(text, "1,2\n", 4);
	memset(text + 4, 'x', n);
	memcpy(text + 4 + n, "\n3,4\n", 5);
	fake_set(f, "header", "0");
	fake_set(f, "columns", "2");
	fake_read(f, text, n + 9);
	is_int(f->n_rows, 2, "rows before and after a huge record");
	is_int(f->rows[1].line, 3, "with the right line");
	for (uint32_t i = 0; i < f->n_issues; i++)
		bytes += f->issues[i].n;
	is_int(bytes, n, "which is rejected with all its bytes");
	fake_free(f);
	free(text);
}

int
main(void)
{
	check_apostrophes();
	check_nulls();
	check_letters();
	check_ranges(",", false, 100000, 40);
	check_ranges(",", false, 3000000, 9);
	check_ranges(",", true, 100000, 211);
	check_ranges("~|~", false, 100000, 40);
	check_ranges("\xc2\xa7", false, 100000, 40);
	check_stray_quotes();
	check_long_record();
	return done_testing();
}

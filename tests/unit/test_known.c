/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_known.c - the language in which logs are described, and that ranges of
 * a log have the rows of the whole.
 */
#include <stdlib.h>

#include "../../plugins/formats/known.h"
#include "buf.h"
#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *known_LTX_ps_plugin(void);

static const struct {
	const char	*pattern, *line, *cells;	/* NULL: no match */
} matches[] = {
	{ "{a} {b:int}", "x -12", "x|-12" },
	{ "{a} {b:int}", "x y", NULL },
	{ "{a} {b:int}", "x 1 y", NULL },
	{ "{a}:{b}", "x:y:z", "x|y:z" },
	{ "{a:text}, {b:rest}", "x y, z, w", "x y|z, w" },
	{ "{a:quoted-} {b:quoted-}", "\"x \\\" y\" \"-\"", "x \\\" y|" },
	{ "[{a:text}]{b:bracketed}", "[x y][p q=\"]\"][r]",
	  "x y|[p q=\"]\"][r]" },
	{ "{a:int}{?:{b:int}} {c}", "1:2 x", "1|2|x" },
	{ "{a:int}{?:{b:int}} {c}", "1 x", "1||x" },
	{ "{?{a:int}!|{b:word}} {c}", "1 x", "|1|x" },
	{ "{?{a:int}|{b:name}|{c:word}};", "x;", "|x|" },
	{ "{&{a:int}}{b}", "12 ", "12|12" },
	{ "{a:=on|once|off} {b}", "once x", "once|x" },
	{ "{a:=on|off}", "of", NULL },
	{ "%{{a}%} 100%%", "{x} 100%", "x" },
	{ "{?%|{a}%||<{a}>}", "|x|", "x" },
	{ "{?%|{a}%||<{a}>}", "<x>", "x" },
	{ "{}{a}{ }{b}", "  x   y", "x|y" },
	{ "{a:ip}:{b:int}", "::1:80", "::1|80" },
	{ "{a:ip}:{b:int}", "10.0.0.1:80", "10.0.0.1|80" },
	{ "{a:hex} {b:number}", "0xfF -1.50", "0xfF|-1.50" },
	{ "{a:time %Y-%m-%dT%H:%M:%S%f%z}!", "2024-02-29T23:59:60,5+01:00!",
	  "2024-02-29T23:59:60,5+01:00" },
	{ "{a:time %Y-%m-%d}", "2024-13-01", NULL },
	{ "{a:time %b %e} {b}", "Jun  4 x", "Jun  4|x" },
	{ "{a:time %H:%M %Z} {b}", "10:00 CEST x", "10:00 CEST|x" },
	{ "{a:int-}", "-", "" },
	{ "{:int} {a}", "1 x", "x" },
	{ "{m:pairs}", "k=1 l=\"a b\",n=", "|1|a b|" },
	{ "{m:pairs}", "k=1 more", "k=1 more|1" },
};

static const char *
cells_of(const struct known_log *log, const struct known_match *m,
    struct buf *b)
{
	buf_clear(b);
	for (uint32_t i = 0; i < log->n_columns; i++) {
		buf_str(b, i > 0 ? "|" : "");
		if (m->set[i] && (m->cells[i].flags & PS_ABSENT) == 0)
			buf_add(b, m->cells[i].p, m->cells[i].n);
	}
	return buf_cstr(b);
}

static void
check_matches(void)
{
	struct known_log	*log = calloc(1, sizeof(*log));
	struct known_match	*m = calloc(1, sizeof(*m));
	struct buf		 b;
	bool			 good;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < sizeof(matches) / sizeof(*matches); i++) {
		known_start(log);
		ok(known_add(log, matches[i].pattern,
		    strlen(matches[i].pattern)) == NULL, "%s is a pattern",
		    matches[i].pattern);
		good = known_line(log, matches[i].line,
		    strlen(matches[i].line), m) == LINE_RECORD;
		if (matches[i].cells == NULL)
			ok(!good, "not %s", matches[i].line);
		else
			is_str(good ? cells_of(log, m, &b) : "no match",
			    matches[i].cells, "%s", matches[i].line);
	}
	buf_free(&b);
	free(m);
	free(log);
}

static void
check_mistakes(void)
{
	static const char *const	wrong[] = { "{a", "{a:thing}", "{?a",
	    "{a:time}", "{a:time %Q}", "{a:int 3}", "{a:=}", "x%",
	    "{?{?{?{?{?{?{?{?{?a}}}}}}}}}" };
	struct known_log		*log = calloc(1, sizeof(*log));
	struct known_one		 one;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		known_start(log);
		ok(known_add(log, wrong[i], strlen(wrong[i])) != NULL,
		    "%s is no pattern", wrong[i]);
	}
	for (uint32_t i = 0; known_nth("", i, &one); i++)
		ok(known_load("", &one, log) == NULL, "'%s' is understood",
		    one.name);
	ok(known_expects("a: {b}\na: + {c}\n") == NULL, "two patterns");
	ok(known_expects("a {b}") != NULL, "without a name");
	free(log);
}

#define PARTS	37u

/* Rows of all ranges, as one text. */
static void
add_rows(struct fake *f, struct buf *b)
{
	for (uint32_t i = 0; i < f->n_rows; i++)
		buf_printf(b, "%s\n", fake_row_text(f, i));
	for (uint32_t i = 0; i < f->n_issues; i++)
		buf_printf(b, "%s\n", f->issues[i].raw);
}

static void
check_ranges(const char *name, const char *record, uint32_t rows)
{
	struct fake	*f = fake_new(known_LTX_ps_plugin());
	struct buf	 text, whole, parts;
	uint64_t	 end = 0;
	uint32_t	 misses = 0, n = 0;

	buf_init(&text, 1u << 20);
	buf_init(&whole, 1u << 20);
	buf_init(&parts, 1u << 20);
	for (int i = 0; i < 200; i++)
		buf_str(&text, record);
	is_int(fake_probe(f, "a.log", text.p, text.n), PS_DECLARED, "%s",
	    name);
	is_str(fake_suggested(f, "as"), name, "by its name");
	fake_set(f, "templates", "false");
	fake_read(f, text.p, text.n);
	is_int(f->n_rows, 200 * rows, "%s: its records", name);
	add_rows(f, &whole);
	for (uint64_t i = 0; i < PARTS; i++) {
		uint64_t	from = text.n * i / PARTS;

		fake_reset(f);
		fake_read_range(f, text.p, text.n, from > 0 ? from - 1 : 0,
		    i + 1 < PARTS ? text.n * (i + 1) / PARTS : UINT64_MAX);
		/* A range in which no record begins starts nowhere. */
		misses += i > 0 && f->start != end && f->n_rows > 0;
		end = f->n_rows > 0 || i == 0 ? f->end : end;
		n += f->n_rows;
		add_rows(f, &parts);
	}
	is_int(misses, 0, "%s: ranges begin where others end", name);
	is_int(n, 200 * rows, "%s: ranges have all records", name);
	ok(whole.n == parts.n && memcmp(whole.p, parts.p, parts.n) == 0,
	    "%s: and the same cells", name);
	buf_free(&text);
	buf_free(&whole);
	buf_free(&parts);
	fake_free(f);
}

int
main(void)
{
	check_matches();
	check_mistakes();
	check_ranges("access.common", "h - - [10/Oct/2000:13:55:36 -0700] "
	    "\"GET / HTTP/1.0\" 200 5\n", 1);
	check_ranges("log4j", "2015-10-18 18:01:47,978 INFO [m] o.A: Created\n"
	    "a.B: no\n\tat x\n\nCaused by: y\n"
	    "2015-10-18 18:01:47,978 INFO [m] o.A: Done\n", 2);
	check_ranges("postgres", "2024-01-02 10:00:00.1 UTC [7] ERROR:  x\n"
	    "2024-01-02 10:00:00.1 UTC [7] STATEMENT:  SELECT\n\t 1\n"
	    "2024-01-02 10:00:00.1 UTC [8] DETAIL:  of another\n", 2);
	check_ranges("apt.history", "\nStart-Date: 2025-06-24  14:36:25\n"
	    "Install: x\nEnd-Date: 2025-06-24  14:36:26\n", 1);
	return done_testing();
}

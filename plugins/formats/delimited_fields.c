/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_fields.c - logs that say their fields anew.
 *
 * A server that is started again writes its lines of comments again.  Where
 * `#Fields:` names the same fields the log goes on; where it names others the
 * next table begins, cut as the one before.
 */
#include <stdio.h>
#include <strings.h>

#include "delimited_probe.h"

static const char	mark[] = "#fields";

enum { MARK = sizeof(mark) - 1 };

/* Cut as a record, the comment names so many fields, and others. */
static uint32_t
count_others(const struct delimited *f)
{
	struct record	 r = { .cells = f->rec.cells + f->rec.room,
			    .room = f->rec.room };
	struct splitter	 s;
	bool		 alone;

	splitter_init(&s, &f->d, f->rec.start, f->rec.stop, true);
	s.plain = true;
	if (split_next(&s, &r) != STEP_RECORD || s.p < f->rec.stop ||
	    !strip_comment(&f->d, &r) || is_same_names(&f->d, f->head, &r))
		return 0;
	alone = r.n > r.room && (r.cells->n == 0 || (r.cells->n == 6 &&
	    memcmp(r.cells->p, mark + 1, 6) == 0));
	return r.n - alone <= MAX_CELLS - 2 ? r.n - alone : 0;
}

void
tell_fields(const struct delimited *f, uint32_t n, const struct teller *t)
{
	const struct delimited_options	*opt = f->opt;
	size_t		 length = (size_t)(f->rec.stop - f->rec.start);
	char		 columns[16], line[REPEATED_BYTES] = "";
	const struct { const char *name, *value; } options[] = {
		{ "delimiter", opt->delimiter }, { "quote", opt->quote },
		{ "escape", opt->escape }, { "comment", opt->comment },
		{ "newline", opt->newline }, { "null", opt->null },
		{ "trim", opt->trim ? "true" : "false" },
		{ "runs", opt->runs ? "true" : "false" },
		{ "rest", opt->rest ? "true" : "false" },
		{ "letters", opt->letters ? "true" : "false" },
		{ "attributes", "false" }, { "index", "false" },
		{ "ragged", "false" }, { "kinds", "" },
		{ "page", "" }, { "width", "0" },
		{ "skip", "0" }, { "header", "1" }, { "units", "0" },
		{ "columns", columns }, { "repeated", line }
	};

	snprintf(columns, sizeof(columns), "%u", n);
	if (length < sizeof(line) && memchr(f->rec.start, '\0', length) ==
	    NULL)
		memcpy(line, f->rec.start, length);
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (options[i].value != NULL)
			t->tell(t, options[i].name, options[i].value);
}

uint32_t
other_fields(const struct delimited *f)
{
	const struct record	*r = &f->rec;

	return f->fields && r->kind == PS_RECORD_COMMENT &&
	    r->stop - r->start > MARK &&
	    strncasecmp(r->start, mark, MARK) == 0 ? count_others(f) : 0;
}

static struct ps_slice
line_at(const char *p, const char *end)
{
	const char	*e = p;

	while (e < end && *e != '\n' && *e != '\r')
		e++;
	return ps_trimmed((struct ps_slice){ .p = p, .n = (uint32_t)(e - p) });
}

static bool
is_fields(const char *p, const char *end)
{
	return end - p > MARK && strncasecmp(p, mark, MARK) == 0;
}

size_t
same_fields(const struct ps_sample *s)
{
	const char	*p = s->text, *end = p + s->length;
	struct ps_slice	 first = { .n = 0 }, l;
	bool		 rows = false;

	if (s->length == 0 || *p != '#')
		return s->length;
	while (p < end) {
		l = line_at(p, end);
		if (is_fields(l.p, end)) {
			if (rows && first.n > 0 && (l.n != first.n ||
			    memcmp(l.p, first.p, l.n) != 0))
				return (size_t)(p - s->text);
			if (!rows)
				first = l;
		} else
			rows = rows || (l.n > 0 && *l.p != '#');
		if (rows && first.n == 0)
			break;
		p = memchr(p, '\n', (size_t)(end - p));
		p = p != NULL ? p + 1 : end;
	}
	return s->length;
}

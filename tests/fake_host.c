/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_host.c - the core's side of the plugin interface, over memory.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bid.h"
#include "fake_host.h"
#include "fake_input.h"
#include "html_token.h"
#include "layout.h"
#include "url.h"

enum { TAIL = 64 << 10 };		/* of a binary document */

struct fake_memory {
	struct fake_memory	*next;
	_Alignas(16) char	 bytes[];
};

struct ps_rows {
	struct fake	*fake;
	uint32_t	 n;		/* rows in this batch */
	char		*scratch;	/* of this batch, in one piece */
	size_t		 n_scratch, room;
};

struct ps_guess {
	struct fake	*fake;
};

static void *
get(struct fake *f, size_t n)
{
	struct fake_memory	*m = malloc(sizeof(*m) + n);

	if (m == NULL)
		abort();
	m->next = f->memory;
	f->memory = m;
	return m->bytes;
}

static char *
keep(struct fake *f, const char *p, size_t n)
{
	char	*s = get(f, n + 1);

	if (n > 0)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

/* Room for one more of an array of n, which doubles. */
static void *
grow(struct fake *f, void *array, uint32_t n, size_t size)
{
	void	*more;

	if (n > 0 && (n & (n - 1)) != 0)
		return array;
	more = get(f, (n == 0 ? 1 : 2 * (size_t)n) * size);
	if (n > 0)
		memcpy(more, array, n * size);
	return more;
}

#define GROW(f, array, n) \
	((array) = grow(f, array, n, sizeof(*(array))), &(array)[(n)++])

static struct fake *
fake_of(const struct ps_host *host)
{
	union {
		const struct ps_host	*in;
		struct fake		*out;
	} u = { .in = host };

	return u.out;
}

static void PS_PRINTF(3, 4)
do_log(const struct ps_host *host, enum ps_level level, const char *fmt, ...)
{
	(void)host;
	(void)level;
	(void)fmt;
}

static enum ps_status PS_PRINTF(4, 5)
do_fail(const struct ps_host *host, enum ps_status st, uint64_t at,
    const char *fmt, ...)
{
	struct fake	*f = fake_of(host);
	char		 text[512];
	va_list		 ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f->failed_at = at;
	f->failure = keep(f, text, strlen(text));
	return st;
}

static void *
do_alloc(const struct ps_host *host, size_t n)
{
	return get(fake_of(host), n);
}

static void PS_PRINTF(2, 3)
do_because(struct ps_guess *g, const char *fmt, ...)
{
	char	text[512];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*GROW(g->fake, g->fake->reasons, g->fake->n_reasons) =
	    keep(g->fake, text, strlen(text));
}

static void
do_suggest(struct ps_guess *g, const char *name, const char *value)
{
	struct fake	*f = g->fake;

	*GROW(f, f->suggested, f->n_suggested) = (struct fake_pair){
	    keep(f, name, strlen(name)), keep(f, value, strlen(value)) };
	if (!fake_set(f, name, value)) {
		fprintf(stderr, "no such option or value: %s=%s\n", name,
		    value);
		abort();
	}
}

/* Pieces must stay until the next batch: a new block where one is full. */
static char *
do_scratch(struct ps_rows *out, size_t n)
{
	if (out->scratch == NULL || n > out->room - out->n_scratch) {
		out->room = n > 65536 ? n : 65536;
		out->scratch = get(out->fake, out->room);
		out->n_scratch = 0;
	}
	out->n_scratch += n;
	return out->scratch + out->n_scratch - n;
}

static bool
do_row(struct ps_rows *out, const struct ps_slice *cells, uint32_t n,
    uint64_t line)
{
	struct fake	*f = out->fake;
	struct fake_row	*row;

	f->n_cells += n;
	out->n++;
	if (f->count_only) {
		f->n_rows++;
		return out->n >= f->batch;
	}
	row = GROW(f, f->rows, f->n_rows);
	*row = (struct fake_row){ .line = line, .n = n,
	    .cells = get(f, (n + 1) * sizeof(*row->cells)) };
	for (uint32_t i = 0; i < n; i++)
		row->cells[i] = (struct fake_cell){
		    .p = keep(f, cells[i].p, cells[i].n), .n = cells[i].n,
		    .flags = cells[i].flags, .type = cells[i].type };
	return out->n >= f->batch;
}

static void
do_aside(struct ps_rows *out, enum ps_class class, uint64_t line,
    const char *p, size_t n)
{
	struct fake	*f = out->fake;

	*GROW(f, f->asides, f->n_asides) = (struct fake_note){ .line = line,
	    .class = class, .raw = keep(f, p, n), .n = n };
}

static void
do_issue(struct ps_rows *out, enum ps_severity severity, uint64_t line,
    const char *rule, const char *why, const char *p, size_t n)
{
	struct fake	*f = out->fake;

	*GROW(f, f->issues, f->n_issues) = (struct fake_note){ .line = line,
	    .severity = severity, .rule = keep(f, rule, strlen(rule)),
	    .why = keep(f, why, strlen(why)), .raw = keep(f, p, n),
	    .n = n };
}

/* As the core's, but its lines stay. */
static void
do_scan(const struct ps_host *host, const char *p, size_t n,
    struct ps_scan *out)
{
	uint32_t	*lines = NULL, *kept, room = 0;

	scan_sample(p, n, out, &lines, &room);
	kept = get(fake_of(host), (out->n_lines + 1) * sizeof(*kept));
	if (out->n_lines > 0)
		memcpy(kept, lines, out->n_lines * sizeof(*kept));
	out->lines = kept;
	free(lines);
}

static const struct ps_host the_host = {
	.size = sizeof(struct ps_host),
	.log = do_log, .fail = do_fail, .alloc = do_alloc,
	.because = do_because, .suggest = do_suggest,
	.scratch = do_scratch, .row = do_row, .aside = do_aside,
	.issue = do_issue, .scan = do_scan,
	.resolve = url_resolve,
	LAYOUT_SERVICES, HTML_SERVICES
};

struct fake *
fake_new(const struct ps_plugin *plugin)
{
	struct fake	*f = calloc(1, sizeof(*f));

	if (f == NULL || plugin->kind != PS_FORMAT)
		abort();
	f->host = the_host;
	fake_input_lend(&f->host);
	f->batch = 1000;
	f->chunk = 65536;
	f->format = (const struct ps_format *)plugin;
	f->options = calloc(1, plugin->options_size + 1);
	f->self = (struct ps_self){ .host = &f->host,
	    .state = calloc(1, plugin->state_size + 1),
	    .options = f->options };
	for (const struct ps_option *o = plugin->options; o != NULL &&
	    o->name != NULL; o++)
		if (o->def != NULL && !fake_set(f, o->name, o->def))
			abort();
	return f;
}

void
fake_reset(struct fake *f)
{
	f->rows = NULL;
	f->asides = f->issues = NULL;
	f->tables = NULL;
	f->n_tables = 0;
	f->suggested = NULL;
	f->reasons = NULL;
	f->failure = NULL;
	f->n_rows = f->n_asides = f->n_issues = 0;
	f->n_suggested = f->n_reasons = 0;
	f->n_cells = 0;
	f->table = (struct ps_table){ .n_columns = 0 };
}

void
fake_free(struct fake *f)
{
	struct fake_memory	*m;

	while ((m = f->memory) != NULL) {
		f->memory = m->next;
		free(m);
	}
	free(f->self.state);
	free(f->options);
	free(f);
}

static bool
set_int(const struct ps_option *o, const char *value, int64_t *out)
{
	char		*end;
	long long	 v = strtoll(value, &end, 10);

	if (*end != '\0' || (o->min < o->max && (v < o->min || v > o->max)))
		return false;
	*out = v;
	return true;
}

static bool
is_choice(const struct ps_option *o, const char *value)
{
	for (const char *const *c = o->choices; c != NULL && *c != NULL; c++)
		if (strcmp(*c, value) == 0)
			return true;
	return o->choices == NULL;
}

bool
fake_set(struct fake *f, const char *name, const char *value)
{
	const struct ps_option	*o = f->format->plugin.options;
	char			*at;

	while (o->name != NULL && strcmp(o->name, name) != 0)
		o++;
	if (o->name == NULL)
		return false;
	at = (char *)f->options + o->offset;
	switch (o->type) {
	case PS_BOOL:
		*(bool *)(void *)at = strcmp(value, "true") == 0;
		return strcmp(value, "true") == 0 ||
		    strcmp(value, "false") == 0;
	case PS_INT:
		return set_int(o, value, (int64_t *)(void *)at);
	case PS_TEXT:
		*(const char **)(void *)at = keep(f, value, strlen(value));
		return is_choice(o, value);
	default:
		return false;
	}
}

enum ps_tier
fake_probe_sample(struct fake *f, const struct ps_sample *s)
{
	struct ps_guess	g = { f };

	f->bid = (struct ps_bid){ .tier = PS_NO };
	if (f->format->probe(&f->self, s, &g, &f->bid) < PS_OK)
		f->bid.tier = PS_NO;
	return f->bid.tier;
}

static enum ps_tier
probe(struct fake *f, const char *name, const char *text, size_t n,
    bool whole)
{
	struct ps_doc		 doc = {
		.address = name, .root = "", .name = name,
		.size = whole ? (int64_t)n : -1, .mtime = -1
	};
	struct ps_scan		 scan;
	struct ps_sample	 s = {
		.doc = &doc, .text = text, .length = n, .whole = whole,
		.scan = &scan, .binary = f->binary, .forced = f->forced
	};

	if (f->binary && whole) {
		s.tail = text + n - (n < TAIL ? n : TAIL);
		s.tail_length = n < TAIL ? n : TAIL;
	}
	do_scan(&f->host, text, n, &scan);
	return fake_probe_sample(f, &s);
}

enum ps_tier
fake_probe(struct fake *f, const char *name, const char *text, size_t n)
{
	return probe(f, name, text, n, true);
}

enum ps_tier
fake_probe_head(struct fake *f, const char *name, const char *text, size_t n)
{
	return probe(f, name, text, n, false);
}

static enum ps_status
read_rows(struct fake *f)
{
	struct ps_rows	out;
	enum ps_status	st;
	uint32_t	idle = 0;

	do {
		out = (struct ps_rows){ .fake = f };
		st = f->format->rows(&f->self, &out);
		idle = out.n == 0 ? idle + 1 : 0;
		if (idle > 1000)
			return PS_FATAL;
	} while (st == PS_OK);
	return st;
}

static enum ps_status
read_table(struct fake *f, const struct ps_table *table)
{
	uint32_t	before = f->n_rows;
	enum ps_status	st;

	f->table = *table;
	*GROW(f, f->tables, f->n_tables) =
	    (struct fake_table){ table->n_columns, 0 };
	st = read_rows(f);
	f->tables[f->n_tables - 1].rows = f->n_rows - before;
	return st;
}

enum ps_status
fake_read_range(struct fake *f, const char *text, size_t n, uint64_t from,
    uint64_t to)
{
	struct ps_input		 in = { text, n, from, to, f->chunk };
	struct ps_rows		 out = { .fake = f };
	struct ps_table		 table;
	enum ps_status		 st;

	memset(f->self.state, 0, f->format->plugin.state_size);
	f->start = from;
	if ((st = f->format->open(&f->self, &in)) != PS_OK)
		return st;
	if (from > 0) {
		st = f->format->align(&f->self, &in);
		f->start = in.at;
		if (st == PS_OK)
			st = read_rows(f);
	} else {
		while ((st = f->format->table(&f->self, &out, &table)) ==
		    PS_OK && (st = read_table(f, &table)) >= PS_OK)
			;
	}
	f->end = in.at;
	if (f->format->close != NULL)
		f->format->close(&f->self);
	return st;
}

enum ps_status
fake_read(struct fake *f, const char *text, size_t n)
{
	return fake_read_range(f, text, n, 0, UINT64_MAX);
}

const char *
fake_row_text(struct fake *f, uint32_t row)
{
	const struct fake_row	*r = &f->rows[row];
	size_t			 n = 1, at = 0;
	char			*text;

	if (row >= f->n_rows)
		return "(no such row)";
	for (uint32_t i = 0; i < r->n; i++)
		n += r->cells[i].n + 1;
	text = get(f, n);
	for (uint32_t i = 0; i < r->n; i++) {
		if (i > 0)
			text[at++] = '|';
		memcpy(text + at, r->cells[i].p, r->cells[i].n);
		at += r->cells[i].n;
	}
	text[at] = '\0';
	return text;
}

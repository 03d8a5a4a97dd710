/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json.c - JSON: one text, many one after the other, or one a line.
 *
 * A broken text that was told to be JSON is an error; of one that was found,
 * the good part is kept and the rest is set aside, and of lines only the bad
 * ones are.
 */
#include <stdlib.h>
#include <string.h>

#include "json_format.h"

enum { PEEK = 256 << 10, BATCH = 4 << 20, REST = 64 << 10 };
enum { PART = 2 << 20 };	/* bytes that may be read by themselves */

static const struct ps_option json_options[] = {
	TREE_FORM_OPTIONS(struct json_options),
	PS_OPTION(struct json_options, lines, .def = "false",
	    .flags = PS_GUESSED, .doc = "Each line is a text of its own"),
	PS_OPTION(struct json_options, sequence, .def = "false",
	    .flags = PS_GUESSED, .doc = "Many texts follow each other"),
	PS_OPTION(struct json_options, strict, .def = "true",
	    .flags = PS_GUESSED,
	    .doc = "A text that is broken is not read at all"),
	{ .name = NULL }
};

/* Lines of records, each a text of its own, need none of those before. */
static bool
has_ranges(const struct json_options *o)
{
	return o->lines && !o->keyed && !o->tuples && !o->header &&
	    !o->columns && o->records[0] == '\0';
}

static enum ps_status
json_open(struct ps_self *self, struct ps_input *in)
{
	struct json_state_of		*s = self->state;
	const struct json_options	*o = self->options;
	struct ps_tree_options		 t = TREE_FORM(o, o->lines ||
					    o->sequence);

	s->in = in;
	s->json.self = self;
	s->json.tree = ps_tree_new(self, &t);
	s->json.sequence = o->sequence && !o->lines;
	s->json.by_line = o->lines || o->sequence;
	json_start(&s->json);
	if (!has_ranges(o))
		ps_one_piece(self, in);
	return PS_OK;
}

static enum ps_status
json_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct json_state_of	*s = self->state;

	(void)out;
	(void)table;
	if (s->told)
		return PS_EOF;
	s->told = true;
	return PS_OK;
}

/* What breaks off, behind the key it belongs to. */
static const char *
rest(struct ps_self *self, struct ps_rows *out, size_t *length)
{
	struct json_state_of	*s = self->state;
	struct json		*j = &s->json;
	const char		*p;
	ptrdiff_t		 n = ps_peek(self, s->in, REST, &p);
	char			*to;

	*length = n > REST ? REST : n < 0 ? 0 : (size_t)n;
	if (!json_has_key(j))
		return p;
	to = ps_scratch(self, out, j->n_key + 4 + *length);
	to[0] = '"';
	memcpy(to + 1, j->key, j->n_key);
	memcpy(to + 1 + j->n_key, j->state == AT_COLON ? "\"  " : "\": ", 3);
	memcpy(to + 4 + j->n_key, p, *length);
	*length += j->n_key + 4;
	return to;
}

/* What was read stays; the rest of the document is set aside. */
static enum ps_status
broken(struct ps_self *self, struct ps_rows *out)
{
	struct json_state_of		*s = self->state;
	const struct json_options	*o = self->options;
	struct json			*j = &s->json;
	const char			*p;
	size_t				 n;

	if (o->strict)
		return ps_fail(self, PS_FAIL, j->line, "%s", j->wrong);
	ps_tree_cut(self, j->tree);
	p = rest(self, out, &n);
	ps_issue(self, out, PS_REJECTED, j->line, "broken-json", j->wrong, p,
	    n);
	return PS_EOF;
}

/* A value that is taken whole stays in sight until it is complete. */
static enum ps_status
use(struct ps_self *self, size_t at)
{
	struct json_state_of	*s = self->state;
	struct json		*j = &s->json;
	size_t			 keep = at;

	if (j->whole_depth > 0) {
		keep = j->whole_at;
		j->whole_at = 0;
	}
	s->at = at - keep;
	return ps_take(self, s->in, keep);
}

static enum ps_status
read_text(struct ps_self *self, struct ps_rows *out)
{
	struct json_state_of	*s = self->state;
	struct json		*j = &s->json;
	uint64_t		 start = ps_offset(self, s->in);
	size_t			 want = PEEK, keep;
	const char		*p;
	enum json_result	 r;
	ptrdiff_t		 n;

	for (;;) {
		n = ps_peek(self, s->in, want, &p);
		if (n < 0)
			return PS_FAIL;
		r = json_parse(j, p, (size_t)n, &s->at, (size_t)n < want);
		keep = (size_t)n - (j->whole_depth > 0 ? j->whole_at : s->at);
		/* A long value is looked at again, with a quarter more. */
		want = keep + (keep / 4 > PEEK ? keep / 4 : PEEK);
		if (use(self, s->at) < PS_SKIP)
			return PS_FAIL;
		if (keep > JSON_TOKEN_MAX) {
			j->wrong = "a list of more than 64 MiB in one cell";
			r = JSON_WRONG;
		}
		if (r == JSON_WRONG)
			return broken(self, out);
		if (r == JSON_DONE)
			return PS_EOF;
		if (r == JSON_FULL || (j->whole_depth == 0 &&
		    ps_offset(self, s->in) - start > BATCH))
			return PS_OK;
	}
}

/* A line that is no JSON makes no row, not even a part of one. */
static bool
is_good(struct json_state_of *s, const char *p, ptrdiff_t n)
{
	struct json	*check = &s->check;
	size_t		 at = 0;

	check->values = 0;
	json_start(check);
	if (json_parse(check, p, (size_t)n, &at, true) == JSON_DONE)
		return true;
	s->json.wrong = check->wrong;
	return false;
}

static bool
is_blank(const char *p, ptrdiff_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* The next line or piece of a long one; `lines` counts those that ended. */
static ptrdiff_t
next_line(struct ps_self *self, const char **p)
{
	struct json_state_of	*s = self->state;
	uint64_t		 at = ps_offset(self, s->in);
	ptrdiff_t		 n;

	if (!s->amid && at >= ps_limit(self, s->in))
		return -1;
	n = ps_line(self, s->in, p);
	s->json.line = s->lines + 1;
	s->amid = n >= 0 && ps_offset(self, s->in) == at + (uint64_t)n;
	s->lines += n >= 0 && !s->amid;
	return n;
}

static enum json_result
read_line(struct ps_self *self, struct ps_rows *out, const char *p,
    ptrdiff_t n)
{
	struct json_state_of	*s = self->state;
	struct json		*j = &s->json;
	enum json_result	 r;
	size_t			 at = 0;

	if (is_blank(p, n)) {
		ps_aside(self, out, PS_BLANK, j->line, p, (size_t)n);
		return JSON_DONE;
	}
	if (!is_good(s, p, n)) {
		ps_issue(self, out, PS_REJECTED, j->line, "broken-json",
		    j->wrong, p, (size_t)n);
		return JSON_DONE;
	}
	json_start(j);
	do
		r = json_parse(j, p, (size_t)n, &at, true);
	while (r == JSON_FULL && at < (size_t)n);
	return r;
}

/* Batches end where ranges do, so that they are the same with any number. */
static enum ps_status
read_lines(struct ps_self *self, struct ps_rows *out)
{
	struct json_state_of	*s = self->state;
	uint64_t		 part = ps_offset(self, s->in) / PART;
	const char		*p;
	ptrdiff_t		 n;

	while ((n = next_line(self, &p)) >= 0)
		if (read_line(self, out, p, n) == JSON_FULL ||
		    (!s->amid && ps_offset(self, s->in) / PART != part))
			return PS_OK;
	return PS_EOF;
}

/* What is left of the line amid which the range begins. */
static enum ps_status
json_align(struct ps_self *self, struct ps_input *in)
{
	struct json_state_of	*s = self->state;
	const char		*p;

	s->in = in;
	s->amid = true;
	while (s->amid && next_line(self, &p) >= 0)
		continue;
	s->lines = 0;
	s->amid = false;
	return PS_OK;
}

static enum ps_status
json_rows(struct ps_self *self, struct ps_rows *out)
{
	struct json_state_of		*s = self->state;
	const struct json_options	*o = self->options;
	enum ps_status			 st;

	s->json.out = out;
	st = ps_tree_into(self, s->json.tree, out) ? PS_OK :
	    o->lines ? read_lines(self, out) : read_text(self, out);
	ps_tree_pause(self, s->json.tree);
	return st;
}

static void
json_close(struct ps_self *self)
{
	struct json_state_of	*s = self->state;

	free(s->json.key);
	free(s->check.key);
	s->json.key = s->check.key = NULL;
}

static const char *const suffixes[] = {
	".json", ".ndjson", ".jsonl", ".geojson", ".jsonld", ".json-seq",
	".geojsonl", ".geojsons", ".topojson", ".har", ".webmanifest", NULL
};

static const char *const mimes[] = {
	"application/json", "application/x-ndjson", "application/geo+json",
	"application/ld+json", "application/json-seq",
	"application/vnd.api+json", "text/json", NULL
};

static const struct ps_format json_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "json",
	.plugin.version = "1.0",
	.plugin.summary = "JSON: records at any depth, lines, sequences",
	.plugin.options = json_options,
	.plugin.options_size = sizeof(struct json_options),
	.plugin.state_size = sizeof(struct json_state_of),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 30,
	.flags = PS_SPLITS,
	.probe = json_probe,
	.open = json_open,
	.table = json_table,
	.rows = json_rows,
	.align = json_align,
	.close = json_close,
};

PS_PLUGIN(json, json_format);

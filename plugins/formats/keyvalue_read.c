/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue_read.c - lines, each a record.
 *
 * Nothing is remembered from line to line, so ranges can be read apart.
 */
#include <stdlib.h>
#include <string.h>

#include "keyvalue.h"

enum { PART = 2 << 20 };	/* bytes that may be read by themselves */

enum ps_status
keyvalue_open(struct ps_self *self, struct ps_input *in)
{
	struct keyvalue			*p = self->state;
	struct stanza			*s = &p->stanza;
	const struct keyvalue_options	*o = self->options;
	struct ps_tree_options		 t = { .sequence = true };

	s->self = self;
	s->in = in;
	s->value = keyvalue_value;
	p->style = keyvalue_style_named(o->style);
	if (p->style == NULL)
		return ps_fail(self, PS_FAIL, 0, "what parts its names from "
		    "their values is not known; set the option 'style'");
	s->tree = p->json.tree = ps_tree_new(self, &t);
	p->json.self = self;
	stanza_lists(s, o->repeats);
	return PS_OK;
}

enum ps_status
keyvalue_table(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	struct keyvalue	*p = self->state;

	(void)out;
	(void)table;
	if (p->told)
		return PS_EOF;
	p->told = true;
	return PS_OK;
}

bool
keyvalue_is_json(struct json *check, const char *p, size_t n)
{
	size_t	at = 0;

	check->values = 0;
	json_start(check);
	return json_parse(check, p, n, &at, true) == JSON_DONE;
}

static void
tell_text(struct keyvalue *p, const char *name, const char *text, size_t n,
    uint64_t line)
{
	if (n > 0)
		ps_tree_value(p->stanza.self, p->stanza.tree, name,
		    strlen(name), text, n, 0, line);
}

/* The words between one pair and the next, a blank behind them. */
static size_t
append(char *to, size_t out, const char *at, const char *stop)
{
	while (at < stop && (*at == ' ' || *at == '\t'))
		at++;
	while (at < stop && (stop[-1] == ' ' || stop[-1] == '\t'))
		stop--;
	if (at >= stop)
		return out;
	if (out > 0)
		to[out++] = ' ';
	memcpy(to + out, at, (size_t)(stop - at));
	return out + (size_t)(stop - at);
}

/* Words that are in no pair. */
static void
tell_message(struct keyvalue *p, const struct keyvalue_rest *r, uint64_t line)
{
	struct stanza	*s = &p->stanza;
	const char	*at = r->text.p, *end = at + r->text.n, *stop;
	size_t		 out = 0;
	char		*to;

	if (r->pieces < 2) {
		tell_text(p, "_msg", at, r->text.n, line);
		return;
	}
	to = ps_scratch(s->self, s->out, r->text.n + s->n_items + 1);
	for (uint32_t i = 0; i <= s->n_items && at < end; i++) {
		stop = i < s->n_items && s->items[i].raw.p < end ?
		    s->items[i].raw.p : end;
		out = append(to, out, at, stop);
		if (i < s->n_items && s->items[i].raw.p >= at)
			at = s->items[i].raw.p + s->items[i].raw.n;
	}
	tell_text(p, "_msg", to, out, line);
}

/* The text before it is told once the parser is in the object. */
static bool
tell_json(struct keyvalue *p, const char *text, size_t n,
    const struct keyvalue_rest *r, uint64_t line)
{
	struct json	*j = &p->json;
	enum json_result f;
	size_t		 len = n - (size_t)(r->json - text), at = 0;

	j->line = line;
	j->by_line = true;
	json_start(j);
	(void)json_parse(j, r->json, 1, &at, false);
	tell_text(p, "_time", r->time.p, r->time.n, line);
	tell_text(p, "_msg", r->text.p, r->text.n, line);
	do
		f = json_parse(j, r->json, len, &at, true);
	while (f == JSON_FULL && at < len);
	return f == JSON_FULL;
}

static bool
read_line(struct keyvalue *p, const char *text, size_t n, uint64_t line)
{
	struct stanza		*s = &p->stanza;
	struct keyvalue_rest	 r;

	s->n_items = 0;
	(void)keyvalue_cut(p->style, s, text, n, &r);
	if (r.json != NULL && keyvalue_is_json(&p->check, r.json,
	    n - (size_t)(r.json - text)))
		return tell_json(p, text, n, &r, line);
	if (r.json != NULL || p->style->part == '{') {
		r.text.p = r.time.n > 0 ? r.time.p + r.time.n : text;
		while (r.text.p < text + n && (*r.text.p == ' ' ||
		    *r.text.p == ']'))
			r.text.p++;
		r.text.n = (size_t)(text + n - r.text.p);
		r.pieces = 1;
	}
	if (s->n_items == 0 && r.text.n == 0 && r.time.n == 0) {
		ps_aside(s->self, s->out, PS_BLANK, line, text, n);
		return ps_full(s->self, s->out);
	}
	for (uint32_t i = 0; i < s->n_items; i++)
		s->items[i].line = line;
	(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT, line);
	tell_text(p, "_time", r.time.p, r.time.n, line);
	tell_message(p, &r, line);
	stanza_tell_items(s);
	return ps_tree_leave(s->self, s->tree);
}

/* The next line or piece of a long one; `lines` counts those that ended. */
static ptrdiff_t
next_line(struct keyvalue *p, const char **text, uint64_t *line)
{
	struct stanza	*s = &p->stanza;
	uint64_t	 at = ps_offset(s->self, s->in);
	ptrdiff_t	 n;

	if (!p->amid && at >= ps_limit(s->self, s->in))
		return -1;
	n = ps_line(s->self, s->in, text);
	*line = p->lines + 1;
	p->amid = n >= 0 && ps_offset(s->self, s->in) == at + (uint64_t)n;
	p->lines += n >= 0 && !p->amid;
	return n;
}

/* Batches end where ranges do, so that they are the same with any number. */
static enum ps_status
read_lines(struct keyvalue *p)
{
	struct stanza	*s = &p->stanza;
	uint64_t	 part = ps_offset(s->self, s->in) / PART, line;
	const char	*text;
	ptrdiff_t	 n;

	while ((n = next_line(p, &text, &line)) >= 0)
		if (read_line(p, text, (size_t)n, line) || (!p->amid &&
		    ps_offset(s->self, s->in) / PART != part))
			return PS_OK;
	return PS_EOF;
}

/* What is left of the line amid which the range begins. */
enum ps_status
keyvalue_align(struct ps_self *self, struct ps_input *in)
{
	struct keyvalue	*p = self->state;
	const char	*text;
	uint64_t	 line;

	p->stanza.in = in;
	p->amid = true;
	while (p->amid && next_line(p, &text, &line) >= 0)
		continue;
	p->lines = 0;
	p->amid = false;
	return PS_OK;
}

enum ps_status
keyvalue_rows(struct ps_self *self, struct ps_rows *out)
{
	struct keyvalue	*p = self->state;
	struct stanza	*s = &p->stanza;
	enum ps_status	 st;

	s->out = p->json.out = out;
	st = ps_tree_into(self, s->tree, out) ? PS_OK : read_lines(p);
	ps_tree_pause(self, s->tree);
	return st;
}

void
keyvalue_close(struct ps_self *self)
{
	struct keyvalue	*p = self->state;

	free(p->stanza.items);
	free(p->stanza.slots);
	free(p->json.key);
	free(p->check.key);
}

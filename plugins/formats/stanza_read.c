/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_read.c - a text of names and values, from its beginning to its end.
 *
 * A record is gathered before it is told; where its end is not in sight, it is
 * begun again with twice as much text.  Names and values that are no records
 * are rows as they come.
 */
#include <stdlib.h>
#include <string.h>

#include "stanza.h"

#define WINDOW		((size_t)1 << 18)
#define LONGEST		((size_t)64 << 20)
#define ITEMS_MAX	100000u		/* of a record */

enum ps_status
stanza_open(struct ps_self *self, struct ps_input *in)
{
	struct stanza			*s = self->state;
	const struct stanza_options	*o = self->options;
	struct ps_tree_options		 t = { .sequence = true,
					    .path = o->records };
	const char			*first;

	s->self = self;
	s->in = in;
	s->line = 1;
	s->want = WINDOW;
	s->value = stanza_value;
	s->learns = true;
	s->cut.kind = stanza_kind_named(o->kind);
	if (s->cut.kind == NULL)
		return ps_fail(self, PS_FAIL, 0, "what kind of stanzas it "
		    "has is not known; set the option 'kind'");
	first = o->first[0] == '\0' && s->cut.kind->first != NULL ?
	    s->cut.kind->first : o->first;
	s->cut.first = (struct stanza_text){ first, strlen(first) };
	t.sequence = s->cut.kind->around == NULL &&
	    (s->cut.kind->flags & KIND_TABLES) == 0;
	s->cut.period = (uint32_t)o->lines;
	s->pairs = strcmp(o->shape, "pairs") == 0;
	s->sections = (s->cut.kind->flags & KIND_SECTIONS) != 0;
	s->units = o->units;
	s->tree = s->pairs ? NULL : ps_tree_new(self, &t);
	stanza_lists(s, o->repeats);
	return PS_OK;
}

enum ps_status
stanza_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	static const struct ps_column	 columns[] = {
		{ .name = "section" }, { .name = "key" }, { .name = "value" },
		{ .name = "unit" }
	};
	struct stanza			*s = self->state;

	(void)out;
	if (s->told)
		return PS_EOF;
	s->told = true;
	if (s->pairs)
		*table = (struct ps_table){ .columns = columns + !s->sections,
		    .n_columns = 2u + s->sections + s->units,
		    .flags = PS_OWN_NAMES };
	return PS_OK;
}

/* The name of a section, where it stays as long as the batch does. */
static void
set_section(struct stanza *s, const char *p, size_t n)
{
	char	*to;

	if (p != s->section) {
		if ((to = realloc(s->section, n + 1)) == NULL)
			return;
		memcpy(to, p, n);
		s->section = to;
		s->n_section = n;
	}
	to = ps_scratch(s->self, s->out, n + 1);
	if (n > 0)
		memcpy(to, p, n);
	s->in_section = (struct ps_slice){ .p = to, .n = (uint32_t)n,
	    .flags = PS_STRING };
}

static struct ps_slice
slice(struct stanza_text t, unsigned flags)
{
	return (struct ps_slice){ .p = t.n == 0 ? "" : t.p,
	    .n = (uint32_t)t.n, .flags = (uint16_t)flags };
}

static bool
pair_row(struct stanza *s, const struct stanza_item *x)
{
	struct ps_slice		cells[4], v;
	struct stanza_text	number, unit;
	uint32_t		n = 0;

	if (s->sections)
		cells[n++] = s->in_section;
	cells[n++] = slice(x->key, PS_STRING);
	v = stanza_value(s, x);
	if (s->units && stanza_measure((struct stanza_text){ v.p, v.n },
	    &number, &unit)) {
		cells[n++] = slice(number, 0);
		cells[n++] = slice(unit, PS_STRING);
	} else
		cells[n++] = v;
	return ps_row(s->self, s->out, cells, n, x->line);
}

/* An item that is a row by itself; true when the batch is full. */
static bool
put_pair(struct stanza *s, const struct stanza_item *x)
{
	if (x->what == ITEM_PAIR)
		return pair_row(s, x);
	if (x->what == ITEM_SECTION)
		set_section(s, x->key.p, x->key.n);
	stanza_aside(s, x);
	return ps_full(s->self, s->out);
}

static size_t
take_pairs(struct stanza *s, const char *p, size_t n, bool last, bool *full)
{
	struct stanza_item	x;
	size_t			at = 0, bytes;

	while (at < n && !*full && (bytes = stanza_next(&s->cut, p + at,
	    n - at, last, &x)) > 0) {
		x.line = s->line;
		s->line += x.lines;
		at += bytes;
		*full = put_pair(s, &x);
	}
	return at;
}

/* The items of the record at p; the bytes it takes, 0: more is needed. */
static size_t
gather(struct stanza *s, const char *p, size_t n, bool last)
{
	struct stanza_item	x, *to;
	size_t			at = 0, bytes;
	uint64_t		line = s->line;
	uint32_t		depth = 0;
	bool			begun = false, ended = false;
	bool			parts = s->cut.kind->names == NAMES_PROPERTY;

	s->n_items = 0;
	s->cut.head = s->cut.body = false;
	s->cut.step = 0;
	while (at < n && !ended && s->n_items < ITEMS_MAX) {
		bytes = stanza_next(&s->cut, p + at, n - at, last, &x);
		if (bytes == 0)
			return 0;
		if (x.ends && begun)
			break;
		if ((to = stanza_add(s)) == NULL)
			break;
		x.line = line;
		line += x.lines;
		begun |= !parts && (x.what == ITEM_PAIR ||
		    x.what == ITEM_SECTION);
		ended = parts && stanza_component_ends(s, &x, &depth);
		*to = x;
		at += bytes;
	}
	if (at == n && !last && !ended && s->n_items < ITEMS_MAX)
		return 0;
	s->line = line;
	return at;
}

static bool
tell(struct stanza *s)
{
	const struct stanza_kind	*k = s->cut.kind;

	return k->names == NAMES_PROPERTY ? stanza_tell_component(s) :
	    (k->flags & KIND_TABLES) != 0 ? stanza_tell_typed(s) :
	    stanza_tell(s);
}

static size_t
take_records(struct stanza *s, const char *p, size_t n, bool last, bool *full)
{
	size_t	at = 0, bytes;

	while (at < n && !*full && (bytes = gather(s, p + at, n - at,
	    last)) > 0) {
		at += bytes;
		*full = tell(s) || ps_full(s->self, s->out);
	}
	return at;
}

/* Too long to be held: rejected as far as it is seen. */
static size_t
put_piece(struct stanza *s, const char *p, size_t n)
{
	ps_issue(s->self, s->out, PS_REJECTED, s->line, "long-record",
	    "a record of more than 64 MiB", p, n);
	for (const char *e = p; (e = memchr(e, s->cut.end,
	    (size_t)(p + n - e))) != NULL; e++)
		s->line++;
	return n;
}

/* The first bytes say what ends lines and parts fields. */
static void
begin(struct stanza *s, const char *p, size_t n)
{
	s->cut.end = stanza_end(p, n);
	if ((s->cut.kind->flags & KIND_TABLES) != 0)
		stanza_signs(&s->cut, p, n);
}

static enum ps_status
read_window(struct stanza *s)
{
	bool		 full = false, last;
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used;

	while (!full) {
		if ((n = ps_peek(s->self, s->in, s->want, &p)) <= 0)
			return n < 0 ? PS_FAIL : PS_EOF;
		last = (size_t)n < s->want;
		if (s->cut.end == '\0')
			begin(s, p, (size_t)n);
		used = s->pairs ? take_pairs(s, p, (size_t)n, last, &full) :
		    take_records(s, p, (size_t)n, last, &full);
		if (used == 0 && (last || s->want >= LONGEST))
			used = put_piece(s, p, (size_t)n);
		s->want = used == 0 ? s->want * 2 : WINDOW;
		if (ps_take(s->self, s->in, used) < PS_OK)
			return PS_FAIL;
	}
	return PS_OK;
}

enum ps_status
stanza_rows(struct ps_self *self, struct ps_rows *out)
{
	struct stanza	*s = self->state;
	enum ps_status	 st;

	s->out = out;
	if (s->pairs) {
		set_section(s, s->section, s->n_section);
		return read_window(s);
	}
	if (ps_tree_into(self, s->tree, out))
		st = PS_OK;
	else
		st = read_window(s);
	if (st == PS_EOF)
		(void)stanza_leave_around(s);
	ps_tree_pause(self, s->tree);
	return st;
}

void
stanza_close(struct ps_self *self)
{
	struct stanza	*s = self->state;

	free(s->items);
	free(s->slots);
	free(s->section);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml.c - YAML: one document or many, of whatever shape.
 *
 * A document that is broken costs what follows in it, not the next one: that
 * begins at a line `---`.
 */
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

enum { BATCH = 4 << 20, BATCH_EVENTS = 200000, REST = 64 << 10 };

static const struct ps_option yaml_options[] = {
	TREE_FORM_OPTIONS(struct yaml_options),
	PS_OPTION(struct yaml_options, kind, .def = "", .flags = PS_GUESSED,
	    .doc = "The key that says in which table a document is a record"),
	PS_OPTION(struct yaml_options, sequence, .def = "false",
	    .flags = PS_GUESSED, .doc = "Each document is a record"),
	PS_OPTION(struct yaml_options, strict, .def = "true",
	    .flags = PS_GUESSED,
	    .doc = "A document that is broken is not read at all"),
	{ .name = NULL }
};

static enum ps_status
yaml_open(struct ps_self *self, struct ps_input *in)
{
	struct yaml			*y = self->state;
	const struct yaml_options	*o = self->options;
	struct ps_tree_options		 t = TREE_FORM(o, o->sequence &&
					    o->kind[0] == '\0');

	y->self = y->events.self = self;
	y->events.in = in;
	y->kind = o->kind[0] == '\0' ? NULL : o->kind;
	y->tree = ps_tree_new(self, &t);
	return events_open(&y->events) ? PS_OK :
	    ps_fail(self, PS_FAIL, 0, "%s", y->events.wrong);
}

static enum ps_status
yaml_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct yaml	*y = self->state;

	(void)out;
	(void)table;
	if (y->announced)
		return PS_EOF;
	y->announced = true;
	return PS_OK;
}

/* What was read stays; the rest of this document is set aside. */
static bool
go_on(struct ps_self *self, struct ps_rows *out)
{
	struct yaml			*y = self->state;
	const struct yaml_options	*o = self->options;
	struct events			*v = &y->events;
	const char			*p;
	char				*raw;
	size_t				 n;

	if (o->strict || v->bomb)
		return false;
	yaml_cut(y);
	p = events_rest(v, REST, &n);
	n = n > REST ? REST : n;
	raw = ps_scratch(self, out, n + 1);
	memcpy(raw, p, n);
	ps_issue(self, out, PS_REJECTED, v->line, "broken-yaml", v->wrong, raw,
	    n);
	if (!events_skip(v))
		y->ended = true;
	return true;
}

static enum ps_status
read_events(struct ps_self *self, struct ps_rows *out)
{
	struct yaml	*y = self->state;
	struct events	*v = &y->events;
	uint64_t	 bytes = v->bytes;
	struct event	 e = { .kind = EV_SCALAR };

	for (uint32_t i = 0; !y->ended; i++) {
		if (y->full || v->bytes - bytes > BATCH ||
		    (i > BATCH_EVENTS && v->bytes > bytes))
			return PS_OK;
		if ((!events_next(v, &e) || !yaml_tell(y, &e)) &&
		    !go_on(self, out))
			return ps_fail(self, PS_FAIL, v->line, "%s", v->wrong);
		y->ended |= e.kind == EV_END;
	}
	return PS_EOF;
}

static enum ps_status
yaml_rows(struct ps_self *self, struct ps_rows *out)
{
	struct yaml	*y = self->state;
	enum ps_status	 st;

	(void)ps_tree_into(self, y->tree, out);
	y->out = out;
	y->full = false;
	st = read_events(self, out);
	ps_tree_pause(self, y->tree);
	return st;
}

static void
yaml_close(struct ps_self *self)
{
	yaml_free(self->state);
}

static const char *const suffixes[] = {
	".yaml", ".yml", ".cff", ".raml", NULL
};

static const char *const mimes[] = {
	"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml",
	NULL
};

static const struct ps_format yaml_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "yaml",
	.plugin.version = "1.0",
	.plugin.summary = "YAML: lists, maps, streams of documents",
	.plugin.options = yaml_options,
	.plugin.options_size = sizeof(struct yaml_options),
	.plugin.state_size = sizeof(struct yaml),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 50,
	.probe = yaml_probe,
	.open = yaml_open,
	.table = yaml_table,
	.rows = yaml_rows,
	.close = yaml_close,
};

PS_PLUGIN(yaml, yaml_format);

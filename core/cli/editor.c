/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * editor.c - options of plugins and settings of pipelines as classes of Lua
 * tables: from the same rows that check them.
 */
#include <string.h>

#include "buf.h"
#include "cli_options.h"
#include "cli_settings.h"
#include "editor.h"
#include "options.h"
#include "plugin.h"
#include "plugin_check.h"
#include "str.h"

static const char *
type_word(enum ps_type type)
{
	return type == PS_BOOL ? "boolean" : type == PS_INT ? "integer" :
	    type == PS_REAL ? "number" : "string";
}

/* "dmy"|"mdy", or the type; a list of texts is taken for a text, too. */
static void
add_type(struct buf *b, enum ps_type type, const char *const *choices)
{
	if (choices == NULL)
		buf_str(b, type_word(type));
	for (size_t i = 0; choices != NULL && choices[i] != NULL; i++) {
		buf_str(b, i == 0 ? "" : "|");
		buf_json(b, choices[i], strlen(choices[i]));
	}
	if (type == PS_TEXT && choices == NULL)
		buf_str(b, "|string[]");
}

static bool
is_name(const char *s)
{
	if (*s >= '0' && *s <= '9')
		return false;
	while (is_alnum((unsigned char)*s) || *s == '_')
		s++;
	return *s == '\0';
}

static void
add_field(struct buf *b, const char *name, bool needed, enum ps_type type,
    const char *const *choices, const char *doc)
{
	buf_str(b, "---@field ");
	if (is_name(name))
		buf_str(b, name);
	else {
		buf_str(b, "[");
		buf_json(b, name, strlen(name));
		buf_str(b, "]");
	}
	buf_str(b, needed ? " " : "? ");
	add_type(b, type, choices);
	buf_printf(b, " %s\n", doc == NULL ? "" : doc);
}

static void
add_option(struct buf *b, const struct ps_option *row)
{
	if ((row->flags & PS_POSITIONAL) != 0)
		buf_printf(b, "---@field [1]? string %s\n",
		    row->doc == NULL ? "" : row->doc);
	add_field(b, row->name, (row->flags & (PS_REQUIRED | PS_POSITIONAL)) ==
	    PS_REQUIRED, row->type, row->choices, row->doc);
}

static const char *
base_of(const struct ps_plugin *p)
{
	return p->kind == PS_FORMAT ? "selector" : p->kind == PS_SOURCE ?
	    "addresses" : "value";
}

static void
add_plugin(struct buf *b, const struct ps_plugin *p)
{
	const char *kind = kind_words[p->kind];

	buf_printf(b, "\n---@class (exact) polyscraper.%s.%s: polyscraper.%s\n",
	    kind, p->name, base_of(p));
	for (uint32_t i = 0; i < options_count(p); i++)
		add_option(b, options_row(p, i));
	buf_printf(b, "\n---%s\n---@param t polyscraper.%s.%s\n"
	    "---@return polyscraper.value\n", p->summary, kind, p->name);
	if (is_name(p->name))
		buf_printf(b, "function %s.%s(t) end\n", kind, p->name);
	else
		buf_printf(b, "%s[\"%s\"] = function(t) end\n", kind, p->name);
}

/* What the command line says of the option that sets it. */
static const char *
setting_doc(const char *setting)
{
	for (const struct cli_group *g = cli_groups; g->options != NULL; g++)
		for (const struct cli_option *o = g->options; o->name != NULL;
		    o++)
			if (o->setting != NULL &&
			    strcmp(o->setting, setting) == 0)
				return o->doc;
	return NULL;
}

static void
add_settings(struct buf *b)
{
	const char *name;

	buf_str(b, "\n---@class (exact) polyscraper.settings\n"
	    "---@field [integer] polyscraper.value|polyscraper.value[]\n");
	for (uint32_t i = 0; (name = setting_name(i)) != NULL; i++)
		add_field(b, name, false, setting_type(name),
		    setting_choices(name), setting_doc(name));
	buf_str(b, "\n---What is to be done: sources, sinks and what is "
	    "special.\n---@param t polyscraper.settings\n"
	    "function pipeline(t) end\n");
}

void
editor_definitions(const struct registry *r, struct buf *b)
{
	static const enum ps_kind kinds[] = { PS_SOURCE, PS_FORMAT, PS_SINK };

	buf_str(b, editor_names);
	add_settings(b);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (uint32_t i = 0; i < registry_count(r, (int)kinds[k]); i++)
			add_plugin(b, registry_at(r, (int)kinds[k], i));
}

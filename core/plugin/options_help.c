/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options_help.c - a plugin's options for people: a line each.
 */
#include <string.h>

#include "buf.h"
#include "options.h"
#include "str.h"

static const char *
type_word(const struct ps_option *row)
{
	switch (row->type) {
	case PS_BOOL:
		return "yes/no";
	case PS_INT:
		return "integer";
	case PS_REAL:
		return "number";
	default:
		return "text";
	}
}

static const char *
default_of(const struct ps_option *row)
{
	if (row->flags & PS_REQUIRED)
		return "(needed)";
	if (row->def == NULL)
		return row->flags & PS_GUESSED ? "(guessed)" : "-";
	return *row->def == '\0' ? "''" : shown_str(row->def);
}

static int
widest(const struct ps_plugin *p, const char *(*text)(const struct ps_option *))
{
	size_t	width = 0, n;

	for (uint32_t i = 0; i < options_count(p); i++) {
		n = strlen(text(options_row(p, i)));
		if (n > width)
			width = n;
	}
	return width < 30 ? (int)width : 30;
}

static const char *
name_of(const struct ps_option *row)
{
	return row->name;
}

static void
add_limits(const struct ps_option *row, struct buf *out)
{
	if (row->choices != NULL) {
		buf_str(out, " (");
		for (uint32_t i = 0; row->choices[i] != NULL; i++)
			buf_printf(out, "%s%s", i == 0 ? "" : ", ",
			    *row->choices[i] == '\0' ? "''" : row->choices[i]);
		buf_str(out, ")");
	}
	if (row->type == PS_INT && row->min < row->max)
		buf_printf(out, " (%lld to %lld)", (long long)row->min,
		    (long long)row->max);
}

void
options_help(const struct ps_plugin *p, struct buf *out)
{
	int	names = widest(p, name_of), defs = widest(p, default_of);

	for (uint32_t i = 0; i < options_count(p); i++) {
		const struct ps_option	*row = options_row(p, i);

		buf_printf(out, "  %-*s  %-7s  %-*s  %s", names, row->name,
		    type_word(row), defs, default_of(row),
		    row->doc == NULL ? "" : row->doc);
		add_limits(row, out);
		buf_char(out, '\n');
	}
}

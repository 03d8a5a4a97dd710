/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options.c - settings are checked against a plugin's rows and become the
 * plugin's own struct.
 *
 * A plugin never sees a wrong value: what its rows do not allow is refused
 * here, with the nearest thing that they do.  Rows are found by the size that
 * the plugin was built with, so tables of older and newer headers both work.
 */
#include <string.h>

#include "mem.h"
#include "options.h"
#include "options_value.h"
#include "plugin_check.h"
#include "secret.h"
#include "str.h"

/* A row has at least the members of the first header. */
#define ROW_BIRTH	(offsetof(struct ps_option, doc) + sizeof(char *))
/* Up to the member that came later. */
#define EXPECTS_END	(offsetof(struct ps_option, expects) + sizeof(void *))
#define ROWS_MAX	1000

static const struct ps_option *
row_at(const struct ps_plugin *p, uint32_t i)
{
	const char	*rows = (const char *)p->options;

	return (const struct ps_option *)(const void *)
	    (rows + (size_t)i * p->option_size);
}

uint32_t
options_count(const struct ps_plugin *p)
{
	uint32_t	n = 0;

	if (p->options == NULL || p->option_size < ROW_BIRTH)
		return 0;
	while (n < ROWS_MAX && row_at(p, n)->name != NULL)
		n++;
	return n;
}

const struct ps_option *
options_row(const struct ps_plugin *p, uint32_t i)
{
	return i < options_count(p) ? row_at(p, i) : NULL;
}

const struct ps_option *
options_find(const struct ps_plugin *p, const char *name)
{
	uint32_t	n = options_count(p);

	for (uint32_t i = 0; i < n; i++)
		if (strcmp(row_at(p, i)->name, name) == 0)
			return row_at(p, i);
	return NULL;
}

static const struct ps_option *
find_positional(const struct ps_plugin *p)
{
	uint32_t	n = options_count(p);

	for (uint32_t i = 0; i < n; i++)
		if (row_at(p, i)->flags & PS_POSITIONAL)
			return row_at(p, i);
	return NULL;
}

static const char *
nearest_name(const struct ps_plugin *p, const char *name, struct arena *a)
{
	uint32_t	  n = options_count(p);
	const char	**list = arena_alloc(a, (n + 1) * sizeof(*list));

	for (uint32_t i = 0; i < n; i++)
		list[i] = row_at(p, i)->name;
	return nearest(name, list);
}

static const char *
unknown(const struct ps_plugin *p, const char *name, struct arena *a)
{
	const char	*near;

	if (name == NULL)
		return arena_printf(a, "takes no unnamed value; name it, as "
		    "in OPTION=VALUE");
	if ((near = nearest_name(p, name, a)) != NULL)
		return arena_printf(a, "unknown option '%s', did you mean "
		    "'%s'? (polyscraper plugins %s)", shown_str(name), near,
		    p->name);
	return arena_printf(a, "unknown option '%s'; `polyscraper plugins %s` "
	    "lists them", shown_str(name), p->name);
}

/* As it was written; a secret is not shown. */
static const char *
wrong_value(const struct ps_option *row, const struct setting *s,
    const char *expected, struct arena *a)
{
	bool	quoted = s->type == PS_TEXT || s->type == PS_NULL;

	if ((row->flags & PS_SECRET) != 0 || s->value == NULL)
		return arena_printf(a, "%s: expected %s", row->name, expected);
	return arena_printf(a, quoted ? "%s = \"%s\": expected %s" :
	    "%s = %s: expected %s", row->name, shown_str(s->value), expected);
}

/* What the plugin itself says of a text; NULL: it will do. */
static const char *
expected(const struct ps_plugin *p, const struct ps_option *row,
    const char *value)
{
	if (row->type != PS_TEXT || p->option_size < EXPECTS_END ||
	    row->expects == NULL)
		return NULL;
	return row->expects(value);
}

/* Lines of "Name: value": those whose names say so. */
static void
hide_lines(const char *s, struct arena *a)
{
	size_t	name, n, blanks;

	for (; *s != '\0'; s += n + (s[n] != '\0')) {
		n = strcspn(s, "\n");
		name = strcspn(s, ":\n");
		if (name >= n || !secret_named(s, name))
			continue;
		blanks = strspn(s + name + 1, " ");
		secret_add(arena_strndup(a, s + name + 1 + blanks,
		    n - name - 1 - blanks));
	}
}

/* Nobody shows it from here on.  In addresses secrets are known anyway. */
static void
hide(const struct ps_option *row, const char *value, struct arena *a)
{
	if (!(row->flags & PS_SECRET) || value == NULL)
		return;
	if (row->flags & PS_PAIRS)
		hide_lines(value, a);
	else if (row->type == PS_TEXT && strstr(value, "://") == NULL)
		secret_add(value);
}

/* One setting into the struct; NULL, or what is wrong with it. */
static const char *
set(const struct ps_plugin *p, const struct setting *s, void *options,
    bool *given, struct arena *a)
{
	const struct ps_option	*row;
	const char		*wrong;
	uint32_t		 i;

	row = s->name == NULL ? find_positional(p) : options_find(p, s->name);
	if (row == NULL)
		return unknown(p, s->name, a);
	hide(row, s->value, a);
	wrong = option_store(row, s, options, a);
	if (wrong == NULL)
		wrong = expected(p, row, s->value);
	if (wrong != NULL)
		return wrong_value(row, s, wrong, a);
	for (i = 0; row_at(p, i) != row; i++)
		continue;
	given[i] = true;
	return NULL;
}

static const char *
missing(const struct ps_plugin *p, const bool *given, struct arena *a)
{
	const struct ps_option	*row;

	for (uint32_t i = 0; i < options_count(p); i++) {
		row = row_at(p, i);
		if ((row->flags & PS_REQUIRED) && !given[i])
			return arena_printf(a, "option '%s' is missing; %s",
			    row->name, row->doc == NULL ? "set it" : row->doc);
	}
	return NULL;
}

/* Defaults of all rows; NULL, or the first that is wrong. */
static const char *
set_defaults(const struct ps_plugin *p, void *options, struct arena *a)
{
	const struct ps_option	*row;
	const char		*wrong;

	for (uint32_t i = 0; i < options_count(p); i++) {
		struct setting	s = { .type = PS_NULL };

		row = row_at(p, i);
		s.value = row->def;
		if (s.value == NULL)
			continue;
		wrong = option_store(row, &s, options, a);
		if (wrong != NULL)
			return arena_printf(a, "default of %s",
			    wrong_value(row, &s, wrong, a));
	}
	return NULL;
}

/* "place: source.http: wrong" */
static const char *
placed(const struct ps_plugin *p, const char *place, const char *wrong,
    struct arena *a)
{
	return arena_printf(a, "%s%s%s.%s: %s", place == NULL ? "" : place,
	    place == NULL ? "" : ": ", kind_words[p->kind <= PS_SINK ?
	    p->kind : 0], p->name, wrong);
}

void *
options_fill(const struct ps_plugin *p, const struct setting *settings,
    uint32_t n, struct arena *a, const char **error)
{
	void		*options = arena_alloc(a, p->options_size + 1);
	bool		*given = arena_alloc(a, options_count(p) + 1);
	const char	*wrong;

	set_defaults(p, options, a);
	for (uint32_t i = 0; i < n; i++) {
		wrong = set(p, &settings[i], options, given, a);
		if (wrong != NULL && error != NULL) {
			*error = placed(p, settings[i].place, wrong, a);
			return NULL;
		}
	}
	wrong = missing(p, given, a);
	if (wrong != NULL && error != NULL) {
		*error = placed(p, n > 0 ? settings[0].place : NULL, wrong, a);
		return NULL;
	}
	return options;
}

bool
options_try(const struct ps_plugin *p, const struct setting *s,
    struct arena *a, const char **error)
{
	void	*options = arena_alloc(a, p->options_size + 1);
	bool	*given = arena_alloc(a, options_count(p) + 1);

	*error = set(p, s, options, given, a);
	return *error == NULL;
}

/* What is wrong with a row as the plugin's author wrote it, or NULL. */
static const char *
wrong_row(const struct ps_plugin *p, uint32_t i)
{
	const struct ps_option	*row = row_at(p, i);
	size_t			 size = option_size_of(row->type);

	for (const char *s = row->name; *s != '\0'; s++)
		if (!is_alnum(*s) && *s != '_')
			return "is no word";
	if (row->name[0] == '\0' || options_find(p, row->name) != row)
		return "stands twice or has no name";
	if (size == 0)
		return "has a type that options cannot have";
	if (row->offset > p->options_size ||
	    size > p->options_size - row->offset || row->offset % size != 0)
		return "lies outside the options struct";
	if ((row->flags & PS_POSITIONAL) && find_positional(p) != row)
		return "is a second positional one";
	if (row->choices != NULL && row->type != PS_TEXT)
		return "has choices but is not text";
	return NULL;
}

static const char *
wrong_rows(const struct ps_plugin *p, struct arena *a)
{
	const char	*wrong;

	if (p->options == NULL)
		return NULL;
	if (p->option_size < ROW_BIRTH ||
	    p->option_size % _Alignof(struct ps_option) != 0)
		return "has option rows of a wrong size";
	if (options_count(p) == ROWS_MAX)
		return "has option rows without an end";
	for (uint32_t i = 0; i < options_count(p); i++) {
		wrong = wrong_row(p, i);
		if (wrong != NULL)
			return arena_printf(a, "option '%s' %s",
			    shown_str(row_at(p, i)->name), wrong);
	}
	return set_defaults(p, arena_alloc(a, p->options_size + 1), a);
}

bool
options_check(const struct ps_plugin *p, const char **error, struct arena *a)
{
	const char	*wrong = wrong_rows(p, a);

	if (wrong == NULL)
		return true;
	if (error != NULL)
		*error = placed(p, NULL, wrong, a);
	return false;
}

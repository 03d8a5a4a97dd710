/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options.h - a plugin's options: checked against its rows, filled into its
 * struct, explained to people.
 *
 * Values and texts belong to the arena given.
 */
#ifndef PS_OPTIONS_H
#define PS_OPTIONS_H

#include "polyscraper.h"

struct arena;
struct buf;

/* One value as the user (or a bid) wrote it. */
struct setting {
	const char	*name;		/* NULL: the positional one */
	const char	*value;		/* booleans "true" "false" */
	enum ps_type	 type;		/* as written: BOOL INT REAL TEXT, or */
					/* PS_NULL: text to be converted */
	const char	*place;	/* "file.lua:3" or "--to", may be NULL */
};

/*
 * The options struct of `plugin`, options_size bytes, from defaults and then
 * settings.  NULL and a message in *error ("place: format.csv: unknown option
 * 'hedaer', did you mean 'header'? ...") where a setting is wrong, or a
 * required one is missing.  With a NULL error the wrong ones are left out.
 */
void	*options_fill(const struct ps_plugin *, const struct setting *,
	    uint32_t n, struct arena *, const char **error);
/* One setting alone; *error is without the place and the plugin. */
bool	options_try(const struct ps_plugin *, const struct setting *,
	    struct arena *, const char **error);
/* The row of that name, or NULL. */
const struct ps_option *options_find(const struct ps_plugin *, const char *);
/* Refuses a plugin whose own rows are broken: defaults out of bounds, ... */
bool	options_check(const struct ps_plugin *, const char **error,
	    struct arena *);
/* The i-th option's value in an options struct, as text ("" if NULL). */
const char *options_text(const struct ps_option *, const void *options,
	    struct arena *);
/* The rows of an options table; `i` < options_count(). */
uint32_t options_count(const struct ps_plugin *);
const struct ps_option *options_row(const struct ps_plugin *, uint32_t i);
/* "  delimiter   text  ','   Parts the cells" lines for people. */
void	options_help(const struct ps_plugin *, struct buf *);

#endif

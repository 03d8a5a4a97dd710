/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_settings.h - the settings of a pipeline by name.
 *
 * One table serves the command line and Lua, so that both know the same names
 * and refuse the same values.
 */
#ifndef PS_CLI_SETTINGS_H
#define PS_CLI_SETTINGS_H

#include "polyscraper.h"

struct arena;
struct pipeline;

/* NULL-ended, for nearest(). */
const char *const *setting_names(struct arena *);
/* The i-th, or NULL. */
const char *setting_name(uint32_t i);
/* What it may be, NULL-ended; NULL: not a few words. */
const char *const *setting_choices(const char *name);
/* The type in which Lua writes it: BOOL, INT, REAL or TEXT; PS_NULL: none. */
enum ps_type setting_type(const char *name);
/* It grows by each value of a list. */
bool	setting_takes_list(const char *name);
/* Of one that is text: a whole number does as well. */
bool	setting_takes_number(const char *name);
/*
 * Sets it; lists (include, exclude) grow.  NULL, or what is wrong with the
 * value: "'x' is not one of shape, document", in the arena.
 */
const char *setting_set(struct pipeline *, struct arena *, const char *name,
	    const char *value);

#endif

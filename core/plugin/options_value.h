/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options_value.h - one option's value: checked, stored, shown.
 *
 * Texts belong to the arena given.
 */
#ifndef PS_OPTIONS_VALUE_H
#define PS_OPTIONS_VALUE_H

#include "polyscraper.h"

struct arena;
struct setting;

/* Bytes of a member of that type; 0: options cannot have it. */
size_t	option_size_of(enum ps_type);
/* Puts the value into the struct; NULL, or what was expected. */
const char *option_store(const struct ps_option *, const struct setting *,
	    void *options, struct arena *);

#endif

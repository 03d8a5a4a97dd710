/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plugin_check.h - what is not let in: files that others could have written,
 * and descriptors that this program cannot use.
 *
 * Texts belong to the arena given.
 */
#ifndef PS_PLUGIN_CHECK_H
#define PS_PLUGIN_CHECK_H

#include "polyscraper.h"

struct arena;

extern const char *const kind_words[];	/* "source" ..., by enum ps_kind */

/* Why code must not be loaded from this file or directory, or NULL. */
const char *plugin_unsafe(const char *path, bool directory, struct arena *);
/* Why this descriptor of a `kind` cannot be used, or NULL. */
const char *plugin_unusable(const struct ps_plugin *, enum ps_kind kind,
	    struct arena *);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plugin_check.h - what is not let in: files that others could have written,
 * and descriptors that this program cannot use.
 *
 * Texts belong to the arena given.
 */
#ifndef PS_PLUGIN_CHECK_H
#define PS_PLUGIN_CHECK_H

#include <limits.h>

#include "polyscraper.h"

struct arena;

extern const char *const kind_words[];	/* "source" ..., by enum ps_kind */

/* Why code must not be loaded from this file or directory, or NULL. */
const char *plugin_unsafe(const char *path, bool directory, struct arena *);
/* Whether it may; if not, that is warned of. */
bool	plugin_is_safe(const char *path, bool directory, struct arena *);
/*
 * Where a file lies that ends in that suffix, whatever links lead to it; false
 * after a warning: it does not, or that is no safe place.
 */
bool	plugin_resolve(const char *file, const char *suffix,
	    char path[PATH_MAX], struct arena *);
/*
 * The names of the files in a directory that end in that suffix and do not
 * begin with '.', ordered by their bytes; how many, or -1 (errno says why).
 */
int	plugin_files(const char *directory, const char *suffix,
	    const char ***names, struct arena *);
/* Why this descriptor of a `kind` cannot be used, or NULL. */
const char *plugin_unusable(const struct ps_plugin *, enum ps_kind kind,
	    struct arena *);

#endif

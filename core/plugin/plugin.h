/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plugin.h - finding, loading and checking plugins through libltdl.
 *
 * The registry owns everything it returns.  Loading is done once, by the
 * supervisor, before anything is forked.
 */
#ifndef PS_PLUGIN_H
#define PS_PLUGIN_H

#include "polyscraper.h"

struct buf;
struct registry;

/* Loads every module of sources/, formats/ and sinks/ below each directory */
/* (a NULL ends the list), preloaded ones first.  A module that is refused is */
/* warned of and left out.  NULL only if libltdl itself fails. */
struct registry	*registry_load(const char *const *directories);
void	registry_free(struct registry *);
/* A registry with all that is in another, which must outlive it. */
struct registry	*registry_copy(const struct registry *);
/* One more, which is no module but stays where it is; `path` is where it is */
/* from.  No other of its kind may have its name. */
void	registry_add(struct registry *, const struct ps_plugin *,
	    const char *path);

/* All of one kind, sorted by name (bytewise), or of all kinds (kind 0). */
uint32_t registry_count(const struct registry *, int kind);
const struct ps_plugin *registry_at(const struct registry *, int kind,
	    uint32_t i);
const struct ps_plugin *registry_find(const struct registry *, int kind,
	    const char *name);
const char *registry_path(const struct registry *, const struct ps_plugin *);
/* Names of a kind, NULL-ended, for nearest(). */
const char *const *registry_names(const struct registry *, int kind);

/* "format.csv", or "format["acme-till"]": as it is written in Lua. */
void	plugin_written(struct buf *, enum ps_kind, const char *name);

/* Members of a descriptor that an older, shorter plugin does not have read */
/* as NULL: plugin->size bounds what may be touched. */
#define PLUGIN_HAS(d, member)						\
	((d)->plugin.size >= offsetof(__typeof__(*(d)), member) +	\
	    sizeof((d)->member) && (d)->member != NULL)

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * host.h - the services behind struct ps_host, and one use of a plugin.
 *
 * A host owns what it allocates for its plugin until host_begin() or
 * host_free().
 */
#ifndef PS_HOST_H
#define PS_HOST_H

#include "as_utf8.h"
#include "polyscraper.h"

struct arena;
struct besides;
struct lua_doc;

struct host {
	struct ps_host	 api;		/* what plugins see; must be first */
	struct arena	*arena;
	const char	*plugin, *document;
	struct ps_tree	*tree;		/* the one in use, or NULL */
	/* What the next one begins with (tree_get()), or NULL; the caller's. */
	const char	*tree_state;
	size_t		 tree_state_size;
	uint64_t	 at;		/* line or offset of the failure */
	char		 message[400];	/* of the last failure, or "" */
	uint32_t	*lines, lines_room;	/* of the last scan */
	struct as_utf8	 as_utf8;
	struct besides	*besides;	/* of the document; or NULL */
	/* For formats of the core, in a worker: */
	struct lua_doc	*script;	/* what they know of the document */
	double		 deadline;	/* seconds for a call of a script */
};

void	host_init(struct host *);
void	host_free(struct host *);
/* A new use begins: memory and message of the last one are forgotten. */
void	host_begin(struct host *, const char *plugin, const char *document);
/* state_size zeroed bytes of the host's arena, options as given. */
struct ps_self host_self(struct host *, const struct ps_plugin *,
	    const void *options);

#endif

/* SPDX-License-Identifier: 0BSD */
/*
 * format.h - how documents are read.
 */
#ifndef POLYSCRAPER_FORMAT_H
#define POLYSCRAPER_FORMAT_H

#include "document.h"
#include "host.h"
#include "plugin.h"
#include "probe.h"
#include "table.h"

enum {
	PS_SPLITS	= 1 << 0,	/* align() works: ranges can be read */
	PS_BINARY	= 1 << 1, /* reads raw bytes: text is not decoded */
	PS_CONTAINER	= 1 << 2, /* member() and read() instead of tables */
	PS_SPLITS_TABLES = 1 << 3, /* PS_SPLITS; a range may end a table */
	PS_WANTS_HEAD	= 1 << 4	/* probe() looks at sample->head */
};

struct ps_format {
	struct ps_plugin	 plugin;
	const char *const	*suffixes;	/* ".csv"; NULL ends it */
	const char *const	*mimes;
	uint32_t		 cost;	/* of probe(): cheap ones first */
	uint32_t		 flags;
	/* Judge the sample.  Same sample, same answer; keeps nothing. */
	/* PS_FATAL: there is no telling what the document is; it fails. */
	enum ps_status		(*probe)(struct ps_self *,
				    const struct ps_sample *, struct ps_guess *,
				    struct ps_bid *);
	enum ps_status		(*open)(struct ps_self *, struct ps_input *);
	/* The next table, or PS_EOF; then its rows, a batch a call; PS_EOF */
	/* may come with the last of them. */
	enum ps_status		(*table)(struct ps_self *, struct ps_rows *,
				    struct ps_table *);
	enum ps_status		(*rows)(struct ps_self *, struct ps_rows *);
	/* PS_SPLITS: opened somewhere inside the document, take all up to */
	/* the first record that begins here or later; then rows() of the */
	/* table at hand; table() is not called, or, PS_SPLITS_TABLES, after */
	/* these rows, for tables that begin in the range. */
	enum ps_status		(*align)(struct ps_self *, struct ps_input *);
	/* Containers: the next member, or PS_EOF.  PS_SKIP: it cannot be */
	/* read, ps_fail() says why; PS_RETRY: what stands here is no */
	/* document, call again.  Of the document it fills in its name, size */
	/* and time, and what it knows of how to read it (document.h).  Then */
	/* its bytes: how many, 0 at its end, -1. */
	enum ps_status		(*member)(struct ps_self *, struct ps_doc *);
	ptrdiff_t		(*read)(struct ps_self *, void *, size_t);
	void			(*close)(struct ps_self *);
	/* Suffixes of files that belong to one of its own, as its .dbf to a */
	/* .shp: ps_beside() gives them, and they are no documents then. */
	const char *const	*beside;
	/* What one with such files begins with; NULL: that is not asked. */
	const char		*begins;
	size_t			 n_begins;
};

#endif

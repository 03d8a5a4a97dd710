/* SPDX-License-Identifier: 0BSD */
/*
 * sink.h - where rows and the ledger go.
 */
#ifndef POLYSCRAPER_SINK_H
#define POLYSCRAPER_SINK_H

#include "batch.h"
#include "document.h"
#include "host.h"
#include "plugin.h"
#include "table.h"

enum {
	PS_KEEPS_LEDGER	= 1 << 0,	/* sql(), remove(), settle() work */
	PS_PARALLEL	= 1 << 1,	/* several writers are safe */
	PS_WANTS_TEXT	= 1 << 2	/* rows as source text, not typed */
};

/* State of a sink after open(), for the core to print and to decide by. */
struct ps_opened {
	bool	existed;		/* the target was there before */
	bool	resumed;		/* an unfinished build was taken up */
	char	where[512];		/* what people know it by */
};

struct ps_sink {
	struct ps_plugin	 plugin;
	uint32_t		 flags;
	enum ps_status		(*open)(struct ps_self *, struct ps_opened *);
	/* Make the table unless it exists. */
	enum ps_status		(*table)(struct ps_self *,
				    const struct ps_table *);
	/* The table has new columns: the last n of those given. */
	enum ps_status		(*widen)(struct ps_self *,
				    const struct ps_table *, uint32_t n);
	/* Between begin() and end() lies one document: all of it or nothing. */
	enum ps_status		(*begin)(struct ps_self *,
				    const struct ps_doc *);
	/* Append; rows get consecutive numbers, the first of them told. */
	enum ps_status		(*write)(struct ps_self *,
				    const struct ps_table *,
				    const struct ps_batch *, int64_t *first);
	enum ps_status		(*end)(struct ps_self *, bool keep);
	/* All that was ended is durable once this returns PS_OK. */
	enum ps_status		(*commit)(struct ps_self *);
	/* Remove rows by number: a document that is replaced. */
	enum ps_status		(*remove)(struct ps_self *,
				    const struct ps_table *,
				    int64_t first, int64_t last);
	/* Rewrite columns to the types in the table given; `changed` says */
	/* which.  Rows keep their numbers.  One transaction, resumable. */
	/* No function: values stay, only the declarations change. */
	enum ps_status		(*settle)(struct ps_self *,
				    const struct ps_table *,
				    const bool *changed, ps_convert_fn *,
				    void *);
	/* One statement of the ledger: portable SQL, parameters ?1 ?2 ... */
	enum ps_status		(*sql)(struct ps_self *, const char *text,
				    const struct ps_value *, uint32_t n,
				    ps_row_fn *, void *);
	/* The load ended: whole (give it its final name) or broken off. */
	enum ps_status		(*finish)(struct ps_self *, bool whole);
	void			(*close)(struct ps_self *);
	/* Of rows alike in a key the last one stays, see batch.h.  In the */
	/* open transaction.  NULL: the sink cannot have keys. */
	enum ps_status		(*fold)(struct ps_self *,
				    const struct ps_table *, struct ps_fold *);
	/* Rows of a document that are no longer there, see batch.h.  In the */
	/* open transaction.  NULL: the sink cannot keep them. */
	enum ps_status		(*past)(struct ps_self *,
				    const struct ps_table *, struct ps_past *);
};

#endif

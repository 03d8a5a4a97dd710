/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer.h - inside the writer: one document at a time into one sink.
 *
 * What a document owns lies in the writer's arena until the next one begins.
 */
#ifndef PS_WRITER_H
#define PS_WRITER_H

#include "doc.h"
#include "host.h"
#include "mem.h"
#include "pipeline.h"
#include "pool.h"
#include "proc.h"
#include "said.h"
#include "secret.h"
#include "shape.h"
#include "summary.h"
#include "tables.h"

/* A document's table on its way into one of ours. */
struct doc_table {
	struct table	*table;		/* NULL: not told yet */
	const char	*name, *shape;	/* as assigned */
	struct shape_set wished;	/* shapes of the script, for it */
	uint32_t	 n_columns;	/* in the document */
	uint32_t	 flags;		/* PS_HEADERLESS, TABLE_ADDED */
	bool		 closed;	/* columns it lacks are empty */
	bool		 has_parent;	/* column 0 has lines of the document */
	struct reading	*readings;	/* as told */
	struct reading	*as;		/* the same in the table's types */
	struct facts	*facts;		/* of the document so far */
	uint32_t	*to;		/* document column -> table column */
	int32_t		*map;		/* table column -> document column */
	uint64_t	*pending;	/* cells that wait, a column each */
	bool		*convert;	/* the types differ */
	bool		*refuse;	/* no cell is a value of the column */
	bool		 converts;	/* any of them does */
	uint32_t	 batches;	/* M_FACTS that came */
	uint64_t	 rows, range_rows;	/* in all; before this range */
	uint64_t	 misfits;
	int64_t		 first, last;	/* numbers of the rows at hand */
	bool		 is_new;	/* this document made the table */
	struct unfit	*unfits;	/* NULL: no types are wished */
	bool		 joined;	/* its facts have joined the table's */
	uint32_t	 had_columns;	/* before this document */
};

/* A source text that stays beside its value; of the batch to come. */
struct kept {
	uint32_t	table, column;
	uint64_t	row, line;
	size_t		at;		/* in the notes */
	uint32_t	length;
};

#define NO_COLUMN	UINT32_MAX	/* in doc_table.to: it is left out */

enum doc_state {
	DOC_NONE, DOC_OPEN,
	DOC_LOST,		/* rolled back; its frames are passed over */
	DOC_AGAIN		/* was loaded in this run already: likewise */
};

struct document {
	enum doc_state	 state;
	uint64_t	 seq;
	struct ps_doc	 doc;
	int64_t		 id;
	bool		 known;		/* an old version is in the ledger */
	bool		 has_rows;	/* of that version */
	bool		 has_members;	/* it is a container of some */
	char		 started[32];
	const char	*parent, *format, *encoding, *options, *why;
	const char	*seems, *mime;	/* what no format reads */
	double		 confidence;
	bool		 semicolons;	/* part its cells: ',' is decimal */
	struct counts	 counts;
	uint32_t	 range;
	uint64_t	 line_base, bytes, hash[2];
	uint64_t	 written;	/* rows */
	struct doc_table *tables;
	uint32_t	 n_tables, room;
	struct kinds	 rules;		/* of its issues */
	uint64_t	 noted;		/* of facts and links, beside those */
	struct objections said;		/* by scripts, of its records */
	char		 lost[400];	/* why */
};

struct writer {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	const struct pool	*pool;
	const struct ps_sink	*sink;
	struct host		 host;
	struct ps_self		 self;
	struct ps_opened	 opened;
	struct ledger		*ledger;	/* NULL: the sink keeps none */
	struct tables		 tables;
	struct arena		*arena;		/* of the document */
	struct document		 doc;
	struct said		 above, own;	/* its facts: inherited, told */
	struct told_link {
		uint32_t	 position;
		const char	*address;	/* the arena's, both */
		const char	*why;		/* it leads nowhere; NULL: */
						/* it does not */
		struct said	 facts;
	}			*links;		/* that were followed */
	uint32_t		 n_links, links_room;
	struct totals		 totals;
	struct writer_frontier	*frontier;	/* NULL: there is no crawl */

	struct buf		 notes;		/* texts of kept cells */
	struct kept		*kept;
	uint32_t		 n_kept, kept_room, kept_used;
	bool			 kept_sorted;
	/* One slot, the pieces, then what was converted. */
	struct buf		 batch;
	int32_t			*narrow;	/* for rows of fewer columns */
	uint32_t		 narrow_room;
	size_t			 pieces;	/* bytes of them */

	/* removed with an old version, to be counted once it is certain */
	struct taken {
		struct table	*table;
		uint64_t	 rows, ended;	/* those that stay, as past */
	}			*taken;
	uint32_t		 n_taken, taken_room;

	/* rows of the old version; of the new one, where there is a history */
	struct old_rows {
		struct table	*table;
		int64_t		 first, last;
	}			*old, *new;
	uint32_t		 n_old, old_room, n_new, new_room;
	int64_t			 version;	/* the old one, below 0 */
	int64_t			*hashes;	/* of the batch */
	uint32_t		 hashes_room;

	char			**roots;	/* listed whole */
	uint32_t		 n_roots, roots_room;
	double			 committed;	/* when */
	double			 commit_took;
	uint32_t		 uncommitted;	/* documents, records */
	uint32_t		 acked_documents;	/* of them loaded */
	uint64_t		 acked_rows;
	uint32_t		 freed;		/* slots told, not flushed */
	bool			 ended;
	bool			 orphaned;	/* the supervisor is gone */
};

/* writer.c */
enum ps_status	writer_commit(struct writer *);
enum ps_status	writer_broken(struct writer *, const char *what);

/* writer_known.c: tables that are there, then that the writer is ready */
enum ps_status	tell_known(struct writer *);

/* writer_done.c */
enum ps_status	on_done(struct writer *, struct frame *);

/* writer_doc.c */
enum ps_status	on_begin(struct writer *, struct frame *);
enum ps_status	on_open(struct writer *, struct frame *);
enum ps_status	on_abort(struct writer *, struct frame *);
enum ps_status	on_record(struct writer *, struct frame *);
/* A text for as long as the document lasts. */
static inline const char *
writer_keep(struct writer *w, const char *s)
{
	return arena_strdup(w->arena, s);
}

/* The same without secrets: what the ledger keeps, and people are told. */
static inline const char *
writer_told(struct writer *w, const char *s)
{
	const char *clean = secret_masked(w->arena, s);

	return clean == s ? writer_keep(w, s) : clean;
}
/* The ledger row; what is counted of how it ended; both, where the document */
/* leaves nothing else. */
enum ps_status	document_entry(struct writer *, const char *status,
		    const char *message);
void		document_outcome(struct writer *, const char *status,
		    const char *message);
enum ps_status	document_record(struct writer *, const char *status,
		    const char *message);
/* The open document goes, with all it made. */
enum ps_status	undo_document(struct writer *);
/* A callback of the sink or a worker failed: PS_OK if only the document is */
/* lost, what must end the writer otherwise. */
enum ps_status	lose_document(struct writer *, enum ps_status, const char *);

/* writer_said.c: what it inherits (at its beginning); what was told of it */
/* (M_SAID); with its ledger row; after that, in columns of it. */
void		said_begin(struct writer *, struct frame *);
enum ps_status	on_said(struct writer *, struct frame *);
enum ps_status	on_follow(struct writer *, struct frame *);
/* Of an unchanged document: what was told of it, to the supervisor; where it */
/* lies and what it inherits now, if that was otherwise. */
enum ps_status	said_tell(struct writer *, uint64_t seq, int64_t id);
enum ps_status	said_seen(struct writer *, int64_t id, struct frame *);
enum ps_status	said_entry(struct writer *, bool own);
enum ps_status	said_ended(struct writer *, bool own);
void		said_forget(struct writer *);

/* writer_old.c: versions that are replaced */
enum ps_status	prepare_old(struct writer *);
enum ps_status	remove_old(struct writer *);
/* The ranges of a document, behind those in w->old. */
enum ps_status	load_old(struct writer *, int64_t id);
void		count_taken(struct writer *);

/* writer_past.c: rows that are no longer there stay, and since when; */
/* see ps_past in batch.h */
/* The ranges of w->old belong to the old version from now on. */
enum ps_status	past_begin(struct writer *);
/* The new version is written, or there is none. */
enum ps_status	past_end(struct writer *);
/* Documents that are gone. */
enum ps_status	past_gone(struct writer *, const int64_t *ids, uint64_t n);
/* The run is over: what facts of old versions count twice is counted. */
enum ps_status	past_nulls(struct writer *);
/* writer_hash.c: what the cells of each row of the batch are. */
const int64_t	*hash_rows(struct writer *, const struct doc_table *,
		    uint32_t number);

/* writer_table.c */
enum ps_status	on_assign(struct writer *, struct frame *);
enum ps_status	on_table(struct writer *, struct frame *);
enum ps_status	on_facts(struct writer *, struct frame *);
void		choose_conversions(struct writer *, struct doc_table *);
bool		writer_shows(const struct writer *);
struct doc_table *doc_table_at(struct writer *, uint32_t number);

/* writer_facts.c: the document is over; what was found out of its columns */
enum ps_status	store_facts(struct writer *, struct doc_table *);
enum ps_status	store_range(struct writer *, struct doc_table *);

/* writer_wished.c: a table's shapes, behind its `columns` in M_TABLE; cells */
/* that are not as these wish; issues of them, as the document ends. */
void		wished_known(struct writer *, struct doc_table *,
		    struct frame columns, struct frame *, uint32_t from);
enum ps_status	note_unfit(struct writer *, struct frame *);
enum ps_status	tell_unfits(struct writer *);

/* writer_notes.c */
/* Bytes that are no UTF-8 are escaped: the ledger's texts are texts. */
void		gather_bytes(struct ledger *, enum gathered, const char *,
		    size_t);
enum ps_status	on_notes(struct writer *, struct frame *);
enum ps_status	store_kept(struct writer *, const struct doc_table *,
		    uint64_t row, uint64_t line, uint32_t column,
		    const char *, size_t, bool pending);
/* The kept texts of a table from a row of the range on. */
void		forget_kept(struct writer *);
uint32_t	kept_from(struct writer *, uint32_t table, uint64_t row);
/* That of a cell, from the first of its row on; or NULL. */
const struct kept *kept_in_row(const struct writer *, uint32_t from,
		    uint32_t table, uint64_t row, uint32_t column);

/* writer_rows.c */
enum ps_status	on_piece(struct writer *, struct frame *);
/* writer_parent.c: lines that cells of the batch hold count from where the */
/* range begins; so they do in the facts, which are found anew. */
enum ps_status	move_parents(struct writer *, struct doc_table *);
bool		parents_move(const struct writer *, const struct doc_table *);
enum ps_status	on_rows(struct writer *, struct frame *);
/* writer_slot.c: NULL, or what is wrong with the copy of a slot */
const char	*check_slot(const struct writer *, const struct doc_table *,
		    uint32_t n_rows, const void *slot);
/* writer_convert.c: cells in the types of the table */
enum ps_status	convert_batch(struct writer *, struct doc_table *,
		    uint32_t number);
enum ps_status	keep_texts(struct writer *, struct doc_table *,
		    uint32_t number);

/* writer_frontier.c: what sources visit; frames that waited for the end of a */
/* document; a document of that address is stored or as it was; the end */
enum ps_status	on_frontier(struct writer *, struct frame *);
enum ps_status	visits_go_on(struct writer *);
/* writer_visits.c: what is due is handed out, as far as there is room */
enum ps_status	visits_refill(struct writer *);
enum ps_status	visits_document(struct writer *, const char *address);
enum ps_status	visits_end(struct writer *, bool whole);
/* How many are queued, done ..., to the supervisor. */
void		visits_tell(struct writer *);
void		visits_free(struct writer *);

/* writer_end.c */
enum ps_status	on_lookup(struct writer *, struct frame *);
enum ps_status	on_seen(struct writer *, struct frame *);
enum ps_status	on_root(struct writer *, struct frame *);
enum ps_status	on_end(struct writer *, struct frame *);
enum ps_status	settle_early(struct writer *);

#endif

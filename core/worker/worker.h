/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker.h - inside a worker: one document or range after another.
 */
#ifndef PS_WORKER_H
#define PS_WORKER_H

#include "beside.h"
#include "bid.h"
#include "charset.h"
#include "host.h"
#include "input.h"
#include "pipeline.h"
#include "pool.h"
#include "reader.h"
#include "rows.h"
#include "wished.h"

struct lua_doc;
struct mapper;
struct siblings;

#define SCRIPT_SHARE	0.8	/* of the deadline: it is stopped before us */
#define MAGIC_BYTES	64u	/* of a document, that selectors may be about */

struct pending {			/* a frame that must wait its turn */
	struct pending	*next;
	struct frame	 frame;
	char		 bytes[];
};

/* One table of the document being read. */
struct work_table {
	struct sheet	*sheet;
	uint32_t	 number;	/* in the document */
	uint32_t	 n_columns;	/* those with names and readings */
	uint32_t	 n_told;	/* as in M_TABLE; 0: not sent yet */
	struct reading	*readings;
	struct facts	*facts;		/* of batches not yet told of */
	size_t		 untold;	/* their cells, and how many */
	uint64_t	 rows;		/* of this range so far */
	const char	**originals;
	char		(*names)[64];
	struct wished	 wished;
};

struct worker {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	struct pool		*pool;
	uint32_t		 number;
	uint32_t		 free_slots;	/* a bit each */
	bool			 describe;	/* send no rows */
	bool			 as_text;	/* the sink wants source text */
	bool			 ended;		/* the supervisor is gone */
	struct pending		*first, **last;

	struct host		 host;
	struct besides		 besides;	/* of the document at hand */
	struct contest		*contest;
	struct siblings		*siblings;
	struct ps_input		*input;
	struct ps_rows		 rows;
	struct mapper		*mapper;	/* NULL: there are no maps */
	struct lua_doc		*script; /* what it sees of the document */
	struct arena		*arena;		/* of the document */
	struct ps_scan		 scan;
	uint32_t		*lines, lines_room;
	struct work_table	**tables; /* by number */
	uint32_t		 n_tables, tables_room;
	struct work_table	*table;	/* the one at hand */
	struct buf		 notes;

	/* the document or range at hand */
	uint64_t		 seq;
	uint32_t		 range;
	bool			 splits; /* others read ranges of it, too */
	bool			 planned;	/* these were told how */
	uint32_t		 planned_keys;	/* and of so many keys */
	const char		*tree_state;	/* of the plan; NULL: none */
	size_t			 tree_state_size;
	const struct ps_doc	*doc;
	int			 fd;		/* the input's */
	struct charset		 charset;
	struct verdict		 verdict;
	struct ps_self		 self;
	const struct setting	*settings;	/* guessed, then the user's */
	uint32_t		 n_settings;
	const struct use	*forced;
	bool			 told;	/* by the document's container */
	const char		*refused; /* the document is, for this */
	struct fixed		*fixed;	/* see drift.c */
	char			 magic[MAGIC_BYTES];
	size_t			 n_magic;

	/* the slot being filled */
	int			 slot;		/* -1: none */
	struct slot_rows	*head;
	uint32_t		 pieces;	/* bytes sent as pieces */
	uint64_t		 line_start;	/* line ends before the range */
};

/* worker_doc.c */
void	worker_document(struct worker *, struct frame *);
void	work_range(struct worker *, struct frame *);
/* worker_done.c: much was read, and there is nothing to tell; that is all. */
void	worker_alive(struct worker *);
void	worker_finish(struct worker *, enum ps_status, uint64_t start);
/* worker_table.c: the document's table of that number, as wide as it is. */
struct work_table *work_table(struct worker *, uint32_t number);
/*
 * Of a range: the next table, of which n columns were told before; the frame
 * has their names and readings.  False if it does not.
 */
bool	work_table_told(struct worker *, uint32_t n, struct frame *);
/* worker_judge.c: its encoding (false: it cannot be read), then its format */
/* and the options to read it with. */
bool	worker_decode(struct worker *);
void	worker_judge(struct worker *);
/* worker_told.c: the format that is forced, by the user or the container; */
/* the user's word goes first, unless it is of what opens the container. */
const struct use *worker_told(struct worker *, const struct use *user);
/* worker_on.c: what the script's handlers say of it; PS_SKIP or PS_FAIL, and */
/* why, where it is not to be read. */
enum ps_status worker_handle(struct worker *);
/* worker_open.c: format, encoding, options and reasons (M_OPEN). */
void	worker_opened(struct worker *);
/* worker_judge.c: of a document that no format reads. */
struct seems worker_seems(struct worker *);
/* worker.c: a slot that is free, waiting for one; false if we are to end. */
bool	take_slot(struct worker *);
/* worker_script.c: the document at hand is at hand of the script, too; the */
/* frame has what it inherits, false if it does not; what is known of it by */
/* now; what was told of it goes to the supervisor; it is over. */
bool	script_begin(struct worker *, struct frame *);
void	script_look(struct worker *);
void	script_tell(struct worker *);
void	script_end(struct worker *);
/* drift.c: what the supervisor knows of its tables; false: it is garbled. */
bool	drift_begin(struct worker *, struct frame *);
/* plan.c: what another worker needs to read a range of this document. */
struct reader worker_reader(const struct worker *);
bool	get_plan(struct worker *, struct frame *);
/* A table that comes in a plan: one that is at its end is only counted. */
void	plan_put_sheet(struct buf *, const struct ps_rows *,
	    const struct sheet *);
/* NULL: the frame is no such plan. */
struct sheet *plan_get_sheet(struct ps_rows *, struct arena *,
	    struct frame *);
/* How all that comes after this range is to be read: others can begin. */
enum ps_status tell_split(struct worker *, enum split);
/* The keys known now are those that it tells. */
void	plan_begin(struct worker *);
/* Keys were met that those who read later ranges do not know. */
bool	plan_is_old(const struct worker *);

#endif

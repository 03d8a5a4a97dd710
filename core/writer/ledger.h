/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger.h - the sink's tables about documents, runs and columns.
 *
 * All of it is portable SQL through the sink.  Rows about documents are
 * gathered and inserted many at once before each commit, in the transaction
 * of the documents they speak of; whoever reads the ledger flushes first.
 */
#ifndef PS_LEDGER_H
#define PS_LEDGER_H

#include <string.h>

#include "buf.h"
#include "doc.h"
#include "pipeline.h"
#include "said.h"

struct facts;
struct reading;

/* Rows on their way into one ledger table; see ledger_rows.c. */
struct gather {
	const char	*table;
	const char	*const *columns;
	uint32_t	 n_columns;
	struct ps_value	*values;
	size_t		 n, room;	/* values */
	size_t		 ended;		/* those of documents that ended */
	struct buf	 text;
	size_t		 text_ended;
	char		*sql[6];	/* for 32, 16, 8, 4, 2, 1 rows */
};

enum gathered {
	L_DOCUMENTS, L_FACTS, L_RANGES, L_CELLS, L_LINES, L_ISSUES, L_TOLD,
	L_FRONTIER, N_GATHERED
};

/* Made when they are first needed, see ledger_index(). */
enum ledger_index {
	BY_HASH, RANGES_BY_DOCUMENT, RANGES_BY_TABLE, FACTS_BY_DOCUMENT,
	FACTS_BY_TABLE, CELLS_BY_DOCUMENT, CELLS_BY_TABLE, LINES_BY_DOCUMENT,
	ISSUES_BY_DOCUMENT, TOLD_BY_DOCUMENT, SITES_BY_NAME, FRONTIER_BY_HASH,
	FRONTIER_QUEUE, N_INDEXES
};

struct ledger {
	const struct ps_sink	*sink;
	struct ps_self		*self;
	struct gather		 rows[N_GATHERED];
	bool			 indexed[N_INDEXES];
	int64_t			 run;
	int64_t			 next_id;	/* of documents */
	uint64_t		 known;		/* documents, at the start */
	/* The last run was broken off: sums and types are to be found anew. */
	bool			 stale;
	bool			 history;	/* see writer_past.c */
	int64_t			 next_past;	/* of old versions: below 0 */
	char			 reader[17];
	uint8_t			*bloom;		/* addresses of this run */
	uint8_t			*touched;	/* ids of this run, bits */
	uint8_t			*unchanged;	/* ids told to be so */
	uint64_t		 touched_room, unchanged_room;	/* bytes */
	struct packed		*packed;	/* see ledger_facts.c */
	struct ledger_said	*said;		/* see ledger_said.c */
	struct ledger_frontier	*frontier;	/* see ledger_frontier.h */
};

/* What a document's ledger row says. */
struct entry {
	int64_t			 id;
	const struct ps_doc	*doc;
	const char		*parent, *format, *encoding, *options, *why;
	const char		*seems, *mime;
	double			 confidence;
	uint64_t		 hash[2];	/* 0, 0: not known */
	const struct counts	*counts;
	const char		*status, *message;
	const char		*started, *finished;
};

/* What is found of a document that the ledger knows. */
struct known_doc {
	int64_t	id, size, mtime;	/* id 0: it is not known */
	int64_t	rows;
	char	status[16];
	char	reader[17];
	bool	has_etag;
	bool	same_etag;
};

static inline struct ps_value
int_value(int64_t v)
{
	return (struct ps_value){ .type = PS_INT, .integer = v };
}

static inline struct ps_value
text_value(const char *p, size_t n)
{
	return (struct ps_value){ .type = PS_TEXT, .length = (uint32_t)n,
	    .text = p };
}

static inline struct ps_value
str_value(const char *s)
{
	return s == NULL ? (struct ps_value){ .type = PS_NULL } :
	    text_value(s, strlen(s));
}

/*
 * How the ledger is written: the next number whenever its tables, the fields
 * of packed facts or readings, or what their bits mean are others.
 */
#define LEDGER_VERSION	7

/* ledger_version.c.  Another version is refused, and nothing is written. */
enum ps_status	 ledger_check_version(struct ledger *,
		    const struct pipeline *);

/* The sink's first operand: a file, mostly. */
const char	*ledger_name(const struct pipeline *);

/* ledger.c.  NULL if the sink failed; it has told its host why. */
struct ledger	*ledger_start(const struct ps_sink *, struct ps_self *,
		    const struct pipeline *);
void		 ledger_free(struct ledger *);
enum ps_status	 ledger_sql(struct ledger *, const char *,
		    const struct ps_value *, uint32_t n);
enum ps_status	 ledger_query(struct ledger *, const char *,
		    const struct ps_value *, uint32_t n, ps_row_fn *, void *);
/* The first value of the first row as a number, or `none`. */
enum ps_status	 ledger_number(struct ledger *, const char *,
		    const struct ps_value *, uint32_t n, int64_t none,
		    int64_t *out);
enum ps_status	 ledger_index(struct ledger *, enum ledger_index);
/* All that finding one document's rows needs. */
enum ps_status	 ledger_index_documents(struct ledger *);
enum ps_status	 ledger_run_end(struct ledger *, const struct ps_value *,
		    uint32_t n);
/* "2026-01-31T12:00:00Z", now. */
const char	*ledger_now(char out[32]);

/* ledger_rows.c: a value at a time, all columns of a row */
void		 gather_int(struct ledger *, enum gathered, int64_t);
void		 gather_real(struct ledger *, enum gathered, double);
void		 gather_text(struct ledger *, enum gathered, const char *,
		    size_t);
void		 gather_str(struct ledger *, enum gathered, const char *);
void		 gather_null(struct ledger *, enum gathered);
/* When a row is complete; PS_OK unless it had to be flushed and failed. */
enum ps_status	 gather_end_row(struct ledger *, enum gathered);
/* The open document ended, kept or not. */
void		 gather_end_document(struct ledger *, bool keep);
/* All rows into their tables; no document may be open. */
enum ps_status	 ledger_flush(struct ledger *);
enum ps_status	 ledger_flush_one(struct ledger *, enum gathered);
void		 gather_free(struct gather *);

/* ledger_docs.c.  What was not flushed is not found. */
enum ps_status	 ledger_find(struct ledger *, const char *address,
		    const char *etag, struct known_doc *);
#define KNOWN_COLUMNS "id, size, mtime, \"rows\", status, reader, etag"
void		 ledger_take_known(struct known_doc *, const char *etag,
		    const struct ps_value *, uint32_t n);
/* ledger_lookup.c.  0 new, 1 unchanged, 2 changed or failed before. */
enum ps_status	 ledger_look_up(struct ledger *, const struct ps_doc *,
		    uint32_t n, uint8_t *verdicts, int64_t *ids);
/* Whether the address may have been seen in this run; it now was. */
bool		 ledger_seen_address(struct ledger *, const char *);
void		 ledger_touch(struct ledger *, int64_t id);
bool		 ledger_touched(const struct ledger *, int64_t id);
void		 ledger_unchanged(struct ledger *, int64_t id);
enum ps_status	 ledger_add(struct ledger *, const struct entry *);
/* An old version's rows stay; only the status is new. */
enum ps_status	 ledger_mark(struct ledger *, int64_t id, const char *status,
		    const char *message);
/* All that the ledger says of a document, but not its rows in tables. */
enum ps_status	 ledger_forget(struct ledger *, int64_t id);
/* A loaded document of that hash, other than `id`: its address, or "". */
enum ps_status	 ledger_copy_of(struct ledger *, const uint64_t hash[2],
		    int64_t id, struct buf *address);

/* ledger_said.c: facts of documents */
enum ps_status	 ledger_said_open(struct ledger *);
void		 ledger_said_free(struct ledger *);
/* Whether there is a column for it, or will be. */
bool		 ledger_said_column(struct ledger *, const char *name);
/* What a script told of a document: 0, NULL and facts of its own; then each */
/* link that it followed, with facts that were told of it. */
enum ps_status	 ledger_told(struct ledger *, int64_t id, uint32_t position,
		    const char *link, const struct said *);
/* The facts of a document whose row was added, also those it inherits; they */
/* are the ledger's now.  No document may be open. */
enum ps_status	 ledger_say(struct ledger *, int64_t id, struct said *);
/* An unchanged document lies below this one (or NULL) and inherits this. */
void		 ledger_place(struct ledger *, int64_t id, const char *parent,
		    const struct said *above);
bool		 ledger_has_told(const struct ledger *);
/* Rows of documents are in their table: so are the facts now. */
enum ps_status	 ledger_said_flush(struct ledger *);

/*
 * ledger_past.c: old versions of documents, where rows of theirs are kept.
 * Such a version has its ranges, facts and texts under a number of its own,
 * below 0; _ps_past says of which document, and how many rows are left.
 */
/* A database keeps a history from its first document on, or never. */
enum ps_status	 ledger_past_open(struct ledger *, const struct pipeline *);
/* All that is known of the document's rows goes to the version. */
enum ps_status	 ledger_past_move(struct ledger *, int64_t id,
		    int64_t version);
/* Rows of it are left in the table, or none. */
enum ps_status	 ledger_past_left(struct ledger *, int64_t id,
		    int64_t version, const char *table, uint64_t rows);

struct gone {
	uint64_t	documents, missing;
	bool		refused;
	int64_t		*ids;		/* of the missing; the caller's */
};
/* Documents below a root that was listed whole, and were not there. */
enum ps_status	 ledger_gone(struct ledger *, const char *root, bool prune,
		    struct gone *);

#endif

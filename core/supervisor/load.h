/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * load.h - run a pipeline: the one way from documents to tables.
 */
#ifndef PS_LOAD_H
#define PS_LOAD_H

#include <stdio.h>

#include "bid.h"
#include "pipeline.h"

enum exit_status {
	EXIT_DONE = 0, EXIT_USAGE = 1, EXIT_UNREACHABLE = 2, EXIT_FAILED = 3,
	EXIT_MISMATCH = 4, EXIT_INTERRUPTED = 130
};

/*
 * Lists, reads and stores all documents of the pipeline; prints progress and
 * the closing summary on stderr.  Returns the exit status.
 */
int	load_run(const struct pipeline *);

/*
 * The same up to the sinks: every document is read whole and described, and
 * nothing is stored.  `told` gets each description in document order.
 */
struct told_column {
	const char	*name, *original, *unit;
	const char	*type, *format;		/* "decimal", "1.234,56" */
	uint64_t	 nulls;
	const char	*why;			/* that type; or NULL */
	const char	*runner_up, *against;	/* the next type, why not it */
};

/* A record that was set aside, repaired or rejected; of many the first. */
#define TOLD_NOTES	100u

struct told_note {
	uint64_t	 line;
	const char	*kind;		/* "title", "repaired" */
	const char	*why;		/* NULL where the kind says it all */
	const char	*text;		/* its beginning */
};

struct told_notes {
	struct told_note *first;	/* n of them */
	uint32_t	 n;
};

struct told_table {
	const char		*name;		/* as it would be called */
	uint64_t		 rows;
	bool			 whole;		/* rows is exact */
	const uint32_t		*header_lines;	/* records from 0 */
	uint32_t		 n_header_lines;
	int64_t			 first_data, last_data;	/* records, -1: none */
	bool			 headerless;
	const struct told_column *columns;
	uint32_t		 n_columns;
	const char *const	*preview; /* n_preview * n_columns texts */
	uint32_t		 n_preview;
};

struct told {
	const char		*address;
	const char		*status;	/* as in _ps_documents */
	const char		*message;	/* or NULL */
	const char		*format;	/* plugin name, or "" */
	const char		*seems, *mime;	/* where nobody reads it */
	double			 confidence;
	const char		*encoding;
	bool			 bom;
	const char *const	*why;
	uint32_t		 n_why;
	const char		*runner_up, *runner_up_why;
	const struct setting	*options;	/* guessed and forced */
	uint32_t		 n_options;
	const struct told_table	*tables;
	uint32_t		 n_tables;
	const char		*group;		/* the table it would join */
	uint64_t		 issues, rejected, set_aside;
	const struct decision	*decided;
	uint32_t		 n_decided;
	struct evidence		 evidence;
	struct told_notes	 asides, repairs;
};

typedef void told_fn(void *arg, const struct told *);
int	load_sniff(const struct pipeline *, told_fn *, void *arg);

#endif

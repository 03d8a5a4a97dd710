/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pipeline.h - what is to be done: sources + rules + sinks + settings.
 *
 * One value, made by the command line or by a Lua file; there is no other way
 * into a load.  Everything in it belongs to its arena; it is made before the
 * first fork and never changed afterwards.
 */
#ifndef PS_PIPELINE_H
#define PS_PIPELINE_H

#include "polyscraper.h"
#include "reading.h"
#include "selector.h"
#include "wish.h"

struct registry;
struct arena;
struct lua_config;
struct setting;

/* One use of a plugin, its options filled and checked. */
struct use {
	const struct ps_plugin	*plugin;
	const void		*options;	/* the plugin's own struct */
	const struct setting	*settings; /* what was set, for the ledger */
	uint32_t		 n_settings;
	const char *const	*inputs;	/* of a source */
	uint32_t		 n_inputs;
	const char		*place;	/* in a script, "t.lua:3", or NULL */
};

/* A format forced on the documents that are selected. */
struct rule {
	struct selector	 select;
	struct use	 format;
};

/* A function of the script for each record of some tables. */
struct map {
	struct selector	 select;
	int		 function;	/* where Lua keeps it */
	const char	*label;		/* "map \"sale\"", for messages */
	const char	*place;		/* "file.lua:4" */
	bool		 whole;		/* it sees documents in one piece */
};

/* A function of the script for some documents, before they are read. */
struct handler {
	struct selector	 select;
	int		 function;	/* where Lua keeps it */
	const char	*label;		/* "on \"data.gov\"", for messages */
	const char	*place;		/* "file.lua:4" */
};

/* What becomes of documents that do not fit the table as it is wished. */
enum drift { DRIFT_EVOLVE, DRIFT_VARIANT, DRIFT_FREEZE, DRIFT_REJECT };

/*
 * Wishes for some tables.  Columns are named as in the document; shape.h finds
 * what is wished of one.
 */
struct shape_rule {
	struct selector	 select;
	const char	*place;		/* "file.lua:12", for messages */
	struct shape_type {
		const char	*column, *place;
		const char	*plain;		/* the column's name in SQL */
		const char	*text;		/* "decimal 1.234,56" */
		struct wish	 wish;
	}		*types;
	uint32_t	 n_types;
	struct shape_name {
		const char	*column, *place;
		const char	*plain;
		const char	*name;		/* of the column in SQL */
	}		*renames;
	uint32_t	 n_renames;
	const char *const *key;		/* columns by which a row is known */
	uint32_t	 n_key;
	const char	*key_place;
	enum drift	 drift;
	const char	*drift_place;	/* NULL: nothing is said of it */
	const char	*name;		/* of the table in SQL, or NULL */
	const char	*name_place;
};

enum tables_mode { TABLES_SHAPE, TABLES_DOCUMENT };
enum history { HISTORY_NONE, HISTORY_ROWS };
enum fail_on { FAIL_ON_FAILED, FAIL_ON_REJECT, FAIL_ON_DOUBT, FAIL_ON_NEVER };
enum progress_mode {
	PROGRESS_AUTO, PROGRESS_BAR, PROGRESS_JSON, PROGRESS_NONE
};

/* Of pipeline->met; what is beyond is not watched. */
#define MET_INCLUDES	256u
#define MET_ALL		4096u

#define DEPTH_MOST	8	/* containers within containers */

/* How far containers are unpacked: each bounds the outermost with all in it. */
struct unpack_limits {
	int64_t		depth;		/* containers within containers */
	uint64_t	members;	/* of one container */
	uint64_t	member_bytes, bytes;
	uint64_t	ratio;		/* bytes out of one byte in */
};

/* The most rejects of a document: a number of them, or a share. */
struct reject_limit {
	bool		told;		/* there is a limit */
	bool		is_share;
	uint64_t	most;		/* records, or millionths */
};

struct pipeline {
	struct arena		*arena;
	const struct registry	*registry;
	struct registry		*own;	/* with formats of the script; NULL */
	struct use		*sources;
	uint32_t		 n_sources;
	struct rule		*rules;
	uint32_t		 n_rules;
	struct map		*maps;		/* in the order they run */
	uint32_t		 n_maps;
	struct handler		*handlers;	/* in the order they run */
	uint32_t		 n_handlers;
	struct shape_rule	*shapes;	/* later add to earlier */
	uint32_t		 n_shapes;
	struct lua_config	*script;	/* theirs; NULL: no Lua file */
	const char		*script_hash;	/* of all its text */
	struct use		*sinks;
	uint32_t		 n_sinks;

	uint32_t		 jobs;		/* workers; 0: one per core */
	enum tables_mode	 tables;
	enum history		 history;
	enum fail_on		 fail_on;
	enum progress_mode	 progress;
	bool			 quiet, verbose;
	bool			 tried;	/* by a test: few documents */
	bool			 dedupe, coerce, prune, typed, provenance;
	bool			 siblings;	/* try their options */
	const char *const	*include;	/* globs, NULL-ended, or NULL */
	const char *const	*exclude;
	const char		*include_place;	/* in a script, or NULL */
	bool			*met;	/* shared by all: first what */
	uint32_t		 n_met;	/* selectors met, then includes */
	int64_t			 limit;		/* documents; 0: no limit */
	const char		*encoding;	/* forced, or NULL */
	struct preferences	 prefer;
	double			 deadline;	/* seconds without progress */
	struct unpack_limits	 unpack;
	struct reject_limit	 max_rejects;
	const char		*command;	/* as typed, for _ps_runs */
};

struct pipeline *pipeline_new(const struct registry *);
void	pipeline_free(struct pipeline *);
/* Adds a use; false and a message in *error if options do not check. */
bool	pipeline_add_source(struct pipeline *, const char *name,
	    const char *const *inputs, uint32_t n, const struct setting *,
	    uint32_t n_settings, const char **error);
bool	pipeline_add_sink(struct pipeline *, const char *name,
	    const struct setting *, uint32_t n_settings, const char **error);
/* For all documents, if the selector is NULL. */
bool	pipeline_add_rule(struct pipeline *, const struct selector *,
	    const char *format, const struct setting *, uint32_t n_settings,
	    const char **error);
/* A format that is no plugin may read its documents; `path` is where it is */
/* from.  It must outlive the pipeline. */
void	pipeline_add_format(struct pipeline *, const struct ps_plugin *,
	    const char *path);
void	pipeline_add_map(struct pipeline *, const struct selector *,
	    int function, bool whole, const char *place);
void	pipeline_add_handler(struct pipeline *, const struct selector *,
	    int function, const char *label, const char *place);
/* One more element of an array in the arena; arrays here are short. */
void	*pipeline_append(struct arena *, const void *array, uint32_t n,
	    size_t size);
/* "t.lua:3: sink.sqlite: message"; without a place the message as it is. */
const char *use_message(const struct use *, const char *message,
	    struct arena *);
/* Whether a sink can keep rows that are no longer there. */
bool	pipeline_sink_remembers(const struct use *);
/* What depends on the reader of a document: version, plugins and options. */
/* 16 hex digits in out; a change makes a later run look again. */
void	pipeline_reader(const struct pipeline *, char out[17]);

#endif

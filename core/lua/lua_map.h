/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_map.h - the records of a table, as the script's maps leave them.
 *
 * One struct mapping for each table of a document.  Its columns are those of
 * the document and those that maps add, in the order in which they were met;
 * after each record the fields say what became of each.
 */
#ifndef PS_LUA_MAP_H
#define PS_LUA_MAP_H

#include "polyscraper.h"

struct arena;
struct lua_config;
struct map;
struct ps_rows;
struct reading;

enum field_state {
	FIELD_SOURCE,		/* as in the document */
	FIELD_SET,		/* `cell` is its value now */
	FIELD_GONE		/* it has no such field, or no longer */
};

#define NO_SOURCE	UINT32_MAX
#define PARENT		"_parent"	/* lines of rows elsewhere */

struct field {
	const char	*name;		/* of its column, as in SQL */
	const char	*called;	/* as it was set, or NULL */
	uint32_t	 source;	/* column of the document, or NO_ */
	enum field_state state;		/* of the record at hand, like all */
					/* below */
	bool		 touched;	/* it is listed there */
	bool		 changed;	/* some record touched it */
	bool		 decimal;	/* it was set to one */
	struct ps_slice	 cell;
};

#define KEYS_KNOWN	64u	/* a power of two */

/* A name as scripts use it again and again, and its field. */
struct known_key {
	const char	*p;		/* where Lua keeps it, or NULL */
	uint32_t	 field;
};

struct mapping {
	struct lua_config	*script;
	struct arena		*arena;		/* of the document */
	const struct map *const	*maps;		/* that are for this table */
	uint32_t		 n_maps;
	const struct ps_doc	*doc;
	const char		*table;		/* its name, for messages */

	/* columns of the document: as in SQL, as in the document, how read */
	char			(*names)[64];
	const char *const	*originals;
	const struct reading	*readings;
	uint32_t		 n_source;
	bool			 has_parent;	/* the first has lines */
	struct field		*fields;	/* of all columns */
	uint32_t		 n, room;
	uint32_t		*touched;	/* fields that a map set or */
	uint32_t		 n_touched, touched_room; /* took away */

	/* the record at hand */
	const struct ps_slice	*cells;
	uint32_t		 n_cells;
	uint64_t		 line;
	struct ps_rows		*out;		/* its scratch holds texts */
	/* r:emit(): names and cells, n of them, texts in scratch memory; */
	/* NULL, or why it cannot be */
	const char		*(*emit)(void *arg, const char *table,
				    const char *const *names,
				    const struct ps_slice *, uint32_t n);
	void			*arg;
	const char		*why;	/* the record was set aside, or NULL */
	size_t			 made;	/* bytes of what maps made of it */

	int			 record, index;	/* where Lua keeps them */
	int			 at;		/* what calls need on the */
						/* stack begins there */
	struct known_key	 known[KEYS_KNOWN];
};

enum mapped {
	MAPPED_ROW,
	MAPPED_SKIPPED,		/* a map returned false */
	MAPPED_REJECTED,	/* m->why says why */
	MAPPED_WHOLE,		/* it asks for what only one piece tells */
	MAPPED_HANGS		/* a map did not end, or keeps more than */
				/* there is memory: the document fails */
};

/* All but the fields and what is Lua's is set, n_source is 0. */
void	mapping_begin(struct mapping *);
/* So many columns has the document now; names and readings are those. */
void	mapping_widen(struct mapping *, uint32_t n_source);
/* Right after the beginning: the fields that other ranges had, and the */
/* columns of the document, are known; their texts are copied. */
void	mapping_restore(struct mapping *, const struct field *, uint32_t n);
/* Rows of a batch pass, each by mapping_run(), up to mapping_pause(). */
void	mapping_start(struct mapping *);
void	mapping_pause(struct mapping *);
enum mapped mapping_run(struct mapping *, const struct ps_slice *cells,
	    uint32_t n, uint64_t line);
void	mapping_end(struct mapping *);
/* Records from here to mapping_disarm() end after so many seconds. */
void	mapping_arm(struct lua_config *, double seconds);
void	mapping_disarm(struct lua_config *);

#endif

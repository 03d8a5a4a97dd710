/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_doc.h - the document at hand as scripts see it: `doc` where a format is
 * defined, `page` in handlers, r.doc in maps.
 *
 * A worker has one struct lua_doc, and Lua one userdata for each document.
 * What a script keeps of it is of no use once the document has ended: to use
 * it is an error then.  Other files add methods of their own by
 * lua_doc_methods(), each a function whose first argument is the document, to
 * be taken by lua_doc_at().
 */
#ifndef PS_LUA_DOC_H
#define PS_LUA_DOC_H

#include "polyscraper.h"
#include "said.h"

struct arena;
struct luaL_Reg;
struct lua_State;
struct lua_config;

struct lua_reading;

struct lua_doc {
	const struct ps_doc	*doc;
	const char		*parent;	/* its address, or NULL */
	const char		*format;	/* these two NULL: not known */
	const char		*encoding;
	uint64_t		 line;	/* of the record at hand; 0: none */
	bool			 in_ranges;	/* others read parts of it */
	bool			 asked_whole;	/* that is not enough */
	struct lua_reading	*reading;	/* by a format in Lua */
	struct said		 inherited;	/* from what is above it */
	struct said		 own;		/* told by the script */

	struct arena		*arena;		/* of the document */
	const char		*base;	/* what its links are relative to, if */
					/* not to its address; or NULL */
	uint32_t		 n_links;	/* that were followed, */
	size_t			 link_bytes;	/* and their length */
	struct said		 linked;	/* facts of the link at hand */
	/* Where such a link goes; NULL: nowhere. */
	void			(*follow)(void *arg, const char *address,
				    const struct said *);
	/* Where a form goes, with a body of n bytes or NULL; NULL: nowhere. */
	void			(*submit)(void *arg, const char *address,
				    const char *body, size_t n);
	void			*arg;
};

/* This is the document at hand from here to lua_doc_end(); its facts are the */
/* caller's to clear. */
void	lua_doc_begin(struct lua_config *, struct lua_doc *);
void	lua_doc_end(struct lua_config *);
struct lua_doc *lua_doc_at_hand(struct lua_State *);	/* or NULL */

/* The document at hand on the stack; the same userdata each time.  Raises */
/* where there is none, or no memory: to be called protected. */
void	lua_push_doc(struct lua_State *);
/* The one at a stack index; raises where it is none, or is over. */
struct lua_doc *lua_doc_at(struct lua_State *, int index);
/* What follows takes a document that is read in one piece: else it raises, */
/* and the document is read again so. */
void	lua_doc_whole(struct lua_State *);
/* Methods for all documents; a NULL name ends them. */
void	lua_doc_methods(struct lua_State *, const struct luaL_Reg *);
/* Before all others that add methods. */
void	lua_doc_register(struct lua_State *);

/* lua_doc_fact.c: the value at a stack index becomes a fact of that name; it */
/* raises what is wrong with it.  Nil and null are none. */
void	lua_said(struct lua_State *, struct said *, const struct said *beside,
	    int name, int value);
void	lua_doc_fact_register(struct lua_State *);
void	lua_doc_follow_register(struct lua_State *);

#endif

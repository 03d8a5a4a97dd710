/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_page.h - the document at hand as a page, while handlers run: its text as
 * a tree of elements, made when it is first asked for.
 *
 * What a script keeps of it is of no use once the handlers of the document are
 * done: each page has a number, which elements know.
 */
#ifndef PS_LUA_PAGE_H
#define PS_LUA_PAGE_H

#include "buf.h"
#include "html_tree.h"
#include "polyscraper.h"
#include "selector.h"

struct lua_State;
struct lua_config;
struct lua_doc;

struct lua_page {
	struct arena		*arena;	/* of the document */
	const char		*text;	/* its first bytes, in UTF-8; NULL: */
	size_t			 n;	/* it is no text */
	const char		*why;	/* it was rejected, "place: why" */
	uint64_t		 number;
	struct html_tree	*tree;	/* NULL: not asked for yet */
	struct buf		 scratch;
	struct buf		 fields;	/* of a form that is sent */
	bool			 submitted;	/* the page comes anew */
};

/* From here to lua_page_end() handlers may run on it. */
void	lua_page_begin(struct lua_config *, struct lua_page *);
void	lua_page_end(struct lua_page *);
void	lua_page_register(struct lua_State *);
/* The page that a method is called of; raises where no handler runs. */
struct lua_page *lua_page_at(struct lua_State *, const char *method);
int	lua_submit(struct lua_State *);		/* page:submit() */
/* Where the element leads, as a document's address, or NULL. */
const char *lua_page_url(struct lua_State *, struct lua_page *,
	    struct html_node *);
struct html_tree *lua_page_tree(struct lua_State *, struct lua_page *);
/* What its links are relative to, if it says so; also where no handler runs. */
const char *lua_page_base(struct lua_State *, struct lua_doc *);

/* lua_query.c: which elements are meant, { "h2", id = "x", text = "a*" } */
#define QUERY_WANTS	64u

struct want {
	enum { WANT_TAG, WANT_TEXT, WANT_ATTRIBUTE } kind;
	const char	*name;		/* of the attribute */
	const char	*glob;		/* NULL: it has it at all, */
	bool		 absent;	/* or has not */
};

struct query {
	struct want	 wants[QUERY_WANTS];	/* of one name: any of them */
	uint32_t	 n;
	bool		 links, rel;
	struct selector	 select;	/* of links, where they lead */
	bool		 selects;
};

/* From the argument at that index, a string or a table or none, for a method */
/* of that name; a userdata on the stack, which keeps its texts. */
struct query *lua_query(struct lua_State *, int index, const char *method,
	    struct lua_page *, bool links);
bool	lua_query_matches(struct lua_State *, const struct query *,
	    struct lua_page *, struct html_node *);

/* lua_element.c */
enum each { EACH_ELEMENT, EACH_TEXT };

void	lua_push_element(struct lua_State *, const struct lua_page *,
	    struct html_node *);
/* The next that matches, or NULL. */
struct html_node *lua_find(struct lua_State *, const struct query *,
	    struct lua_page *, struct html_node *at, struct html_node *root);
/* An iterator over what the query at the top of the stack finds below root. */
int	lua_push_each(struct lua_State *, struct lua_page *,
	    struct html_node *root, enum each);
void	lua_push_text_of(struct lua_State *, struct lua_page *,
	    const struct html_node *);
void	lua_element_register(struct lua_State *);

#endif

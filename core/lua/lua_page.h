/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_page.h - the document at hand as a page, while handlers run: its text as
 * a tree of elements, made when it is first asked for.
 */
#ifndef PS_LUA_PAGE_H
#define PS_LUA_PAGE_H

#include "polyscraper.h"

struct arena;
struct lua_State;

struct lua_page {
	struct arena	*arena;		/* of the document */
	const char	*text;		/* its first bytes, in UTF-8; NULL: */
	size_t		 n;		/* it is no text */
	const char	*why;		/* it was rejected, "place: why" */
};

void	lua_page_register(struct lua_State *);

#endif

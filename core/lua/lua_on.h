/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_on.h - what a script's handlers say of a document.
 */
#ifndef PS_LUA_ON_H
#define PS_LUA_ON_H

#include "polyscraper.h"

struct handler;
struct lua_config;
struct lua_page;

enum handled {
	HANDLED,		/* it is read */
	HANDLED_SKIPPED,	/* left out: `false` was returned */
	HANDLED_REJECTED	/* it fails: page:reject(), or an error; or */
				/* page:submit(), and another one comes */
};

/* Calls it with the document at hand, for so many seconds at most; where the */
/* document is not read, *message says why, in the page's arena. */
enum handled lua_handle(struct lua_config *, const struct handler *,
	    struct lua_page *, double seconds, const char **message);

#endif

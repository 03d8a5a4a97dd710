/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * selector.h - which documents and tables something is for.
 *
 * A selector holds globs by key.  Keys not told hold for all; of one key's
 * globs any may match; all keys told must.
 */
#ifndef PS_SELECTOR_H
#define PS_SELECTOR_H

#include "polyscraper.h"

struct arena;

enum select_key {
	SELECT_HOST,		/* of a URL */
	SELECT_PATH,		/* below the input; from its root with '/' */
	SELECT_NAME,		/* the last part */
	SELECT_EXT,		/* a suffix, with or without its dot */
	SELECT_TABLE,		/* as the format or the document names it */
	SELECT_FORMAT,		/* that reads it */
	SELECT_MAGIC,		/* the first bytes */
	N_SELECT_KEYS
};
/* By key; NULL ends them. */
extern const char *const select_names[];

struct selector {
	const char *const *globs[N_SELECT_KEYS]; /* NULL-ended, or NULL */
	bool		*met;	/* shared by all processes: something */
				/* matched; or NULL */
};

/* What is known of a document when it is asked; NULL: not yet. */
struct selected {
	const struct ps_doc	*doc;
	const char		*table, *format;
	const char		*magic;		/* its first bytes */
	size_t			 n_magic;
};

/* The key of that name, or N_SELECT_KEYS; "glob" is another word for path. */
enum select_key select_key(const char *name);
/*
 * One more glob of a key, as the user wrote it.  NULL, or what is wrong with
 * it: "a name has no '/'; use 'path'".
 */
const char *selector_add(struct selector *, struct arena *, enum select_key,
	    const char *glob);
bool	selector_is_empty(const struct selector *);
/* Keys about which nothing is known do not match. */
bool	selector_matches(const struct selector *, const struct selected *);
/* As one text, for what a reader depends on. */
const char *selector_text(const struct selector *, struct arena *);
struct selector selector_copy(const struct selector *, struct arena *);

#endif

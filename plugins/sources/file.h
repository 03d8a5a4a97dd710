/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file.h - inside the source of local files.
 *
 * Everything is allocated by malloc() and owned by the walk.
 */
#ifndef PS_FILE_H
#define PS_FILE_H

#include <sys/stat.h>

#include "polyscraper.h"

struct file_options {
	const char	*include, *exclude;	/* globs, one a line */
	bool		 hidden, follow;
};

/* One input as the user gave it. */
struct root {
	char	*path;		/* canonical, or "-" */
	char	*pattern;	/* what must match below it, or NULL */
	bool	 folder, stream;
};

/* An open folder: its names, sorted, and how far the walk has come. */
struct level {
	char	*path;
	char	**names;
	size_t	 n, next;
	dev_t	 dev;
	ino_t	 ino;
};

struct file_source {
	struct root	*roots;
	uint32_t	 n_roots, current;
	struct level	*levels;
	size_t		 depth, room;
	bool		 begun;		/* the current root's walk */
	bool		 whole;		/* all of its folders could be read */
};

/* file_input.c: what the user named; false and ps_fail() if it is not there */
enum ps_status file_add_input(struct ps_self *, const char *);
/* file_walk.c: the next few entries of the current root */
enum ps_status file_walk(struct ps_self *, struct ps_found *);
/* file_kind.c: is it a document?  Reports it, or why not. */
void	file_report(struct ps_self *, struct ps_found *, const struct root *,
	    const char *path, const struct stat *);
void	file_report_error(struct ps_self *, struct ps_found *,
	    const struct root *, const char *path, int error);
bool	file_is_junk(const char *name);
bool	file_is_wanted(struct ps_self *, const struct root *,
	    const char *path);
struct ps_doc file_doc(const struct root *, const char *path,
	    const struct stat *);

#endif

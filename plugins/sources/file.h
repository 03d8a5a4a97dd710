/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file.h - inside the source of local files.
 *
 * Everything is allocated by malloc() and owned by the struct it hangs in.
 */
#ifndef PS_FILE_H
#define PS_FILE_H

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

#include "polyscraper.h"

struct file_options {
	const char	*include, *exclude;	/* globs, one a line */
	bool		 hidden, follow;
};

/* The source's own mark on a document, given back to fetch(). */
enum { KEY_FILE, KEY_STREAM, KEY_STDIN };

/*
 * One input as the user gave it.  `name` is what documents are listed under:
 * the path, and behind it the glob.
 */
struct root {
	char		*path;		/* canonical, or "-" */
	char		*pattern;	/* what must match below it, or NULL */
	char		*name;
	bool		 folder;
	uint64_t	 key;		/* of a document that is the root */
};

struct entry {
	size_t		name;		/* offset in the level's names */
	unsigned char	type;		/* DT_REG ... */
};

/*
 * A folder on the way down: its names, sorted once all of them are read, and
 * how far the walk has come.
 */
struct level {
	size_t		 path;		/* length of its path */
	DIR		*dir;		/* while names are read */
	char		*names;
	size_t		 used, names_room;
	struct entry	*entries;
	size_t		 n, room, next;
	dev_t		 dev;
	ino_t		 ino;
	bool		 all;		/* below counts, whatever the glob */
};

struct file_source {
	struct root	*roots;		/* sorted, no two alike */
	uint32_t	 n_roots, current;
	struct level	*levels;
	size_t		 depth, room;
	char		 path[PATH_MAX];	/* of the entry at hand */
	bool		 begun;		/* the current root's walk */
	bool		 whole;		/* all of the root was listed */
	bool		 enough;	/* the core wants no more for now, */
	bool		 over;		/* or ever */
	uint64_t	 found;		/* in the current root */
	uint64_t	 n_junk, n_hidden;
	uint64_t	 n_taken, n_left;	/* by `include` */
};

/* file_input.c: what the user named; ps_fail() if it is not there. */
enum ps_status file_add_input(struct ps_self *, const char *);
void	file_sort_roots(struct file_source *);
void	file_free_roots(struct file_source *);
/* Paths are compared part by part, so that a folder's stand together. */
int	file_compare(const char *, const char *);
/* Whether this path, met under the current root, is listed under another. */
bool	file_is_elsewhere(struct ps_self *, const char *path);

/* file_names.c: read some names of a folder; PS_EOF: all, sorted; PS_FAIL: */
/* errno says why. */
enum ps_status file_read_names(struct ps_self *, struct level *);
void	file_close_level(struct level *);

/* file_walk.c: the next few entries of the current root. */
enum ps_status file_walk(struct ps_self *, struct ps_found *);

/* file_kind.c: is it a document?  Reports it, or why not. */
void	file_report(struct ps_self *, struct ps_found *, const struct stat *);
void	file_report_error(struct ps_self *, struct ps_found *, int error);
void	file_report_link(struct ps_self *, struct ps_found *);
/* In the glob of the root and of the options. */
bool	file_is_wanted(struct ps_self *, const struct level *);
/* A folder below which something may be. */
bool	file_may_enter(struct ps_self *, const struct level *, bool *all);
/* Path without the root's; whole if it is not below it. */
const char *file_below(const struct root *, const char *path);

/* file_follow.c */
enum ps_status file_follow(struct ps_self *, struct ps_found *,
	    const struct ps_link *);

#endif

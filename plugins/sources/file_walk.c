/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_walk.c - folders in depth, names in byte order, a few at a time.
 *
 * The path of the entry at hand is one buffer; a level knows how much of it
 * is its own.  A folder met again on the way down to it is a loop.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

enum { ENTRIES_A_STEP = 64 };

static bool
is_loop(const struct file_source *f, const struct stat *sb)
{
	for (size_t i = 0; i < f->depth; i++)
		if (f->levels[i].dev == sb->st_dev &&
		    f->levels[i].ino == sb->st_ino)
			return true;
	return false;
}

/* Opens the folder f->path as another level; 0 or errno. */
static int
open_level(struct file_source *f, const struct stat *sb, bool all)
{
	struct level	*more;
	DIR		*dir;

	if (is_loop(f, sb))
		return ELOOP;
	if (f->depth == f->room) {
		more = reallocarray(f->levels, f->room + 16, sizeof(*more));
		if (more == NULL)
			return ENOMEM;
		f->levels = more;
		f->room += 16;
	}
	if ((dir = opendir(f->path)) == NULL)
		return errno;
	f->levels[f->depth++] = (struct level){ .path = strlen(f->path),
	    .dir = dir, .dev = sb->st_dev, .ino = sb->st_ino, .all = all };
	return 0;
}

static void
enter(struct ps_self *self, struct ps_found *to, const struct stat *sb,
    bool all)
{
	struct file_source	*f = self->state;
	int			 error = open_level(f, sb, all);

	if (error == 0)
		return;
	if (error != ELOOP)
		f->whole = false;
	file_report_error(self, to, error);
}

/* Writes the path of a name in the level; false if it is too long. */
static bool
set_path(struct file_source *f, const struct level *l, const char *name)
{
	size_t	n = l->path, m = strlen(name);

	n -= n == 1;	/* the root folder ends in its slash */
	if (n + m + 2 > sizeof(f->path)) {
		f->path[l->path] = '\0';
		return false;
	}
	f->path[n] = '/';
	memcpy(f->path + n + 1, name, m + 1);
	return true;
}

static void
visit_folder(struct ps_self *self, struct ps_found *to, const struct level *l,
    const struct stat *sb, bool is_link)
{
	const struct file_options	*o = self->options;
	bool				 all;

	if (!file_may_enter(self, l, &all))
		return;
	if (is_link && !o->follow)
		file_report_link(self, to);
	else
		enter(self, to, sb, all);
}

static void
visit(struct ps_self *self, struct ps_found *to, const struct level *l,
    const struct entry *e)
{
	struct file_source	*f = self->state;
	struct stat		 sb;
	bool			 is_link = e->type == DT_LNK;

	if (!set_path(f, l, l->names + e->name)) {
		f->whole = false;
		file_report_error(self, to, ENAMETOOLONG);
		return;
	}
	if (file_is_elsewhere(self, f->path))
		return;
	if (e->type == DT_REG && !file_is_wanted(self, l))
		return;
	if (e->type == DT_UNKNOWN)
		is_link = lstat(f->path, &sb) == 0 && S_ISLNK(sb.st_mode);
	if (stat(f->path, &sb) == -1) {
		if (e->type == DT_REG || file_is_wanted(self, l))
			file_report_error(self, to, errno);
	} else if (S_ISDIR(sb.st_mode)) {
		visit_folder(self, to, l, &sb, is_link);
	} else if (e->type == DT_REG || file_is_wanted(self, l)) {
		file_report(self, to, &sb);
	}
}

/* Some more names, or the next entry of the deepest level. */
static void
go_on(struct ps_self *self, struct ps_found *to, int *left)
{
	struct file_source	*f = self->state;
	struct level		*l = &f->levels[f->depth - 1], here;

	if (l->dir != NULL) {
		*left = 0;
		if (file_read_names(self, l) != PS_FAIL)
			return;
		f->whole = false;
		f->path[l->path] = '\0';
		file_report_error(self, to, errno);
	} else if (l->next == l->n) {
		file_close_level(l);
		f->depth--;
	} else {
		/* Entering a folder may move the levels. */
		here = *l;
		l->next++;
		visit(self, to, &here, &here.entries[here.next]);
	}
}

/* A root that is a file or a stream is itself the one document. */
static void
begin_root(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	const struct root	*r = &f->roots[f->current];
	struct stat		 sb = { .st_mode = S_IFREG };

	f->begun = true;
	f->whole = true;
	f->found = 0;
	if (strlen(r->path) >= sizeof(f->path)) {
		f->path[0] = '\0';
		file_report_error(self, to, ENAMETOOLONG);
		return;
	}
	memcpy(f->path, r->path, strlen(r->path) + 1);
	if (r->key == KEY_STDIN) {
		sb.st_mode = S_IFIFO;
		file_report(self, to, &sb);
	} else if (stat(f->path, &sb) == -1) {
		f->whole = false;
		file_report_error(self, to, errno);
	} else if (r->folder) {
		enter(self, to, &sb, r->pattern == NULL);
	} else if (file_is_wanted(self, NULL)) {
		file_report(self, to, &sb);
	}
}

enum ps_status
file_walk(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	int			 left = ENTRIES_A_STEP;

	f->enough = false;
	if (!f->begun)
		begin_root(self, to);
	while (left-- > 0 && f->depth > 0 && !f->enough)
		go_on(self, to, &left);
	return f->depth > 0 || f->over ? PS_OK : PS_EOF;
}

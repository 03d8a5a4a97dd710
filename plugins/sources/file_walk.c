/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_walk.c - folders in depth, names in byte order.
 *
 * One folder's names are held at a time for each level of depth; a folder met
 * again on the way down to it is a loop.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

#define ENTRIES_A_STEP	64
#define DEPTH_MAX	256

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *
join(const char *folder, const char *name)
{
	size_t	n = strlen(folder), m = strlen(name);
	char	*p = malloc(n + m + 2);

	if (p == NULL)
		return NULL;
	memcpy(p, folder, n);
	if (n > 0 && p[n - 1] == '/')
		n--;
	p[n] = '/';
	memcpy(p + n + 1, name, m + 1);
	return p;
}

static void
leave(struct file_source *f)
{
	struct level	*l = &f->levels[--f->depth];

	for (size_t i = 0; i < l->n; i++)
		free(l->names[i]);
	free(l->names);
	free(l->path);
}

static bool
add_name(struct level *l, size_t *room, const char *name)
{
	char	**more;

	if (l->n == *room) {
		*room = *room == 0 ? 64 : 2 * *room;
		more = reallocarray(l->names, *room, sizeof(*more));
		if (more == NULL)
			return false;
		l->names = more;
	}
	l->names[l->n] = strdup(name);
	return l->names[l->n++] != NULL;
}

/* The names of a folder; 0 or errno. */
static int
read_names(struct level *l, bool hidden)
{
	DIR		*d = opendir(l->path);
	struct dirent	*e;
	size_t		 room = 0;
	int		 error;

	if (d == NULL)
		return errno;
	for (errno = 0; (e = readdir(d)) != NULL; errno = 0)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    (hidden || e->d_name[0] != '.') &&
		    !file_is_junk(e->d_name) && !add_name(l, &room, e->d_name))
			break;
	error = errno;
	closedir(d);
	if (l->n > 1)
		qsort(l->names, l->n, sizeof(*l->names), by_bytes);
	return error;
}

static bool
is_loop(const struct file_source *f, const struct stat *sb)
{
	for (size_t i = 0; i < f->depth; i++)
		if (f->levels[i].dev == sb->st_dev &&
		    f->levels[i].ino == sb->st_ino)
			return true;
	return false;
}

/* Another folder on the way down; takes over the path. */
static void
enter(struct ps_self *self, struct ps_found *to, char *path,
    const struct stat *sb)
{
	const struct file_options *o = self->options;
	struct file_source	*f = self->state;
	const struct root	*r = &f->roots[f->current];
	struct level		*l, *more;
	int			 error = is_loop(f, sb) ? ELOOP :
				    f->depth == DEPTH_MAX ? ENAMETOOLONG : 0;

	if (error == 0 && f->depth == f->room) {
		more = reallocarray(f->levels, f->room + 16, sizeof(*more));
		error = more == NULL ? ENOMEM : 0;
		f->levels = more == NULL ? f->levels : more;
		f->room += more == NULL ? 0 : 16;
	}
	if (error == 0) {
		l = &f->levels[f->depth++];
		*l = (struct level){ .path = path, .dev = sb->st_dev,
		    .ino = sb->st_ino };
		error = read_names(l, o->hidden);
	}
	if (error == 0)
		return;
	if (error != ELOOP)
		f->whole = false;
	file_report_error(self, to, r, path, error);
	if (f->depth == 0 || f->levels[f->depth - 1].path != path)
		free(path);
}

/* Under an input that was listed before: it was found there. */
static bool
was_listed(const struct file_source *f, const char *path)
{
	size_t	n;

	for (uint32_t i = 0; i < f->current; i++) {
		n = strlen(f->roots[i].path);
		if (f->roots[i].pattern == NULL &&
		    strncmp(path, f->roots[i].path, n) == 0 &&
		    (path[n] == '\0' || (path[n] == '/' &&
		    f->roots[i].folder)))
			return true;
	}
	return false;
}

/* One entry of a folder; takes over its path. */
static void
visit(struct ps_self *self, struct ps_found *to, char *path)
{
	const struct file_options *o = self->options;
	struct file_source	*f = self->state;
	const struct root	*r = &f->roots[f->current];
	struct stat		 sb, link;
	bool			 is_link;

	is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode);
	if (was_listed(f, path))
		;
	else if (stat(path, &sb) == -1) {
		if (file_is_wanted(self, r, path))
			file_report_error(self, to, r, path, errno);
	} else if (S_ISDIR(sb.st_mode)) {
		if (!is_link || o->follow) {
			enter(self, to, path, &sb);
			return;
		}
	} else if (file_is_wanted(self, r, path))
		file_report(self, to, r, path, &sb);
	free(path);
}

/* A root that is a file or a stream is itself the one document. */
static void
begin_root(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	const struct root	*r = &f->roots[f->current];
	struct stat		 sb = { 0 };
	char			*path = strdup(r->path);

	f->begun = true;
	f->whole = true;
	if (path == NULL || was_listed(f, r->path))
		free(path);
	else if (strcmp(path, "-") == 0) {
		file_report(self, to, r, path, &sb);
		free(path);
	} else if (stat(path, &sb) == -1) {
		f->whole = false;
		file_report_error(self, to, r, path, errno);
		free(path);
	} else if (r->folder)
		enter(self, to, path, &sb);
	else {
		file_report(self, to, r, path, &sb);
		free(path);
	}
}

enum ps_status
file_walk(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	struct level		*l;
	char			*path;

	if (!f->begun)
		begin_root(self, to);
	for (int i = 0; i < ENTRIES_A_STEP && f->depth > 0; i++) {
		l = &f->levels[f->depth - 1];
		if (l->next == l->n)
			leave(f);
		else if ((path = join(l->path, l->names[l->next++])) != NULL)
			visit(self, to, path);
	}
	return f->depth > 0 ? PS_OK : PS_EOF;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_names.c - the names in a folder, in byte order.
 *
 * They lie end to end in one block: a million of them is no million of
 * allocations.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

enum { NAMES_A_STEP = 4096 };

static bool
add_name(struct level *l, const struct dirent *e)
{
	size_t		 n = strlen(e->d_name) + 1;
	void		*more;

	if (l->n == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		more = reallocarray(l->entries, l->room, sizeof(*l->entries));
		if (more == NULL)
			return false;
		l->entries = more;
	}
	if (l->used + n > l->names_room) {
		l->names_room = 2 * (l->names_room + n) + 1024;
		more = realloc(l->names, l->names_room);
		if (more == NULL)
			return false;
		l->names = more;
	}
	memcpy(l->names + l->used, e->d_name, n);
	l->entries[l->n++] = (struct entry){ l->used, e->d_type };
	l->used += n;
	return true;
}

static int
by_bytes(const void *a, const void *b, void *names)
{
	const char	*s = names;

	return strcmp(s + ((const struct entry *)a)->name,
	    s + ((const struct entry *)b)->name);
}

static bool
is_passed_over(struct ps_self *self, const char *name)
{
	const struct file_options	*o = self->options;
	struct file_source		*f = self->state;

	if (name[0] == '.' && (name[1] == '\0' || (name[1] == '.' &&
	    name[2] == '\0')))
		return true;
	if (ps_is_junk(self, name)) {
		f->n_junk++;
		return true;
	}
	if (o->hidden || name[0] != '.')
		return false;
	f->n_hidden++;
	f->whole = false;
	return true;
}

enum ps_status
file_read_names(struct ps_self *self, struct level *l)
{
	struct dirent	*e;
	int		 error;

	for (int i = 0; i < NAMES_A_STEP; i++) {
		errno = 0;
		e = readdir(l->dir);
		if (e == NULL)
			break;
		if (!is_passed_over(self, e->d_name) && !add_name(l, e))
			break;
		if (i + 1 == NAMES_A_STEP)
			return PS_OK;
	}
	error = errno;
	closedir(l->dir);
	l->dir = NULL;
	if (l->n > 1)
		qsort_r(l->entries, l->n, sizeof(*l->entries), by_bytes,
		    l->names);
	errno = error;
	return error != 0 ? PS_FAIL : PS_EOF;
}

void
file_close_level(struct level *l)
{
	if (l->dir != NULL)
		closedir(l->dir);
	free(l->names);
	free(l->entries);
}

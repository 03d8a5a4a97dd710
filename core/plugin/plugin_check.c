/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plugin_check.c - what is not let in.
 *
 * A module runs with all that the user may do, so it has to come from root or
 * from the user, in a place where nobody else can put files.  A descriptor is
 * believed only as far as its own size goes.
 */
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "options.h"
#include "plugin_check.h"
#include "str.h"

#define STATE_MAX	(64u << 20)	/* bytes of a plugin's state, options */
#define NAME_MAX_LENGTH	40

#define END_OF(T, member)	(offsetof(T, member) + sizeof(((T *)0)->member))

const char *const kind_words[] = { "plugin", "source", "format", "sink" };

/* Descriptors as long as they were when their ABI was born. */
static const uint32_t birth_size[] = {
	0,
	END_OF(struct ps_source, close),
	END_OF(struct ps_format, close),
	END_OF(struct ps_sink, close)
};

/*
 * Many systems give each user a group and let it write by default.  A group
 * that is named as its only member is no other person.
 */
static bool
is_private_group(uid_t owner, gid_t gid)
{
	const struct passwd	*user = getpwuid(owner);
	const struct group	*group;

	if (user == NULL || user->pw_gid != gid)
		return false;
	group = getgrgid(gid);
	return group != NULL && group->gr_mem[0] == NULL &&
	    strcmp(group->gr_name, user->pw_name) == 0;
}

const char *
plugin_unsafe(const char *path, bool directory, struct arena *a)
{
	struct stat	st;

	if (stat(path, &st) == -1)
		return arena_printf(a, "cannot be looked at: %s",
		    strerror(errno));
	if (directory ? !S_ISDIR(st.st_mode) : !S_ISREG(st.st_mode))
		return directory ? "is no directory" : "is no regular file";
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return arena_printf(a, "belongs to user %u; plugins must "
		    "belong to root or to you", (unsigned)st.st_uid);
	/* In a directory such as /tmp others can add but not replace. */
	if (directory && st.st_uid == 0 && (st.st_mode & S_ISVTX))
		return NULL;
	if (st.st_mode & S_IWOTH)
		return "can be written by everybody; take that right away "
		    "(chmod o-w)";
	if ((st.st_mode & S_IWGRP) && !is_private_group(st.st_uid, st.st_gid))
		return arena_printf(a, "can be written by group %u; take "
		    "that right away (chmod g-w)", (unsigned)st.st_gid);
	return NULL;
}

bool
plugin_is_safe(const char *path, bool directory, struct arena *a)
{
	const char	*wrong = plugin_unsafe(path, directory, a);

	if (wrong != NULL)
		warn("%s: %s; nothing is loaded from it", shown_str(path),
		    wrong);
	return wrong == NULL;
}

/* What would be loaded lies where a link ends: that place has to be safe. */
static bool
has_suffix(const char *name, const char *suffix)
{
	size_t	n = strlen(name), m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

bool
plugin_resolve(const char *file, const char *suffix, char path[PATH_MAX],
    struct arena *a)
{
	char	dir[PATH_MAX];

	if (realpath(file, path) == NULL) {
		warn("%s: %s; it is left out", shown_str(file),
		    strerror(errno));
		return false;
	}
	if (!has_suffix(path, suffix)) {
		warn("%s: is a link to no module (%s); it is left out",
		    shown_str(file), shown_str(path));
		return false;
	}
	memcpy(dir, path, strlen(path) + 1);
	*strrchr(dir, '/') = '\0';
	return plugin_is_safe(dir[0] == '\0' ? "/" : dir, true, a) &&
	    plugin_is_safe(path, false, a);
}

static bool
is_name(const char *s)
{
	size_t	n = s == NULL ? 0 : strlen(s);

	if (n == 0 || n > NAME_MAX_LENGTH || is_digit(s[0]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && !is_digit(s[i]) &&
		    s[i] != '_')
			return false;
	return true;
}

/* The callbacks without which nothing can be done. */
static bool
has_callbacks(const struct ps_plugin *p)
{
	const void	*d = p;

	if (p->kind == PS_SOURCE) {
		const struct ps_source	*s = d;

		return s->open != NULL && s->step != NULL && s->fetch != NULL;
	}
	if (p->kind == PS_FORMAT) {
		const struct ps_format	*f = d;

		if (f->probe == NULL || f->open == NULL)
			return false;
		return f->flags & PS_CONTAINER ?
		    f->member != NULL && f->read != NULL :
		    f->table != NULL && f->rows != NULL;
	}
	const struct ps_sink	*k = d;

	return k->open != NULL && k->table != NULL && k->begin != NULL &&
	    k->write != NULL && k->end != NULL && k->commit != NULL &&
	    (!(k->flags & PS_KEEPS_LEDGER) ||
	    (k->sql != NULL && k->remove != NULL && k->settle != NULL &&
	    k->widen != NULL));
}

const char *
plugin_unusable(const struct ps_plugin *p, enum ps_kind kind, struct arena *a)
{
	const char	*wrong;

	if (p == NULL)
		return "describes nothing";
	if (p->abi != PS_ABI)
		return arena_printf(a, "was built for plugin interface %u, "
		    "this program has %u; build it again", (unsigned)p->abi,
		    (unsigned)PS_ABI);
	if (p->kind != kind || kind < PS_SOURCE || kind > PS_SINK)
		return arena_printf(a, "is no %s",
		    kind_words[kind <= PS_SINK ? kind : 0]);
	if (p->size < birth_size[kind])
		return arena_printf(a, "has a descriptor of %u bytes; %u are "
		    "needed", (unsigned)p->size, (unsigned)birth_size[kind]);
	if (!is_name(p->name))
		return "has no proper name (lower case letters, digits, _)";
	if (p->version == NULL || p->summary == NULL)
		return "has no version or no summary";
	if (p->state_size > STATE_MAX || p->options_size > STATE_MAX)
		return "wants more memory than a plugin may have";
	if (!has_callbacks(p))
		return arena_printf(a, "lacks a callback that every %s needs",
		    kind_words[kind]);
	return options_check(p, &wrong, a) ? NULL : wrong;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
plugin_files(const char *directory, const char *suffix, const char ***names,
    struct arena *arena)
{
	struct dirent	**list;
	const char	**all;
	int		 n = scandir(directory, &list, NULL, NULL), found = 0;

	if (n == -1)
		return -1;
	all = arena_alloc(arena, ((size_t)n + 1) * sizeof(*all));
	for (int i = 0; i < n; i++) {
		if (list[i]->d_name[0] != '.' &&
		    has_suffix(list[i]->d_name, suffix))
			all[found++] = arena_strdup(arena, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	qsort(all, (size_t)found, sizeof(*all), by_bytes);
	*names = all;
	return found;
}

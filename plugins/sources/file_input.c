/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_input.c - an input as the user gave it: "-", a file, a folder, a glob.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

static bool
has_wildcard(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

/* "file:///a" and "file:/a" are paths like others. */
static const char *
without_scheme(const char *input)
{
	if (strncmp(input, "file:", 5) != 0)
		return input;
	input += 5;
	return strncmp(input, "//", 2) == 0 ? input + 2 : input;
}

/* The folder before the first part with a wildcard, and what follows it. */
static bool
split_glob(const char *input, char *base, size_t size, const char **rest)
{
	size_t	wild = strcspn(input, "*?[");
	size_t	n = wild;

	while (n > 0 && input[n - 1] != '/')
		n--;
	if (n + 2 > size)
		return false;
	memcpy(base, n == 0 ? "." : input, n == 0 ? 1 : n);
	base[n == 0 ? 1 : n] = '\0';
	*rest = input + n;
	return true;
}

static enum ps_status
add_root(struct ps_self *self, const char *shown, char *path,
    const char *pattern, const struct stat *sb)
{
	struct file_source	*f = self->state;
	struct root		*r = &f->roots[f->n_roots];

	if (path == NULL)
		return ps_fail(self, PS_RETRY, 0, "%s: %s; nothing was read",
		    shown, strerror(errno));
	r->path = path;
	r->pattern = pattern == NULL ? NULL : strdup(pattern);
	r->folder = sb != NULL && S_ISDIR(sb->st_mode);
	r->stream = sb == NULL || (!r->folder && !S_ISREG(sb->st_mode));
	f->n_roots++;
	return PS_OK;
}

static enum ps_status
add_glob(struct ps_self *self, const char *input)
{
	char		 base[PATH_MAX];
	const char	*pattern;
	struct stat	 sb;

	if (!split_glob(input, base, sizeof(base), &pattern) ||
	    stat(base, &sb) == -1 || !S_ISDIR(sb.st_mode))
		return ps_fail(self, PS_RETRY, 0, "%s: no such file or "
		    "folder; check the name", input);
	return add_root(self, input, realpath(base, NULL), pattern, &sb);
}

enum ps_status
file_add_input(struct ps_self *self, const char *given)
{
	const char	*input = without_scheme(given);
	struct stat	 sb;

	if (strcmp(input, "-") == 0)
		return add_root(self, input, strdup("-"), NULL, NULL);
	if (stat(input, &sb) == 0)
		return add_root(self, input, realpath(input, NULL), NULL,
		    &sb);
	if (errno == ENOENT && has_wildcard(input))
		return add_glob(self, input);
	if (errno == ENOENT)
		return ps_fail(self, PS_RETRY, 0, "%s: no such file or "
		    "folder; check the name", input);
	return ps_fail(self, PS_RETRY, 0, "%s: %s; nothing was read", input,
	    strerror(errno));
}

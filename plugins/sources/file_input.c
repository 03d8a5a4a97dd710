/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_input.c - inputs as the user gave them: "-", files, folders, globs.
 *
 * They are sorted, and what lies under two of them is listed under one: the
 * input that names it, else the folder that holds it, else the first glob.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "file.h"

static bool
has_wildcard(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

static int
hex(char c)
{
	const char	*digits = "0123456789abcdef";
	const char	*p = c == '\0' ? NULL : strchr(digits,
			    c >= 'A' && c <= 'F' ? c + 32 : c);

	return p == NULL ? -1 : (int)(p - digits);
}

/*
 * "file:///a%20b" and "file:/a" are paths like others; "file://b/a" is a file
 * of another computer, and so none.
 */
static char *
path_of(const char *input)
{
	char	*path, *out;

	if (strncasecmp(input, "file:", 5) != 0 ||
	    (strncmp(input + 5, "//", 2) == 0 && input[7] != '/' &&
	    strncasecmp(input + 7, "localhost/", 10) != 0))
		return strdup(input);
	input += 5;
	if (strncmp(input, "//", 2) == 0)
		input += 2 + strcspn(input + 2, "/");
	if ((path = out = strdup(input)) == NULL)
		return NULL;
	for (; *input != '\0'; input++) {
		if (*input == '%' && hex(input[1]) > 0 && hex(input[2]) >= 0) {
			*out++ = (char)(hex(input[1]) * 16 + hex(input[2]));
			input += 2;
		} else {
			*out++ = *input;
		}
	}
	*out = '\0';
	return path;
}

/*
 * The canonical path of a file, itself if it is a link: that is its name.
 * What is no file keeps its name: /dev/fd is another folder in each process.
 */
static char *
own_path(const char *path, const struct stat *sb)
{
	const char	*slash = strrchr(path, '/');
	const char	*name = slash == NULL ? path : slash + 1;
	char		*folder, *real, *own;

	if (S_ISDIR(sb->st_mode))
		return realpath(path, NULL);
	if (!S_ISREG(sb->st_mode) && *path == '/')
		return strdup(path);
	folder = slash == NULL ? strdup(".") :
	    strndup(path, (size_t)(name - path));
	real = folder == NULL ? NULL : realpath(folder, NULL);
	if (real == NULL || asprintf(&own, "%s/%s", strcmp(real, "/") == 0 ?
	    "" : real, name) == -1)
		own = NULL;
	free(real);
	free(folder);
	return own;
}

static enum ps_status
add_root(struct ps_self *self, const char *given, struct root r)
{
	struct file_source	*f = self->state;
	int			 error = errno;

	if (r.path != NULL && r.pattern != NULL) {
		if (asprintf(&r.name, "%s/%s", strcmp(r.path, "/") == 0 ? "" :
		    r.path, r.pattern) == -1)
			r.name = NULL;
	} else if (r.path != NULL) {
		r.name = strdup(r.path);
	}
	if (r.name == NULL) {
		free(r.path);
		free(r.pattern);
		return ps_fail(self, PS_RETRY, 0, "%s: %s; nothing was read",
		    given, strerror(error));
	}
	f->roots[f->n_roots++] = r;
	return PS_OK;
}

static enum ps_status
missing(struct ps_self *self, const char *given, int error)
{
	if (error != ENOENT && error != ENOTDIR)
		return ps_fail(self, PS_RETRY, 0, "%s: %s; nothing was read",
		    given, strerror(error));
	return ps_fail(self, PS_RETRY, 0, "%s: no such file or folder; "
	    "check the name", given);
}

/* The folder before the first part with a wildcard, and what follows it. */
static enum ps_status
add_glob(struct ps_self *self, const char *given, char *path)
{
	size_t		n = strcspn(path, "*?[");
	char		base[PATH_MAX];
	struct stat	sb;

	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n + 2 > sizeof(base))
		return missing(self, given, ENAMETOOLONG);
	memcpy(base, n == 0 ? "./" : path, n == 0 ? 2 : n);
	base[n == 0 ? 2 : n] = '\0';
	if (stat(base, &sb) == -1)
		return missing(self, given, errno);
	if (!S_ISDIR(sb.st_mode))
		return missing(self, given, ENOTDIR);
	return add_root(self, given, (struct root){ .folder = true,
	    .path = realpath(base, NULL), .pattern = strdup(path + n) });
}

static enum ps_status
add_path(struct ps_self *self, const char *given, char *path)
{
	struct stat	sb;
	size_t		n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	if (stat(path, &sb) == 0)
		return add_root(self, given, (struct root){
		    .path = own_path(path, &sb),
		    .folder = S_ISDIR(sb.st_mode),
		    .key = S_ISFIFO(sb.st_mode) || S_ISCHR(sb.st_mode) ?
		    KEY_STREAM : KEY_FILE });
	if (errno == ENOENT && has_wildcard(path))
		return add_glob(self, given, path);
	return missing(self, given, errno);
}

enum ps_status
file_add_input(struct ps_self *self, const char *given)
{
	char		*path;
	enum ps_status	 st;

	if (strcmp(given, "-") == 0)
		return add_root(self, given, (struct root){
		    .path = strdup("-"), .key = KEY_STDIN });
	path = path_of(given);
	if (path == NULL)
		return ps_fail(self, PS_FATAL, 0, "out of memory");
	st = add_path(self, given, path);
	free(path);
	return st;
}

/* The end of a name goes first, then the end of a part. */
static int
rank(char c)
{
	return c == '\0' ? 0 : c == '/' ? 1 : (unsigned char)c + 1;
}

int
file_compare(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return rank(*a) - rank(*b);
}

static int
by_name(const void *a, const void *b)
{
	return file_compare(((const struct root *)a)->name,
	    ((const struct root *)b)->name);
}

static void
free_root(struct root *r)
{
	free(r->path);
	free(r->pattern);
	free(r->name);
}

void
file_sort_roots(struct file_source *f)
{
	uint32_t	n = 0;

	if (f->n_roots > 1)
		qsort(f->roots, f->n_roots, sizeof(*f->roots), by_name);
	for (uint32_t i = 0; i < f->n_roots; i++) {
		if (n > 0 && by_name(&f->roots[n - 1], &f->roots[i]) == 0)
			free_root(&f->roots[i]);
		else
			f->roots[n++] = f->roots[i];
	}
	f->n_roots = n;
}

void
file_free_roots(struct file_source *f)
{
	for (uint32_t i = 0; i < f->n_roots; i++)
		free_root(&f->roots[i]);
	free(f->roots);
}

/* The root of that very path, which is no glob; NULL if there is none. */
static const struct root *
find_root(const struct file_source *f, const char *path)
{
	uint32_t	low = 0, high = f->n_roots, mid;
	int		c;

	while (low < high) {
		mid = low + (high - low) / 2;
		c = file_compare(path, f->roots[mid].name);
		if (c == 0)
			return f->roots[mid].pattern == NULL ? &f->roots[mid] :
			    NULL;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

/* Whether the glob takes the path, or a folder above it. */
static bool
glob_takes(struct ps_self *self, const struct root *r, const char *path)
{
	const char	*below = file_below(r, path);
	char		 part[PATH_MAX];

	if (below == path)
		return false;
	for (size_t n = 1;; n++) {
		n += strcspn(below + n, "/");
		if (n >= sizeof(part))
			return false;
		memcpy(part, below, n);
		part[n] = '\0';
		if (ps_glob(self, r->pattern, part))
			return true;
		if (below[n] == '\0')
			return false;
	}
}

/* A folder that is an input and holds the path. */
static bool
in_a_folder(const struct file_source *f, const char *path)
{
	char			 above[PATH_MAX];
	size_t			 n = strlen(path);
	const struct root	*r;

	memcpy(above, path, n + 1);
	while (n > 1) {
		while (n > 0 && above[n - 1] != '/')
			n--;
		n -= n > 1;
		above[n] = '\0';
		r = n == 0 ? NULL : find_root(f, above);
		if (r != NULL && r->folder)
			return true;
	}
	return false;
}

bool
file_is_elsewhere(struct ps_self *self, const char *path)
{
	const struct file_source	*f = self->state;
	const struct root		*now = &f->roots[f->current];

	if (f->n_roots < 2)
		return false;
	if (find_root(f, path) != NULL)
		return true;
	if (now->pattern == NULL)
		return false;
	if (in_a_folder(f, path))
		return true;
	for (uint32_t i = 0; i < f->current; i++)
		if (f->roots[i].pattern != NULL &&
		    glob_takes(self, &f->roots[i], path))
			return true;
	return false;
}

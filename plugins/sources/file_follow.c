/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_follow.c - links on pages that are files, to files beside them.
 *
 * What a page says is not trusted: it leads to regular files below the folder
 * that the user named (that of the input, where this is a file), also when all
 * symbolic links are resolved, and to nothing else.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

/* The canonical path of the folder; free() it.  NULL: there is none. */
static char *
folder_of(const struct file_source *f, const struct ps_doc *page)
{
	const struct root	*r = NULL;
	char			*path, *real, *slash;

	for (uint32_t i = 0; i < f->n_roots && r == NULL; i++)
		if (page->root != NULL &&
		    strcmp(f->roots[i].name, page->root) == 0)
			r = &f->roots[i];
	if (r == NULL || r->key == KEY_STDIN ||
	    (path = strdup(r->path)) == NULL)
		return NULL;
	slash = strrchr(path, '/');
	if (!r->folder && slash != NULL)
		slash[slash == path] = '\0';
	real = realpath(path, NULL);
	free(path);
	return real;
}

static bool
is_below(const char *folder, const char *path)
{
	size_t	n = strlen(folder);

	n -= n == 1;		/* "/" */
	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* As files are listed: without "//". */
static char *
squeezed(const char *address)
{
	char	*path = strdup(address), *to = path;

	if (path == NULL)
		return NULL;
	for (const char *p = path; *p != '\0'; p++)
		if (*p != '/' || to == path || to[-1] != '/')
			*to++ = *p;
	*to = '\0';
	return path;
}

/* "http" of http://x; 0: it has no scheme. */
static size_t
scheme_length(const char *address)
{
	size_t	n = strspn(address, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return n < 32 && address[n] == ':' ? n : 0;
}

/* On a page that lies in an archive: "a.zip!x.csv" on "a.zip!index.html". */
static bool
is_member(const struct ps_link *link)
{
	const char	*mark = strchr(link->page->address, '!');
	size_t		 n = mark == NULL ? 0 :
			    (size_t)(mark + 1 - link->page->address);

	return n > 0 && strncmp(link->address, link->page->address, n) == 0;
}

static void
tell(struct ps_self *self, struct ps_found *to, const struct ps_link *link,
    const char *path, const struct stat *sb)
{
	const char	*slash = strrchr(path, '/');
	struct ps_doc	 d = {
		.address = path, .root = link->page->root,
		.name = slash == NULL || slash[1] == '\0' ? path : slash + 1,
		.size = sb->st_size,
		.mtime = sb->st_mtim.tv_sec * INT64_C(1000000000) +
		    sb->st_mtim.tv_nsec,
		.key = KEY_FILE
	};

	ps_followed(self, to, link->number, &d);
}

static void
look(struct ps_self *self, struct ps_found *to, const struct ps_link *link,
    const char *folder)
{
	char		*path = squeezed(link->address);
	char		*real = path == NULL ? NULL : realpath(path, NULL);
	int		 error = path == NULL ? ENOMEM : errno;
	struct stat	 sb;

	if (real == NULL && path != NULL && !is_below(folder, path))
		ps_refused(self, to, link->number, "it is outside of the "
		    "input");
	else if (real == NULL && is_member(link))
		ps_refused(self, to, link->number, "it lies in an archive, "
		    "of which all is read");
	else if (real == NULL)
		ps_refused(self, to, link->number, "%s", error == ENOENT ||
		    error == ENOTDIR ? "there is no such file" :
		    strerror(error));
	else if (!is_below(folder, real))
		ps_refused(self, to, link->number, "it is outside of the "
		    "input");
	else if (stat(real, &sb) == -1)
		ps_refused(self, to, link->number, "%s", strerror(errno));
	else if (!S_ISREG(sb.st_mode))
		ps_refused(self, to, link->number, "%s", S_ISDIR(sb.st_mode) ?
		    "it is a folder" : "it is no regular file");
	else
		tell(self, to, link, is_below(folder, path) ? path : real,
		    &sb);
	free(real);
	free(path);
}

enum ps_status
file_follow(struct ps_self *self, struct ps_found *to,
    const struct ps_link *link)
{
	size_t	 n = scheme_length(link->address);
	char	*folder;

	if (*link->address != '/') {
		if (n > 0)
			ps_refused(self, to, link->number, "%.*s: this source "
			    "reads files", (int)n, link->address);
		else
			ps_refused(self, to, link->number, "it leads to no "
			    "document");
		return PS_OK;
	}
	folder = folder_of(self->state, link->page);
	if (folder == NULL)
		ps_refused(self, to, link->number, "its page lies in no "
		    "folder");
	else
		look(self, to, link, folder);
	free(folder);
	return PS_OK;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_kind.c - what is a document, what is junk, and what cannot be read.
 */
#include <errno.h>
#include <string.h>

#include "file.h"

static const char *const junk[] = {
	".git", "__MACOSX", ".DS_Store", "Thumbs.db", NULL
};

bool
file_is_junk(const char *name)
{
	for (const char *const *j = junk; *j != NULL; j++)
		if (strcmp(name, *j) == 0)
			return true;
	return strncmp(name, "._", 2) == 0 || strncmp(name, "~$", 2) == 0;
}

static const char *
below(const struct root *r, const char *path)
{
	size_t	n = strlen(r->path);

	if (strncmp(path, r->path, n) != 0)
		return path;
	return path[n] == '/' ? path + n + 1 : path + n;
}

static const char *
last_part(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

/* Does one of the globs, one a line, match? */
static bool
one_matches(struct ps_self *self, const char *globs, const struct root *r,
    const char *path)
{
	char		 glob[1024];
	size_t		 n;

	for (; *globs != '\0'; globs += n + (globs[n] == '\n')) {
		n = strcspn(globs, "\n");
		if (n == 0 || n >= sizeof(glob))
			continue;
		memcpy(glob, globs, n);
		glob[n] = '\0';
		if (ps_glob(self, glob, strchr(glob, '/') == NULL ?
		    last_part(path) : below(r, path)))
			return true;
	}
	return false;
}

bool
file_is_wanted(struct ps_self *self, const struct root *r, const char *path)
{
	const struct file_options	*o = self->options;

	if (r->pattern != NULL && !ps_glob(self, r->pattern, below(r, path)))
		return false;
	if (o->include != NULL && o->include[0] != '\0' &&
	    !one_matches(self, o->include, r, path))
		return false;
	return o->exclude == NULL || !one_matches(self, o->exclude, r, path);
}

struct ps_doc
file_doc(const struct root *r, const char *path, const struct stat *sb)
{
	struct ps_doc	d = { .address = path, .root = r->path,
			    .name = last_part(path), .size = -1, .mtime = -1,
			    .key = r->stream };

	if (strcmp(path, "-") == 0)
		d.name = "stdin";
	if (sb != NULL && S_ISREG(sb->st_mode)) {
		d.size = sb->st_size;
		d.mtime = sb->st_mtim.tv_sec * INT64_C(1000000000) +
		    sb->st_mtim.tv_nsec;
	}
	return d;
}

static const char *
kind_name(mode_t mode)
{
	return S_ISFIFO(mode) ? "is a named pipe" :
	    S_ISSOCK(mode) ? "is a socket" :
	    S_ISCHR(mode) || S_ISBLK(mode) ? "is a device" :
	    "is no regular file";
}

void
file_report(struct ps_self *self, struct ps_found *to, const struct root *r,
    const char *path, const struct stat *sb)
{
	struct ps_doc	d = file_doc(r, path, sb);

	if (S_ISREG(sb->st_mode) || r->stream)
		(void)ps_found_doc(self, to, &d);
	else
		ps_skipped(self, to, &d, PS_SKIP, "%s",
		    kind_name(sb->st_mode));
}

void
file_report_error(struct ps_self *self, struct ps_found *to,
    const struct root *r, const char *path, int error)
{
	struct ps_doc	d = file_doc(r, path, NULL);

	if (error == ENOENT)
		ps_skipped(self, to, &d, PS_SKIP, "is a symbolic link to "
		    "nothing, or vanished");
	else if (error == ELOOP)
		ps_skipped(self, to, &d, PS_SKIP,
		    "is a symbolic link that leads back to itself");
	else
		ps_skipped(self, to, &d, PS_FAIL, "cannot be read: %s",
		    strerror(error));
}

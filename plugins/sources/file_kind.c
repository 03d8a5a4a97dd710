/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_kind.c - what is a document, what is junk, and what cannot be read.
 */
#include <errno.h>
#include <string.h>

#include "file.h"

const char *
file_below(const struct root *r, const char *path)
{
	size_t	n = strlen(r->path);

	if (strcmp(r->path, "/") == 0)
		return path + 1;
	if (strncmp(path, r->path, n) != 0 || path[n] != '/')
		return path;
	return path + n + 1;
}

static const char *
last_part(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

/*
 * Does one of the globs, one a line, match?  One without '/' is about the
 * name, one that begins with it about the path, others about what is below
 * the input.
 */
static bool
one_matches(struct ps_self *self, const char *globs, const char *path,
    bool *is_path)
{
	const struct file_source	*f = self->state;
	const struct root		*r = &f->roots[f->current];
	char				 glob[PATH_MAX];
	const char			*text;
	size_t				 n;

	for (; *globs != '\0'; globs += n + (globs[n] == '\n')) {
		n = strcspn(globs, "\n");
		if (n == 0 || n >= sizeof(glob))
			continue;
		memcpy(glob, globs, n);
		glob[n] = '\0';
		*is_path = *glob == '/';
		text = strchr(glob, '/') == NULL ? last_part(path) :
		    *is_path ? path : file_below(r, path);
		if (ps_glob(self, glob, text))
			return true;
	}
	return false;
}

static bool
is_excluded(struct ps_self *self)
{
	const struct file_options	*o = self->options;
	struct file_source		*f = self->state;
	bool				 is_path = false;

	if (o->exclude == NULL || !one_matches(self, o->exclude, f->path,
	    &is_path))
		return false;
	/* What was left out has not vanished; outputs never were there. */
	f->whole = f->whole && is_path;
	return true;
}

bool
file_is_wanted(struct ps_self *self, const struct level *l)
{
	const struct file_options	*o = self->options;
	struct file_source		*f = self->state;
	const struct root		*r = &f->roots[f->current];
	bool				 is_path;

	if (l != NULL && !l->all &&
	    !ps_glob(self, r->pattern, file_below(r, f->path)))
		return false;
	if (is_excluded(self))
		return false;
	if (o->include == NULL || *o->include == '\0')
		return true;
	if (one_matches(self, o->include, f->path, &is_path)) {
		f->n_taken++;
		return true;
	}
	f->n_left++;
	f->whole = false;
	return false;
}

/* Whether the glob could match below this folder. */
static bool
may_match(struct ps_self *self, const char *pattern, const char *below)
{
	char		start[PATH_MAX];
	size_t		parts = 1, n = 0;

	for (const char *p = below; *p != '\0'; p++)
		parts += *p == '/';
	while (parts-- > 0) {
		n += strcspn(pattern + n, "/");
		if (pattern[n] == '\0')
			break;
		n += parts > 0;
	}
	if (n >= sizeof(start))
		return true;
	memcpy(start, pattern, n);
	start[n] = '\0';
	if (strstr(start, "**") != NULL)
		return true;
	return pattern[n] == '/' && ps_glob(self, start, below);
}

bool
file_may_enter(struct ps_self *self, const struct level *l, bool *all)
{
	const struct file_source	*f = self->state;
	const struct root		*r = &f->roots[f->current];
	const char			*below = file_below(r, f->path);

	if (is_excluded(self))
		return false;
	*all = l->all || ps_glob(self, r->pattern, below);
	return *all || may_match(self, r->pattern, below);
}

static struct ps_doc
describe(struct ps_self *self, const struct stat *sb)
{
	const struct file_source	*f = self->state;
	const struct root		*r = &f->roots[f->current];
	struct ps_doc			 d = { .address = f->path,
					    .root = r->name,
					    .name = last_part(f->path),
					    .size = -1, .mtime = -1,
					    .key = f->depth == 0 ? r->key :
					    KEY_FILE };

	if (d.key == KEY_STDIN)
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
	return S_ISFIFO(mode) ? "is a named pipe; name it itself to read it" :
	    S_ISSOCK(mode) ? "is a socket" :
	    S_ISCHR(mode) || S_ISBLK(mode) ? "is a device" :
	    "is no regular file";
}

void
file_report(struct ps_self *self, struct ps_found *to, const struct stat *sb)
{
	struct file_source	*f = self->state;
	struct ps_doc		 d = describe(self, sb);
	enum ps_status		 st;

	f->found++;
	if (d.key == KEY_FILE && !S_ISREG(sb->st_mode)) {
		ps_skipped(self, to, &d, PS_SKIP, "%s",
		    kind_name(sb->st_mode));
		return;
	}
	st = ps_found_doc(self, to, &d);
	f->enough = st != PS_OK;
	f->over = st == PS_EOF || st < PS_RETRY;
}

void
file_report_error(struct ps_self *self, struct ps_found *to, int error)
{
	struct file_source	*f = self->state;
	struct ps_doc		 d = describe(self, NULL);

	f->found++;
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

void
file_report_link(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	struct ps_doc		 d = describe(self, NULL);

	f->found++;
	ps_skipped(self, to, &d, PS_SKIP, "is a symbolic link to a folder; "
	    "follow = true would follow it");
}

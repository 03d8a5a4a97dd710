/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file.c - the source of local documents: files, folders, globs, "-".
 *
 * Documents are found in the order of their paths, part by part, so that a
 * run can be repeated; they are opened only when they are asked for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

static const struct ps_option file_options[] = {
	PS_OPTION(struct file_options, include,
	    .doc = "Take only what matches one of these globs, one a line"),
	PS_OPTION(struct file_options, exclude,
	    .doc = "Leave out what matches one of these globs, one a line"),
	PS_OPTION(struct file_options, hidden, .def = "true",
	    .doc = "Take files and folders whose name begins with a dot"),
	PS_OPTION(struct file_options, follow, .def = "true",
	    .doc = "Follow symbolic links to folders"),
	{ .name = NULL }
};

static enum ps_status
file_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	struct file_source	*f = self->state;
	enum ps_status		 st;

	f->roots = calloc((size_t)n + 1, sizeof(*f->roots));
	if (f->roots == NULL)
		return ps_fail(self, PS_FATAL, 0, "out of memory");
	for (uint32_t i = 0; i < n; i++)
		if ((st = file_add_input(self, inputs[i])) < PS_SKIP)
			return st;
	file_sort_roots(f);
	return PS_OK;
}

static void
end_root(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;
	const struct root	*r = &f->roots[f->current];

	if (r->pattern != NULL && f->found == 0)
		ps_log(self, PS_WARN, "%s: nothing matches", r->name);
	ps_listed(self, to, r->name, f->whole);
	f->begun = false;
	f->current++;
}

static void
tell_passed_over(struct ps_self *self)
{
	const struct file_source	*f = self->state;
	const struct file_options	*o = self->options;

	if (f->n_left > 0 && f->n_taken == 0)
		ps_log(self, PS_WARN, "include: '%.200s' matches nothing that "
		    "was found (warning)", o->include);
	if (f->n_junk > 0)
		ps_log(self, PS_INFO, "passed over %llu name%s junk "
		    "(.git, .DS_Store, ._*, ~$* and the like)",
		    (unsigned long long)f->n_junk,
		    f->n_junk == 1 ? " that is" : "s that are");
	if (f->n_hidden > 0)
		ps_log(self, PS_INFO, "passed over %llu hidden name%s",
		    (unsigned long long)f->n_hidden,
		    f->n_hidden == 1 ? "" : "s");
}

static enum ps_status
file_step(struct ps_self *self, struct ps_found *to)
{
	struct file_source	*f = self->state;

	if (f->over || f->current == f->n_roots)
		return PS_EOF;
	if (file_walk(self, to) != PS_EOF)
		return f->over ? PS_EOF : PS_OK;
	end_root(self, to);
	if (f->current < f->n_roots)
		return PS_OK;
	tell_passed_over(self);
	return PS_EOF;
}

static enum ps_status
fetch_stdin(struct ps_self *self, struct ps_found *to,
    const struct ps_doc *doc)
{
	struct ps_doc	now = *doc;
	int		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

	if (fd == -1) {
		ps_skipped(self, to, doc, PS_FAIL, "%s", strerror(errno));
		return PS_OK;
	}
	/* What was read from it once cannot be read again. */
	close(STDIN_FILENO);
	return ps_fetched(self, to, &now, fd);
}

static void
tell_failure(struct ps_self *self, struct ps_found *to,
    const struct ps_doc *doc, int error)
{
	if (error == ENOENT)
		ps_skipped(self, to, doc, PS_SKIP,
		    "vanished while the folder was read");
	else
		ps_skipped(self, to, doc, PS_FAIL, "cannot be opened: %s",
		    strerror(error));
}

static enum ps_status
file_fetch(struct ps_self *self, struct ps_found *to,
    const struct ps_doc *doc)
{
	struct ps_doc	now = *doc;
	struct stat	sb;
	bool		stream = doc->key == KEY_STREAM;
	int		fd;

	if (doc->key == KEY_STDIN)
		return fetch_stdin(self, to, doc);
	/* Never wait here: whoever reads a pipe waits for its writer. */
	fd = open(doc->address, O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1 || fstat(fd, &sb) == -1) {
		tell_failure(self, to, doc, errno);
		if (fd != -1)
			close(fd);
		return PS_OK;
	}
	if (!S_ISREG(sb.st_mode) && !stream) {
		close(fd);
		ps_skipped(self, to, doc, PS_SKIP,
		    "is no longer a regular file");
		return PS_OK;
	}
	if (S_ISREG(sb.st_mode)) {
		now.size = sb.st_size;
		now.mtime = sb.st_mtim.tv_sec * INT64_C(1000000000) +
		    sb.st_mtim.tv_nsec;
		if (sb.st_size > 1 << 20)
			(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	}
	return ps_fetched(self, to, &now, fd);
}

static void
file_close(struct ps_self *self)
{
	struct file_source	*f = self->state;

	file_free_roots(f);
	while (f->depth > 0)
		file_close_level(&f->levels[--f->depth]);
	free(f->levels);
}

static const char *const schemes[] = { "file", NULL };

static const struct ps_source file_source = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name		= "file",
	.plugin.version		= "1",
	.plugin.summary		= "Files, folders, globs and standard input",
	.plugin.options		= file_options,
	.plugin.options_size	= sizeof(struct file_options),
	.plugin.state_size	= sizeof(struct file_source),
	.schemes		= schemes,
	.open			= file_open,
	.step			= file_step,
	.fetch			= file_fetch,
	.close			= file_close,
	.follow			= file_follow,
};

PS_PLUGIN(file, file_source);

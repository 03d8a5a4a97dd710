/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_load.c - a test's input through a pipeline: as any load, from a source
 * that has this one document and into a database of its own.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd_test.h"
#include "load.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"

#define ROOT	"/input"	/* inputs seem to lie below it */

/* What the source below is opened with. */
struct input {
	const char	*address, *text;
	uint64_t	 n;
};

static enum ps_status
input_source_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	(void)self, (void)inputs, (void)n;
	return PS_OK;
}

static struct ps_doc
as_document(const struct input *in)
{
	const char	*slash = strrchr(in->address, '/');

	return (struct ps_doc){ .address = in->address,
	    .root = strstr(in->address, "://") != NULL ? in->address : ROOT,
	    .name = slash == NULL || slash[1] == '\0' ? in->address :
	    slash + 1, .size = (int64_t)in->n, .mtime = -1 };
}

static enum ps_status
input_source_step(struct ps_self *self, struct ps_found *to)
{
	const struct input	*in = self->options;
	struct ps_doc		 d = as_document(in);

	(void)ps_found_doc(self, to, &d);
	ps_listed(self, to, d.root, true);
	return PS_EOF;
}

static enum ps_status
input_source_fetch(struct ps_self *self, struct ps_found *to,
    const struct ps_doc *doc)
{
	const struct input	*in = self->options;
	int			 fd = memfd_create("test", MFD_CLOEXEC);

	if (strcmp(doc->address, in->address) != 0)
		return PS_FAIL;		/* nothing belongs to it */
	for (uint64_t at = 0; fd != -1 && at < in->n;) {
		ssize_t	n = write(fd, in->text + at, in->n - at);

		if (n <= 0)
			break;
		at += (uint64_t)n;
	}
	if (fd == -1 || lseek(fd, 0, SEEK_SET) == -1)
		return ps_fail(self, PS_FAIL, 0, "there is no memory for it");
	return ps_fetched(self, to, doc, fd);
}

static const struct ps_source input_source = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name = "test", .plugin.version = PACKAGE_VERSION,
	.plugin.summary = "The input of a test",
	.open = input_source_open, .step = input_source_step,
	.fetch = input_source_fetch,
};

static const char *
read_file(struct arena *arena, const char *path, uint64_t *n)
{
	FILE	*f = fopen(path, "re");
	char	*text = NULL;
	size_t	 room = 0;

	*n = 0;
	if (f == NULL)
		return NULL;
	do {
		char *longer = arena_alloc(arena, room = room == 0 ? 65536 :
		    2 * room);

		if (*n > 0)
			memcpy(longer, text, *n);
		text = longer;
		*n += fread(text + *n, 1, room - *n, f);
	} while (*n == room);
	fclose(f);
	return text;
}

/* The input as a text of ours, which can have any address. */
static bool
add_input(struct pipeline *p, const struct script_test *t,
    struct arena *arena, const char **error)
{
	struct input	*in = arena_alloc(arena, sizeof(*in));
	struct use	*use = arena_alloc(arena, sizeof(*use));
	const char	*name = t->called != NULL ? t->called : "input";

	if (t->input != NULL) {
		in->text = t->input;
		in->n = strlen(t->input);
	} else
		in->text = read_file(arena, t->file, &in->n);
	if (in->text == NULL) {
		*error = arena_printf(arena, "%s: it cannot be read", t->file);
		return false;
	}
	in->address = t->url != NULL ? t->url : arena_printf(arena, "%s%s%s",
	    ROOT, *name == '/' ? "" : "/", name);
	use->plugin = &input_source.plugin;
	use->options = in;
	p->sources = use;
	p->n_sources = 1;
	return true;
}

/* A file under its own name may have others that belong to it. */
static bool
add_source(struct pipeline *p, const struct script_test *t,
    struct arena *arena, const char **error)
{
	p->sources = NULL;
	p->n_sources = 0;
	if (t->input != NULL || t->called != NULL || t->url != NULL)
		return add_input(p, t, arena, error);
	return pipeline_add_source(p, "file", &t->file, 1, NULL, 0, error);
}

bool
test_sink(struct pipeline *p, const char *db, const char **error)
{
	struct setting	to = { NULL, db, PS_TEXT, NULL };

	p->sinks = NULL;
	p->n_sinks = 0;
	return pipeline_add_sink(p, "sqlite", &to, 1, error);
}

/* The test's format stands before those of the pipeline. */
static bool
add_format(struct pipeline *p, const char *format, const char **error)
{
	const struct rule	*rules = p->rules;
	uint32_t		 n = p->n_rules;

	p->rules = NULL;
	p->n_rules = 0;
	if (pipeline_add_rule(p, NULL, format, NULL, 0, error))
		return true;
	p->rules = (struct rule *)(uintptr_t)rules;
	p->n_rules = n;
	return false;
}

int
test_load(const struct pipeline *pipeline, const struct script_test *t,
    const char *db, struct arena *arena, const char **error)
{
	struct pipeline	p = *pipeline;

	p.include = p.exclude = NULL;
	p.limit = 0;
	p.dedupe = false;
	p.history = HISTORY_NONE;
	p.quiet = p.tried = true;
	p.progress = PROGRESS_NONE;
	p.jobs = p.jobs > 0 ? p.jobs : 2;
	*error = NULL;
	if (!add_source(&p, t, arena, error) || !test_sink(&p, db, error) ||
	    (t->format != NULL && !add_format(&p, t->format, error)))
		return EXIT_USAGE;
	return load_run(&p);
}

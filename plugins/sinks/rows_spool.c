/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows_spool.c - the tables of a document, held back and then let go.
 *
 * What memory does not hold goes to one temporary file without a name: each
 * table remembers its stretches of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rows_sink.h"

enum ps_status
rw_no_memory(struct sink *s)
{
	return ps_fail(s->self, PS_FATAL, 0,
	    "%s: no memory is left; use fewer workers", s->opt->path);
}

struct part *
rw_part(struct sink *s, const struct ps_table *t)
{
	struct part	*p;

	for (uint32_t i = s->n_parts; i-- > 0;)
		if (strcmp(s->parts[i].name, t->name) == 0)
			return &s->parts[i];
	p = realloc(s->parts, (s->n_parts + 1) * sizeof(*p));
	if (p == NULL)
		return NULL;
	s->parts = p;
	p += s->n_parts;
	memset(p, 0, sizeof(*p));
	if ((p->name = strdup(t->name)) == NULL)
		return NULL;
	s->n_parts++;
	return p;
}

/* All bytes, or an error but EINTR. */
static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t	done = write(fd, p, n);

		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static int
open_spool(const char *directory)
{
	char	name[4096];
	int	fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd != -1 || snprintf(name, sizeof(name), "%s/polyscraper.XXXXXX",
	    directory) >= (int)sizeof(name))
		return fd;
	if ((fd = mkostemp(name, O_CLOEXEC)) != -1)
		unlink(name);
	return fd;
}

static enum ps_status
fail_spool(struct sink *s)
{
	return ps_fail(s->self, PS_FATAL, 0, "temporary file: cannot be used "
	    "(%s); make room, or let TMPDIR name a directory that has it",
	    strerror(errno));
}

static enum ps_status
spill_part(struct sink *s, struct part *p)
{
	struct extent	*more = realloc(p->extents,
			    (p->n_extents + 1) * sizeof(*more));

	if (more == NULL)
		return rw_no_memory(s);
	p->extents = more;
	if (!write_all(s->spool, p->rows.p, p->rows.n))
		return fail_spool(s);
	p->extents[p->n_extents++] = (struct extent){ s->spooled, p->rows.n };
	s->spooled += p->rows.n;
	free(p->rows.p);
	memset(&p->rows, 0, sizeof(p->rows));
	return PS_OK;
}

enum ps_status
rw_spill(struct sink *s)
{
	const char	*directory = getenv("TMPDIR");
	enum ps_status	 st = PS_OK;

	if (directory == NULL || directory[0] == '\0')
		directory = "/tmp";
	if (s->spool == -1 && (s->spool = open_spool(directory)) == -1)
		return fail_spool(s);
	for (uint32_t i = 0; i < s->n_parts && st == PS_OK; i++)
		if (s->parts[i].rows.n > 0)
			st = spill_part(s, &s->parts[i]);
	s->held = 0;
	return st;
}

/* The reader of a pipe may go when it has enough: that is no error. */
static enum ps_status
write_out(struct sink *s, const char *p, size_t n)
{
	if (s->closed || write_all(s->fd, p, n))
		return s->closed ? PS_EOF : PS_OK;
	if (errno == EPIPE) {
		s->closed = true;
		return PS_EOF;
	}
	return ps_fail(s->self, PS_FATAL, 0, "%s: cannot be written (%s); "
	    "make room or name another place", s->opt->path, strerror(errno));
}

enum ps_status
rw_flush(struct sink *s)
{
	enum ps_status	st = write_out(s, s->out.p, s->out.n);

	s->out.n = 0;
	return st;
}

static enum ps_status
print(struct sink *s, const char *p, size_t n)
{
	enum ps_status	st;

	if (s->out.n > 0 && s->out.n + n > RW_BLOCK &&
	    (st = rw_flush(s)) != PS_OK)
		return st;
	if (n >= RW_BLOCK)
		return write_out(s, p, n);
	return rw_put(&s->out, p, n) ? PS_OK : rw_no_memory(s);
}

static enum ps_status
print_extent(struct sink *s, struct extent e)
{
	char		*block = malloc(RW_BLOCK);
	enum ps_status	 st = PS_OK;

	if (block == NULL)
		return rw_no_memory(s);
	while (e.n > 0 && st == PS_OK) {
		size_t	want = e.n < RW_BLOCK ? (size_t)e.n : RW_BLOCK;
		ssize_t	n = pread(s->spool, block, want, (off_t)e.at);

		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			st = fail_spool(s);
			break;
		}
		st = print(s, block, (size_t)n);
		e.at += (uint64_t)n;
		e.n -= (uint64_t)n;
	}
	free(block);
	return st;
}

/* Rows under one header go on under it: a folder of like files is one list. */
static bool
goes_on(const struct sink *s, const struct part *p)
{
	return s->json || (s->printed && s->last_columns == p->n_columns &&
	    s->last_header.n == p->header.n &&
	    (p->header.n == 0 || memcmp(s->last_header.p, p->header.p,
	    p->header.n) == 0) &&
	    (!s->all || (s->last_name != NULL &&
	    strcmp(s->last_name, p->name) == 0)));
}

static enum ps_status
print_header(struct sink *s, struct part *p)
{
	enum ps_status	st;

	if (goes_on(s, p))
		return PS_OK;
	if (s->printed && (st = print(s, "\n", 1)) != PS_OK)
		return st;
	s->printed = true;
	free(s->last_name);
	s->last_name = strdup(p->name);
	s->last_header.n = 0;
	rw_put(&s->last_header, p->header.p, p->header.n);
	s->last_columns = p->n_columns;
	return print(s, p->header.p, p->header.n);
}

enum ps_status
rw_emit(struct sink *s, struct part *p)
{
	enum ps_status	st = print_header(s, p);

	for (uint32_t i = 0; i < p->n_extents && st == PS_OK; i++)
		st = print_extent(s, p->extents[i]);
	return st == PS_OK ? print(s, p->rows.p, p->rows.n) : st;
}

void
rw_forget_parts(struct sink *s)
{
	for (uint32_t i = 0; i < s->n_parts; i++) {
		struct part *p = &s->parts[i];

		free(p->name);
		free(p->header.p);
		free(p->rows.p);
		free(p->extents);
	}
	free(s->parts);
	s->parts = NULL;
	s->n_parts = 0;
	s->held = 0;
	if (s->spool != -1) {
		close(s->spool);
		s->spool = -1;
		s->spooled = 0;
	}
}

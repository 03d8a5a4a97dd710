/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_journal.c - what was sent in the open transaction.
 *
 * A record is a letter, eight bytes of length, and its bytes.  A few MiB of
 * them are kept in memory, all before these in a file without a name.  If the
 * connection is lost they are sent again, in their order.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "postgres_sink.h"

#define IN_MEMORY	(8u << 20)
#define HEAD		9

static enum ps_status
fail_file(struct sink *s)
{
	return ps_fail(s->self, PS_FATAL, 0, "%s: what was sent and is not "
	    "yet committed cannot be kept (%s); make room in TMPDIR and run "
	    "again", s->where, strerror(errno));
}

static int
open_file(void)
{
	const char	*dir = getenv("TMPDIR");
	char		 name[4096];
	int		 fd;

	if (dir == NULL || dir[0] != '/' || strlen(dir) > 4000)
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd != -1)
		return fd;
	snprintf(name, sizeof(name), "%s/polyscraper-XXXXXX", dir);
	if ((fd = mkostemp(name, O_CLOEXEC)) != -1)
		unlink(name);
	return fd;
}

static enum ps_status
spill(struct sink *s)
{
	struct journal	*j = &s->journal;
	size_t		 done = 0;
	ssize_t		 n;

	if (j->fd == -1 && (j->fd = open_file()) == -1)
		return fail_file(s);
	while (done < j->mem.n) {
		n = pwrite(j->fd, j->mem.p + done, j->mem.n - done,
		    (off_t)(j->in_file + done));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail_file(s);
		done += (size_t)n;
	}
	j->in_file += j->mem.n;
	j->mem.n = 0;
	return PS_OK;
}

enum ps_status
journal_add(struct sink *s, char what, const char *p, size_t n)
{
	struct journal	*j = &s->journal;
	uint64_t	 length = n;
	char		 head[HEAD];

	if (!s->writing)
		return PS_OK;
	head[0] = what;
	memcpy(head + 1, &length, sizeof(length));
	text_add(&j->mem, head, HEAD);
	text_add(&j->mem, p, n);
	if (j->mem.bad)
		return pg_no_memory(s);
	return j->mem.n > IN_MEMORY ? spill(s) : PS_OK;
}

uint64_t
journal_at(const struct journal *j)
{
	return j->in_file + j->mem.n;
}

void
journal_cut(struct journal *j, uint64_t at)
{
	if (at >= j->in_file) {
		j->mem.n = (size_t)(at - j->in_file);
	} else {
		j->mem.n = 0;
		j->in_file = at;
	}
	if (at == 0 && j->fd != -1) {
		close(j->fd);
		j->fd = -1;
	}
}

void
journal_free(struct journal *j)
{
	journal_cut(j, 0);
	text_free(&j->mem);
}

static bool
read_at(const struct journal *j, uint64_t at, char *to, size_t n)
{
	while (n > 0 && at < j->in_file) {
		size_t	want = j->in_file - at < n ? (size_t)(j->in_file -
			    at) : n;
		ssize_t	got = pread(j->fd, to, want, (off_t)at);

		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	if (n > 0)
		memcpy(to, j->mem.p + (at - j->in_file), n);
	return true;
}

static bool
expect(PGresult *r, ExecStatusType wanted)
{
	bool	good = PQresultStatus(r) == wanted;

	PQclear(r);
	return good;
}

static bool
send_record(struct sink *s, char what, const char *p, size_t n)
{
	switch (what) {
	case 'S':
		return expect(PQexec(s->db, p), PGRES_COMMAND_OK);
	case 'C':
		return expect(PQexec(s->db, p), PGRES_COPY_IN);
	case 'P':
		return pg_send_values(s, p, n);
	case 'D':
		return PQputCopyData(s->db, p, (int)n) == 1;
	default:
		if (PQputCopyEnd(s->db, NULL) != 1 ||
		    !expect(PQgetResult(s->db), PGRES_COMMAND_OK))
			return false;
		PQclear(PQgetResult(s->db));
		return true;
	}
}

/* PS_RETRY: the connection was lost once more. */
enum ps_status
journal_replay(struct sink *s)
{
	struct journal	*j = &s->journal;
	uint64_t	 at = 0, end = journal_at(j), n;
	char		 head[HEAD], *p = NULL, *more;
	bool		 good = true;

	while (at < end && good) {
		if (!read_at(j, at, head, HEAD))
			break;
		memcpy(&n, head + 1, sizeof(n));
		if ((more = realloc(p, n + 1)) == NULL)
			break;
		p = more;
		if (!read_at(j, at + HEAD, p, n))
			break;
		p[n] = '\0';
		good = send_record(s, head[0], p, n);
		at += HEAD + n;
	}
	free(p);
	if (at < end && good)
		return fail_file(s);
	if (good)
		return PS_OK;
	return pg_is_lost(s, NULL) ? PS_RETRY : ps_fail(s->self, PS_FATAL, 0,
	    "%s: what was sent before the connection was lost is refused now "
	    "(%s); run again", s->where, PQerrorMessage(s->db));
}

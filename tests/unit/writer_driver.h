/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_driver.h - a writer in a process of its own, and a test that plays
 * supervisor and worker to it: documents are tables of texts.
 */
#ifndef PS_WRITER_DRIVER_H
#define PS_WRITER_DRIVER_H

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "children.h"
#include "doc.h"
#include "mem.h"
#include "plugin.h"
#include "pool.h"
#include "tap.h"

const struct ps_plugin *sqlite_LTX_ps_plugin(void);

struct sqlite_options {
	const char	*path;
	bool		 fresh;
	bool		 strict;
	bool		 provenance;
};

#define COLUMNS	16u

/* Texts row by row; NULL is a cell that is not there. */
struct sheet {
	const char		*address;
	const char		*table;
	uint32_t		 n_columns, n_rows;
	const char		*names[COLUMNS];
	const char *const	*texts;
	int64_t			 mtime;
	bool			 known;
	uint32_t		 ranges;	/* 0: one */
	uint64_t		 wrong;		/* rows told too many */
	const char		*issue;		/* rule of one issue, or NULL */
	uint64_t		 hash;
};

struct play {
	struct sqlite_options	 options;
	struct use		 sink;
	struct pipeline		 pipeline;
	struct pool		*pool;
	struct channel		*channel;
	pid_t			 pid;
	uint32_t		 free_slots;
	uint64_t		 seq;
	bool			 ready, ended, gone;
	uint8_t			 verdict;
	uint64_t		 id, documents, rows, mismatches, lost;
	int			 status;
	char			*summary, *message;
	char			 known[200];	/* tables without a shape */
	void			(*spoil)(struct slot_rows *);
};

static void
take(struct play *p, struct frame *f)
{
	switch (f->type) {
	case M_READY:
		p->ready = true;
		break;
	case M_KNOWN: {
		const char *name = get_text(f);

		size_t n = strlen(p->known);

		if (get_text(f) == NULL)
			snprintf(p->known + n, sizeof(p->known) - n, "%s ",
			    name);
		break;
	}
	case M_FREED:
		(void)get_u32(f);
		p->free_slots |= 1u << get_u32(f);
		break;
	case M_ACK:
		p->documents += get_u32(f);
		p->rows += get_u64(f);
		break;
	case M_LOOKED:
		(void)get_u32(f);
		(void)get_u64(f);
		p->verdict = get_u8(f);
		p->id = get_u64(f);
		break;
	case M_SUMMARY:
		free(p->summary);
		p->summary = xstrdup(get_text(f));
		break;
	case M_ENDED: {
		const char *message;

		p->status = (int)get_u32(f);
		message = get_text(f);
		free(p->message);
		p->message = message == NULL ? NULL : xstrdup(message);
		p->mismatches = get_u64(f);
		(void)get_u64(f);
		(void)get_u64(f);
		p->lost = get_u64(f);
		p->ended = true;
		break;
	}
	default:
		break;
	}
}

/* One frame of the writer's; false when it is gone. */
static bool
hear(struct play *p)
{
	struct frame	f;

	if (p->gone || channel_wait(p->channel, &f) != PS_OK) {
		p->gone = true;
		return false;
	}
	take(p, &f);
	return true;
}

static void
play_start(struct play *p, const char *path)
{
	static const char *const none[] = { NULL };
	static struct registry	*registry;
	int			 pair[2];

	if (registry == NULL)
		registry = registry_load(none);
	p->pipeline.registry = registry;
	p->options.path = path;
	p->options.provenance = true;
	p->sink.plugin = sqlite_LTX_ps_plugin();
	p->sink.options = &p->options;
	p->pipeline.sinks = &p->sink;
	p->pipeline.n_sinks = 1;
	p->pipeline.typed = p->pipeline.provenance = true;
	p->pipeline.command = "test";
	p->pool = pool_new(1);
	p->free_slots = UINT32_MAX;
	p->ready = p->ended = p->gone = false;
	p->documents = p->rows = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		abort();
	fflush(NULL);
	p->pid = fork();
	if (p->pid == 0) {
		close(pair[0]);
		_exit(writer_main(&p->pipeline, channel_new(pair[1], WRITER,
		    SUPERVISOR, true), p->pool));
	}
	close(pair[1]);
	p->channel = channel_new(pair[0], SUPERVISOR, WRITER, true);
	while (!p->ready && hear(p))
		continue;
}

static void
play_stop(struct play *p)
{
	int	status;

	while (!p->gone && hear(p))
		continue;
	channel_free(p->channel);
	waitpid(p->pid, &status, 0);
	pool_free(p->pool);
}

static void
play_free(struct play *p)
{
	free(p->summary);
	free(p->message);
	p->summary = p->message = NULL;
}

static void
play_end(struct play *p, bool whole)
{
	struct buf	*b = frame_begin(p->channel, M_END);

	put_u8(b, whole);
	put_text(b, NULL);
	frame_end(p->channel);
	(void)channel_flush(p->channel);
	while (!p->ended && hear(p))
		continue;
	play_stop(p);
}

static void __attribute__((unused))
play_kill(struct play *p)
{
	(void)channel_flush(p->channel);
	kill(p->pid, SIGKILL);
	p->gone = true;
	play_stop(p);
}

static void __attribute__((unused))
play_root(struct play *p, const char *root)
{
	struct buf	*b = frame_begin(p->channel, M_ROOT);

	put_text(b, root);
	put_u8(b, true);
	frame_end(p->channel);
}

static void __attribute__((unused))
play_seen(struct play *p, uint64_t id)
{
	struct buf	*b = frame_begin(p->channel, M_SEEN);

	put_u32(b, 1);
	put_u64(b, id);
	put_text(b, NULL);
	put_u32(b, 0);
	put_text(b, NULL);
	frame_end(p->channel);
}

static struct ps_doc
doc_of(const struct sheet *s)
{
	return (struct ps_doc){ .address = s->address, .root = "/r",
	    .name = strrchr(s->address, '/') + 1, .size = 100,
	    .mtime = s->mtime };
}

static void __attribute__((unused))
play_lookup(struct play *p, const struct sheet *s)
{
	struct ps_doc	d = doc_of(s);
	struct buf	*b = frame_begin(p->channel, M_LOOKUP);

	put_u32(b, 1);
	put_u64(b, 1);
	put_text(b, d.address);
	put_u64(b, (uint64_t)d.size);
	put_u64(b, (uint64_t)d.mtime);
	put_text(b, d.etag);
	frame_end(p->channel);
	p->verdict = 99;
	while (p->verdict == 99 && hear(p))
		continue;
}

static void __attribute__((unused))
play_record(struct play *p, const struct sheet *s, const char *status,
    const char *message)
{
	struct ps_doc	d = doc_of(s);
	struct buf	*b = frame_begin(p->channel, M_RECORD);

	put_u64(b, ++p->seq);
	put_doc(b, &d);
	put_text(b, status);
	put_text(b, message);
	frame_end(p->channel);
}

static void __attribute__((unused))
play_abort(struct play *p, const char *message)
{
	struct buf	*b = frame_begin(p->channel, M_ABORT);

	put_u64(b, p->seq);
	put_text(b, message);
	frame_end(p->channel);
}

/* One value as text; of the first row, or "(none)". */
static inline const char *
ask(const char *path, const char *sql)
{
	static char	 out[8][4000];
	static int	 at;
	char		*to = out[at++ % 8];
	sqlite3		*db;
	sqlite3_stmt	*stmt;

	snprintf(to, sizeof(out[0]), "(none)");
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK || sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) !=
	    SQLITE_OK)
		snprintf(to, sizeof(out[0]), "(%s)", sqlite3_errmsg(db));
	else {
		if (sqlite3_step(stmt) == SQLITE_ROW)
			snprintf(to, sizeof(out[0]), "%s",
			    sqlite3_column_text(stmt, 0) ? (const char *)
			    sqlite3_column_text(stmt, 0) : "(null)");
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
	return to;
}

#endif

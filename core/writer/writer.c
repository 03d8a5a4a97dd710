/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer.c - the process that owns a sink: frames in, rows out, commits.
 *
 * Many documents share a commit, since each costs the disk a wait: one is
 * made when it would cost at most a tenth of the time since the last, when
 * nothing comes, or after two seconds.  Of documents that follow links some
 * are enough, since those would be fetched once more after a crash.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "children.h"
#include "mem.h"
#include "plugin.h"
#include "proc.h"
#include "writer.h"

#define COMMIT_IDLE_MS	50
#define COMMIT_LEAST	0.05		/* seconds */
#define COMMIT_MOST	2.0
#define COMMIT_SHARE	10.0
#define COMMIT_FETCHED	128u		/* documents; then it may cost */
#define FETCHED_SHARE	4.0		/* more of the time, */
#define FETCHED_MOST	512u		/* and here whatever it takes */
#define BATCH_BYTES	((size_t)1 << 30)
#define FREED_MAX	8u

typedef enum ps_status handler(struct writer *, struct frame *);

static handler *const handlers[N_MESSAGES] = {
	[M_OPEN] = on_open, [M_TABLE] = on_table, [M_NOTES] = on_notes,
	[M_PIECE] = on_piece, [M_ROWS] = on_rows, [M_FACTS] = on_facts,
	[M_SAID] = on_said, [M_FOLLOW] = on_follow,
	[M_DONE] = on_done, [M_LOOKUP] = on_lookup, [M_BEGIN] = on_begin,
	[M_ASSIGN] = on_assign, [M_ABORT] = on_abort, [M_RECORD] = on_record,
	[M_SEEN] = on_seen, [M_ROOT] = on_root, [M_END] = on_end,
	[M_CRAWL] = on_frontier, [M_CRAWL_END] = on_frontier,
	[M_ENQUEUE] = on_frontier, [M_VISITED] = on_frontier,
	[M_SITE] = on_frontier
};

enum ps_status
writer_broken(struct writer *w, const char *what)
{
	return ps_fail(&w->self, PS_FATAL, 0, "writer: %s; this is a bug of "
	    "polyscraper, please report it", what);
}

static void
acknowledge(struct writer *w)
{
	struct buf	*b = frame_begin(w->channel, M_ACK);

	put_u32(b, w->acked_documents);
	put_u64(b, w->acked_rows);
	frame_end(w->channel);
	w->acked_documents = 0;
	w->acked_rows = 0;
	w->uncommitted = 0;
}

enum ps_status
writer_commit(struct writer *w)
{
	double		begun = now_seconds();
	enum ps_status	st = PS_OK;

	if (w->ledger != NULL)
		st = ledger_flush(w->ledger);
	if (st == PS_OK)
		st = w->sink->commit(&w->self);
	if (st != PS_OK)
		return st;
	w->committed = now_seconds();
	w->commit_took = w->committed - begun;
	visits_tell(w);
	if (w->uncommitted > 0)
		acknowledge(w);
	return PS_OK;
}

static bool
is_due(const struct writer *w)
{
	double	since;

	if (w->uncommitted == 0 || w->doc.state != DOC_NONE)
		return false;
	since = now_seconds() - w->committed;
	if (w->frontier != NULL && w->acked_documents >= COMMIT_FETCHED &&
	    (w->acked_documents >= FETCHED_MOST ||
	    since >= FETCHED_SHARE * w->commit_took))
		return true;
	return since >= COMMIT_MOST || (since >= COMMIT_LEAST &&
	    since >= COMMIT_SHARE * w->commit_took);
}

static enum ps_status
orphaned(struct writer *w)
{
	w->orphaned = true;
	return PS_EOF;
}

static enum ps_status
handle(struct writer *w, struct frame *f)
{
	handler		*h = handlers[f->type];
	enum ps_status	 st = h(w, f);

	if (f->fd != -1)
		return writer_broken(w, "a descriptor came with a frame");
	if (st == PS_OK && !w->ended)
		st = visits_go_on(w);
	if (st == PS_OK && is_due(w))
		st = writer_commit(w);
	if (st == PS_OK && w->freed >= FREED_MAX) {
		w->freed = 0;
		if (channel_flush(w->channel) == PS_EOF)
			return orphaned(w);
	}
	return st;
}

/* Waits for bytes; what is done is committed if none come for a while. */
static enum ps_status
wait_for_frames(struct writer *w)
{
	struct pollfd	p = { channel_fd(w->channel), POLLIN, 0 };
	bool		can = w->uncommitted > 0 && w->doc.state == DOC_NONE;
	enum ps_status	st = visits_refill(w);

	if (st != PS_OK)
		return st;
	w->freed = 0;
	if (channel_flush(w->channel) == PS_EOF)
		return orphaned(w);
	if (channel_pending(w->channel))
		p.events |= POLLOUT;
	if (poll(&p, 1, can ? COMMIT_IDLE_MS : -1) == 0)
		return writer_commit(w);
	st = channel_read(w->channel);
	return st == PS_EOF ? orphaned(w) : PS_OK;
}

/* PS_OK: all was done; PS_EOF: nobody is left to talk to, or to write to. */
static enum ps_status
serve(struct writer *w)
{
	struct frame	f;
	enum ps_status	st;

	while (!w->ended) {
		st = channel_next(w->channel, &f);
		if (st == PS_FAIL)
			return writer_broken(w, "a frame breaks the rules");
		st = st == PS_OK ? handle(w, &f) : wait_for_frames(w);
		if (st != PS_OK)
			return st;
	}
	return PS_OK;
}

static enum ps_status
open_sink(struct writer *w)
{
	const struct use	*use = &w->pipeline->sinks[0];
	enum ps_status		 st;

	w->sink = (const struct ps_sink *)(const void *)use->plugin;
	host_begin(&w->host, use->plugin->name, NULL);
	w->self = host_self(&w->host, use->plugin, use->options);
	if ((st = w->sink->open(&w->self, &w->opened)) < PS_SKIP)
		return st;
	if (w->pipeline->history != HISTORY_NONE &&
	    !pipeline_sink_remembers(use))
		return ps_fail(&w->self, PS_FATAL, 0, "history: sink.%s keeps "
		    "none; leave it out, or load into SQLite",
		    use->plugin->name);
	if (w->sink->flags & PS_KEEPS_LEDGER) {
		w->ledger = ledger_start(w->sink, &w->self, w->pipeline);
		if (w->ledger == NULL)
			return PS_FATAL;
	}
	st = tables_open(&w->tables, w->ledger);
	w->tables.coerce = w->pipeline->coerce;
	return st;
}

static void
tell_end(struct writer *w, enum ps_status st)
{
	struct buf	*b = frame_begin(w->channel, M_ENDED);

	put_u32(b, (uint32_t)st);
	put_text(b, st < PS_SKIP ? use_message(&w->pipeline->sinks[0],
	    w->host.message, w->arena) : NULL);
	put_u64(b, w->totals.mismatches);
	put_u64(b, w->totals.rejected);
	put_u64(b, w->totals.doubts);
	put_u64(b, w->totals.outcomes[WAS_FAILED]);
	frame_end(w->channel);
	(void)channel_flush(w->channel);
}

static void
begin(struct writer *w, const struct pipeline *p, struct channel *c,
    struct pool *pool)
{
	memset(w, 0, sizeof(*w));
	w->pipeline = p;
	w->channel = c;
	w->pool = pool;
	w->arena = arena_new();
	w->committed = now_seconds();
	w->kept_sorted = true;
	host_init(&w->host);
	buf_init(&w->notes, BATCH_BYTES);
	buf_init(&w->batch, BATCH_BYTES);
	totals_start(&w->totals);
}

static void
release(struct writer *w)
{
	if (w->sink != NULL && PLUGIN_HAS(w->sink, close))
		w->sink->close(&w->self);
	said_forget(w);
	said_free(&w->own);
	said_free(&w->above);
	free(w->links);
	visits_free(w);
	ledger_free(w->ledger);
	tables_free(&w->tables);
	totals_free(&w->totals);
	objections_free(&w->doc.said);
	buf_free(&w->notes);
	buf_free(&w->batch);
	for (uint32_t i = 0; i < w->n_roots; i++)
		free(w->roots[i]);
	free(w->roots);
	free(w->kept);
	free(w->taken);
	free(w->old);
	free(w->new);
	free(w->hashes);
	arena_free(w->arena);
	host_free(&w->host);
	channel_free(w->channel);
}

/*
 * The supervisor is gone: what is complete is kept.  After an error nothing
 * is: the connection is closed over what was not committed, and the ledger
 * and the tables stay as they were at the last commit.
 */
static void
leave(struct writer *w, enum ps_status st)
{
	if (w->ended || w->sink == NULL || st < PS_SKIP)
		return;
	if (w->orphaned && undo_document(w) != PS_OK)
		return;
	if (w->orphaned && writer_commit(w) != PS_OK)
		return;
	if (PLUGIN_HAS(w->sink, finish))
		(void)w->sink->finish(&w->self, false);
}

int
writer_main(const struct pipeline *p, struct channel *c, struct pool *pool)
{
	struct writer	w;
	enum ps_status	st;

	begin(&w, p, c, pool);
	st = open_sink(&w);
	if (st == PS_OK)
		st = tell_known(&w);
	if (st == PS_OK)
		st = serve(&w);
	leave(&w, st);
	/* To the supervisor PS_EOF means that the reader of our output left. */
	if (!w.orphaned)
		tell_end(&w, st);
	release(&w);
	return st < PS_SKIP;
}

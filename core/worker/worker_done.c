/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_done.c - a document or range at its end: its hash, its counts, and
 * whether it is still what was asked for.
 */
#include <sys/stat.h>

#include "mem.h"
#include "plugin.h"
#include "worker.h"

#define ALIVE_BYTES	(16u << 20)

/* To be read on by another process. */
static bool
is_stream_of_members(const struct worker *w)
{
	return w->verdict.format != NULL &&
	    (w->verdict.format->flags & PS_CONTAINER) != 0 &&
	    input_length(w->input) == -1;
}

/* Where much was read and there is nothing to send: that is no silence. */
void
worker_alive(struct worker *w)
{
	struct buf	*b = frame_begin(w->channel, M_ALIVE);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	frame_end(w->channel);
	(void)channel_flush(w->channel);
}

static struct hash128
hash_rest(struct worker *w)
{
	struct hash128	 h = { 0, 0 };

	while (input_pass(w->input, ALIVE_BYTES))
		worker_alive(w);
	(void)input_hash(w->input, &h);
	return h;
}

static void
tell_done(struct worker *w, enum ps_status st, const char *message,
    uint64_t start)
{
	uint64_t	 end = input_place(w->input);
	struct hash128	 h = { 0, 0 };
	struct buf	*b;

	if (st >= PS_SKIP && !w->describe && !is_stream_of_members(w))
		h = hash_rest(w);
	b = frame_begin(w->channel, M_DONE);
	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u32(b, (uint32_t)st);
	put_text(b, message);
	put_counts(b, &w->rows.counts);
	put_u64(b, input_lines(w->input) - w->line_start);
	put_u64(b, start);
	put_u64(b, end > start ? end : start);
	put_u64(b, h.high);
	put_u64(b, h.low);
	put_u64(b, input_bytes(w->input));
	frame_end(w->channel);
	(void)channel_flush(w->channel);
}

/* The file is no longer what was asked for: it is to be read again. */
static bool
has_changed(const struct worker *w)
{
	struct stat	sb;

	/* Elsewhere the time is what a server says. */
	return *w->doc->address == '/' && w->doc->mtime != -1 &&
	    fstat(w->fd, &sb) == 0 &&
	    S_ISREG(sb.st_mode) && (sb.st_size != w->doc->size ||
	    sb.st_mtim.tv_sec * INT64_C(1000000000) + sb.st_mtim.tv_nsec !=
	    w->doc->mtime);
}

void
worker_finish(struct worker *w, enum ps_status st, uint64_t start)
{
	const char	*message = w->host.message[0] ? w->host.message : NULL;

	if (st >= PS_SKIP && !w->describe)
		script_tell(w);
	if (!w->ended && st >= PS_SKIP && has_changed(w))
		tell_done(w, PS_RETRY, "changed while it was read", start);
	else if (!w->ended)
		tell_done(w, st, message, start);
	script_end(w);
	input_close(w->input);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_writer.c - what the writer says: known tables, known documents, slots
 * that are free again, what is committed, and the end.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "sup_follow.h"
#include "sup_said.h"

#define SEEN_MOST	256u
#define SEEN_BYTES	(1u << 20)

static void
writer_ready(struct supervisor *s, struct frame *f)
{
	(void)get_u8(f);
	(void)get_u8(f);
	s->has_ledger = get_u8(f) != 0;
	s->tally.where = xstrdup(get_text(f));
	s->ask_ledger = s->has_ledger && get_u64(f) > 0;
	s->ready = true;
}

static void
known_table(struct supervisor *s, struct frame *f)
{
	const char	*name = get_text(f), *shape = get_text(f);

	uint32_t	 id, n;

	if (name == NULL)
		return;
	id = assigner_known(s->assigner, name, shape);
	for (n = get_u32(f); n > 0 && !f->bad; n--)
		if ((name = get_text(f)) != NULL)
			assigner_column(s->assigner, id, name);
}

/* What gathered, and how many of it. */
static void
flush(struct supervisor *s, enum message m, struct buf *what, uint32_t *n)
{
	struct buf	*b;

	if (*n == 0)
		return;
	b = frame_begin(s->writer, m);
	put_u32(b, *n);
	put_raw(b, what->p, what->n);
	frame_end(s->writer);
	buf_clear(what);
	*n = 0;
}

static void
flush_seen(struct supervisor *s)
{
	flush(s, M_SEEN, &s->seen, &s->n_seen);
}

void
job_unchanged(struct supervisor *s, struct job *j, uint64_t id)
{
	put_u64(&s->seen, id);
	put_above(&s->seen, j);
	put_text(&s->seen, is_visited(s, j) ? j->doc->address : NULL);
	s->n_seen++;
	s->tally.unchanged++;
	job_end(s, j);
	if (s->n_seen >= SEEN_MOST || s->seen.n >= SEEN_BYTES)
		flush_seen(s);
}

/* What was fetched before it was known that nobody needs it. */
static void
close_document(struct job *j)
{
	if (j->fd != -1)
		close(j->fd);
	j->fd = -1;
}

static void
looked(struct supervisor *s, struct frame *f)
{
	uint32_t	 n = get_u32(f);
	uint64_t	 seq, id;
	uint8_t		 verdict;
	struct job	*j;

	while (n-- > 0 && !f->bad) {
		seq = get_u64(f);
		verdict = get_u8(f);
		id = get_u64(f);
		j = job_find(s, seq);
		if (j == NULL || j->state != JOB_FOUND)
			continue;
		j->known = verdict == 2;
		j->state = j->fd != -1 ? JOB_READY : JOB_WANTED;
		if (verdict == 1 && job_has_links(j)) {
			close_document(j);
			j->unchanged = id;
			j->state = JOB_FINISHED;
		} else if (verdict == 1) {
			job_unchanged(s, j, id);
		}
	}
}

static void
slot_freed(struct supervisor *s, struct frame *f)
{
	uint32_t	worker = get_u32(f), slot = get_u32(f);

	if (worker < s->n_workers && slot < SLOT_COUNT)
		s->workers[worker].freed |= 1u << slot;
}

static void
acknowledged(struct supervisor *s, struct frame *f)
{
	s->tally.loaded += get_u32(f);
	s->tally.rows += get_u64(f);
}

static void
writer_ended(struct supervisor *s, struct frame *f)
{
	enum ps_status	 st = (enum ps_status)get_u32(f);
	const char	*message = get_text(f);
	uint64_t	 failed;

	s->ended = true;
	s->tally.mismatches = get_u64(f);
	(void)get_u64(f);
	s->tally.doubts = get_u64(f);
	failed = get_u64(f);
	if (failed > s->tally.failed)	/* some failed while being stored */
		s->tally.failed = failed;
	if (st == PS_EOF)
		s->quiet_end = true;
	else if (st < PS_SKIP) {
		log_say(PS_ERROR, "%s", message == NULL ?
		    "the sink failed" : message);
		s->status = EXIT_UNREACHABLE;
	}
}

void
on_writer(struct supervisor *s, struct frame *f)
{
	switch (f->type) {
	case M_READY:
		writer_ready(s, f);
		break;
	case M_KNOWN:
		known_table(s, f);
		break;
	case M_TOLD:
		job_told(s, f);
		break;
	case M_LOOKED:
		looked(s, f);
		break;
	case M_VISITS:
		frontier_counts(s, f);
		break;
	case M_VISIT:
	case M_SITE_KNOWN:
	case M_CRAWL_IDLE:
		frontier_to_lister(s, f);
		break;
	case M_FREED:
		slot_freed(s, f);
		break;
	case M_ACK:
		acknowledged(s, f);
		break;
	case M_SUMMARY:
		free(s->tally.summary);
		s->tally.summary = xstrdup(get_text(f));
		break;
	default:
		writer_ended(s, f);
		break;
	}
}

/* What gathered for the writer: documents to look up, documents seen. */
void
flush_lookups(struct supervisor *s)
{
	flush(s, M_LOOKUP, &s->lookups, &s->n_lookups);
	if (s->listed || s->crawls)
		flush_seen(s);
}

void
end_writer(struct supervisor *s)
{
	struct buf	*b;

	if (s->writer == NULL || s->ending)
		return;
	flush_lookups(s);
	b = frame_begin(s->writer, M_END);
	put_u8(b, s->interrupts == 0 && s->status != EXIT_UNREACHABLE);
	put_text(b, s->interrupts > 0 ? "interrupted" : NULL);
	frame_end(s->writer);
	s->ending = true;
}

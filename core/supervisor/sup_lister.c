/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_lister.c - documents come from the lister, and are asked for.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "beside.h"
#include "log.h"
#include "mem.h"
#include "str.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "unpack.h"

#define FDS_OWN		24u	/* descriptors that are no documents */
/* Of members: the memory, and what a worker gets of it. */
#define FDS_MEMBERS(n)	(2u * UNPACKERS_MAX * (n))

/* Many documents are open at once between the lister and the workers. */
void
raise_limits(struct supervisor *s)
{
	struct rlimit	r;
	rlim_t		ours = FDS_OWN + UNPACKERS_MAX + s->n_workers, left;

	s->most_open = 24 * s->n_workers + 8;
	s->most_members = MEMBERS_OPEN;
	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return;
	if (r.rlim_cur < r.rlim_max && r.rlim_cur < 65536) {
		r.rlim_cur = r.rlim_max < 65536 ? r.rlim_max : 65536;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
	left = r.rlim_cur > ours + 4 ? r.rlim_cur - ours : 4;
	if (left >= s->most_open + FDS_MEMBERS(s->most_members))
		return;
	s->most_open = left / 2 < s->most_open ? (uint32_t)left / 2 :
	    s->most_open;
	s->most_members = 1;
	while (left / 2 >= FDS_MEMBERS(s->most_members + 1))
		s->most_members++;
}

uint32_t
queue_room(const struct supervisor *s)
{
	return WINDOW_A_WORKER * (s->n_workers + 1);
}

void
give_credit(struct supervisor *s)
{
	uint32_t	taken = s->n_jobs + s->credit, room = queue_room(s);
	struct buf	*b;

	if (s->lister == NULL || s->listed || !s->ready ||
	    s->interrupts > 0 || taken + room / 4 > room)
		return;
	b = frame_begin(s->lister, M_CREDIT);
	put_u32(b, room - taken);
	frame_end(s->lister);
	s->credit += room - taken;
}

void
look_up(struct supervisor *s, const struct job *j)
{
	put_u64(&s->lookups, j->seq);
	put_text(&s->lookups, j->doc->address);
	put_u64(&s->lookups, (uint64_t)j->doc->size);
	put_u64(&s->lookups, (uint64_t)j->doc->mtime);
	put_text(&s->lookups, j->doc->etag);
	s->n_lookups++;
}

bool
limit_reached(const struct supervisor *s)
{
	return s->pipeline->limit > 0 &&
	    s->found >= (uint64_t)s->pipeline->limit;
}

void
job_found(struct supervisor *s, struct job *j)
{
	s->found++;
	if (limit_reached(s))
		s->listed = s->tally.listed = true;
	s->tally.found++;
	if (j->doc->size > 0)
		s->tally.bytes_found += (uint64_t)j->doc->size;
	if (s->ask_ledger)
		look_up(s, j);
	else
		j->state = JOB_WANTED;
}

static void
found(struct supervisor *s, struct frame *f)
{
	uint32_t	 source = get_u32(f);
	struct ps_doc	 doc;

	s->credit -= s->credit > 0;
	if (!get_doc(f, &doc) || limit_reached(s))
		return;
	follow_seen(s, doc.address);
	job_found(s, job_new(s, source, &doc));
}

/* Only now it is known that it may be as the ledger has it. */
static bool
has_news(const char *before, const char *now)
{
	return now != NULL && (before == NULL || strcmp(before, now) != 0);
}

static void
fetched(struct supervisor *s, struct frame *f)
{
	struct job	*j = job_find(s, get_u64(f));
	struct ps_doc	 doc;

	bool		 news;

	if (!get_doc(f, &doc) || j == NULL || j->state != JOB_FETCHING ||
	    f->fd == -1)
		return;
	news = has_news(j->doc->etag, doc.etag);
	free(j->doc);
	j->doc = doc_copy(&doc);
	j->fd = f->fd;
	f->fd = -1;
	j->state = JOB_READY;
	if (!news || !j->known || !s->ask_ledger)
		return;
	look_up(s, j);
	j->state = JOB_FOUND;
}

/* It comes before the document itself. */
static void
fetched_beside(struct supervisor *s, struct frame *f)
{
	struct frame	 peek = *f;
	struct job	*j = job_find(s, get_u64(&peek));

	if (j == NULL || j->state != JOB_FETCHING)
		return;
	if (j->besides == NULL)
		j->besides = xcalloc(1, sizeof(*j->besides));
	besides_take(j->besides, f);
}

/* What could not be listed has no job yet; what could not be fetched has. */
static void
skipped(struct supervisor *s, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	uint32_t	 source = get_u32(f);
	enum ps_status	 st = (enum ps_status)get_u32(f);
	struct ps_doc	 doc;
	const char	*why, *status = st == PS_SKIP ? "skipped" : "failed";
	struct job	*j;

	if (!get_doc(f, &doc))
		return;
	why = get_text(f);
	if (seq == 0) {
		s->credit -= s->credit > 0;
		s->tally.found++;
		follow_seen(s, doc.address);
		j = job_new(s, source, &doc);
	} else
		j = job_find(s, seq);
	if (j == NULL || j->outcome != NULL)
		return;
	if (why == NULL)
		why = "it cannot be opened";
	if (st != PS_SKIP && s->has_ledger)
		warn("%s: %s", shown_str(doc.address), why);
	job_record(s, j, status, j->message != NULL ? j->message : why);
}

static void
listed(struct supervisor *s, struct frame *f)
{
	const char	*root = get_text(f);
	bool		 whole = get_u8(f) != 0;
	struct buf	*b;

	if (s->writer == NULL || !s->has_ledger || f->bad)
		return;
	b = frame_begin(s->writer, M_ROOT);
	put_text(b, root);
	put_u8(b, whole && s->pipeline->limit == 0);
	frame_end(s->writer);
}

static void
list_failed(struct supervisor *s, struct frame *f)
{
	enum ps_status	 st = (enum ps_status)get_u32(f);
	const char	*message = get_text(f);

	(void)st;
	log_say(PS_ERROR, "%s", message == NULL ? "listing failed" : message);
	s->status = EXIT_UNREACHABLE;
	s->listed = true;
}

void
on_lister(struct supervisor *s, struct frame *f)
{
	switch (f->type) {
	case M_FOUND:
		found(s, f);
		break;
	case M_FETCHED:
		fetched(s, f);
		break;
	case M_FETCHED_BESIDE:
		fetched_beside(s, f);
		break;
	case M_SKIPPED:
		skipped(s, f);
		break;
	case M_LINKED:
		job_linked(s, f);
		break;
	case M_LISTED:
		listed(s, f);
		break;
	case M_CRAWL:
	case M_ENQUEUE:
	case M_VISITED:
	case M_SITE:
	case M_CRAWL_END:
		frontier_to_writer(s, f);
		break;
	case M_PROGRESS:
		frontier_progress(s, f);
		break;
	case M_LIST_END:
		s->in_vain = get_u8(f) != 0;
		s->listed = true;
		s->tally.listed = true;
		break;
	default:
		list_failed(s, f);
		break;
	}
}

/* What came out of a container or a stream is no file to be opened. */
static bool
have_again(struct supervisor *s, struct job *j)
{
	if (j->parent == NULL && j->spool == -1)
		return false;
	if (job_reopen(j))
		j->state = JOB_READY;
	else if (j->spool == -1)
		job_record(s, j, "failed", j->message != NULL ? j->message :
		    "it was unpacked while it was read, and cannot be read "
		    "again; run the same command again");
	return true;
}

/* Ask for the documents that workers will want next. */
void
ask_for_documents(struct supervisor *s)
{
	uint32_t	 most = s->most_open, n = 0;
	struct buf	*b;

	if (s->lister == NULL || s->interrupts > 0)
		return;
	for (struct job *j = s->first, *next; j != NULL && n < most;
	    j = next) {
		next = j->next;
		n += j->state == JOB_FETCHING || j->state == JOB_READY;
		if (j->state != JOB_WANTED || have_again(s, j))
			continue;
		b = frame_begin(s->lister, M_FETCH);
		put_u64(b, j->seq);
		put_u32(b, j->source);
		put_doc(b, j->doc);
		frame_end(s->lister);
		j->state = JOB_FETCHING;
		n++;
	}
}

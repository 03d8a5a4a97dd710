/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_members.c - containers: documents whose members are documents.
 *
 * A worker says that one is such, an unpacker takes its members out, and each
 * becomes a job before that of its container, so that the ledger says "read"
 * of a container only when all that is in it was read.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "str.h"
#include "sup_members.h"
#include "sup_said.h"
#include "unpack.h"

#define READER_MAX	(24u << 20)

const char *
parent_address(const struct job *j)
{
	return j->parent == NULL ? j->from : j->parent->doc->address;
}

void
begin_container(struct job *j, struct frame *f)
{
	struct container	*c = j->container;

	if (c == NULL) {
		c = j->container = xcalloc(1, sizeof(*c));
		buf_init(&c->reader, READER_MAX);
		c->depth = j->parent == NULL ? 1 :
		    j->parent->container->depth + 1;
		c->root = j->parent == NULL ? j : j->parent->container->root;
	}
	c->state = JUDGING;
	c->status = PS_OK;
	(void)get_u64(f);
	buf_clear(&c->reader);
	buf_add(&c->reader, f->p, f->n);
}

/* It is to be judged anew; what came out of it is not to come twice. */
void
container_again(struct job *j)
{
	j->container->state = JUDGING;
	buf_clear(&j->container->reader);
}

void
container_free(struct job *j)
{
	if (j->container == NULL)
		return;
	buf_free(&j->container->reader);
	free(j->container->message);
	free(j->container);
	j->container = NULL;
}

static void
too_deep(struct supervisor *s, struct job *j)
{
	char	*why = xasprintf("it lies in %u other archive%s; --depth=%u "
		    "opens it", j->container->depth - 1,
		    j->container->depth == 2 ? "" : "s", j->container->depth);

	if (j->container->depth > DEPTH_MOST) {
		free(why);
		why = xasprintf("it lies in %u other archives, and deeper "
		    "than that nothing is opened", DEPTH_MOST);
	}
	job_record(s, j, "skipped", why);
	free(why);
}

/* The worker's last word of it: a failure goes the way of all others. */
void
container_judged(struct supervisor *s, struct job *j, const struct frame *done)
{
	struct frame	f = *done;

	(void)get_u64(&f);
	(void)get_u32(&f);
	if ((int32_t)get_u32(&f) < PS_OK || f.bad ||
	    j->container->reader.n == 0)
		container_free(j);
	else if (j->container->depth > (uint64_t)s->pipeline->unpack.depth)
		too_deep(s, j);
	else if (j->container->root->container->unpacked >
	    s->pipeline->unpack.bytes)
		job_record(s, j, "failed", "limit: more came out of what it "
		    "is in than --max-unpacked allows");
	else {
		j->container->state = TO_UNPACK;
		j->state = j->fd != -1 ? JOB_READY : JOB_WANTED;
	}
}

bool
container_is_done(const struct job *j)
{
	return j->container->state == UNPACKED && j->container->open == 0;
}

bool
job_reopen(struct job *j)
{
	if (j->fd == -1 && j->spool != -1)
		j->fd = fcntl(j->spool, F_DUPFD_CLOEXEC, 0);
	return j->fd != -1;
}

static uint64_t
spooled(const struct job *j)
{
	return j->spool != -1 && j->doc->size > 0 ? (uint64_t)j->doc->size : 0;
}

void
member_ended(struct supervisor *s, struct job *j)
{
	struct container	*c = j->parent->container;

	c->open--;
	c->open_bytes -= spooled(j);
	if (c->streamed == j)
		c->streamed = NULL;
	give_room(s, j->parent, 1, spooled(j));
}

/* Bytes that came out are counted at the outermost container. */
static void
count_out(struct job *container, uint64_t out)
{
	struct container	*c = container->container;

	if (out <= c->out)
		return;
	c->root->container->unpacked += out - c->out;
	c->out = out;
}

static const char *
last_part(const char *name)
{
	const char	*slash = strrchr(name, '/');

	return slash == NULL || slash[1] == '\0' ? name : slash + 1;
}

/* What an unpacker says is a name; where it belongs is for us to say. */
static struct job *
new_member(struct supervisor *s, struct job *container, struct ps_doc *d)
{
	char		*address = xasprintf("%s!%s", container->doc->address,
			    d->address), *called = NULL;
	struct job	*j;

	if (d->called != NULL)
		called = xasprintf("%s%s%s", container->doc->address,
		    d->called[0] == '\0' ? "" : "!", d->called);
	d->called = called;
	d->name = last_part(d->name);
	d->address = address;
	d->root = container->doc->root;
	d->key = 0;
	j = job_before(s, container, d);
	j->parent = container;
	j->above = job_below(container);
	free(address);
	free(called);
	container->container->open++;
	container->container->members++;
	container->container->root->container->all_members++;
	s->tally.found++;
	if (d->size > 0 && (uint64_t)d->size <= s->pipeline->unpack.bytes)
		s->tally.bytes_found += (uint64_t)d->size;
	return j;
}

static bool
take_spool(struct job *j, int fd)
{
	struct stat	sb;

	if (fstat(fd, &sb) == -1 || !S_ISREG(sb.st_mode))
		return false;
	j->spool = fd;
	j->doc->size = sb.st_size;
	j->parent->container->open_bytes += spooled(j);
	return true;
}

bool
on_member(struct supervisor *s, struct job *container, struct frame *f)
{
	struct container	*c = container->container;
	struct ps_doc		 d;
	struct job		*j;
	bool			 streamed;

	if (!get_doc(f, &d) || f->fd == -1 || c->streamed != NULL)
		return false;
	streamed = get_u8(f) != 0;
	j = new_member(s, container, &d);
	c->found++;
	count_out(container, get_u64(f));
	if (streamed) {
		/* Nobody knows whether it is what it was. */
		j->doc->mtime = -1;
		j->fd = f->fd;
		j->streamed = j->pouring = true;
		c->streamed = j;
	} else if (!take_spool(j, f->fd))
		return false;
	f->fd = -1;
	if (s->ask_ledger)
		look_up(s, j);
	else
		j->state = JOB_WANTED;
	return !f->bad;
}

/* All of the streamed member is there, or it ends too early. */
bool
on_member_end(struct supervisor *s, struct job *container, struct frame *f)
{
	struct job	*j = container->container->streamed;
	enum ps_status	 st = (enum ps_status)get_u32(f);
	const char	*why = get_text(f);

	count_out(container, get_u64(f));
	if (j == NULL || f->bad)
		return !f->bad;
	j->pouring = false;
	container->container->streamed = NULL;
	if (st < PS_SKIP)
		job_failed(s, j, PS_FAIL, why);
	return true;
}

bool
on_passed(struct supervisor *s, struct job *container, struct frame *f)
{
	enum ps_status	 st = (enum ps_status)get_u32(f);
	struct ps_doc	 d;
	const char	*why;
	struct job	*j;

	if (!get_doc(f, &d) || (why = get_text(f)) == NULL)
		return false;
	count_out(container, get_u64(f));
	j = new_member(s, container, &d);
	if (st != PS_SKIP && s->has_ledger)
		warn("%s: %s", shown_str(j->doc->address), why);
	job_record(s, j, st == PS_SKIP ? "skipped" : "failed", why);
	return !f->bad;
}

void
container_ended(struct job *j, enum ps_status st, const char *why)
{
	struct container	*c = j->container;

	c->state = UNPACKED;
	c->status = st;
	free(c->message);
	c->message = why == NULL ? NULL : xstrdup(why);
	j->state = JOB_FINISHED;
}

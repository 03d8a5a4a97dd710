/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack.c - the process that takes a container apart.
 *
 * Its members become documents like all others and are read by the workers.
 * A small one is handed over whole, in memory that has no name; a large one
 * as the end of a pipe, and is unpacked while it is read.  Nothing touches a
 * disk, no name of a member is ever a path, and the limits hold for the bytes
 * that really come out, not for what the container says of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "children.h"
#include "host.h"
#include "input.h"
#include "mem.h"
#include "options.h"
#include "unpack.h"
#include "unpack_names.h"

#define CHUNK		(64u << 10)
#define PIPE_ROOM	(1 << 20)
#define ALIVE_EVERY	1.0		/* seconds */

struct unpacker {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	struct arena		*arena;
	struct host		 host;
	struct ps_self		 self;
	struct ps_input		*input;
	const struct ps_format	*format;
	struct member_names	*names;
	uint64_t		 seq;
	uint64_t		 skip;		/* members handed over before */
	uint64_t		 members;	/* met so far */
	uint64_t		 before, out;	/* bytes: by others, by us */
	int64_t			 size;		/* of the outermost, or -1 */
	uint32_t		 room_members;
	int64_t			 room_bytes;
	double			 said;		/* when we last spoke */
	bool			 ended;		/* the supervisor is gone */
	char			*inner;	/* a member without a name */
	char			 limit[160];	/* which was reached, or "" */
	char			 chunk[CHUNK];
};

static void
say(struct unpacker *u)
{
	frame_end(u->channel);
	if (channel_flush(u->channel) == PS_EOF)
		u->ended = true;
	u->said = now_seconds();
}

static void
still_alive(struct unpacker *u)
{
	if (now_seconds() - u->said < ALIVE_EVERY)
		return;
	put_u64(frame_begin(u->channel, M_ALIVE), u->seq);
	say(u);
}

/* Members and bytes that may be under way are as many as we are told. */
static bool
wait_for_room(struct unpacker *u)
{
	struct frame	f;

	while (!u->ended && (u->room_members == 0 || u->room_bytes <= 0)) {
		if (channel_wait(u->channel, &f) != PS_OK ||
		    f.type != M_ROOM) {
			u->ended = true;
			break;
		}
		u->room_members += get_u32(&f);
		u->room_bytes += (int64_t)get_u64(&f);
	}
	return !u->ended;
}

/* The limits are those of the outermost container: all below it share them. */
static bool
is_beyond(struct unpacker *u, uint64_t of_member)
{
	const struct unpack_limits *l = &u->pipeline->unpack;
	uint64_t	 all = u->before + u->out;
	char		 text[32];

	if (of_member > l->member_bytes)
		snprintf(u->limit, sizeof(u->limit), "limit: a member has "
		    "more than %s; --max-member-bytes allows more",
		    human_bytes((double)l->member_bytes, text));
	else if (all > l->bytes)
		snprintf(u->limit, sizeof(u->limit), "limit: more than %s in "
		    "all; --max-unpacked allows more",
		    human_bytes((double)l->bytes, text));
	else if (all > RATIO_FROM && u->size >= 0 &&
	    all / l->ratio > (uint64_t)u->size)
		snprintf(u->limit, sizeof(u->limit), "limit: over %llu times "
		    "the size of the container, as of a bomb; --max-ratio "
		    "allows more", (unsigned long long)l->ratio);
	return u->limit[0] != '\0';
}

/* The next bytes of the member into u->chunk; 0 at its end, -1: cannot. */
static ptrdiff_t
next_chunk(struct unpacker *u, uint64_t *of_member)
{
	ptrdiff_t	n = u->format->read(&u->self, u->chunk, CHUNK);

	if (n <= 0)
		return n;
	*of_member += (uint64_t)n;
	u->out += (uint64_t)n;
	still_alive(u);
	return is_beyond(u, *of_member) ? -1 : n;
}

static const char *
why_not(const struct unpacker *u)
{
	return u->limit[0] != '\0' ? u->limit : u->host.message[0] != '\0' ?
	    u->host.message : "it cannot be unpacked";
}

/* A member that no worker will see, and why. */
static void
pass_over(struct unpacker *u, const struct ps_doc *d, enum ps_status st)
{
	struct buf	*b = frame_begin(u->channel, M_PASSED);

	put_u64(b, u->seq);
	put_u32(b, (uint32_t)st);
	put_doc(b, d);
	put_text(b, why_not(u));
	put_u64(b, u->out);
	u->room_members--;
	say(u);
}

static void
hand_over(struct unpacker *u, const struct ps_doc *d, bool streamed, int fd)
{
	struct buf	*b = frame_begin(u->channel, M_MEMBER);

	put_u64(b, u->seq);
	put_doc(b, d);
	put_u8(b, streamed);
	put_u64(b, u->out);
	frame_end_fd(u->channel, fd);
	if (channel_flush(u->channel) == PS_EOF)
		u->ended = true;
	u->said = now_seconds();
	u->room_members--;
	if (!streamed)
		u->room_bytes -= d->size;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	ssize_t	done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(fd, p, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done == -1)
			return false;
	}
	return true;
}

/* False when nobody reads it any more. */
static bool
pour(struct unpacker *u, int fd, const char *p, size_t n)
{
	struct pollfd	pfd = { .fd = fd, .events = POLLOUT };
	ssize_t		done;

	while (n > 0) {
		done = write(fd, p, n);
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (done == -1 && errno != EAGAIN && errno != EINTR)
			return false;
		else
			(void)poll(&pfd, 1, 500);
		still_alive(u);
		if (u->ended)
			return false;
	}
	return true;
}

/* The rest of the member, behind what `spool` holds of it. */
static enum ps_status
pour_member(struct unpacker *u, int pipe_in, int spool, uint64_t done)
{
	uint64_t	at = 0;
	ptrdiff_t	n;

	while (at < done) {
		n = pread(spool, u->chunk, CHUNK, (off_t)at);
		if (n <= 0)
			return ps_fail(&u->self, PS_FAIL, 0, "reading back: "
			    "%s", strerror(errno));
		if (!pour(u, pipe_in, u->chunk, (size_t)n))
			return PS_OK;
		at += (uint64_t)n;
	}
	while ((n = next_chunk(u, &done)) > 0)
		if (!pour(u, pipe_in, u->chunk, (size_t)n))
			return PS_OK;
	return n == 0 ? PS_OK : PS_FAIL;
}

static enum ps_status
stream_member(struct unpacker *u, const struct ps_doc *d, int spool,
    uint64_t done)
{
	int		 ends[2];
	enum ps_status	 st;
	struct buf	*b;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return ps_fail(&u->self, PS_FAIL, 0, "pipe: %s",
		    strerror(errno));
	(void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_ROOM);
	(void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
	hand_over(u, d, true, ends[0]);
	st = pour_member(u, ends[1], spool, done);
	/* Told before its end is seen: a part is not taken for the whole. */
	b = frame_begin(u->channel, M_MEMBER_END);
	put_u64(b, u->seq);
	put_u32(b, (uint32_t)st);
	put_text(b, st < PS_SKIP ? why_not(u) : NULL);
	put_u64(b, u->out);
	say(u);
	close(ends[1]);
	return u->limit[0] != '\0' ? PS_FAIL : PS_OK;
}

/* Into memory as far as that goes; what is larger is streamed. */
static enum ps_status
spool_member(struct unpacker *u, struct ps_doc *d, int spool)
{
	uint64_t	done = 0;
	ptrdiff_t	n = 1;

	while (d->size <= SPOOL_BYTES && done <= SPOOL_BYTES &&
	    (n = next_chunk(u, &done)) > 0)
		if (!write_all(spool, u->chunk, (size_t)n))
			return ps_fail(&u->self, PS_FAIL, 0, "memory for a "
			    "member: %s", strerror(errno));
	if (n > 0)
		return stream_member(u, d, spool, done);
	if (n == 0) {
		d->size = (int64_t)done;
		hand_over(u, d, false, fcntl(spool, F_DUPFD_CLOEXEC, 0));
		return PS_OK;
	}
	pass_over(u, d, PS_FAIL);
	return u->limit[0] != '\0' ? PS_FAIL : PS_OK;
}

static enum ps_status
deliver(struct unpacker *u, struct ps_doc *d)
{
	int		spool = memfd_create("member", MFD_CLOEXEC);
	enum ps_status	st;

	if (spool == -1)
		return ps_fail(&u->self, PS_FAIL, 0, "memory for a member: %s",
		    strerror(errno));
	st = spool_member(u, d, spool);
	close(spool);
	return st;
}

static enum ps_status
one_member(struct unpacker *u)
{
	struct ps_doc	d = { .size = -1, .mtime = -1 };
	enum ps_status	st;

	u->host.message[0] = '\0';
	st = u->format->member(&u->self, &d);
	if (st < PS_SKIP || st == PS_EOF)
		return st;
	if (++u->members > u->pipeline->unpack.members) {
		snprintf(u->limit, sizeof(u->limit), "limit: more than %llu "
		    "members; --max-members allows more",
		    (unsigned long long)u->pipeline->unpack.members);
		return PS_FAIL;
	}
	d.address = d.name = member_name(u->names, d.name != NULL ? d.name :
	    u->inner, u->members);
	if (u->members <= u->skip)
		return PS_OK;
	if (!wait_for_room(u))
		return PS_EOF;
	if (st == PS_SKIP) {
		pass_over(u, &d, PS_SKIP);
		return PS_OK;
	}
	return deliver(u, &d);
}

static enum ps_status
unpack(struct unpacker *u)
{
	enum ps_status	st = u->format->open(&u->self, u->input);

	if (st == PS_SKIP)
		return st;
	while (st >= PS_SKIP && st != PS_EOF && !u->ended) {
		st = one_member(u);
		still_alive(u);
	}
	if (PLUGIN_HAS(u->format, close))
		u->format->close(&u->self);
	return st == PS_EOF ? PS_OK : st;
}

/* "a.csv.gz" holds "a.csv", and "b.tgz" a tar. */
static char *
without_suffix(const char *name)
{
	const char	*dot = strrchr(name, '.');
	size_t		 n = dot == NULL || dot == name ? strlen(name) :
			    (size_t)(dot - name);

	return xasprintf("%.*s%s", (int)n, name, dot != NULL && (dot[1] == 't'
	    || dot[1] == 'T') && strlen(dot) == 4 ? ".tar" : "");
}

/* The first frame says what is to be taken apart. */
static bool
begin(struct unpacker *u, struct frame *f, struct ps_doc *d)
{
	struct reader	 r;
	const char	*head;
	size_t		 n;

	u->seq = get_u64(f);
	u->skip = get_u64(f);
	u->before = get_u64(f);
	u->size = (int64_t)get_u64(f);
	if (!get_doc(f, d) || f->fd == -1 ||
	    !get_reader(f, u->pipeline->registry, u->arena, &r))
		return false;
	head = get_bytes(f, &n);
	if (f->bad)
		return false;
	input_resume(u->input, f->fd, head, n);
	(void)input_decode(u->input, r.encoding, r.other, 0);
	u->inner = without_suffix(d->name);
	u->format = r.format;
	host_begin(&u->host, r.format->plugin.name, d->address);
	u->self = host_self(&u->host, &r.format->plugin,
	    options_fill(&r.format->plugin, r.settings, r.n_settings,
	    u->arena, NULL));
	return true;
}

int
unpacker_main(const struct pipeline *pipeline, struct channel *channel)
{
	struct unpacker	*u = xcalloc(1, sizeof(*u));
	struct ps_doc	 d;
	struct frame	 f;
	enum ps_status	 st;
	struct buf	*b;

	u->pipeline = pipeline;
	u->channel = channel;
	u->arena = arena_new();
	u->input = input_new();
	u->names = member_names_new();
	host_init(&u->host);
	if (channel_wait(channel, &f) != PS_OK || f.type != M_UNPACK ||
	    !begin(u, &f, &d))
		return 1;
	st = unpack(u);
	b = frame_begin(channel, M_UNPACKED);
	put_u64(b, u->seq);
	put_u32(b, (uint32_t)st);
	put_text(b, st <= PS_SKIP ? why_not(u) : NULL);
	put_u64(b, u->out);
	say(u);
	return 0;
}

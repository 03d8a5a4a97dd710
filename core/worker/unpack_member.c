/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * unpack_member.c - a member on its way to a worker.
 *
 * A small one is handed over whole, in memory that has no name; a large one
 * as the end of a pipe, and is unpacked while it is read.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "output.h"
#include "unpack_impl.h"

#define PIPE_ROOM	(1 << 20)
#define ALIVE_EVERY	1.0		/* seconds */

void
unpack_say(struct unpacker *u)
{
	frame_end(u->channel);
	if (channel_flush(u->channel) == PS_EOF)
		u->ended = true;
	u->said = now_seconds();
}

void
unpack_alive(struct unpacker *u)
{
	if (now_seconds() - u->said < ALIVE_EVERY)
		return;
	put_u64(frame_begin(u->channel, M_ALIVE), u->seq);
	unpack_say(u);
}

/* The next bytes of the member into u->chunk; 0 at its end, -1: cannot. */
static ptrdiff_t
next_chunk(struct unpacker *u, uint64_t *of_member)
{
	ptrdiff_t	n = u->format->read(&u->self, u->chunk, CHUNK);

	input_release(u->input);
	if (n <= 0)
		return n;
	*of_member += (uint64_t)n;
	u->out += (uint64_t)n;
	unpack_alive(u);
	return unpack_is_beyond(u, *of_member) ? -1 : n;
}

const char *
unpack_why(const struct unpacker *u)
{
	return u->limit[0] != '\0' ? u->limit : u->host.message[0] != '\0' ?
	    u->host.message : "it cannot be unpacked";
}

void
unpack_pass_over(struct unpacker *u, const struct ps_doc *d, enum ps_status st)
{
	struct buf	*b = frame_begin(u->channel, M_PASSED);

	put_u64(b, u->seq);
	put_u32(b, (uint32_t)st);
	put_doc(b, d);
	put_text(b, unpack_why(u));
	put_u64(b, unpack_out(u));
	u->room_members--;
	unpack_say(u);
}

enum ps_status
unpack_drain(struct unpacker *u)
{
	uint64_t	done = 0;

	while (next_chunk(u, &done) > 0 && !u->ended)
		continue;
	return u->limit[0] != '\0' ? PS_FAIL : PS_OK;
}

static void
hand_over(struct unpacker *u, const struct ps_doc *d, bool streamed, int fd)
{
	struct buf	*b = frame_begin(u->channel, M_MEMBER);

	put_u64(b, u->seq);
	put_doc(b, d);
	put_u8(b, streamed);
	put_u64(b, unpack_out(u));
	frame_end_fd(u->channel, fd);
	if (channel_flush(u->channel) == PS_EOF)
		u->ended = true;
	u->said = now_seconds();
	u->room_members--;
	if (!streamed)
		u->room_bytes -= d->size;
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
		unpack_alive(u);
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
	put_text(b, st < PS_SKIP ? unpack_why(u) : NULL);
	put_u64(b, unpack_out(u));
	unpack_say(u);
	close(ends[1]);
	return u->limit[0] != '\0' ? PS_FAIL : PS_OK;
}

/*
 * What it is, whatever its time of change says: archives are made anew with
 * the same times, and out of the same files with others.
 */
static const char *
content_tag(struct unpacker *u, int spool, uint64_t n)
{
	void		*p = n == 0 ? MAP_FAILED : mmap(NULL, (size_t)n,
			    PROT_READ, MAP_SHARED, spool, 0);
	struct hash128	 h;

	if (p == MAP_FAILED)
		return NULL;
	h = hash_bytes(p, (size_t)n);
	munmap(p, (size_t)n);
	snprintf(u->tag, sizeof(u->tag), "xxh3:%016llx%016llx",
	    (unsigned long long)h.high, (unsigned long long)h.low);
	return u->tag;
}

/*
 * Into memory as far as that goes; what is larger is streamed, and what looks
 * like a bomb not before it proves to be none: nobody shall have to read it.
 */
static enum ps_status
spool_member(struct unpacker *u, struct ps_doc *d, int spool)
{
	uint64_t	done = 0;
	ptrdiff_t	n = 1;

	while ((done <= SPOOL_BYTES || unpack_is_suspect(u)) &&
	    (n = next_chunk(u, &done)) > 0)
		if (!write_all(spool, u->chunk, (size_t)n))
			return ps_fail(&u->self, PS_FAIL, 0, "memory for a "
			    "member: %s", strerror(errno));
	if (n > 0)
		return stream_member(u, d, spool, done);
	if (n == 0) {
		d->size = (int64_t)done;
		d->etag = content_tag(u, spool, done);
		hand_over(u, d, false, fcntl(spool, F_DUPFD_CLOEXEC, 0));
		return PS_OK;
	}
	unpack_pass_over(u, d, PS_FAIL);
	return u->limit[0] != '\0' ? PS_FAIL : PS_OK;
}

enum ps_status
unpack_deliver(struct unpacker *u, struct ps_doc *d)
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


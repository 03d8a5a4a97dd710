/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_read.c - bytes from the descriptor, each hashed once on its way.
 *
 * A regular file ends where it ended when it was opened: what is appended
 * meanwhile belongs to the next run, which sees the new size.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "input_impl.h"

static ssize_t
read_some(struct ps_input *in, char *p, size_t n)
{
	struct pollfd	pfd = { .fd = in->fd, .events = POLLIN };
	ssize_t		got;

	for (;;) {
		/* A FIFO nobody writes to yet would look ended. */
		if (in->waits && poll(&pfd, 1, -1) == -1 && errno != EINTR)
			return -1;
		got = in->regular ? pread(in->fd, p, n, (off_t)in->at) :
		    read(in->fd, p, n);
		if (got != -1 || (errno != EINTR && errno != EAGAIN))
			return got;
		if (errno == EAGAIN)
			in->waits = true;
	}
}

/* Of [at, at + n) what lies in [hash_from, limit). */
static void
hash(struct ps_input *in, const char *p, size_t n)
{
	uint64_t	from = in->at, to = in->at + n;

	if (from < in->hash_from)
		from = in->hash_from;
	if (to > in->limit)
		to = in->limit;
	if (from >= to)
		return;
	hasher_add(in->hasher, p + (from - in->at), (size_t)(to - from),
	    to == in->limit || to == in->size);
}

size_t
raw_read(struct ps_input *in, char *p, size_t n)
{
	ssize_t		got;

	if (in->eof)
		return 0;
	if (in->size != UINT64_MAX && n > in->size - in->at)
		n = (size_t)(in->size - in->at);
	got = read_some(in, p, n);
	if (got <= 0) {
		if (got == -1)
			in->error = errno;
		in->eof = true;
		return 0;
	}
	hash(in, p, (size_t)got);
	in->at += (uint64_t)got;
	in->bytes += (uint64_t)got;
	in->eof = in->at == in->size;
	return (size_t)got;
}

/* A range that was opened too late: what is missing comes first. */
static void
hash_missing(struct ps_input *in, uint64_t from, uint64_t to)
{
	struct block	b = block_get(in, FIRST_BYTES);
	size_t		n;
	ssize_t		got;

	while (from < to) {
		n = to - from < b.room ? (size_t)(to - from) : b.room;
		got = pread(in->fd, b.p, n, (off_t)from);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		hasher_add(in->hasher, b.p, (size_t)got, false);
		from += (uint64_t)got;
	}
	block_put(in, b);
}

void
input_hash_from(struct ps_input *in, uint64_t from)
{
	uint64_t	to = in->start < in->limit ? in->start : in->limit;

	if (from < to && in->regular)
		hash_missing(in, from, to);
	else
		in->hash_from = from;
}

bool
input_pass(struct ps_input *in, uint64_t most)
{
	struct block	b;
	uint64_t	from = in->at;

	if (in->eof || in->at >= in->limit)
		return false;
	b = block_get(in, READ_BYTES);
	while (in->at < in->limit && in->at - from < most &&
	    raw_read(in, b.p, b.room) > 0)
		continue;
	block_put(in, b);
	in->eof = in->eof || in->at >= in->limit;
	return !in->eof;
}

enum ps_status
input_hash(struct ps_input *in, struct hash128 *out)
{
	while (input_pass(in, UINT64_MAX))
		continue;
	if (in->error != 0)
		return PS_FAIL;
	*out = hasher_end(in->hasher);
	return PS_OK;
}

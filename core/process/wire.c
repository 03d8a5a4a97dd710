/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wire.c - frames over a Unix stream socket.
 *
 * What is to be sent gathers in one buffer and goes out in one sendmsg() with
 * all its descriptors; what comes in gathers likewise.  Descriptors and frames
 * keep their order, so a frame that announces one takes the next received.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mem.h"
#include "proc.h"
#include "wire.h"

#define READ_BYTES	(64u << 10)
#define FDS_A_MESSAGE	64u
#define OUT_MAX		(256u << 20)
#define SOON		.003		/* seconds, */
#define SOON_BYTES	(32u << 10)	/* and what is sent at once */

struct header {
	uint32_t	length;
	uint16_t	type;
	uint16_t	has_fd;
};

struct fds {
	int		*p;
	size_t		 first, n, room;
};

struct channel {
	int		 fd;
	enum role	 self, peer;
	bool		 blocking;
	struct buf	 out, in;
	size_t		 begun;		/* where the open frame's header is */
	size_t		 taken;		/* bytes of `in` given out as frames */
	struct fds	 out_fds, in_fds;
	double		 flushed;	/* when that was begun */
};

static void
push_fd(struct fds *q, int fd)
{
	if (q->first > 64 && q->first * 2 > q->n) {
		memmove(q->p, q->p + q->first, (q->n - q->first) *
		    sizeof(*q->p));
		q->n -= q->first;
		q->first = 0;
	}
	GROW(q->p, q->n, q->room);
	q->p[q->n++] = fd;
}

static int
pop_fd(struct fds *q)
{
	return q->first < q->n ? q->p[q->first++] : -1;
}

static void
free_fds(struct fds *q)
{
	int	fd;

	while ((fd = pop_fd(q)) != -1)
		close(fd);
	free(q->p);
}

struct channel *
channel_new(int fd, enum role self, enum role peer, bool blocking)
{
	struct channel	*c = xcalloc(1, sizeof(*c));
	int		 flags = fcntl(fd, F_GETFL);

	if (flags != -1)
		(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	c->fd = fd;
	c->self = self;
	c->peer = peer;
	c->blocking = blocking;
	buf_init(&c->out, OUT_MAX);
	buf_init(&c->in, 2 * (size_t)FRAME_MAX);
	return c;
}

void
channel_free(struct channel *c)
{
	if (c == NULL)
		return;
	close(c->fd);
	buf_free(&c->out);
	buf_free(&c->in);
	free_fds(&c->out_fds);
	free_fds(&c->in_fds);
	free(c);
}

int
channel_fd(const struct channel *c)
{
	return c->fd;
}

bool
channel_pending(const struct channel *c)
{
	return c->out.n > 0;
}

size_t
channel_backlog(const struct channel *c)
{
	return c->out.n;
}

struct buf *
frame_begin(struct channel *c, enum message type)
{
	struct header	h = { .type = (uint16_t)type };

	c->begun = c->out.n;
	buf_add(&c->out, &h, sizeof(h));
	return &c->out;
}

static void
close_frame(struct channel *c, bool has_fd)
{
	struct header	h;

	if (c->out.full)
		return;
	memcpy(&h, c->out.p + c->begun, sizeof(h));
	h.length = (uint32_t)(c->out.n - c->begun - sizeof(h));
	h.has_fd = has_fd;
	memcpy(c->out.p + c->begun, &h, sizeof(h));
}

void
frame_end(struct channel *c)
{
	close_frame(c, false);
}

void
frame_end_fd(struct channel *c, int fd)
{
	close_frame(c, true);
	push_fd(&c->out_fds, fd);
}

void
frame_copy(struct channel *c, enum message type, const char *p, size_t n)
{
	put_raw(frame_begin(c, type), p, n);
	frame_end(c);
}

void
put_raw(struct buf *b, const void *p, size_t n)
{
	buf_add(b, p, n);
}

void
put_u8(struct buf *b, uint8_t v)
{
	buf_add(b, &v, sizeof(v));
}

void
put_u32(struct buf *b, uint32_t v)
{
	buf_add(b, &v, sizeof(v));
}

void
put_u64(struct buf *b, uint64_t v)
{
	buf_add(b, &v, sizeof(v));
}

void
put_f64(struct buf *b, double v)
{
	buf_add(b, &v, sizeof(v));
}

void
put_bytes(struct buf *b, const void *p, size_t n)
{
	put_u32(b, (uint32_t)n);
	buf_add(b, p, n);
}

/* The NUL travels along, so that the receiver need not copy. */
void
put_text(struct buf *b, const char *s)
{
	if (s == NULL)
		put_u32(b, 0);
	else
		put_bytes(b, s, strlen(s) + 1);
}

bool
get_raw(struct frame *f, void *out, size_t n)
{
	if (f->bad || f->n < n) {
		f->bad = true;
		memset(out, 0, n);
		return false;
	}
	memcpy(out, f->p, n);
	f->p += n;
	f->n -= n;
	return true;
}

uint8_t
get_u8(struct frame *f)
{
	uint8_t	v;

	get_raw(f, &v, sizeof(v));
	return v;
}

uint32_t
get_u32(struct frame *f)
{
	uint32_t	v;

	get_raw(f, &v, sizeof(v));
	return v;
}

uint64_t
get_u64(struct frame *f)
{
	uint64_t	v;

	get_raw(f, &v, sizeof(v));
	return v;
}

double
get_f64(struct frame *f)
{
	double	v;

	get_raw(f, &v, sizeof(v));
	return v;
}

const char *
get_bytes(struct frame *f, size_t *n)
{
	const char	*p;

	*n = get_u32(f);
	if (f->bad || *n > f->n) {
		f->bad = true;
		*n = 0;
		return "";
	}
	p = f->p;
	f->p += *n;
	f->n -= *n;
	return p;
}

const char *
get_text(struct frame *f)
{
	size_t		 n;
	const char	*p = get_bytes(f, &n);

	if (n == 0)
		return NULL;
	if (p[n - 1] != '\0') {
		f->bad = true;
		return "";
	}
	return p;
}

static void
forget_sent(struct channel *c, size_t sent, size_t n_fds)
{
	buf_take(&c->out, sent);
	for (size_t i = 0; i < n_fds; i++)
		close(pop_fd(&c->out_fds));
}

/* One sendmsg(): all bytes that wait, and as many descriptors as it takes. */
static ssize_t
send_some(struct channel *c, size_t *n_fds)
{
	union {
		struct cmsghdr	head;
		char		space[CMSG_SPACE(FDS_A_MESSAGE * sizeof(int))];
	} control;
	struct iovec	iov = { c->out.p, c->out.n };
	struct msghdr	m = { .msg_iov = &iov, .msg_iovlen = 1 };
	size_t		wait = c->out_fds.n - c->out_fds.first;

	*n_fds = wait < FDS_A_MESSAGE ? wait : FDS_A_MESSAGE;
	if (*n_fds > 0) {
		memset(&control, 0, sizeof(control));
		m.msg_control = control.space;
		m.msg_controllen = CMSG_SPACE(*n_fds * sizeof(int));
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(*n_fds * sizeof(int));
		memcpy(CMSG_DATA(&control.head), c->out_fds.p +
		    c->out_fds.first, *n_fds * sizeof(int));
	}
	/* Descriptors beyond the limit need bytes of their own to ride on. */
	if (wait > *n_fds && iov.iov_len > 1)
		iov.iov_len = 1;
	return sendmsg(c->fd, &m, MSG_NOSIGNAL);
}

static bool
wait_for(struct channel *c, short events)
{
	struct pollfd	p = { c->fd, events, 0 };

	return c->blocking && (poll(&p, 1, -1) != -1 || errno == EINTR);
}

enum ps_status
channel_flush(struct channel *c)
{
	size_t	n_fds;
	ssize_t	n;

	if (c->blocking)
		c->flushed = now_seconds();
	while (c->out.n > 0) {
		n = send_some(c, &n_fds);
		if (n > 0) {
			forget_sent(c, (size_t)n, n_fds);
			continue;
		}
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && (errno == EAGAIN || errno == ENOBUFS ||
		    errno == ETOOMANYREFS)) {
			if (wait_for(c, POLLOUT))
				continue;
			return PS_RETRY;
		}
		return PS_EOF;
	}
	return c->out.full ? PS_EOF : PS_OK;
}

enum ps_status
channel_flush_soon(struct channel *c)
{
	if (c->out.n < SOON_BYTES && now_seconds() - c->flushed < SOON)
		return c->out.full ? PS_EOF : PS_OK;
	return channel_flush(c);
}

/* Workers and writers have none to give; the kernel keeps theirs away. */
static bool
may_send_fds(enum role r)
{
	return r == LISTER || r == SUPERVISOR || r == UNPACKER;
}

static void
keep_fds(struct channel *c, struct msghdr *m)
{
	struct cmsghdr	*h;
	size_t		 n;
	int		 fd;

	for (h = CMSG_FIRSTHDR(m); h != NULL; h = CMSG_NXTHDR(m, h)) {
		if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
			continue;
		n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			memcpy(&fd, CMSG_DATA(h) + i * sizeof(int), sizeof(fd));
			push_fd(&c->in_fds, fd);
		}
	}
}

enum ps_status
channel_read(struct channel *c)
{
	union {
		struct cmsghdr	head;
		char		space[CMSG_SPACE(FDS_A_MESSAGE * sizeof(int))];
	} control;
	struct iovec	iov;
	struct msghdr	m = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t		n;

	if (may_send_fds(c->peer)) {
		m.msg_control = control.space;
		m.msg_controllen = sizeof(control.space);
	}
	buf_take(&c->in, c->taken);
	c->taken = 0;
	iov.iov_base = buf_space(&c->in, READ_BYTES);
	iov.iov_len = READ_BYTES;
	if (iov.iov_base == NULL)
		return PS_EOF;
	n = recvmsg(c->fd, &m, MSG_CMSG_CLOEXEC);
	if (n == -1)
		return errno == EAGAIN || errno == EINTR ? PS_RETRY : PS_EOF;
	keep_fds(c, &m);
	/* One descriptor less, and frames would take those of others. */
	if ((m.msg_flags & MSG_CTRUNC) != 0)
		return PS_EOF;
	c->in.n += (size_t)n;
	return n == 0 ? PS_EOF : PS_OK;
}

enum ps_status
channel_next(struct channel *c, struct frame *f)
{
	struct header	h;
	size_t		left = c->in.n - c->taken;

	if (left < sizeof(h))
		return PS_RETRY;
	memcpy(&h, c->in.p + c->taken, sizeof(h));
	if (h.length > FRAME_MAX || h.has_fd > 1 ||
	    !wire_may_say((enum message)h.type, c->peer, c->self))
		return PS_FAIL;
	if (left < sizeof(h) + h.length)
		return PS_RETRY;
	*f = (struct frame){ .type = (enum message)h.type,
	    .p = c->in.p + c->taken + sizeof(h), .n = h.length, .fd = -1 };
	if (h.has_fd && (f->fd = pop_fd(&c->in_fds)) == -1)
		return PS_FAIL;
	c->taken += sizeof(h) + h.length;
	return PS_OK;
}

enum ps_status
channel_wait(struct channel *c, struct frame *f)
{
	enum ps_status	st;

	while ((st = channel_next(c, f)) == PS_RETRY) {
		if (channel_flush(c) == PS_EOF)
			return PS_EOF;
		st = channel_read(c);
		if (st == PS_EOF)
			return PS_EOF;
		if (st == PS_RETRY)
			(void)wait_for(c, POLLIN);
	}
	return st;
}

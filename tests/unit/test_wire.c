/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_wire.c - frames arrive whole, in order, or not at all. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "doc.h"
#include "tap.h"
#include "wire.h"

struct ends {
	struct channel	*a, *b;
	int		 raw;		/* b's socket without a channel */
};

static struct ends
connect_ends(enum role a, enum role b, bool with_b)
{
	int		pair[2];
	struct ends	e = { .raw = -1 };

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		exit(99);
	e.a = channel_new(pair[0], a, b, false);
	if (with_b)
		e.b = channel_new(pair[1], b, a, false);
	else
		e.raw = pair[1];
	return e;
}

static void
disconnect(struct ends *e)
{
	channel_free(e->a);
	channel_free(e->b);
	if (e->raw != -1)
		close(e->raw);
}

static void
test_fields(void)
{
	struct ends	 e = connect_ends(SUPERVISOR, WRITER, true);
	struct ps_doc	 d = { .address = "/a/b.csv", .root = "/a",
			    .name = "b.csv", .size = 7, .mtime = -1,
			    .settings = "format=lines", .note = "hidden" };
	struct ps_doc	 got, *copy;
	struct buf	*b = frame_begin(e.a, M_BEGIN);
	struct frame	 f;
	size_t		 n;

	put_u64(b, UINT64_MAX);
	put_doc(b, &d);
	put_text(b, NULL);
	put_bytes(b, "x\0y", 3);
	put_f64(b, 0.5);
	frame_end(e.a);
	ok(channel_flush(e.a) == PS_OK, "sent");
	ok(channel_read(e.b) == PS_OK, "received");
	ok(channel_next(e.b, &f) == PS_OK && f.type == M_BEGIN, "a frame");
	ok(get_u64(&f) == UINT64_MAX, "number");
	ok(get_doc(&f, &got), "document");
	is_str(got.address, d.address, "its address");
	ok(got.mime == NULL && got.mtime == -1, "what it does not have");
	copy = doc_copy(&got);
	is_str(copy->settings, "format=lines", "what its container says");
	is_str(copy->note, "hidden", "... and notes");
	ok(copy->called == NULL && copy->broken == NULL,
	    "... and nothing else");
	free(copy);
	ok(get_text(&f) == NULL, "no text");
	ok(memcmp(get_bytes(&f, &n), "x\0y", 3) == 0 && n == 3, "bytes");
	ok(get_f64(&f) == 0.5 && !f.bad && f.n == 0, "to the end");
	ok(get_u8(&f) == 0 && f.bad, "nothing beyond it");
	ok(channel_next(e.b, &f) == PS_RETRY, "no more frames");
	disconnect(&e);
}

static void
test_descriptors(void)
{
	struct ends	 e = connect_ends(SUPERVISOR, WORKER, true);
	struct frame	 f;
	char		 name[40];
	int		 fds[200], n = 0, last = -1;

	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "/proc/self/fd/0");
		fds[i] = fcntl(0, F_DUPFD_CLOEXEC, 0);
		put_u64(frame_begin(e.a, M_DOC), (uint64_t)i);
		frame_end_fd(e.a, fds[i]);
	}
	while (channel_flush(e.a) != PS_EOF && n < 200) {
		(void)channel_read(e.b);
		while (channel_next(e.b, &f) == PS_OK) {
			if ((int)get_u64(&f) == last + 1 && f.fd != -1)
				n++;
			last++;
			close(f.fd);
		}
	}
	is_int(n, 200, "each frame comes with its descriptor");
	disconnect(&e);
}

/* Whatever a hostile peer writes is refused or is a whole frame. */
static void
test_lies(void)
{
	static const struct {
		uint32_t	length;
		uint16_t	type, has_fd;
		const char	*what;
	} lies[] = {
		{ FRAME_MAX + 1, M_DONE, 0, "a frame too long" },
		{ 0, M_ACK, 0, "a message workers may not send" },
		{ 0, 0, 0, "no message at all" },
		{ 0, N_MESSAGES, 0, "a message that does not exist" },
		{ 0, M_DONE, 1, "a descriptor that did not come" },
		{ 0, M_DONE, 2, "a flag that does not exist" },
	};

	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		struct ends	e = connect_ends(SUPERVISOR, WORKER, false);
		struct frame	f;

		ok(write(e.raw, &lies[i], 8) == 8, "written");
		(void)channel_read(e.a);
		is_int(channel_next(e.a, &f), PS_FAIL, "%s is refused",
		    lies[i].what);
		disconnect(&e);
	}
}

static void
test_noise(void)
{
	unsigned char	noise[4096];
	struct frame	f;
	int		whole = 0;

	srand(1);
	for (int round = 0; round < 200; round++) {
		struct ends	e = connect_ends(SUPERVISOR, WORKER, false);

		for (size_t i = 0; i < sizeof(noise); i++)
			noise[i] = (unsigned char)(rand() >> 7);
		ok(write(e.raw, noise, sizeof(noise)) > 0, "noise");
		(void)channel_read(e.a);
		while (channel_next(e.a, &f) == PS_OK)
			whole++;
		disconnect(&e);
	}
	ok(whole < 200, "noise is hardly ever a frame");
}

int
main(void)
{
	test_fields();
	test_descriptors();
	test_lies();
	test_noise();
	return done_testing();
}

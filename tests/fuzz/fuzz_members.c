/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_members.c - a container judged, opened, its members read, from memory
 * and from a pipe, without end in neither.
 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake_host.h"
#include "fuzz_members.h"
#include "host.h"
#include "input.h"
#include "str.h"
#include "unpack_names.h"

#define MEMBERS_MAX	500u
#define BYTES_OUT	(2u << 20)
#define PIPE_MAX	48000u


static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_members: %s\n", what);
	abort();
}

static int
pipe_of(const char *p, size_t n)
{
	int	fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1)
		abort();
	check(write(fds[1], p, n) == (ssize_t)n, "the pipe is too small");
	close(fds[1]);
	return fds[0];
}

/* All bytes of the member at hand, or enough of them. */
static size_t
read_member(const struct ps_format *f, struct ps_self *self, size_t most)
{
	static char	chunk[4096];
	ptrdiff_t	n = 1;
	size_t		done = 0;

	while (n > 0 && done < most) {
		n = f->read(self, chunk, sizeof(chunk));
		check(n <= (ptrdiff_t)sizeof(chunk), "more than asked for");
		done += n > 0 ? (size_t)n : 0;
	}
	return done;
}

static void
read_members(const struct ps_format *f, struct ps_self *self,
    struct ps_input *in)
{
	struct member_names	*names = member_names_new();
	enum ps_status		 st;
	size_t			 done = 0;
	const char		*name;

	for (unsigned i = 1; i < MEMBERS_MAX && done < BYTES_OUT; i++) {
		struct ps_doc	d = { .size = -1, .mtime = -1 };

		st = f->member(self, &d);
		if (st == PS_EOF || st < PS_RETRY)
			break;
		if (st == PS_RETRY)
			continue;
		check(d.size >= -1 && d.mtime >= -1, "a size or a time");
		name = member_name(names, d.address != NULL ? d.address :
		    d.name, i);
		check(utf8_valid(name, strlen(name)) == strlen(name),
		    "a name that is not UTF-8");
		if (st == PS_OK)
			done += read_member(f, self, BYTES_OUT - done);
		input_release(in);
	}
	member_names_free(names);
}

static void
unpack(const struct ps_plugin *p, const void *options, const char *text,
    size_t n, bool piped)
{
	const struct ps_format	*f = (const void *)p;
	struct ps_input		*in = input_new();
	struct host		 host;
	struct ps_self		 self;

	host_init(&host);
	host_begin(&host, p->name, "fuzz");
	self = host_self(&host, p, options);
	if (piped)
		input_open(in, pipe_of(text, n), 0, UINT64_MAX);
	else
		input_memory(in, text, n);
	if (f->open(&self, in) == PS_OK)
		read_members(f, &self, in);
	else
		check(host.message[0] != '\0', "no reason");
	f->close(&self);
	input_free(in);
	host_free(&host);
}

void
fuzz_members(const struct ps_plugin *p, const uint8_t *bytes, size_t n)
{
	const char		*text = (const char *)bytes;
	struct ps_scan		 scan = { .plain_bits = 8.0 * (double)n };
	struct ps_doc		 doc = { .address = "fuzz", .name = "fuzz" };
	struct ps_sample	 s = { .doc = &doc, .text = text,
				    .length = n, .whole = true,
				    .binary = true, .scan = &scan };
	struct fake		*f = fake_new(p);
	bool			 claimed;

	if (n > 0 && bytes[n - 1] % 4 == 0) {
		s.tail = text + n / 2;
		s.tail_length = n - n / 2;
	}
	claimed = fake_probe_sample(f, &s) != PS_NO;
	check(!claimed || f->n_reasons > 0, "claimed without a reason");
	if (claimed || n < 300) {
		unpack(p, f->options, text, n, false);
		if (n <= PIPE_MAX)
			unpack(p, f->options, text, n, true);
	}
	fake_free(f);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_input.c - any bytes as a document: its text is UTF-8, the same however
 * the bytes come in, and as long as it says it is.
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

#include "buf.h"
#include "charset.h"
#include "input.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What a pipe holds, in so many pieces: each takes whole pages. */
#define PACKETS		12u
#define BYTES_MAX	(PACKETS * 4000u)

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_input: %s\n", what);
	abort();
}

/* A pipe that gives the bytes in pieces of a few sizes. */
static int
pipe_of(const char *p, size_t n)
{
	int	fds[2];
	size_t	piece = n / PACKETS + 1;

	if (pipe2(fds, O_CLOEXEC | O_DIRECT) == -1)
		abort();
	for (size_t at = 0; at < n; at += piece)
		if (write(fds[1], p + at, n - at < piece ? n - at : piece) <= 0)
			abort();
	close(fds[1]);
	return fds[0];
}

/* All of its text, in steps; what is told of it is one of its lines. */
static void
read_all(struct ps_input *in, struct buf *out)
{
	const char	*p;
	ptrdiff_t	 n;
	struct oddity	 o;
	uint64_t	 line = 0;

	while ((n = input_peek(in, 700, &p)) > 0) {
		if (n > 700)
			n = 700;
		buf_add(out, p, (size_t)n);
		check(input_take(in, (size_t)n) == PS_OK, "taking text");
		while (input_oddity(in, &o)) {
			check(o.offset < input_offset(in), "told too early");
			check(o.lines >= line, "told in another order");
			line = o.lines;
		}
		input_release(in);
	}
}

static void
decode(const char *p, size_t n, const struct charset *c, bool piped,
    struct buf *out)
{
	struct ps_input	*in = input_new();

	buf_init(out, 16 * n + 64);
	if (piped)
		input_open(in, pipe_of(p, n), 0, UINT64_MAX);
	else
		input_memory(in, p, n);
	check(input_decode(in, c->name, c->other, c->bom), "its encoding");
	read_all(in, out);
	check(c->binary || utf8_valid(out->p, out->n) == out->n,
	    "text that is not UTF-8");
	check(!input_has_ranges(in) || input_place(in) == n,
	    "a text that ends elsewhere than its document");
	input_free(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const names[] = {
		"UTF-8", "windows-1252", "windows-1251", "CP932", "GB18030",
		"UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-2022-JP"
	};
	const char	*p = (const char *)bytes;
	struct charset	 c;
	struct buf	 one, two;

	if (n > BYTES_MAX)
		n = BYTES_MAX;
	charset_guess(p, n, true, &c);
	check(c.name != NULL && c.why[0] != '\0', "no answer");
	if (n > 0 && bytes[n - 1] < 2 * sizeof(names) / sizeof(names[0]) &&
	    !c.binary) {
		c.name = names[bytes[n - 1] / 2];
		c.bom = 0;
		c.other = bytes[n - 1] % 2 ? ENCODING_TOLD : NULL;
	}
	decode(p, n, &c, false, &one);
	decode(p, n, &c, true, &two);
	check(one.n == two.n && (one.n == 0 ||
	    memcmp(one.p, two.p, one.n) == 0),
	    "another text from a pipe");
	buf_free(&one);
	buf_free(&two);
	return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_driver.h - documents in files and pipes, read in random steps.
 */
#ifndef INPUT_DRIVER_H
#define INPUT_DRIVER_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../core/input/input.h"
#include "../tap.h"

static uint64_t seed = 0x9e3779b97f4a7c15;

static inline uint64_t
chance(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static inline int
file_of(const void *p, size_t n)
{
	int	fd = memfd_create("document", MFD_CLOEXEC);

	for (size_t at = 0; at < n;) {
		ssize_t	got = write(fd, (const char *)p + at, n - at);

		if (got <= 0)
			abort();
		at += (size_t)got;
	}
	return fd;
}

/* A child writes the bytes into a pipe, in chunks of odd sizes. */
static inline int
pipe_of(const char *p, size_t n)
{
	int	fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1)
		abort();
	fflush(stdout);
	if (fork() == 0) {
		close(fds[0]);
		while (n > 0) {
			size_t	want = 1 + chance(5000);
			ssize_t	got = write(fds[1], p, want < n ? want : n);

			if (got <= 0)
				break;
			p += got;
			n -= (size_t)got;
		}
		_exit(0);
	}
	close(fds[1]);
	return fds[0];
}

struct text {
	char	*p;
	size_t	 n, room;
};

static inline void
add(struct text *t, const char *p, size_t n)
{
	if (t->n + n + 1 > t->room) {
		t->room = 2 * (t->n + n + 1);
		t->p = realloc(t->p, t->room);
	}
	if (n > 0)
		memcpy(t->p + t->n, p, n);
	t->n += n;
}

static inline bool
same(const struct text *t, const char *p, size_t n)
{
	return t->n == n && (n == 0 || memcmp(t->p, p, n) == 0);
}

#define KEPT 64

/* What was peeked since the last release, with a copy to compare it to. */
struct kept {
	const char	*p[KEPT];
	char		*copy[KEPT];
	size_t		 size[KEPT];
	unsigned	 n;
};

static inline bool
release(struct ps_input *in, struct kept *k)
{
	bool	good = true;

	while (k->n > 0) {
		k->n--;
		good = good && memcmp(k->p[k->n], k->copy[k->n],
		    k->size[k->n]) == 0;
		free(k->copy[k->n]);
	}
	input_release(in);
	return good;
}

/* Reads all by steps of random size; false if anything shown had moved. */
static inline bool
read_randomly(struct ps_input *in, size_t largest, struct text *out)
{
	struct kept	 k = { .n = 0 };
	const char	*p;
	bool		 good = true;

	for (;;) {
		size_t		want = 1 + chance(largest), take;
		ptrdiff_t	n = input_peek(in, want, &p);

		if (n == 0)
			break;
		take = (size_t)n < want ? (size_t)n : want;
		if (chance(3) == 0)
			take = (size_t)n;
		take = 1 + chance(take);
		k.p[k.n] = p;
		k.size[k.n] = take;
		k.copy[k.n] = malloc(take);
		memcpy(k.copy[k.n++], p, take);
		add(out, p, take);
		if (input_take(in, take) != PS_OK)
			good = false;
		if (k.n == KEPT || chance(20) == 0)
			good = release(in, &k) && good;
	}
	return release(in, &k) && good;
}

static inline char *
random_text(size_t n, unsigned high)
{
	static const char *const some[] = { "\xc3\xa9", "\xe2\x82\xac",
	    "\xf0\x9f\x98\x80", "\xd0\x96", "\xef\xbf\xbd", "\xe4\xb8\xad" };
	char	*p = malloc(n + 8);
	size_t	 at = 0;

	while (at < n) {
		if (high > 0 && chance(high) == 0) {
			const char *s = some[chance(6)];

			memcpy(p + at, s, strlen(s));
			at += strlen(s);
		} else {
			p[at++] = chance(40) == 0 ? '\n' :
			    (char)(' ' + chance(95));
		}
	}
	return p;
}

/* Cut back to a whole number of characters. */
static inline size_t
whole_length(const char *p, size_t n)
{
	while (n > 0 && ((unsigned char)p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

#endif

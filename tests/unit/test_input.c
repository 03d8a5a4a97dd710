/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_input.c - what peek, take and line show is the document, however it is
 * cut into pieces, read and encoded.
 */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../core/input.h"
#include "../../core/str.h"
#include "../tap.h"

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t
chance(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static int
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
static int
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

static void
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

static bool
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

static bool
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
static bool
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

static char *
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
static size_t
whole_length(const char *p, size_t n)
{
	while (n > 0 && ((unsigned char)p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void
test_random_steps(struct ps_input *in)
{
	static const size_t sizes[] = { 0, 1, 5000, 65536, 65537, 131072,
	    300000, 3000000 };
	static const unsigned highs[] = { 0, 2, 50 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
	for (size_t h = 0; h < 3; h++)
	for (int piped = 0; piped < 2; piped++) {
		char		*doc = random_text(sizes[i] + 4, highs[h]);
		size_t		 n = whole_length(doc, sizes[i]), sample;
		struct text	 got = { NULL, 0, 0 };
		const char	*p;
		bool		 whole, good;

		input_open(in, piped ? pipe_of(doc, n) : file_of(doc, n), 0,
		    UINT64_MAX);
		input_sample(in, &p, &sample, &whole);
		good = whole == (n <= SAMPLE_BYTES) &&
		    memcmp(p, doc, sample) == 0 &&
		    input_decode(in, "UTF-8", 0) &&
		    read_randomly(in, sizes[i] / 7 + 100, &got);
		ok(good && same(&got, doc, n) && input_undecodable(in) == 0 &&
		    input_offset(in) == n && input_place(in) == n &&
		    input_bytes(in) == n && input_error(in) == 0,
		    "%zu bytes, 1 of %u high, %s", n, highs[h],
		    piped ? "piped" : "from a file");
		input_close(in);
		free(got.p);
		free(doc);
	}
	while (wait(NULL) > 0)
		continue;
}

/* The reference: iconv over all of it at once. */
static char *
encode(const char *p, size_t n, const char *encoding, size_t *out_n)
{
	iconv_t	 cd = iconv_open(encoding, "UTF-8");
	char	*out = malloc(4 * n + 16), *to = out, *from = strndup(p, n),
		*start_from = from;
	size_t	 room = 4 * n + 16;

	if (cd == (iconv_t)-1 ||
	    iconv(cd, &from, &n, &to, &room) == (size_t)-1)
		abort();
	iconv_close(cd);
	free(start_from);
	*out_n = (size_t)(to - out);
	return out;
}

static void
test_encodings(struct ps_input *in)
{
	static const struct {
		const char	*name, *text;
	} cases[] = {
		{ "UTF-16LE", "a,\xe2\x82\xac,\xf0\x9f\x98\x80\n" },
		{ "UTF-16BE", "a,\xe2\x82\xac,\xf0\x9f\x98\x80\n" },
		{ "UTF-32LE", "a,\xe2\x82\xac,\xf0\x9f\x98\x80\n" },
		{ "UTF-32BE", "a,\xe2\x82\xac,\xf0\x9f\x98\x80\n" },
		{ "windows-1252", "caf\xc3\xa9;\xe2\x82\xac;\xc5\xbd\r\n" },
		{ "SHIFT_JIS", "\xe6\x97\xa5\xe6\x9c\xac,tokyo\n" },
		{ "GB18030", "\xe4\xb8\xad\xe6\x96\x87|x\n" },
		{ "KOI8-R", "\xd0\x96\xd1\x83\xd0\xba;1\n" },
		{ "windows-1251", "\xd0\x96\xd1\x83\xd0\xba;1\n" },
		{ "ISO-8859-15", "\xe2\x82\xac 5\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text	 doc = { NULL, 0, 0 }, got = { NULL, 0, 0 };
		char		*raw;
		size_t		 n, sample;
		const char	*p;
		bool		 whole;

		while (doc.n < 400000)
			add(&doc, cases[i].text, strlen(cases[i].text));
		raw = encode(doc.p, doc.n, cases[i].name, &n);
		input_open(in, i % 2 ? file_of(raw, n) : pipe_of(raw, n), 0,
		    UINT64_MAX);
		input_sample(in, &p, &sample, &whole);
		ok(input_decode(in, cases[i].name, 0) &&
		    read_randomly(in, 30000, &got) &&
		    same(&got, doc.p, doc.n) && input_undecodable(in) == 0 &&
		    input_limit(in) == UINT64_MAX && input_bytes(in) == n,
		    "%s becomes UTF-8", cases[i].name);
		input_close(in);
		free(raw);
		free(doc.p);
		free(got.p);
	}
	while (wait(NULL) > 0)
		continue;
	input_memory(in, "x", 1);
	ok(!input_decode(in, "no-such-code", 0), "unknown encoding is refused");
}

static void
check_memory(struct ps_input *in, const char *encoding, const char *raw,
    size_t n, const char *want, uint64_t bad)
{
	struct text	got = { NULL, 0, 0 };

	input_memory(in, raw, n);
	input_decode(in, encoding, 0);
	read_randomly(in, 4, &got);
	add(&got, "", 1);
	is_str(got.p, want, "%s: %s", encoding, want);
	is_int(input_undecodable(in), bad, "... and %d bad", (int)bad);
	free(got.p);
}

static void
test_damage(struct ps_input *in)
{
	check_memory(in, "UTF-8", "a\xe9" "b\xc3\xa9", 5, "a\xc3\xa9" "b\xc3\xa9",
	    1);
	check_memory(in, "UTF-8", "\xe2\x82", 2, "\xc3\xa2\xe2\x80\x9a", 2);
	check_memory(in, "UTF-8", "x\xf0\x9f\x98", 4,
	    "x\xc3\xb0\xc5\xb8\xcb\x9c", 3);
	check_memory(in, "UTF-8", "\xc0\xaf", 2, "\xc3\x80\xc2\xaf", 2);
	check_memory(in, "UTF-8", "\xed\xa0\x80", 3,
	    "\xc3\xad\xc2\xa0\xe2\x82\xac", 3);
	check_memory(in, "windows-1252", "\x81\x80", 2, "\xc2\x81\xe2\x82\xac",
	    1);
	check_memory(in, "UTF-16LE", "a\0\0\xd8" "b\0", 6, "a\xef\xbf\xbd" "b",
	    1);
	check_memory(in, "UTF-16LE", "a\0b", 3, "a\xef\xbf\xbd", 1);
	check_memory(in, "UTF-16", "\xff\xfe" "a\0", 4, "a", 0);
	check_memory(in, "UTF-16", "\xfe\xff\0a", 4, "a", 0);
	check_memory(in, "SHIFT_JIS", "a\xff" "b", 3, "a\xc3\xbf" "b", 1);
}

/* A slow and obvious converter to compare with. */
static void
repair_plainly(const char *p, size_t n, struct text *out, uint64_t *bad)
{
	uint32_t	code;
	char		buf[4];

	*bad = 0;
	for (size_t at = 0, step; at < n; at += step) {
		step = utf8_decode(p + at, n - at, &code);
		if (step > 1 || (unsigned char)p[at] < 0x80) {
			add(out, p + at, step);
			continue;
		}
		/* only bytes that Latin-1 reads alike are made below */
		add(out, buf, utf8_encode((unsigned char)p[at], buf));
		++*bad;
	}
}

static void
test_random_damage(struct ps_input *in)
{
	for (int round = 0; round < 40; round++) {
		size_t		 n = 1 + chance(400000);
		char		*doc = random_text(n, 20);
		struct text	 want = { NULL, 0, 0 }, got = { NULL, 0, 0 };
		uint64_t	 bad, hits = chance(200);
		bool		 good;

		while (hits-- > 0)
			doc[chance(n)] = (char)(0xa0 + chance(0x60));
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)doc[i] == 0x9f ||
			    (unsigned char)doc[i] == 0x98 ||
			    (unsigned char)doc[i] == 0x80 ||
			    (unsigned char)doc[i] == 0x82 ||
			    (unsigned char)doc[i] == 0x96)
				doc[i] = (char)0xa1;
		repair_plainly(doc, n, &want, &bad);
		input_open(in, round % 2 ? file_of(doc, n) : pipe_of(doc, n),
		    0, UINT64_MAX);
		good = input_decode(in, "UTF-8", 0) &&
		    read_randomly(in, 1 + chance(50000), &got);
		ok(good && same(&got, want.p, want.n) &&
		    input_undecodable(in) == bad && input_place(in) == n &&
		    input_offset(in) == want.n, "%zu bytes, %llu of them bad",
		    n, (unsigned long long)bad);
		input_close(in);
		free(doc);
		free(want.p);
		free(got.p);
	}
	while (wait(NULL) > 0)
		continue;
}

/* Lines begun before the limit, after aligning; as a format would. */
static void
read_range(struct ps_input *in, struct text *out)
{
	const char	*p;
	ptrdiff_t	 n;

	while (input_offset(in) < input_limit(in) &&
	    (n = input_line(in, &p)) >= 0) {
		add(out, p, (size_t)n);
		add(out, "\n", 1);
		if (chance(50) == 0)
			input_release(in);
	}
}

static void
test_ranges(struct ps_input *in, bool damaged)
{
	size_t		 n = 3 * RANGE_BYTES + 12345, blocks = 4;
	char		*doc = random_text(n, 9);
	struct text	 whole = { NULL, 0, 0 }, parts = { NULL, 0, 0 };
	struct hash128	 hash, late, hashes[4];
	uint64_t	 last_end = 0, bad = 0, bad_parts = 0, lines, before = 0;
	bool		 meet = true;
	const char	*p;
	int		 fd;

	doc[n - 1] = '\n';
	doc[2 * RANGE_BYTES - 1] = '\n';
	if (damaged)
		for (int i = 0; i < 5000; i++)
			doc[chance(n - 1)] = (char)0xe9;
	doc[2 * RANGE_BYTES - 1] = '\n';
	fd = file_of(doc, n);
	input_open(in, dup(fd), 0, UINT64_MAX);
	input_decode(in, "UTF-8", 0);
	read_range(in, &whole);
	ok(input_hash(in, &hash) == PS_OK, "hash of the whole");
	bad = input_undecodable(in);
	lines = input_lines(in);
	for (size_t i = 0; i < blocks; i++) {
		uint64_t	from = i * RANGE_BYTES;

		input_open(in, dup(fd), from - (i > 0), from + RANGE_BYTES);
		input_hash_from(in, from);
		input_decode(in, "UTF-8", 0);
		if (i > 0)
			input_line(in, &p);
		meet = meet && (i == 0 || input_place(in) == last_end);
		before += i > 0 ? 0 : input_lines(in);
		before -= input_lines(in);
		read_range(in, &parts);
		before += input_lines(in);
		last_end = input_place(in);
		input_hash(in, &hashes[i]);
		bad_parts += input_undecodable(in);
	}
	ok(same(&parts, whole.p, whole.n), "ranges make the whole");
	ok(meet && last_end == n, "each begins where the last one ended");
	is_int(before, lines, "and so do their lines");
	input_open(in, dup(fd), RANGE_BYTES + 777, 2 * RANGE_BYTES);
	input_hash_from(in, RANGE_BYTES);
	input_hash(in, &late);
	ok(late.high == hashes[1].high && late.low == hashes[1].low,
	    "the hash of a range that is read from its middle");
	hashes[0] = hash_blocks(hashes, blocks);
	ok(hashes[0].high == hash.high && hashes[0].low == hash.low,
	    "and so do their hashes");
	ok(damaged ? bad > 1000 : bad_parts == 0, "cut characters count as none");
	input_close(in);
	close(fd);
	free(doc);
	free(whole.p);
	free(parts.p);
}

static void
test_lines(struct ps_input *in)
{
	static const struct {
		const char	*text, *lines;
	} cases[] = {
		{ "", "" }, { "a", "[a]" }, { "a\n", "[a]" },
		{ "a\nb", "[a][b]" }, { "\n\n", "[][]" },
		{ "a\r\nb\r\n", "[a][b]" }, { "a\rb\rc", "[a][b][c]" },
		{ "a\r", "[a]" }, { "a\rb\n", "[a\rb]" },
		{ "a\r\n\r\nb\n", "[a][][b]" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text	 got = { NULL, 0, 0 };
		const char	*p;
		ptrdiff_t	 n;

		input_memory(in, cases[i].text, strlen(cases[i].text));
		input_decode(in, "UTF-8", 0);
		while ((n = input_line(in, &p)) >= 0) {
			add(&got, "[", 1);
			add(&got, p, (size_t)n);
			add(&got, "]", 1);
		}
		add(&got, "", 1);
		is_str(got.p, cases[i].lines, "lines of case %zu", i);
		free(got.p);
	}
}

static void
test_cr_lines(struct ps_input *in)
{
	size_t		 n = 1 << 20, lines = 0;
	char		*doc = malloc(n);
	const char	*p;

	for (size_t i = 0; i < n; i++)
		doc[i] = i % 16 == 15 ? '\r' : 'x';
	input_open(in, pipe_of(doc, n), 0, UINT64_MAX);
	input_decode(in, "UTF-8", 0);
	while (input_line(in, &p) == 15)
		lines++;
	is_int(lines, n / 16, "lines that end in CR");
	is_int(input_lines(in), n / 16, "... are counted");
	input_close(in);
	free(doc);
	while (wait(NULL) > 0)
		continue;
}

static void
test_long_line(struct ps_input *in)
{
	size_t		 n = 40u << 20, seen = 0, pieces = 0;
	char		*doc = malloc(n);
	const char	*p;
	ptrdiff_t	 got;

	memset(doc, 'x', n);
	input_open(in, file_of(doc, n), 0, UINT64_MAX);
	free(doc);
	input_decode(in, "UTF-8", 0);
	while ((got = input_line(in, &p)) >= 0) {
		seen += (size_t)got;
		pieces++;
		input_release(in);
	}
	is_int(input_lines(in), 0, "no line ended");
	ok(seen == n && pieces == 3, "a line of 40 MiB comes in 3 pieces");
	input_close(in);
}

static void
test_changing_file(struct ps_input *in)
{
	static char	 doc[200000];
	const char	*p;
	struct text	 got = { NULL, 0, 0 };
	int		 fd = file_of(doc, sizeof(doc)), other = dup(fd);

	input_open(in, fd, 0, UINT64_MAX);
	input_peek(in, 100, &p);
	ok(ftruncate(other, 90000) == 0, "truncated");
	input_decode(in, "UTF-8", 0);
	read_randomly(in, 1000, &got);
	is_int(got.n, 90000, "a file that shrank just ends");
	is_int(input_error(in), 0, "... without an error");
	input_open(in, dup(other), 0, UINT64_MAX);
	ok(ftruncate(other, 100000) == 0, "grown");
	got.n = 0;
	read_randomly(in, 1000, &got);
	is_int(got.n, 90000, "a file that grew is read as it was");
	input_close(in);
	close(other);
	input_open(in, open("/", O_RDONLY | O_DIRECTORY), 0, UINT64_MAX);
	is_int(input_peek(in, 1, &p), 0, "a folder shows nothing");
	is_int(input_error(in), EISDIR, "... and says why");
	input_open(in, open("/proc/self/status", O_RDONLY), 0, UINT64_MAX);
	ok(input_peek(in, 10, &p) > 10, "files without a size are read");
	input_close(in);
	free(got.p);
}

static void
test_hash(struct ps_input *in)
{
	size_t		 n = 2 * RANGE_BYTES + 77, sizes[] = { 0, 5000,
			    RANGE_BYTES, RANGE_BYTES + 1, n };
	char		*doc = random_text(n, 9);
	struct hash128	 a, b, c;

	for (size_t i = 0; i < 5; i++) {
		struct text	got = { NULL, 0, 0 };
		int		fd = file_of(doc, sizes[i]);

		input_open(in, dup(fd), 0, UINT64_MAX);
		read_randomly(in, 70000, &got);
		input_hash(in, &a);
		input_open(in, pipe_of(doc, sizes[i]), 0, UINT64_MAX);
		input_hash(in, &b);
		input_open(in, fd, 0, UINT64_MAX);
		input_decode(in, "windows-1252", 0);
		input_hash(in, &c);
		ok(a.low == b.low && a.high == b.high && a.low == c.low,
		    "hash of %zu bytes", sizes[i]);
		b = hash_bytes(doc, sizes[i]);
		ok((a.low == b.low) == (sizes[i] <= RANGE_BYTES),
		    "plain up to one block");
		free(got.p);
	}
	input_close(in);
	free(doc);
	while (wait(NULL) > 0)
		continue;
}

static void
test_text(struct ps_input *in)
{
	const char	*p;
	size_t		 n;
	bool		 whole;
	char		*doc = random_text(200000, 3);

	input_memory(in, "\xef\xbb\xbf" "abc", 6);
	input_decode(in, "UTF-8", 3);
	input_text(in, 100, &p, &n, &whole);
	ok(whole && n == 3, "a whole sample, without its BOM");
	is_str(p, "abc", "ends in NUL");
	is_int(input_offset(in), 3, "the BOM counts as bytes");
	input_open(in, file_of(doc, 200000), 0, UINT64_MAX);
	input_decode(in, "UTF-8", 0);
	input_text(in, 1000, &p, &n, &whole);
	ok(!whole && n <= 1000 && n > 996 && p[n] == '\0' &&
	    memcmp(p, doc, n) == 0, "a part of a document");
	input_text(in, 150000, &p, &n, &whole);
	ok(!whole && n > 149996 && p[n] == '\0' && memcmp(p, doc, n) == 0,
	    "and more of it");
	input_close(in);
	free(doc);
	input_open(in, file_of("", 0), 0, UINT64_MAX);
	input_decode(in, "UTF-8", 0);
	input_text(in, 150000, &p, &n, &whole);
	ok(whole && n == 0 && *p == '\0', "an empty document");
	input_close(in);
}

static void
test_nonblocking(struct ps_input *in)
{
	int		 fds[2];
	const char	*p;
	ptrdiff_t	 n;

	if (pipe2(fds, O_CLOEXEC) == -1)
		abort();
	fflush(stdout);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	if (fork() == 0) {
		usleep(20000);
		_exit(write(fds[1], "late", 4) != 4);
	}
	close(fds[1]);
	input_open(in, fds[0], 0, UINT64_MAX);
	n = input_peek(in, 4, &p);
	ok(n == 4 && memcmp(p, "late", 4) == 0, "waits for a slow pipe");
	input_close(in);
	while (wait(NULL) > 0)
		continue;
}

int
main(void)
{
	struct ps_input	*in = input_new();

	test_random_steps(in);
	test_encodings(in);
	test_damage(in);
	test_random_damage(in);
	test_ranges(in, false);
	test_ranges(in, true);
	test_lines(in);
	test_cr_lines(in);
	test_long_line(in);
	test_changing_file(in);
	test_hash(in);
	test_text(in);
	test_nonblocking(in);
	input_free(in);
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_input.c - what peek, take and line show is the document, however it is
 * cut into pieces and read.
 */
#include "input_driver.h"

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
		    input_decode(in, "UTF-8", NULL, 0) &&
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
		input_decode(in, "UTF-8", NULL, 0);
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
	input_decode(in, "UTF-8", NULL, 0);
	while (input_line(in, &p) == 15)
		lines++;
	is_int(lines, n / 16, "lines that end in CR");
	is_int(input_lines(in), n / 16, "... are counted");
	input_close(in);
	free(doc);
	while (wait(NULL) > 0)
		continue;
}

/* As a format tells them. */
static void
test_told_ends(struct ps_input *in)
{
	static const char	text[] = "a\nb\r\nc\rd\r\r\ne\r";
	static const int	lines[] = {
		[PS_ENDS_LF] = 3, [PS_ENDS_CR] = 5, [PS_ENDS_ANY] = 5
	};

	for (int ends = PS_ENDS_LF; ends <= PS_ENDS_ANY; ends++) {
		input_memory(in, text, strlen(text));
		input_decode(in, "UTF-8", NULL, 0);
		input_line_ends(in, (enum ps_ends)ends);
		is_int(input_take(in, strlen(text)), PS_OK, "all is taken");
		is_int(input_lines(in), lines[ends], "lines with ends %d",
		    ends);
		is_int(input_is_one_piece(in), ends == PS_ENDS_ANY,
		    "... are known to the input");
	}
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
	input_decode(in, "UTF-8", NULL, 0);
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
	input_decode(in, "UTF-8", NULL, 0);
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
		input_decode(in, "windows-1252", NULL, 0);
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
	input_decode(in, "UTF-8", NULL, 3);
	input_text(in, 100, &p, &n, &whole);
	ok(whole && n == 3, "a whole sample, without its BOM");
	is_str(p, "abc", "ends in NUL");
	is_int(input_offset(in), 3, "the BOM counts as bytes");
	input_open(in, file_of(doc, 200000), 0, UINT64_MAX);
	input_decode(in, "UTF-8", NULL, 0);
	input_text(in, 1000, &p, &n, &whole);
	ok(!whole && n <= 1000 && n > 996 && p[n] == '\0' &&
	    memcmp(p, doc, n) == 0, "a part of a document");
	input_text(in, 150000, &p, &n, &whole);
	ok(!whole && n > 149996 && p[n] == '\0' && memcmp(p, doc, n) == 0,
	    "and more of it");
	input_close(in);
	free(doc);
	input_open(in, file_of("", 0), 0, UINT64_MAX);
	input_decode(in, "UTF-8", NULL, 0);
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
	test_lines(in);
	test_cr_lines(in);
	test_told_ends(in);
	test_long_line(in);
	test_changing_file(in);
	test_hash(in);
	test_text(in);
	test_nonblocking(in);
	input_free(in);
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_input_decode.c - encodings, damaged text, and ranges of a document
 * that together are the whole.
 */
#include <iconv.h>

#include "../../core/base/str.h"
#include "input_driver.h"

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
		ok(input_decode(in, cases[i].name, NULL, 0) &&
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
	ok(!input_decode(in, "no-such-code", NULL, 0),
	    "unknown encoding is refused");
}

static void
check_memory(struct ps_input *in, const char *encoding, const char *raw,
    size_t n, const char *want, uint64_t bad)
{
	struct text	got = { NULL, 0, 0 };

	input_memory(in, raw, n);
	input_decode(in, encoding, NULL, 0);
	read_randomly(in, 4, &got);
	add(&got, "", 1);
	is_str(got.p, want, "%s: %s", encoding, want);
	is_int(input_undecodable(in), bad, "... and %d bad", (int)bad);
	free(got.p);
}

static void
test_damage(struct ps_input *in)
{
	check_memory(in, "UTF-8", "a\xe9" "b\xc3\xa9", 5,
	    "a\xc3\xa9" "b\xc3\xa9", 1);
	check_memory(in, "UTF-8", "\xe2\x82", 2, "\xc3\xa2\xe2\x80\x9a", 2);
	check_memory(in, "UTF-8", "x\xf0\x9f\x98", 4,
	    "x\xc3\xb0\xc5\xb8\xcb\x9c", 3);
	check_memory(in, "UTF-8", "\xc0\xaf", 2, "\xc3\x80\xc2\xaf", 2);
	check_memory(in, "UTF-8", "\xed\xa0\x80", 3,
	    "\xc3\xad\xc2\xa0\xe2\x82\xac", 3);
	check_memory(in, "windows-1252", "\x81\x80", 2, "\xc2\x81\xe2\x82\xac",
	    1);
	check_memory(in, "UTF-16LE", "a\0\0\xd8" "b\0", 6, "a\\ud800b",
	    1);
	check_memory(in, "UTF-16BE", "\0a\xdc\0\0b", 6, "a\\udc00b", 1);
	check_memory(in, "UTF-16LE", "a\0b", 3, "a\\x62", 1);
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
		add(out, buf, ps_put_utf8((unsigned char)p[at], buf));
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
		good = input_decode(in, "UTF-8", "windows-1252", 0) &&
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

/* A line ends at this byte, and no character is cut by it. */
static void
end_line(char *doc, size_t n, size_t at)
{
	size_t	from = at, to = at + 1;

	while (from > 0 && ((unsigned char)doc[from] & 0xc0) == 0x80)
		from--;
	while (to < n && ((unsigned char)doc[to] & 0xc0) == 0x80)
		to++;
	memset(doc + from, 'x', to - from);
	doc[at] = '\n';
}

static void
test_ranges(struct ps_input *in, bool damaged)
{
	size_t		 n = 3 * RANGE_BYTES + 12345, blocks = 4;
	char		*doc = random_text(n, 9);
	struct text	 whole = { NULL, 0, 0 }, parts = { NULL, 0, 0 };
	struct hash128	 hash, late, hashes[4];
	uint64_t	 last_end = 0, bad = 0, bad_parts = 0;
	uint64_t	 lines, before = 0;
	bool		 meet = true;
	const char	*p;
	int		 fd;

	end_line(doc, n, n - 1);
	end_line(doc, n, 2 * RANGE_BYTES - 1);
	if (damaged)
		for (int i = 0; i < 5000; i++)
			doc[chance(n - 1)] = (char)0xe9;
	doc[2 * RANGE_BYTES - 1] = '\n';
	fd = file_of(doc, n);
	input_open(in, dup(fd), 0, UINT64_MAX);
	input_decode(in, "UTF-8", NULL, 0);
	read_range(in, &whole);
	ok(input_hash(in, &hash) == PS_OK, "hash of the whole");
	bad = input_undecodable(in);
	lines = input_lines(in);
	for (size_t i = 0; i < blocks; i++) {
		uint64_t	from = i * RANGE_BYTES;

		input_open(in, dup(fd), from - (i > 0), from + RANGE_BYTES);
		input_hash_from(in, from);
		input_decode(in, "UTF-8", NULL, 0);
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
	ok(damaged ? bad > 1000 : bad_parts == 0,
	    "cut characters count as none");
	input_close(in);
	close(fd);
	free(doc);
	free(whole.p);
	free(parts.p);
}

/* Lines of many encodings, in runs and alone. */
static char *
mixed_text(size_t want, size_t *n)
{
	static const struct {
		const char	*p;
		size_t		 n;
	} lines[] = {
#define LINE(s)	{ s, sizeof(s) - 1 }
		LINE("1,plain,text\n"),
		LINE("2,caf\xc3\xa9,\xe6\x9d\xb1\xe4\xba\xac\n"),
		LINE("3,caf\xe9,K\xf6ln\r\n"),
		LINE("4,\xcc\xee\xf1\xea\xe2\xe0,\xd3\xeb\xe8\xf6\xe0\n"),
		LINE("5,\x93\x8c\x8b\x9e,\x91\xe5\x8d\xe3\n"),
		LINE("6,\"two\nlines \xe9\",cut \xe6\x9d\n"),
		LINE("\xef\xbb\xbf" "7,mark,\xc3\xa9\n"),
		LINE("8,nul \0 and \x81,\xff\n"),
#undef LINE
	};
	char	*p = malloc(want);
	size_t	 kind = 0;

	for (*n = 0; *n + 64 < want;) {
		if (chance(300) == 0)
			kind = chance(sizeof(lines) / sizeof(*lines));
		if (chance(2000) == 0)
			for (size_t left = chance(90000); left > 0 &&
			    *n + 64 < want; left--)
				p[(*n)++] = (char)(0xa0 + chance(0x5f));
		memcpy(p + *n, lines[kind].p, lines[kind].n);
		*n += lines[kind].n;
		if (chance(3) == 0)
			p[(*n)++] = '\n';
	}
	return p;
}

/* What is told, in words, with places from the document's beginning. */
static void
add_told(struct ps_input *in, struct text *out, uint64_t lines)
{
	struct oddity	o;
	char		line[100];

	while (input_oddity(in, &o))
		add(out, line, (size_t)snprintf(line, sizeof(line),
		    "%d %s %llu %llu %u\n", (int)o.kind, o.reading,
		    (unsigned long long)(o.lines + lines),
		    (unsigned long long)o.place, (unsigned)o.n));
}

/* To a line amid the second range, and what it is. */
static void
test_skip(struct ps_input *in, int fd, const char *encoding,
    const char *other)
{
	const char	*p;
	ptrdiff_t	 n = 0, again;
	uint64_t	 place = 0;
	char		 line[50] = "";

	input_open(in, dup(fd), RANGE_BYTES - 1, 2 * RANGE_BYTES);
	input_decode(in, encoding, other, 0);
	for (uint64_t left = 2 + chance(20000); left > 0; left--) {
		place = input_place(in);
		n = input_line(in, &p);
	}
	snprintf(line, sizeof(line), "%.*s", n < 40 ? (int)n : 40, p);
	input_open(in, dup(fd), RANGE_BYTES - 1, 2 * RANGE_BYTES);
	input_decode(in, encoding, other, 0);
	input_skip_to(in, place);
	ok(input_place(in) == place, "... a line is found by its place");
	again = input_line(in, &p);
	ok(n == again && strncmp(line, p, strlen(line)) == 0, "... and read");
}

static void
test_mixed(struct ps_input *in, const char *encoding, const char *other)
{
	size_t		 n, blocks;
	char		*doc = mixed_text(2 * RANGE_BYTES + 777777, &n);
	struct text	 whole = { NULL, 0, 0 }, parts = { NULL, 0, 0 };
	struct text	 told = { NULL, 0, 0 }, told_parts = { NULL, 0, 0 };
	struct text	 piped = { NULL, 0, 0 };
	struct oddity	 o;
	uint64_t	 lines = 0, end = 0;
	bool		 meet = true;
	const char	*p;
	int		 fd = file_of(doc, n);

	input_open(in, dup(fd), 0, UINT64_MAX);
	input_decode(in, encoding, other, 0);
	read_range(in, &whole);
	add_told(in, &told, 0);
	meet = input_place(in) == n;
	blocks = (n + RANGE_BYTES - 1) / RANGE_BYTES;
	for (size_t i = 0; i < blocks; i++) {
		uint64_t	from = i * RANGE_BYTES, skipped;

		input_open(in, dup(fd), from - (i > 0), i + 1 < blocks ?
		    from + RANGE_BYTES : UINT64_MAX);
		input_decode(in, encoding, other, 0);
		if (i > 0)
			input_line(in, &p);
		skipped = input_lines(in);
		while (input_oddity(in, &o))
			continue;
		meet = meet && input_place(in) == end;
		read_range(in, &parts);
		lines -= skipped;
		add_told(in, &told_parts, lines);
		lines += input_lines(in);
		end = input_place(in);
	}
	input_open(in, pipe_of(doc, n), 0, UINT64_MAX);
	input_decode(in, encoding, other, 0);
	read_range(in, &piped);
	input_close(in);
	ok(meet && end == n, "%s, mixed: ranges meet", encoding);
	ok(same(&parts, whole.p, whole.n), "... and make the whole");
	ok(same(&told_parts, told.p, told.n) && told.n > 0,
	    "... and tell the same");
	ok(same(&piped, whole.p, whole.n), "... and so does a pipe");
	test_skip(in, fd, encoding, other);
	close(fd);
	free(doc);
	free(whole.p);
	free(parts.p);
	free(piped.p);
	free(told.p);
	free(told_parts.p);
	while (wait(NULL) > 0)
		continue;
}

/* A line of bytes amid UTF-16 is looked for no further than a unit goes. */
static void
test_long_line(struct ps_input *in)
{
	struct text	 whole = { NULL, 0, 0 }, piped = { NULL, 0, 0 };
	size_t		 n = 40001;
	char		*doc = malloc(n);
	int		 fd;

	memset(doc, 'a', n);
	fd = file_of(doc, n);
	input_open(in, fd, 0, UINT64_MAX);
	input_decode(in, "UTF-16LE", NULL, 0);
	read_range(in, &whole);
	input_open(in, pipe_of(doc, n), 0, UINT64_MAX);
	input_decode(in, "UTF-16LE", NULL, 0);
	read_range(in, &piped);
	input_close(in);
	ok(same(&piped, whole.p, whole.n), "a long line of bytes in UTF-16 is "
	    "read alike from a pipe");
	free(doc);
	free(whole.p);
	free(piped.p);
	while (wait(NULL) > 0)
		continue;
}

int
main(void)
{
	struct ps_input	*in = input_new();

	test_encodings(in);
	test_damage(in);
	test_random_damage(in);
	test_ranges(in, false);
	test_ranges(in, true);
	for (int i = 0; i < 3; i++) {
		test_mixed(in, "UTF-8", NULL);
		test_mixed(in, "windows-1252", NULL);
		test_mixed(in, "UTF-8", "windows-1251");
		test_mixed(in, "CP932", NULL);
		test_mixed(in, "windows-1251", ENCODING_TOLD);
	}
	test_long_line(in);
	input_free(in);
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_result.c - what answers mean, how long is waited, what is
 * remembered, and bodies.
 */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../plugins/sources/http_body.h"
#include "../../plugins/sources/http_memory.h"
#include "../../plugins/sources/http_name.h"
#include "../../plugins/sources/http_options.h"
#include "../../plugins/sources/http_result.h"
#include "../tap.h"

static void
statuses(void)
{
	static const struct {
		long			status;
		enum result_what	what;
		bool			site;
	} rows[] = {
		{ 200, RESULT_OK, false }, { 203, RESULT_OK, false },
		{ 204, RESULT_FAILED, false }, { 206, RESULT_FAILED, false },
		{ 301, RESULT_MOVED, false }, { 302, RESULT_ELSEWHERE, false },
		{ 303, RESULT_ELSEWHERE, false },
		{ 304, RESULT_UNCHANGED, false },
		{ 307, RESULT_ELSEWHERE, false }, { 308, RESULT_MOVED, false },
		{ 300, RESULT_FAILED, false }, { 305, RESULT_FAILED, false },
		{ 400, RESULT_FAILED, false }, { 401, RESULT_FAILED, false },
		{ 403, RESULT_FAILED, false }, { 404, RESULT_FAILED, false },
		{ 410, RESULT_FAILED, false }, { 408, RESULT_RETRY, false },
		{ 425, RESULT_RETRY, false }, { 429, RESULT_RETRY, true },
		{ 500, RESULT_RETRY, false }, { 501, RESULT_FAILED, false },
		{ 502, RESULT_RETRY, true }, { 503, RESULT_RETRY, true },
		{ 504, RESULT_RETRY, true }, { 505, RESULT_FAILED, false },
		{ 0, RESULT_FAILED, false }, { 101, RESULT_FAILED, false },
		{ 999, RESULT_FAILED, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct result *r = result_of_status(rows[i].status);

		ok(r->what == rows[i].what && r->site == rows[i].site,
		    "status %ld", rows[i].status);
		ok((r->what == RESULT_FAILED || r->what == RESULT_RETRY) ==
		    (r->why != NULL), "status %ld: why", rows[i].status);
	}
}

static void
codes(void)
{
	ok(result_of_curl(CURLE_COULDNT_CONNECT)->what == RESULT_RETRY &&
	    result_of_curl(CURLE_COULDNT_CONNECT)->tries == 2,
	    "no connection: twice more");
	ok(result_of_curl(CURLE_PARTIAL_FILE)->what == RESULT_RETRY,
	    "half a body is tried again");
	ok(result_of_curl(CURLE_PEER_FAILED_VERIFICATION)->what ==
	    RESULT_FAILED, "a certificate does not get better");
	ok(result_of_curl(CURLE_OPERATION_TIMEDOUT)->site,
	    "a site that hangs is left alone for a while");
	ok(result_of_curl(CURLE_OBSOLETE20)->what == RESULT_FAILED &&
	    result_of_curl(CURLE_OBSOLETE20)->why != NULL, "others");
}

static void
waits(void)
{
	int64_t	last = 0;
	bool	grows = true, bounded = true, varies = false;

	for (uint32_t i = 1; i < 8; i++) {
		grows &= result_backoff(i, 0) > last;
		last = result_backoff(i, 0);
	}
	ok(grows, "each wait is longer than the one before");
	is_int(result_backoff(1, 0), 500000, "the first is half a second");
	is_int(result_backoff(3, 0), 2000000, "the third is two seconds");
	is_int(result_backoff(9, 0), 60000000, "none is over a minute");
	is_int(result_backoff(4000000000u, 0), 60000000, "nor ever");
	for (uint32_t k = 0; k < 5000; k += 7) {
		int64_t w = result_backoff(4, k);

		bounded &= w > 2000000 && w <= 4000000;
		varies |= w != result_backoff(4, 0);
	}
	ok(bounded && varies, "chance takes away up to a half");
}

static void
retry_after(void)
{
	int64_t	now = 784111777;	/* Sun, 06 Nov 1994 08:49:37 GMT */

	is_int(result_retry_after("120", now), 120, "seconds");
	is_int(result_retry_after("  7 ", now), 7, "blanks around");
	is_int(result_retry_after("0", now), 0, "none");
	is_int(result_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), 60,
	    "a date");
	is_int(result_retry_after("Sunday, 06-Nov-94 08:50:37 GMT", now), 60,
	    "a date of RFC 850");
	is_int(result_retry_after("Sun Nov  6 08:50:37 1994", now), 60,
	    "a date of asctime()");
	is_int(result_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 0,
	    "a date that is past");
	is_int(result_retry_after("99999999999999999999999999", now),
	    INT64_C(366) * 86400, "a number that is too long: a year");
	is_int(result_retry_after("-5", now), -1, "no number");
	is_int(result_retry_after("12x", now), -1, "half a number");
	is_int(result_retry_after("soon", now), -1, "a word");
	is_int(result_retry_after("", now), -1, "nothing");
}

static void
rates(void)
{
	static const struct { const char *text; int64_t interval; } rows[] = {
		{ "1/s", 1000000 }, { "4/s", 250000 }, { "30/min", 2000000 },
		{ "60/h", 60000000 }, { "0/s", -1 }, { "/s", -1 },
		{ "1", -1 }, { "1/d", -1 }, { "1.5/s", -1 }, { "", -1 },
		{ "9999999/s", -1 }, { "1 /s", -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t	interval = -1;

		ok(http_parse_rate(rows[i].text, &interval) ==
		    (rows[i].interval != -1) && interval == rows[i].interval,
		    "rate '%s'", rows[i].text);
	}
}

static void
memories(void)
{
	struct memory	m = { 0 };
	char		*copy;
	size_t		 n;

	memory_add(&m, "etag", "\"a b\"");
	memory_add(&m, "type", "line\nbreak");
	memory_add(&m, "name", "\xc3\xa4.csv");
	memory_add(&m, "none", NULL);
	memory_number(&m, "mtime", INT64_C(1795474514000000000));
	memory_number(&m, "less", -1);
	memory_rest(&m, "a\0b\n\xff\tc", 7);
	is_str(m.text, "etag \"a b\"\nmtime 1795474514000000000\nless -1\n\n"
	    "a%00b\n%FF\tc", "as a text");
	copy = memory_copy(m.text, "etag");
	is_str(copy, "\"a b\"", "a word's value");
	is_int(memory_integer(m.text, "mtime", 7),
	    INT64_C(1795474514000000000), "a number");
	is_int(memory_integer(m.text, "less", 7), -1, "below zero");
	is_int(memory_integer(m.text, "etag", 7), 7, "what is none");
	is_int(memory_integer("n 99999999999999999999", "n", 7), 7,
	    "one that is too large");
	is_str(memory_find_rest(m.text), "a%00b\n%FF\tc", "the rest");
	ok(memory_find(m.text, "a%00b", &n) == NULL,
	    "the rest has no words");
	ok(memory_find(m.text, "eta", &n) == NULL, "no part of a word");
	ok(memory_find(NULL, "etag", &n) == NULL &&
	    memory_find_rest(NULL) == NULL &&
	    memory_find_rest("a b\n") == NULL, "nothing");
	free(copy);
	free(m.text);
}

static void
names(void)
{
	static const struct { const char *url, *told, *name; } rows[] = {
		{ "http://h.x/a/b%20c.csv?d", NULL, "b c.csv" },
		{ "http://h.x/a/", NULL, "h.x" },
		{ "http://h.x/a%2Fb.csv", NULL, "b.csv" },
		{ "http://h.x/d", "attachment; filename=\"x y.csv\"",
		    "x y.csv" },
		{ "http://h.x/d", "attachment;filename=x.csv; a=b", "x.csv" },
		{ "http://h.x/d", "attachment; FileName = x.csv", "x.csv" },
		{ "http://h.x/d", "attachment; filename=\"../../e/x.csv\"",
		    "x.csv" },
		{ "http://h.x/d", "attachment; filename=\"C:\\e\\x.csv\"",
		    "x.csv" },
		{ "http://h.x/d", "a; filename*=UTF-8''%c3%a4.csv; "
		    "filename=a.csv", "\xc3\xa4.csv" },
		{ "http://h.x/d", "a; x=\"; filename=no\"; filename=yes",
		    "yes" },
		{ "http://h.x/d", "a; filename*=broken; filename=good",
		    "good" },
		{ "http://h.x/d.csv", "inline", "d.csv" },
		{ "http://h.x/d.csv", "a; filename=", "d.csv" },
		{ "http://h.x/d.csv", "a; filename=\"/\"", "d.csv" },
		{ "http://h.x/d.csv", "a; filename=\"x", "x" },
		{ "http://h.x/d.csv", ";;;\"", "d.csv" },
		{ "http://h.x/0123456789012345.csv", NULL, "56789012345.csv" },
	};
	char	name[16];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		name_of_document(rows[i].url, rows[i].told, name,
		    sizeof(name));
		is_str(name, rows[i].name, "name %zu", i);
	}
}

/* The same bytes in pieces of this size: where they are, and their hash. */
static void
body(size_t piece, size_t all, bool in_file, const char *name)
{
	struct body	 b = { .fd = -1 }, one = { .fd = -1 };
	char		*bytes = malloc(all), hash[BODY_HASH_ROOM];
	char		 other[BODY_HASH_ROOM], got[16];
	bool		 good = true;
	int		 fd;

	for (size_t i = 0; i < all; i++)
		bytes[i] = (char)(i * 31 + i / 251);
	for (size_t at = 0; at < all; at += piece)
		good &= body_add(&b, bytes + at,
		    piece < all - at ? piece : all - at);
	ok(good && b.size == all && (b.fd != -1) == in_file, "%s", name);
	good = body_add(&one, bytes, all);
	body_hash(&b, hash);
	body_hash(&one, other);
	is_str(hash, other, "%s: its hash", name);
	ok(body_read(&b, got, sizeof(got), all - 10) == 10 &&
	    memcmp(got, bytes + all - 10, 10) == 0, "%s: its end", name);
	fd = body_copy(&b);
	ok(good && fd != -1 && read(fd, got, 10) == 10 &&
	    memcmp(got, bytes, 10) == 0 &&
	    lseek(fd, 0, SEEK_END) == (off_t)all, "%s: a copy", name);
	close(fd);
	body_clear(&b);
	ok(b.size == 0 && b.fd == -1, "%s: empty again", name);
	body_free(&b);
	body_free(&one);
	free(bytes);
}

int
main(void)
{
	statuses();
	codes();
	waits();
	retry_after();
	rates();
	memories();
	names();
	body(7, 1000, false, "a small body");
	body(65536, 262144, false, "one that just fits");
	body(65536, 262145, true, "one that does not");
	body(1000000, 20000000, true, "one for the disk");
	return done_testing();
}

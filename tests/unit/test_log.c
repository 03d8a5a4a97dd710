/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_log.c - times that logs have, patterns, templates.
 */
#include <string.h>

#include "../../plugins/formats/log.h"
#include "tap.h"

static const struct {
	const char	*text;
	enum log_stamp	 is;
	size_t		 n;	/* bytes of it, 0: all */
} stamps[] = {
	{ "2024-03-01 10:00:00,123 x", STAMP_FULL, 23 },
	{ "2024-03-01T10:00:00.123456789Z", STAMP_FULL, 0 },
	{ "2024-03-01T10:00:00+01:00 x", STAMP_FULL, 25 },
	{ "2024-03-01 10:00:00.5 UTC [7]", STAMP_FULL, 25 },
	{ "2024-03-01 10:00:00 INFO", STAMP_FULL, 19 },
	{ "2005-06-03-15.42.50.675872", STAMP_FULL, 0 },
	{ "Jun 14 15:16:01 combo", STAMP_FULL, 15 },
	{ "Jul  9 12:16:49 2005", STAMP_FULL, 0 },
	{ "Sun Dec 04 04:47:44 2005]", STAMP_FULL, 24 },
	{ "Mon, 02 Jan 2006 15:04:05 GMT", STAMP_FULL, 0 },
	{ "10/Oct/2000:13:55:36 -0700", STAMP_FULL, 0 },
	{ "02-Jan-2006 15:04:05.000", STAMP_FULL, 0 },
	{ "Jan 2, 2006 3:04:05 PM", STAMP_FULL, 0 },
	{ "17/06/09 20:10:40", STAMP_FULL, 0 },
	{ "03-17 16:13:38.811", STAMP_FULL, 0 },
	{ "10.30 16:49:06", STAMP_FULL, 0 },
	{ "081109 203615 148", STAMP_FULL, 13 },
	{ "20171223-22:15:29:606|x", STAMP_FULL, 21 },
	{ "20171224-0:0:1:9", STAMP_FULL, 0 },
	{ "2005.06.03 R02", STAMP_DATE, 10 },
	{ "10:00:00.123 [main]", STAMP_CLOCK, 12 },
	{ "1117838570 x", STAMP_EPOCH, 10 },
	{ "1117838570123", STAMP_EPOCH, 0 },
	{ "10:30 tea", NO_STAMP, 0 },
	{ "2024 was a year", NO_STAMP, 0 },
	{ "1.2.3 released", NO_STAMP, 0 },
	{ "10.251.43.21:50010", NO_STAMP, 0 },
	{ "203615 of them", NO_STAMP, 0 },
	{ "2024-13-45 10:00:00", NO_STAMP, 0 },
	{ "May be 10:00:00", NO_STAMP, 0 },
	{ "Sunday 10:00:00", NO_STAMP, 0 },
	{ "99999999999", NO_STAMP, 0 },
	{ "W", NO_STAMP, 0 },
};

static void
test_stamps(void)
{
	for (size_t i = 0; i < sizeof(stamps) / sizeof(*stamps); i++) {
		const char	*s = stamps[i].text;
		size_t		 n = 0, want = stamps[i].n;
		enum log_stamp	 is = log_stamp(s, strlen(s), &n);

		if (want == 0)
			want = strlen(s);
		ok(is == stamps[i].is && (is == NO_STAMP || n == want),
		    "'%s': kind %d, %zu bytes", s, (int)is, n);
	}
}

static const struct {
	const char	*pattern, *line;
	const char	*cells[5];	/* by column; none: no match */
} lines[] = {
	{ "<time:stamp> <host:word> <process:name>{[<pid:int>]}: "
	  "<message:rest>", "Jun 14 15:16:01 combo sshd(pam_unix)[19]: x: y",
	  { "Jun 14 15:16:01", "combo", "sshd(pam_unix)", "19", "x: y" } },
	{ "<time:stamp> <host:word> <process:name>{[<pid:int>]}: "
	  "<message:rest>",
	  "Jun 14 15:16:01 combo syslogd 1.4.1: restart.",
	  { "Jun 14 15:16:01", "combo", "syslogd 1.4.1", "", "restart." } },
	{ "<time:stamp> <host:word> <process:name>{[<pid:int>]}: "
	  "<message:rest>", "Jun 14 15:16:01 combo no colon", { NULL } },
	{ "[<thread>] <message:rest>", "[a [b] c] d", { "a [b] c", "d" } },
	{ "[<thread>] <message:rest>", "[a", { NULL } },
	{ "<level:level>: <message:rest>", "WARN:", { "WARN", "" } },
	{ "<level:level> <message:rest>", "warning   far", { "warning",
	  "far" } },
	{ "\\<<n:int>\\> <message:rest>", "<12> x", { "12", "x" } },
};

static void
test_patterns(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct log_names	names = { .n = 0 };
		struct log_pattern	p;
		struct ps_slice		c[LOG_COLUMNS] = { { .p = NULL } };
		const char		*wrong;
		bool			 match, good;

		wrong = log_compile(lines[i].pattern, &names, &p);
		ok(wrong == NULL, "it is a pattern: %s", lines[i].pattern);
		match = log_match(&p, lines[i].line, strlen(lines[i].line), c);
		good = match == (lines[i].cells[0] != NULL);
		for (uint32_t k = 0; match && k < names.n && k < 5; k++) {
			const char	*want = lines[i].cells[k];

			good &= c[k].n == strlen(want) && (c[k].n == 0 ||
			    memcmp(c[k].p, want, c[k].n) == 0);
		}
		ok(good, "cells of '%s'", lines[i].line);
	}
}

static void
test_wrong_patterns(void)
{
	static const char *const	wrong[] = { "", "<a:word>",
	    "<a:nope> x", "<a", "{<a:int> <message:rest>", "<m:rest> <n:int>" };
	struct log_pattern		p;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct log_names	names = { .n = 0 };

		ok(log_compile(wrong[i], &names, &p) != NULL,
		    "it is no pattern: '%s'", wrong[i]);
	}
}

static void
test_slots(void)
{
	static const char	text[] = "took 31 ms for user=ada ()";
	struct log_slots	s;
	char			to[LOG_MASKED];
	size_t			n = log_mask(text, sizeof(text) - 1, to, &s);

	ok(n == 30 && memcmp(to, "took <*> ms for user=<*> (<*>)", 30) == 0,
	    "the template, %zu: %.*s", n, (int)n, to);
	ok(s.n == 3 && s.value[0].n == 2 && memcmp(s.value[1].p, "ada", 3) ==
	    0 && s.value[2].n == 0, "its values");
	ok(s.at[0] == 5, "where they stand in it");
}

int
main(void)
{
	test_stamps();
	test_patterns();
	test_wrong_patterns();
	test_slots();
	return done_testing();
}

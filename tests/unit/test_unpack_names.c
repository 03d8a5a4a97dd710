/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_unpack_names.c - what members of containers are called: UTF-8, whatever
 * they were, and each by a name of its own.
 */
#include <stdlib.h>

#include "mem.h"
#include "str.h"
#include "tap.h"
#include "unpack_names.h"

#define MANY	20000u

static void
test_encodings(void)
{
	static const struct {
		const char	*raw, *name;
	} cases[] = {
		{ "a.csv", "a.csv" }, { "x/y z.csv", "x/y z.csv" },
		{ "../../etc/passwd", "../../etc/passwd" },
		{ "a\nb\x1b[m", "a\nb\x1b[m" },
		{ "gr\xc3\xb6\xc3\x9f" "e", "gr\xc3\xb6\xc3\x9f" "e" },
		{ "gr\x94\xe1" "e", "gr\xc3\xb6\xc3\x9f" "e" },
		{ "\x80\xff", "\xc3\x87\xc2\xa0" },
		{ "\x9b\xb0\xdb", "\xc2\xa2\xe2\x96\x91\xe2\x96\x88" },
		{ "\xe9", "\xce\x98" },
	};
	struct member_names	*m = member_names_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* The two that are equal in the end are so but once. */
		if (i == 5) {
			member_names_free(m);
			m = member_names_new();
		}
		is_str(member_name(m, cases[i].raw, i + 1), cases[i].name,
		    "%s", shown_str(cases[i].raw));
	}
	member_names_free(m);
}

static void
test_twins(void)
{
	struct member_names	*m = member_names_new();

	is_str(member_name(m, "a", 1), "a", "the first of a name");
	is_str(member_name(m, "a", 2), "a#2", "the second");
	is_str(member_name(m, "a#4", 3), "a#4", "one that is called so");
	is_str(member_name(m, "a", 4), "a#4#4", "and the fourth");
	is_str(member_name(m, NULL, 5), "5", "one without a name");
	is_str(member_name(m, "", 6), "6", "one with an empty one");
	is_str(member_name(m, "5", 7), "5#7", "and one that is called 5");
	is_str(member_name(m, "gr\x94", 8), "gr\xc3\xb6", "code page 437");
	is_str(member_name(m, "gr\xc3\xb6", 9), "gr\xc3\xb6#9",
	    "the same in UTF-8");
	member_names_free(m);
}

static void
test_long(void)
{
	struct member_names	*m = member_names_new();
	char			*name = xmalloc(70001);
	const char		*out;
	size_t			 n;

	for (size_t i = 0; i + 1 < 70000; i += 2)
		memcpy(name + i, "\xc3\xb6", 2);
	name[0] = 'x';
	name[1] = 'y';
	name[70000] = '\0';
	out = member_name(m, name, 1);
	n = strlen(out);
	ok(n > 16000 && n <= 16384 && utf8_valid(out, n) == n,
	    "a long name is cut between characters");
	memset(name, 0x94, 70000);
	out = member_name(m, name, 2);
	n = strlen(out);
	ok(n <= 64 << 10 && utf8_valid(out, n) == n,
	    "bytes of 437 are bounded, too");
	ok(strstr(member_name(m, name, 3), "#3") != NULL,
	    "what is cut to the same name is told apart");
	free(name);
	member_names_free(m);
}

/* Many of one name, and of many: each differs, in little time. */
static void
test_many(void)
{
	struct member_names	*m = member_names_new(), *seen;
	unsigned		 twice = 0;
	char			 copy[64], name[16];

	seen = member_names_new();
	for (unsigned i = 1; i <= MANY; i++) {
		snprintf(name, sizeof(name), "%u", i % 3 ? i : 7);
		snprintf(copy, sizeof(copy), "%s", member_name(m, name, i));
		twice += strcmp(member_name(seen, copy, i), copy) != 0;
	}
	is_int(twice, 0, "%u names, all different", MANY);
	member_names_free(m);
	member_names_free(seen);
}

int
main(void)
{
	test_encodings();
	test_twins();
	test_long();
	test_many();
	return done_testing();
}

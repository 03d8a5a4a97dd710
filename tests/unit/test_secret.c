/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_secret.c - what is hidden in a text, and what is not.
 */
#include <string.h>
#include <time.h>

#include "mem.h"
#include "secret.h"
#include "tap.h"

static struct arena	*arena;

static void
hides(const char *text, const char *want)
{
	is_str(secret_masked(arena, text), want, "%s", want);
}

static void
test_passwords(void)
{
	hides("postgresql://jan:Pa55@db/x", "postgresql://jan:***@db/x");
	hides("'http://u:p@h:80/a@b'", "'http://u:***@h:80/a@b'");
	hides("http://u:a:b@c@h/", "http://u:***@h/");
	hides("postgresql://u:p/w@h/x", "postgresql://u:***@h/x");
	hides("a ftp://u:x@h, ftp://v:y@h", "a ftp://u:***@h, ftp://v:***@h");
	hides("http://h:8080/a@b", "http://h:8080/a@b");
	hides("http://h/a:b@c", "http://h/a:b@c");
	hides("http://user@h/", "http://user@h/");
	hides("http://u:@h/", "http://u:@h/");
	hides("http://u:***@h/", "http://u:***@h/");
	hides("http://[::1]:80/", "http://[::1]:80/");
	hides("://", "://");
	hides("host=h password=abc dbname=x", "host=h password=*** dbname=x");
	hides("password='a b' x", "password='***' x");
	hides("http://h/?a=1&password=q&b=2", "http://h/?a=1&password=***&b=2");
	hides("nopassword=1", "nopassword=1");
	hides("password=", "password=");
}

static void
test_values(void)
{
	static const char	token[] = "0123456789abcdefghijklmnopqrstuv";
	char			text[100];

	hides("the word is swordfish", "the word is swordfish");
	secret_add("swordfish");
	secret_add("swordfish");
	secret_add(token);
	secret_add("ab");
	secret_add("two\nlines\"");
	secret_add("");
	hides("the word is swordfish", "the word is ***");
	hides("swordfishswordfish!", "******!");
	hides("swordfis", "swordfis");
	hides("Bearer 0123456789abcdefghijklmnopqrstuv.",
	    "Bearer ***.");
	hides("Bearer 0123456789abcdefghi", "Bearer ***");
	hides("Bearer 0123456789abcdef...", "Bearer ***...");
	hides("0123456789abcdefgh/ij", "0123456789abcdefgh/ij");
	hides("0123456789abcde", "0123456789abcde");
	hides("crab cab ab", "crab cab ab");
	hides("x=ab y=\"ab\" z=abc", "x=*** y=\"***\" z=abc");
	hides("a two\nlines\" b", "a *** b");
	hides("a two\\nlines\" b", "a *** b");
	hides("\"two\\nlines\\\"\"", "\"***\"");
	hides("http://swordfish:swordfish@h", "http://***:***@h");
	hides("", "");
	ok(secret_masked(arena, NULL) == NULL, "nothing stays nothing");
	memcpy(text, "http://u:p@host/", 16);
	is_int((long)secret_mask(text, 16, 16), 16, "no room: what is cut");
	ok(memcmp(text, "http://u:***@hos", 16) == 0, "is the end");
}

/* Looking for the end of each password must not take its square. */
static void
test_many(void)
{
	static char	text[1 << 18];
	clock_t		start = clock();

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "://a:b"[i % 6];
	is_int((long)secret_mask(text, sizeof(text), sizeof(text)),
	    (long)sizeof(text), "addresses without an end hide nothing");
	ok(clock() - start < 10 * CLOCKS_PER_SEC, "and take no square");
}

int
main(void)
{
	arena = arena_new();
	test_passwords();
	test_many();
	test_values();
	arena_free(arena);
	return done_testing();
}

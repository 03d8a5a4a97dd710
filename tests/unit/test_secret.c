/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_secret.c - what is hidden in a text, and what is not.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "mem.h"
#include "secret.h"
#include "sha256.h"
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
	hides("https://Ab3dE9xZ@h/", "https://***@h/");
	hides("https://ghp_16C7e42F292c6912E7@h/", "https://***@h/");
	hides("nopassword=1", "nopassword=1");
	hides("password=", "password=");
}

/* What shows is the beginning of `printf %s VALUE | sha256sum`. */
static const struct {
	const char	*text, *want;
} parameters[] = {
	{ "http://h/?a=1&password=q&b=2",
	    "http://h/?a=1&password=***8e35c2&b=2" },
	{ "http://h/?passwd=a+b&new_pwd=x",
	    "http://h/?passwd=***300273&new_pwd=***2d7116" },
	{ "http://h/?token=abc",
	    "http://h/?token=***ba7816bf8f01" },
	{ "http://h/?Access_Token=abc#x",
	    "http://h/?Access_Token=***ba7816bf8f01#x" },
	{ "http://h/x#access_token=abc&b=1",
	    "http://h/x#access_token=***ba7816bf8f01&b=1" },
	{ "http://h/?api_key=1&apikey=2&x-api-key=3",
	    "http://h/?api_key=***6b86b273ff34&apikey=***d4735e3a26"
	    "5e&x-api-key=***4e07408562be" },
	{ "http://h/?access_key=1&user[password]=2",
	    "http://h/?access_key=***6b86b273ff34&user[password]=**"
	    "*d4735e" },
	{ "http://h/?client_secret=1&sig=a%2Fb%3D&hmac=2",
	    "http://h/?client_secret=***6b86b273ff34&sig=***4db8107"
	    "c76c5&hmac=***d4735e3a265e" },
	{ "http://h/?%74oken=abc&auth=z",
	    "http://h/?%74oken=***ba7816bf8f01&auth=***594e519ae499" },
	{ "http://h/?authorization=Bearer%20x",
	    "http://h/?authorization=***be69dfd76e1e" },
	{ "https://b.example/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X"
	    "-Amz-Expires=60&X-Amz-Credential=AK/2024&X-Amz-Securit"
	    "y-Token=FQ%2B&X-Amz-Signature=c0ffee",
	    "https://b.example/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X"
	    "-Amz-Expires=60&X-Amz-Credential=***f04ab73027ef&X-Amz"
	    "-Security-Token=***e6c07ca22021&X-Amz-Signature=***fb0"
	    "288872031" },
	{ "https://b.example/k?AWSAccessKeyId=AKIA&Expires=170&Si"
	    "gnature=vjby%3D",
	    "https://b.example/k?AWSAccessKeyId=***3bb3e13c3a23&Exp"
	    "ires=170&Signature=***e18a1714f567" },
	{ "https://s.example/c/b?sv=2019-12-12&st=2020&se=2021&sr"
	    "=b&sp=r&sig=Z%2FRH%3D",
	    "https://s.example/c/b?sv=2019-12-12&st=2020&se=2021&sr"
	    "=b&sp=r&sig=***144a317c4505" },
	{ "https://s.example/?PHPSESSID=9f&session_id=1&ASPSESSIO"
	    "NIDQQ=2",
	    "https://s.example/?PHPSESSID=***b25477820c31&session_i"
	    "d=***6b86b273ff34&ASPSESSIONIDQQ=***d4735e3a265e" },
	{ "https://s.example/?key=AIzaSyD4x9Qm2Lk7Vb8Nc1&b=1",
	    "https://s.example/?key=***f440986b2cd6&b=1" },
	{ "https://s.example/?sid=0123456789abcdef01",
	    "https://s.example/?sid=***e11e777d0229" },
	{ "https://s.example/?session=Ab3dE9xZ",
	    "https://s.example/?session=***0b7867dbc281" },
	{ "http://h/?next=http%3A%2F%2Fk%2F%3Ftoken%3Dabc%26b%3D1",
	    "http://h/?next=http%3A%2F%2Fk%2F%3Ftoken%3D***ba7816bf"
	    "8f01%26b%3D1" },
	{ "http://h/?u=/%3Fv%3D/%253Ftoken%253Dabc%2526b",
	    "http://h/?u=/%3Fv%3D/%253Ftoken%253D***ba7816bf8f01%2526b" },
	{ "'http://h/?token=abc': no such host",
	    "'http://h/?token=***ba7816bf8f01': no such host" },
	{ "http://h/?token=abc: no such host",
	    "http://h/?token=***ba7816bf8f01: no such host" },
	{ "http://h/?token=abc, and http://h/?token=def. End",
	    "http://h/?token=***ba7816bf8f01, and "
	    "http://h/?token=***cb8379ac2098. End" },
	{ "http://h/?a=1&amp;token=abc&amp;b=2",
	    "http://h/?a=1&amp;token=***ba7816bf8f01&amp;b=2" },
	{ "http://h/?token=a&token=b",
	    "http://h/?token=***ca978112ca1b&token=***3e23e8160039" },
	{ "http://u:***@h/?token=a",
	    "http://u:***@h/?token=***ca978112ca1b" }
};

static void
test_parameters(void)
{
	static const char *const open[] = {
		"http://h/?key=2019", "http://h/?key=population",
		"http://h/?key=population-by-age-2019-final",
		"http://h/?sortkey=name&monkey=1", "http://h/?code=USD",
		"http://h/?sid=12&session=3", "http://h/?country_code=49",
		"http://h/?pageToken=CAoQAA&nextToken=x",
		"http://h/oai?verb=ListRecords&resumptionToken=a1",
		"http://h/?Expires=1700000000&sv=2019-12-12",
		"http://h/?tokens=5&signatures=6&design=a",
		"http://h/token=a/b", "http://h/token/abc", "token=abc",
		"http://h/?token", "http://h/?token=", "http://h/?token=&a=b",
		"http://h/?token=***", "http://h/?token=***0123456789ab",
		"http://h/?pwd=***012345&a=b", "http://h/?a=token&b=c", "?",
		"http://h/?%", "%3", "&%3D", "http://h/?to%6",
		"http://h/?author=x&authority=y", "?;&#", "http://h/?=abc"
	};
	const char	*once;

	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++) {
		once = secret_masked(arena, parameters[i].text);
		is_str(once, parameters[i].want, "%s", parameters[i].want);
		ok(secret_masked(arena, once) == once, "and it stays so");
	}
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		ok(secret_masked(arena, open[i]) == open[i], "%s", open[i]);
	ok(strstr(secret_masked(arena, "http://h/?token=***0123456789abc"),
	    "0123456789abc") == NULL, "what only looks hidden is not");
}

static void
test_hash(void)
{
	/* Lengths around a block, as sha256sum has them. */
	static const struct {
		size_t		n;
		const char	*want;
	} of_a[] = {
		{ 0, "e3b0b855" },
		{ 1, "ca9748bb" },
		{ 3, "9834e8f0" },
		{ 55, "9f434318" },
		{ 56, "b354738a" },
		{ 63, "7d3e2f34" },
		{ 64, "ffe068eb" },
		{ 65, "63530ae0" },
		{ 119, "31ebdcfb" },
		{ 120, "2f3dc21c" },
		{ 128, "6836b73e" },
		{ 129, "c12c66ae" }
	};
	char	text[129];
	uint8_t	out[32];

	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(of_a) / sizeof(*of_a); i++) {
		char	hex[9];

		sha256(text, of_a[i].n, out);
		snprintf(hex, sizeof(hex), "%02x%02x%02x%02x", out[0],
		    out[1], out[30], out[31]);
		is_str(hex, of_a[i].want, "SHA-256 of %zu times a", of_a[i].n);
	}
}

static void
test_room(void)
{
	char	text[100];

	memcpy(text, "http://u:p@host/", 16);
	is_int((long)secret_mask(text, 16, 16), 16, "no room:");
	ok(memcmp(text, "http://u:*@host/", 16) == 0, "as many stars as fit");
	memcpy(text, "http://h/?sig=a&b=c", 19);
	is_int((long)secret_mask(text, 19, 24), 24, "little room:");
	ok(memcmp(text, "http://h/?sig=***ca9&b=c", 20) == 0 ||
	    memcmp(text, "http://h/?sig=***ca9", 20) == 0, "some digits");
	memcpy(text, "http://h/?sig=a&sig=b", 21);
	is_int((long)secret_mask(text, 21, sizeof(text)), 49, "all the room:");
	ok(memcmp(text + 46, "", 0) == 0 && memchr(text, 'z', 49) == NULL,
	    "all the digits");
}

static void
test_values(void)
{
	static const char	token[] = "0123456789abcdefghijklmnopqrstuv";

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
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "&sig=a"[i % 6];
	is_int((long)secret_mask(text, sizeof(text) - 6, sizeof(text)),
	    (long)sizeof(text), "neither do many parameters");
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "?key=;"[i % 6];
	(void)secret_mask(text, sizeof(text), sizeof(text));
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "%3F"[i % 3];
	(void)secret_mask(text, sizeof(text), sizeof(text));
	memset(text, '?', sizeof(text));
	(void)secret_mask(text, sizeof(text), sizeof(text));
	ok(clock() - start < 10 * CLOCKS_PER_SEC, "and take no square");
}

/* Whatever comes together: it has room, and what was hidden twice stays. */
static void
test_any(void)
{
	static const char *const pieces[] = {
		"://", "u:", "@", "?", "&", ";", "#", "token", "=", "%3D",
		"%3F", "%253f", "%26", "password=", "'", "\"", "abc", "***",
		"0123456789ab", "sid", "key", "Ab3dE9xZ", "/", " ", ".",
		"host", "sig=a", "%", "25"
	};
	const size_t	n_pieces = sizeof(pieces) / sizeof(*pieces);
	uint32_t	random = 1;
	long		bad = 0;

	for (int round = 0; round < 20000; round++) {
		struct arena	*own = arena_new();
		char		 text[256] = "";
		size_t		 n = 0;
		const char	*once, *twice;

		for (int i = 0; i < 14; i++) {
			random = random * 1664525u + 1013904223u;
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s",
			    pieces[(random >> 16) % n_pieces]);
		}
		once = secret_masked(own, text);
		twice = secret_masked(own, once);
		bad += strlen(once) > SECRET_ROOM(n) ||
		    strcmp(secret_masked(own, twice), twice) != 0;
		arena_free(own);
	}
	is_int(bad, 0, "texts that fit and stay as they are");
}

int
main(void)
{
	arena = arena_new();
	test_passwords();
	test_parameters();
	test_hash();
	test_room();
	test_many();
	test_any();
	test_values();
	arena_free(arena);
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_url.c - canonical URLs: those of RFC 3986, those that browsers
 * agree on, those that people write, and those that are meant to mislead.
 */
#include <stdlib.h>

#include "../plugins/sources/http_url.h"
#include "http_host.h"
#include "tap.h"

#define BASE	"http://a/b/c/d;p?q"

static const struct url_rules plain = { .keep_sessions = false };

static const struct spelling {
	const char	*base, *text, *canonical;	/* NULL: none */
} spellings[] = {
	/* RFC 3986, 5.4.1 */
	{ BASE, "g:h", NULL },
	{ BASE, "g", "http://a/b/c/g" },
	{ BASE, "./g", "http://a/b/c/g" },
	{ BASE, "g/", "http://a/b/c/g/" },
	{ BASE, "/g", "http://a/g" },
	{ BASE, "//g", "http://g/" },
	{ BASE, "?y", "http://a/b/c/d;p?y" },
	{ BASE, "g?y", "http://a/b/c/g?y" },
	{ BASE, "#s", NULL },
	{ BASE, "g#s", "http://a/b/c/g" },
	{ BASE, "g?y#s", "http://a/b/c/g?y" },
	{ BASE, ";x", "http://a/b/c/;x" },
	{ BASE, "g;x", "http://a/b/c/g;x" },
	{ BASE, "g;x?y#s", "http://a/b/c/g;x?y" },
	{ BASE, "", NULL },
	{ BASE, ".", "http://a/b/c/" },
	{ BASE, "./", "http://a/b/c/" },
	{ BASE, "..", "http://a/b/" },
	{ BASE, "../", "http://a/b/" },
	{ BASE, "../g", "http://a/b/g" },
	{ BASE, "../..", "http://a/" },
	{ BASE, "../../", "http://a/" },
	{ BASE, "../../g", "http://a/g" },
	/* 5.4.2 */
	{ BASE, "../../../g", "http://a/g" },
	{ BASE, "../../../../g", "http://a/g" },
	{ BASE, "/./g", "http://a/g" },
	{ BASE, "/../g", "http://a/g" },
	{ BASE, "g.", "http://a/b/c/g." },
	{ BASE, ".g", "http://a/b/c/.g" },
	{ BASE, "g..", "http://a/b/c/g.." },
	{ BASE, "..g", "http://a/b/c/..g" },
	{ BASE, "./../g", "http://a/b/g" },
	{ BASE, "./g/.", "http://a/b/c/g/" },
	{ BASE, "g/./h", "http://a/b/c/g/h" },
	{ BASE, "g/../h", "http://a/b/c/h" },
	{ BASE, "g;x=1/./y", "http://a/b/c/g;x=1/y" },
	{ BASE, "g;x=1/../y", "http://a/b/c/y" },
	{ BASE, "g?y/./x", "http://a/b/c/g?y/./x" },
	{ BASE, "g?y/../x", "http://a/b/c/g?y/../x" },
	{ BASE, "g#s/../x", "http://a/b/c/g" },
	{ BASE, "http:g", "http://a/b/c/g" },
	/* 6.2.2: case, percent-encoding, dot segments */
	{ NULL, "HTTP://www.EXAMPLE.com/", "http://www.example.com/" },
	{ NULL, "http://a/%7Efoo/../a/b", "http://a/a/b" },
	{ NULL, "http://a/a%c2%b1b", "http://a/a%C2%B1b" },
	{ NULL, "http://a/%7e%41%2d%2E%5f%30", "http://a/~A-._0" },
	{ NULL, "http://a/b%2fc%3Fd%23e", "http://a/b%2Fc%3Fd%23e" },
	{ NULL, "http://a/b/%2e%2e/c/%2E/d", "http://a/c/d" },
	{ BASE, "%2e%2E/g", "http://a/b/g" },
	{ BASE, "%2e%2e%2fg", "http://a/b/c/..%2Fg" },
	/* 6.2.3: ports, empty paths */
	{ NULL, "http://a", "http://a/" },
	{ NULL, "http://a:", "http://a/" },
	{ NULL, "http://a:80", "http://a/" },
	{ NULL, "https://a:443/", "https://a/" },
	{ NULL, "http://a:443/", "http://a:443/" },
	{ NULL, "https://a:80?q", "https://a:80/?q" },
	{ NULL, "http://a:0080/", "http://a/" },
	{ NULL, "http://a:08080/", "http://a:8080/" },
	{ NULL, "http://a:65535/", "http://a:65535/" },
	{ NULL, "http://a:65536/", NULL },
	{ NULL, "http://a:0/", NULL },
	{ NULL, "http://a:8o/", NULL },
	{ NULL, "http://a:99999999999999999999/", NULL },
	{ NULL, "http://a?", "http://a/?" },
	/* what browsers make of what people write */
	{ NULL, " \t http://a/b \r\n", "http://a/b" },
	{ NULL, "ht\ntp://a/b\tc", "http://a/bc" },
	{ NULL, "http:\\\\a\\b?c\\d", "http://a/b?c%5Cd" },
	{ BASE, "\\g\\h", "http://a/g/h" },
	{ BASE, "\\\\g\\h", "http://g/h" },
	{ BASE, "///g/h", "http://g/h" },
	{ BASE, "/\\g/h", "http://g/h" },
	{ NULL, "http:/a/b", "http://a/b" },
	{ NULL, "http:a/b", "http://a/b" },
	{ NULL, "http:////a/b", "http://a/b" },
	{ BASE, "https:g/h", "https://g/h" },
	{ BASE, "https:/g/h", "https://g/h" },
	{ BASE, "http:/g/h", "http://a/g/h" },
	{ BASE, "http:?y", "http://a/b/c/d;p?y" },
	{ BASE, "http:a:b", "http://a/b/c/a:b" },
	{ BASE, "./a:b", "http://a/b/c/a:b" },
	{ "https://a/", "//g", "https://g/" },
	{ NULL, "http://a/b c\"d<e>f`g{h}i|j^k", "http://a/b%20c%22d%3Ce%3Ef"
	    "%60g%7Bh%7Di%7Cj%5Ek" },
	{ NULL, "http://a/100%", "http://a/100%25" },
	{ NULL, "http://a/%zz%4?%", "http://a/%25zz%254?%25" },
	{ NULL, "http://a/%%34", "http://a/%254" },
	{ NULL, "http://a/?x[]=1&y=a b", "http://a/?x%5B%5D=1&y=a%20b" },
	{ NULL, "http://a/?a=b+c", "http://a/?a=b+c" },
	{ NULL, "http://a/\xc3\xbc?\xfc", "http://a/%C3%BC?%FC" },
	{ NULL, "http://a//b///c", "http://a//b///c" },
	{ NULL, "http://a/b/..//c", "http://a//c" },
	{ NULL, "http://a/?a&&b=&", "http://a/?a&&b=&" },
	{ NULL, "http://a/;,:@!$&'()*+=", "http://a/;,:@!$&'()*+=" },
	/* hosts */
	{ NULL, "http://H.Example./x", "http://h.example/x" },
	{ NULL, "http://%48.ex%61mple/", "http://h.example/" },
	{ NULL, "http://a_b-c.example/", "http://a_b-c.example/" },
	{ NULL, "http://XN--bcher-kva.example/",
	    "http://xn--bcher-kva.example/" },
	{ NULL, "http://", NULL },
	{ NULL, "http:///", NULL },
	{ NULL, "http://?q", NULL },
	{ NULL, "http://:80/", NULL },
	{ NULL, "http://./", NULL },
	{ NULL, "http://a..b/", NULL },
	{ NULL, "http://.a/", NULL },
	{ NULL, "http://a b/", NULL },
	{ NULL, "http://a%00b/", NULL },
	{ NULL, "http://a%2Fb/", NULL },
	{ NULL, "http://a%2561/", NULL },
	{ NULL, "http://a<b/", NULL },
	{ NULL, "http://a,b/", NULL },
	/* addresses in their many spellings */
	{ NULL, "http://127.0.0.1/", "http://127.0.0.1/" },
	{ NULL, "http://127.1/", "http://127.0.0.1/" },
	{ NULL, "http://127.0.1/", "http://127.0.0.1/" },
	{ NULL, "http://2130706433/", "http://127.0.0.1/" },
	{ NULL, "http://0x7f000001/", "http://127.0.0.1/" },
	{ NULL, "http://0X7F.0.0.0x1/", "http://127.0.0.1/" },
	{ NULL, "http://0177.0.0.01/", "http://127.0.0.1/" },
	{ NULL, "http://017700000001/", "http://127.0.0.1/" },
	{ NULL, "http://127.0.0.1./", "http://127.0.0.1/" },
	{ NULL, "http://0/", "http://0.0.0.0/" },
	{ NULL, "http://0x/", "http://0.0.0.0/" },
	{ NULL, "http://%31%32%37.1/", "http://127.0.0.1/" },
	{ NULL, "http://1.2.3.4.5/", NULL },
	{ NULL, "http://256.1.1.1/", NULL },
	{ NULL, "http://1.1.1.256/", NULL },
	{ NULL, "http://4294967296/", NULL },
	{ NULL, "http://99999999999999999999999/", NULL },
	{ NULL, "http://1.09/", NULL },
	{ NULL, "http://h.example.0x7g/", "http://h.example.0x7g/" },
	{ NULL, "http://h.example.7/", NULL },
	{ NULL, "http://[::1]/", "http://[::1]/" },
	{ NULL, "http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/" },
	{ NULL, "http://[2001:DB8::A]/x", "http://[2001:db8::a]/x" },
	{ NULL, "http://[::ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/" },
	{ NULL, "http://[fe80::1%25eth0]/", NULL },
	{ NULL, "http://[::1/", NULL },
	{ NULL, "http://[]/", NULL },
	{ NULL, "http://[::1]x/", NULL },
	{ NULL, "http://[::1]x:80/", NULL },
	{ NULL, "http://[1.2.3.4]/", NULL },
	/* users and those who pretend to be hosts */
	{ NULL, "http://user:pw@h.example/", "http://h.example/" },
	{ NULL, "http://good.example@evil.example/", "http://evil.example/" },
	{ NULL, "http://a@b@c/", "http://c/" },
	{ NULL, "http://good.example\\@evil.example/",
	    "http://good.example/@evil.example/" },
	{ NULL, "http://good.example#@evil.example/",
	    "http://good.example/" },
	{ NULL, "http://good.example?@evil.example/",
	    "http://good.example/?@evil.example/" },
	{ NULL, "http://@/", NULL },
	/* other schemes */
	{ BASE, "mailto:a@b", NULL },
	{ BASE, "JavaScript:alert(1)", NULL },
	{ BASE, "java\nscript:x", NULL },
	{ BASE, "data:,x", NULL },
	{ BASE, "file:///etc/passwd", NULL },
	{ BASE, "ftp://h/x", NULL },
	{ BASE, "tel:+1", NULL },
	{ BASE, "c:\\x", NULL },
	{ BASE, "httpx://a/", NULL },
	{ NULL, "h.example/x", NULL },
	{ NULL, "//h.example/x", NULL },
	{ NULL, "file:///etc/passwd", NULL },
	/* sessions */
	{ NULL, "http://a/b;jsessionid=1F2E", "http://a/b" },
	{ NULL, "http://a/b;JSESSIONID=1F2E?x=1", "http://a/b?x=1" },
	{ NULL, "http://a/b;jsessionid=1/c;v=2;jsessionid=3",
	    "http://a/b/c;v=2" },
	{ NULL, "http://a/b/.;jsessionid=1/c", "http://a/b/c" },
	{ NULL, "http://a/?PHPSESSID=1", "http://a/" },
	{ NULL, "http://a/?x=1&PHPSESSID=1&y=2", "http://a/?x=1&y=2" },
	{ NULL, "http://a/?ASPSESSIONIDQQABCDEF=x", "http://a/" },
	{ NULL, "http://a/?ASPSESSIONIDS=x", "http://a/?ASPSESSIONIDS=x" },
	{ NULL, "http://a/?sid=0123456789abcdef", "http://a/" },
	{ NULL, "http://a/?sid=42", "http://a/?sid=42" },
	{ NULL, "http://a/?sid=abcdefghijklmnopq", "http://a/?sid="
	    "abcdefghijklmnopq" },
	{ NULL, "http://a/?sid", "http://a/?sid" },
	{ NULL, "http://a/?session=2024-autumn", "http://a/?session="
	    "2024-autumn" },
	{ NULL, "http://a/b;jsessionid/c", "http://a/b;jsessionid/c" },
};

/* Into a block of just that size, for the tools that watch memory. */
static const char *
canonical(const struct url_rules *rules, const char *base, const char *text,
    size_t n, enum url_fault *fault)
{
	static char	*to;
	char		*exact = malloc(n + 1);
	size_t		 length;

	free(to);
	to = malloc(URL_ROOM);
	memcpy(exact, text, n);
	*fault = url_canonical(&http_self, rules, base, exact, n, to, &length,
	    NULL);
	free(exact);
	if (*fault == URL_GOOD && length != strlen(to))
		return "a wrong length";
	return *fault == URL_GOOD ? to : NULL;
}

static void
test_spellings(void)
{
	enum url_fault	 fault;
	char		*once;

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		const struct spelling	*s = &spellings[i];
		const char		*got = canonical(&plain, s->base,
					    s->text, strlen(s->text), &fault);

		is_str(got, s->canonical, "'%s'",
		    shown_str(s->text));
		if (got == NULL)
			continue;
		once = strdup(got);
		is_str(canonical(&plain, NULL, once, strlen(once), &fault),
		    once, "%s stays", once);
		free(once);
	}
}

static void
test_international(void)
{
	enum url_fault	fault;
#ifdef HAVE_IDN2
	static const struct spelling	names[] = {
		{ NULL, "http://B\xc3\xbc" "cher.example/",
		    "http://xn--bcher-kva.example/" },
		{ NULL, "http://B\xc3\x9c" "cher.example/",
		    "http://xn--bcher-kva.example/" },
		{ NULL, "http://mu\xcc\x88" "sli.example/",
		    "http://xn--msli-0ra.example/" },
		{ NULL, "http://b%c3%bccher.example/",
		    "http://xn--bcher-kva.example/" },
		{ NULL, "http://fa\xc3\x9f.de/", "http://xn--fa-hia.de/" },
		/* full-width: 127.0.0.1, and a full stop of Chinese */
		{ NULL, "http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/",
		    "http://127.0.0.1/" },
		{ NULL, "http://a\xe3\x80\x82" "example/",
		    "http://a.example/" },
		/* full-width "/" and "@" do not end a host */
		{ NULL, "http://good.example\xef\xbc\x8f.evil.example/",
		    NULL },
		{ NULL, "http://good.example\xef\xbc\xa0" "evil.example/",
		    NULL },
		{ NULL, "http://\xff.example/", NULL },
	};
#else
	static const struct spelling	names[] = {
		{ NULL, "http://b\xc3\xbc" "cher.Example/",
		    "http://b%c3%bccher.example/" },
	};
#endif

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		is_str(canonical(&plain, NULL, names[i].text,
		    strlen(names[i].text), &fault), names[i].canonical,
		    "beyond ASCII: %zu", i);
}

static void
test_rules(void)
{
	static const struct url_rules	sorted = { .sort_query = true },
					keep = { .keep_sessions = true },
					both = { true, true };
	static const struct {
		const struct url_rules	*rules;
		const char		*text, *canonical;
	} cases[] = {
		{ &sorted, "http://a/?b=2&a=1", "http://a/?a=1&b=2" },
		{ &sorted, "http://a/?a=2&b&a=1&", "http://a/?&a=2&a=1&b" },
		{ &sorted, "http://a/?a-b=1&a=2", "http://a/?a=2&a-b=1" },
		{ &sorted, "http://a/?b=1&sid=0123456789abcdef&a=2",
		    "http://a/?a=2&b=1" },
		{ &sorted, "http://a/?", "http://a/?" },
		{ &sorted, "http://a/?x", "http://a/?x" },
		{ &keep, "http://a/b;jsessionid=1?PHPSESSID=2&b&a",
		    "http://a/b;jsessionid=1?PHPSESSID=2&b&a" },
		{ &both, "http://a/?b&PHPSESSID=2", "http://a/?PHPSESSID=2&b" },
	};
	enum url_fault	fault;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_str(canonical(cases[i].rules, NULL, cases[i].text,
		    strlen(cases[i].text), &fault), cases[i].canonical,
		    "by rule: %s", cases[i].text);
}

static void
test_faults(void)
{
	static const struct {
		const char	*text;
		enum url_fault	 fault;
	} cases[] = {
		{ "http://a/", URL_GOOD }, { "", URL_EMPTY },
		{ "#x", URL_EMPTY }, { "ftp://a/", URL_SCHEME },
		{ "http://a b/", URL_HOST }, { "http://a:x/", URL_PORT },
	};
	enum url_fault	fault;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		canonical(&plain, BASE, cases[i].text, strlen(cases[i].text),
		    &fault);
		is_int(fault, cases[i].fault, "'%s': %s", cases[i].text,
		    url_why(cases[i].fault));
	}
}

/* URLs of n bytes that are "http://a/" and these again and again. */
static enum url_fault
try_long(size_t n, const char *again)
{
	char		*text = malloc(n + 1);
	enum url_fault	 fault;

	memcpy(text, "http://a/?", 10);
	for (size_t i = 9; i < n; i++)
		text[i] = again[(i - 9) % strlen(again)];
	canonical(&(struct url_rules){ .sort_query = true }, BASE, text, n,
	    &fault);
	free(text);
	return fault;
}

static void
test_long(void)
{
	char	to[URL_ROOM];
	size_t	n;

	is_int(try_long(URL_BYTES, "x"), URL_GOOD, "as long as may be");
	is_int(try_long(URL_BYTES + 1, "x"), URL_LONG, "a byte longer");
	is_int(try_long(URL_BYTES / 2, "|"), URL_LONG, "long once encoded");
	is_int(try_long(URL_BYTES, "../"), URL_GOOD, "many steps up");
	is_int(try_long(URL_BYTES, "?&"), URL_GOOD, "many parameters");
	is_int(try_long(URL_BYTES, ";jsessionid=1/"), URL_GOOD,
	    "many sessions");
	is_int(try_long((size_t)1 << 20, "x"), URL_LONG, "a megabyte");
	is_int(url_canonical(&http_self, &plain, NULL, "http://a/\0b", 11, to,
	    &n, NULL), URL_GOOD, "a NUL within");
	is_str(to, "http://a/%00b", "is encoded");
}

static void
test_user(void)
{
	static const struct {
		const char	*text, *name, *password;
	} cases[] = {
		{ "http://h/", "", "" },
		{ "http://u@h/", "u", "" },
		{ "http://u:p@h/", "u", "p" },
		{ "http://u:p:q@h/", "u", "p:q" },
		{ "http://:p@h/", "", "p" },
		{ "http://a%40b:%2F%3a@h/", "a@b", "/:" },
		{ "http://a@b:c@h/", "a@b", "c" },
	};
	struct url_user	user;
	char		to[URL_ROOM], many[400];
	size_t		n;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char	*text = cases[i].text;

		is_int(url_canonical(&http_self, &plain, NULL, text,
		    strlen(text), to, &n, &user), URL_GOOD, "%s", text);
		is_str(to, "http://h/", "without user");
		is_str(user.name, cases[i].name, "its user");
		is_str(user.password, cases[i].password, "its password");
	}
	n = (size_t)snprintf(many, sizeof(many), "http://%300d@h/", 7);
	for (size_t i = 0; i < n; i++)
		many[i] = many[i] == ' ' ? 'x' : many[i];
	is_int(url_canonical(&http_self, &plain, NULL, many, n, to, &n,
	    &user), URL_LONG, "a user too long");
	is_int(url_canonical(&http_self, &plain, NULL, "http://a%00b@h/", 15,
	    to, &n, &user), URL_HOST, "a user with a NUL");
}

int
main(void)
{
	test_spellings();
	test_international();
	test_rules();
	test_faults();
	test_long();
	test_user();
	return done_testing();
}

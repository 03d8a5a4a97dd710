/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * robots_cases.h - what is allowed by which robots.txt: the cases of the
 * reference parser of RFC 9309 (github.com/google/robotstxt, robots_test.cc),
 * and those of the RFC itself.
 *
 * The reference parser leaves it to its callers to encode addresses, the RFC
 * does not: cases in which they differ are in a table of their own.
 */
#ifndef PS_ROBOTS_CASES_H
#define PS_ROBOTS_CASES_H

/* Addresses with blanks between them. */
struct rules {
	const char	*what, *text, *agent, *allowed, *refused;
};

#define H	"http://foo.bar"
#define FOO	"user-agent: FooBot\n"

static const struct rules reference[] = {
	/* As a whole. */
	{ "no text", "", "FooBot", H "/", "" },
	{ "no agent", FOO "disallow: /\n", "", H "/", "" },
	{ "neither", "", "", H, "" },
	{ "all is refused", FOO "disallow: /\n", "FooBot", "", H " " H "/x/y" },
	/* The syntax of a line. */
	{ "other names of lines", "foo: FooBot\nbar: /\n", "FooBot",
	  H "/x/y", "" },
	{ "no colons", "user-agent FooBot\ndisallow /\n", "FooBot", "",
	  H "/x/y" },
	{ "names in upper case",
	  "USER-AGENT: FooBot\nALLOW: /x/\nDISALLOW: /\n", "FooBot",
	  H "/x/y", H "/a/b" },
	{ "names in lower case",
	  "user-agent: FooBot\nallow: /x/\ndisallow: /\n", "FooBot",
	  H "/x/y", H "/a/b" },
	{ "names in any case",
	  "uSeR-aGeNt: FooBot\nAlLoW: /x/\ndIsAlLoW: /\n", "FooBot",
	  H "/x/y", H "/a/b" },
	/* Groups. */
#define GROUPS	"allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\n" \
	"allow: /x/\nuser-agent: BarBot\ndisallow: /\nallow: /y/\n\n\n" \
	"allow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\n" \
	"allow: /z/\ndisallow: /\n"
	{ "groups of one agent are one", GROUPS, "FooBot",
	  H "/x/b " H "/z/d", H "/y/c " H "/foo/bar/" },
	{ "an empty line does not end a group", GROUPS, "BarBot",
	  H "/y/c " H "/w/a", H "/z/d " H "/foo/bar/" },
	{ "an agent without rules shares those that follow", GROUPS, "BazBot",
	  H "/z/d", H "/foo/bar/" },
#define SITEMAP	"User-agent: BarBot\nSitemap: https://foo.bar/sitemap\n" \
	"User-agent: *\nDisallow: /\n"
	{ "a sitemap does not end a group", SITEMAP, "FooBot", "", H "/" },
	{ "nor for who stands before it", SITEMAP, "BarBot", "", H "/" },
#define UNKNOWN	"User-agent: FooBot\nInvalid-Unknown-Line: unknown\n" \
	"User-agent: *\nDisallow: /\n"
	{ "nor does an unknown line", UNKNOWN, "FooBot", "", H "/" },
	{ "for nobody", UNKNOWN, "BarBot", "", H "/" },
	{ "the group for all, if none is meant",
	  "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n",
	  "BarBot", H "/x/y", "" },
	{ "not if one is", "user-agent: *\nallow: /\n" FOO "disallow: /\n",
	  "FooBot", "", H "/x/y" },
	{ "groups for others only", FOO "allow: /\nuser-agent: BarBot\n"
	  "disallow: /\nuser-agent: BazBot\ndisallow: /\n", "QuxBot",
	  H "/x/y", "" },
	/* The value of a user-agent line. */
#define SPACE(a)	"User-Agent: " a "\nAllow: /x/\nDisallow: /\n"
	{ "agent in upper case", SPACE("FOO BAR"), "Foo", H "/x/y", H "/a/b" },
	{ "agent in lower case", SPACE("foo bar"), "Foo", H "/x/y", H "/a/b" },
	{ "agent in any case", SPACE("FoO bAr"), "Foo", H "/x/y", H "/a/b" },
	{ "upper and lower", SPACE("FOO BAR"), "foo", H "/x/y", H "/a/b" },
	{ "lower and lower", SPACE("foo bar"), "foo", H "/x/y", H "/a/b" },
	{ "any and lower", SPACE("FoO bAr"), "foo", H "/x/y", H "/a/b" },
#define MANY	"User-Agent: *\nDisallow: /\n" SPACE("Foo Bar")
	{ "a name up to its blank", MANY, "Foo", H "/x/y", "" },
	{ "no token is that name", MANY, "Foo Bar", "", H "/x/y" },
	/* Paths. */
	{ "case of a path", FOO "disallow: /x/\n", "FooBot", "", H "/x/y" },
	{ "another case", FOO "disallow: /X/\n", "FooBot", H "/x/y", "" },
	{ "the longer refuses", FOO "disallow: /x/page.html\nallow: /x/\n",
	  "FooBot", "", H "/x/page.html" },
	{ "the longer allows", FOO "allow: /x/page.html\ndisallow: /x/\n",
	  "FooBot", H "/x/page.html", H "/x/" },
	{ "both empty", FOO "disallow: \nallow: \n", "FooBot",
	  H "/x/page.html", "" },
	{ "both the same", FOO "disallow: /\nallow: /\n", "FooBot",
	  H "/x/page.html", "" },
	{ "a slash longer", FOO "disallow: /x\nallow: /x/\n", "FooBot",
	  H "/x/", H "/x" },
	{ "the same again",
	  FOO "disallow: /x/page.html\nallow: /x/page.html\n", "FooBot",
	  H "/x/page.html", "" },
	{ "stars count", FOO "allow: /page\ndisallow: /*.html\n", "FooBot",
	  H "/page", H "/page.html" },
	{ "not more than others",
	  FOO "allow: /x/page.\ndisallow: /*.html\n", "FooBot",
	  H "/x/page.html", H "/x/y.html" },
	{ "rules for all do not count beside those for one",
	  "User-agent: *\nDisallow: /x/\nUser-agent: FooBot\n"
	  "Disallow: /y/\n", "FooBot", H "/x/page", H "/y/page" },
	/* Encoding. */
#define QUERY	"/foo/bar?qux=taz&baz=http://foo.bar?tar&par"
	{ "an address in a query", FOO "Disallow: /\nAllow: " QUERY "\n",
	  "FooBot", H QUERY, "" },
	{ "three bytes", FOO "Disallow: /\nAllow: /foo/bar/ツ\n", "FooBot",
	  H "/foo/bar/%E3%83%84", "" },
	{ "three bytes, encoded",
	  FOO "Disallow: /\nAllow: /foo/bar/%E3%83%84\n", "FooBot",
	  H "/foo/bar/%E3%83%84", "" },
	{ "letters, encoded", FOO "Disallow: /\nAllow: /foo/bar/%62%61%7A\n",
	  "FooBot", H "/foo/bar/%62%61%7A", "" },
	/* Special characters. */
	{ "a star", FOO "Disallow: /foo/bar/quz\nAllow: /foo/*/qux\n",
	  "FooBot", H "/foo/quz " H "/foo//quz " H "/foo/bax/quz",
	  H "/foo/bar/quz" },
	{ "a dollar", FOO "Disallow: /foo/bar$\nAllow: /foo/bar/qux\n",
	  "FooBot", H "/foo/bar/qux " H "/foo/bar/ " H "/foo/bar/baz",
	  H "/foo/bar" },
	{ "comments", FOO "# Disallow: /\nDisallow: /foo/quz#qux\n"
	  "Allow: /\n", "FooBot", H "/foo/bar", H "/foo/quz" },
	{ "index.html", "User-Agent: *\n"
	  "Allow: /allowed-slash/index.html\nDisallow: /\n", "foobot",
	  H "/allowed-slash/ " H "/allowed-slash/index.html",
	  H "/allowed-slash/index.htm " H "/anyother-url" },
	/* As sites are told. */
#define NO(rule)	FOO "disallow: /\nallow: " rule "\n"
#define FISH	H "/fish " H "/fish.html " H "/fish/salmon.html " \
	H "/fishheads " H "/fishheads/yummy.html " H "/fish.html?id=anything"
#define NO_FISH	H "/bar " H "/Fish.asp " H "/catfish " H "/?id=fish"
	{ "/fish", NO("/fish"), "FooBot", FISH, NO_FISH },
	{ "/fish*", NO("/fish*"), "FooBot", FISH, NO_FISH " " H "/Fish.bar" },
	{ "/fish/", NO("/fish/"), "FooBot",
	  H "/fish/ " H "/fish/salmon " H "/fish/?salmon " H
	  "/fish/salmon.html " H "/fish/?id=anything",
	  H "/bar " H "/fish " H "/fish.html " H "/Fish/Salmon.html" },
	{ "/*.php", NO("/*.php"), "FooBot",
	  H "/filename.php " H "/folder/filename.php " H
	  "/folder/filename.php?parameters " H "//folder/any.php.file.html "
	  H "/filename.php/ " H "/index?f=filename.php/",
	  H "/bar " H "/php/ " H "/index?php " H "/windows.PHP" },
	{ "/*.php$", NO("/*.php$"), "FooBot",
	  H "/filename.php " H "/folder/filename.php",
	  H "/bar " H "/filename.php?parameters " H "/filename.php/ " H
	  "/filename.php5 " H "/php/ " H "/filename?php " H "/aaaphpaaa " H
	  "//windows.PHP" },
	{ "/fish*.php", NO("/fish*.php"), "FooBot",
	  H "/fish.php " H "/fishheads/catfish.php?parameters",
	  H "/bar " H "/Fish.PHP" },
	{ "/p", FOO "allow: /p\ndisallow: /\n", "FooBot", H "/page", "" },
	{ "/folder", FOO "allow: /folder\ndisallow: /folder\n", "FooBot",
	  H "/folder/page", "" },
	{ "/*.htm", FOO "allow: /page\ndisallow: /*.htm\n", "FooBot", "",
	  H "/page.htm" },
	{ "/$", FOO "allow: /$\ndisallow: /\n", "FooBot", H "/",
	  H "/page.html" },
};

/* Where the reference parser wants addresses to be encoded already. */
static const struct rules by_octet[] = {
	{ "three bytes of a path", FOO "Disallow: /\nAllow: /foo/bar/ツ\n",
	  "FooBot", "", H "/foo/bar/ツ" },
	{ "three bytes of a path, encoded in the rule",
	  FOO "Disallow: /\nAllow: /foo/bar/%E3%83%84\n", "FooBot", "",
	  H "/foo/bar/ツ" },
	{ "letters of a path, encoded in the rule",
	  FOO "Disallow: /\nAllow: /foo/bar/%62%61%7A\n", "FooBot", "",
	  H "/foo/bar/baz" },
};

static const struct rules rfc[] = {
	/* 2.2.1 */
	{ "two groups merged", "user-agent: ExampleBot\ndisallow: /foo\n"
	  "disallow: /bar\n\nuser-agent: ExampleBot\ndisallow: /baz\n",
	  "examplebot", "/", "/foo /bar /baz" },
	{ "the group for all", "user-agent: *\ndisallow: /foo\n"
	  "disallow: /bar\n\nuser-agent: BazBot\ndisallow: /baz\n",
	  "ExampleBot", "/ /baz", "/foo /bar" },
	/* 2.2.2 */
	{ "itself", "user-agent: *\ndisallow: /\n", "x", "/robots.txt",
	  "/robots.txt/ /robots.txt? /Robots.txt" },
	{ "a query", FOO "disallow: /foo/bar?baz=quz\n", "FooBot",
	  "/foo/bar", "/foo/bar?baz=quz /foo/bar?baz=qu%7A" },
	{ "an address in a query",
	  FOO "disallow: /foo/bar?baz=https://foo.bar\n", "FooBot", "/",
	  "/foo/bar?baz=https%3A%2F%2Ffoo.bar /foo/bar?baz=https://foo.bar" },
	{ "the same, encoded",
	  FOO "disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar\n", "FooBot", "/",
	  "/foo/bar?baz=https%3a%2f%2ffoo.bar /foo/bar?baz=https://foo.bar" },
	{ "the same behind a star", FOO "disallow: /*=https%3A%2F%2F\n",
	  "FooBot", "/", "/a?b=https%3A%2F%2Fc" },
	{ "three bytes", FOO "disallow: /foo/bar/ツ\n", "FooBot", "/foo/bar/",
	  "/foo/bar/%E3%83%84 /foo/bar/ツ /foo/bar/%e3%83%84" },
	{ "three bytes, encoded", FOO "disallow: /foo/bar/%E3%83%84\n",
	  "FooBot", "/foo/bar/", "/foo/bar/%E3%83%84 /foo/bar/ツ" },
	{ "letters, encoded", FOO "disallow: /foo/bar/%62%61%7A\n", "FooBot",
	  "/foo/bar/ba", "/foo/bar/baz /foo/bar/%62az" },
	{ "a slash, encoded, is none in a path", FOO "disallow: /a/b\n"
	  "disallow: /c%2fd\n", "FooBot", "/a%2Fb /c/d /c%252Fd",
	  "/a/b /c%2Fd" },
	{ "rules that are the same", FOO "disallow: /%62\nallow: /b\n",
	  "FooBot", "/b /%62", "" },
	/* 2.2.3 */
	{ "comment behind a rule", FOO "disallow: / # all\n", "FooBot", "",
	  "/" },
	{ "exactly", FOO "disallow: /this/path/exactly$\n", "FooBot",
	  "/this/path/exactly/ /this/path/exactly?", "/this/path/exactly" },
	{ "between", FOO "disallow: /this/*/exactly\n", "FooBot",
	  "/this/exactly /this/", "/this//exactly /this/a/b/exactly/c" },
	{ "a star, encoded", FOO "disallow: /path/file-with-a-%2A.html\n",
	  "FooBot", "/path/file-with-a-b.html",
	  "/path/file-with-a-*.html /path/file-with-a-%2a.html" },
	{ "a dollar, encoded", FOO "disallow: /path/foo-%24\n", "FooBot",
	  "/path/foo-", "/path/foo-$ /path/foo-%24x" },
	{ "a dollar in between", FOO "disallow: /a$b\n", "FooBot", "/a",
	  "/a$b" },
	{ "many stars", FOO "disallow: /**a***b**$\n", "FooBot", "/a /ba",
	  "/ab /xaybz" },
	{ "what is found first may be too early", FOO "disallow: /*ab$\n",
	  "FooBot", "/aba", "/abab" },
	{ "no octet twice", FOO "disallow: /a*a$\n", "FooBot", "/a",
	  "/aa /aba" },
	/* 5.1 and 5.2 */
#define SIMPLE	"User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\n" \
	"Allow: /publications/\n\nUser-Agent: foobot\nDisallow:/\n" \
	"Allow:/example/page.html\nAllow:/example/allowed.gif\n\n" \
	"User-Agent: barbot\nUser-Agent: bazbot\n" \
	"Disallow: /example/page.html\n\nUser-Agent: quxbot\n\n"
	{ "anybody", SIMPLE, "anybot", "/ /publications/a /a.gif?b",
	  "/a.gif /example/ /a/b.gif" },
	{ "foobot", SIMPLE, "foobot", "/example/page.html /example/allowed.gif",
	  "/ /publications/" },
	{ "barbot", SIMPLE, "barbot", "/ /example/ /a.gif",
	  "/example/page.html" },
	{ "bazbot", SIMPLE, "bazbot", "/ /example/ /a.gif",
	  "/example/page.html" },
	{ "quxbot", SIMPLE, "quxbot", "/ /example/page.html /a.gif", "" },
	{ "the longest", "User-Agent: foobot\nAllow: /example/page/\n"
	  "Disallow: /example/page/disallowed.gif\n", "foobot",
	  "/example/page/ /example/page/allowed.gif",
	  "/example/page/disallowed.gif" },
	/* Misspelt, and other line ends. */
	{ "misspelt", "useragent: a\ndissallow: /1\ndissalow: /2\n"
	  "disalow: /3\ndiasllow: /4\ndisallaw: /5\n", "A", "/",
	  "/1 /2 /3 /4 /5" },
	{ "with a blank", "user agent: a\ndisallow: /1\n", "a", "/", "/1" },
	{ "three words and no colon", "user-agent a\ndisallow /1 /2\n", "a",
	  "/1 /2", "" },
	{ "CR and CR LF", "user-agent: a\rdisallow: /1\r\ndisallow: /2", "a",
	  "/", "/1 /2" },
	{ "a delay does not end a group", "user-agent: a\ncrawl-delay: 1\n"
	  "user-agent: b\ndisallow: /1\n", "a", "/", "/1" },
	{ "all, and more of it", "user-agent: * # all\ndisallow: /1\n", "a",
	  "/", "/1" },
};

#endif

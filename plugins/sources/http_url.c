/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url.c - one spelling for each URL.
 *
 * What people write is first taken apart as browsers do (the URL standard of
 * the WHATWG: blanks, backslashes, "http:x", "////h"), then written again in
 * the normal form of RFC 3986, section 6.2, so that equal texts are the same
 * thing and others mostly are not.
 */
#include <string.h>

#include "http_url_impl.h"
#include "polyscraper.h"

#define RESOLVED_ROOM	PS_RESOLVE_ROOM(URL_ROOM, URL_ROOM)

static const char *const whys[] = {
	[URL_GOOD] = "it is a URL",
	[URL_EMPTY] = "it leads nowhere",
	[URL_SCHEME] = "its scheme is not http or https",
	[URL_HOST] = "its host is none",
	[URL_PORT] = "its port is none",
	[URL_LONG] = "it is longer than 8192 bytes",
};

const char *
url_why(enum url_fault fault)
{
	return whys[fault];
}

bool
url_is_word(const char *p, size_t n, const char *word)
{
	size_t	i = 0;

	while (i < n && word[i] != '\0' && url_lower(p[i]) == word[i])
		i++;
	return i == n && word[i] == '\0';
}

unsigned char
url_byte(const char *p, size_t n, size_t *taken)
{
	*taken = 1;
	if (p[0] != '%' || n < 3 || url_hex(p[1]) < 0 || url_hex(p[2]) < 0)
		return (unsigned char)p[0];
	*taken = 3;
	return (unsigned char)(url_hex(p[1]) * 16 + url_hex(p[2]));
}

/* Blanks around it, and tabs and line ends within it, are nothing. */
static enum url_fault
clean(const char *p, size_t n, char *to, size_t *length)
{
	size_t	k = 0;

	while (n > 0 && (unsigned char)p[n - 1] <= ' ')
		n--;
	for (size_t i = 0; i < n && p[i] != '#'; i++) {
		if (p[i] == '\t' || p[i] == '\n' || p[i] == '\r' ||
		    (k == 0 && (unsigned char)p[i] <= ' '))
			continue;
		if (k == URL_BYTES)
			return URL_LONG;
		to[k++] = p[i];
	}
	*length = k;
	return k == 0 ? URL_EMPTY : URL_GOOD;
}

/* A backslash is a slash up to the query. */
static void
turn_slashes(char *p, size_t n)
{
	for (size_t i = 0; i < n && p[i] != '?'; i++)
		if (p[i] == '\\')
			p[i] = '/';
}

/* Bytes of "scheme:", or 0. */
static size_t
scheme_of(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && ((url_lower(p[i]) >= 'a' && url_lower(p[i]) <= 'z') ||
	    (i > 0 && (url_is_digit(p[i]) || p[i] == '+' || p[i] == '-' ||
	    p[i] == '.'))))
		i++;
	return i > 0 && i < n && p[i] == ':' ? i + 1 : 0;
}

static size_t
count_slashes(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && p[i] == '/')
		i++;
	return i;
}

/* A reference, taken apart: what it has of its own, and the rest. */
struct reference {
	const char	*p;
	size_t		 n;
	bool		 whole;		/* p is an authority and so on */
	bool		 secure;	/* then: https */
};

static enum url_fault
take_apart(const char *base, const char *p, size_t n, struct reference *r)
{
	size_t	scheme = scheme_of(p, n), slashes;
	bool	secure = url_is_word(p, scheme, "https:");
	bool	base_secure = base != NULL && strncmp(base, "https", 5) == 0;

	if (scheme == 0 ? base == NULL : !secure &&
	    !url_is_word(p, scheme, "http:"))
		return URL_SCHEME;
	slashes = count_slashes(p + scheme, n - scheme);
	r->whole = slashes >= 2 || (scheme > 0 &&
	    (base == NULL || secure != base_secure));
	r->secure = scheme > 0 ? secure : base_secure;
	if (r->whole)
		scheme += slashes;
	r->p = p + scheme;
	r->n = n - scheme;
	return URL_GOOD;
}

static void
put_text(struct url_text *to, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		url_put(to, p[i]);
}

static bool
is_unreserved(unsigned char c)
{
	char	low = url_lower((char)c);

	return (low >= 'a' && low <= 'z') || url_is_digit(low) ||
	    (c != '\0' && strchr("-._~", c) != NULL);
}

/* Path or query: what need not be encoded is not, all else is. */
static void
put_coded(struct url_text *to, const char *p, size_t n, const char *plain)
{
	static const char	digits[] = "0123456789ABCDEF";
	size_t			taken;

	for (size_t i = 0; i < n; i += taken) {
		unsigned char	c = url_byte(p + i, n - i, &taken);

		if (is_unreserved(c) || (taken == 1 && c != '\0' &&
		    strchr(plain, c) != NULL)) {
			url_put(to, (char)c);
			continue;
		}
		url_put(to, '%');
		url_put(to, digits[c >> 4]);
		url_put(to, digits[c & 15]);
	}
}

static enum url_fault
put_decoded(char *to, const char *p, size_t n)
{
	size_t	k = 0, taken;

	for (size_t i = 0; i < n; i += taken) {
		to[k] = (char)url_byte(p + i, n - i, &taken);
		if (to[k++] == '\0')
			return URL_HOST;
		if (k == URL_USER_BYTES)
			return URL_LONG;
	}
	to[k] = '\0';
	return URL_GOOD;
}

/* "user:password", of an authority in front of its last '@'. */
static enum url_fault
read_user(struct url_user *user, const char *p, size_t n)
{
	const char	*colon = memchr(p, ':', n);
	size_t		 name = colon == NULL ? n : (size_t)(colon - p);
	enum url_fault	 fault = put_decoded(user->name, p, name);

	if (fault == URL_GOOD && colon != NULL)
		fault = put_decoded(user->password, colon + 1, n - name - 1);
	return fault;
}

/* Behind a host: ":8080", ":" or nothing. */
static enum url_fault
put_port(struct url_text *to, const char *p, size_t n, bool secure)
{
	unsigned	port = 0, digits = 10000;

	if (n <= 1)
		return URL_GOOD;
	for (size_t i = 1; i < n; i++) {
		if (!url_is_digit(p[i]))
			return URL_PORT;
		port = port * 10 + (unsigned)(p[i] - '0');
		if (port > 65535)
			return URL_PORT;
	}
	if (port == 0)
		return URL_PORT;
	if (port == (secure ? 443 : 80))
		return URL_GOOD;
	url_put(to, ':');
	while (digits > port)
		digits /= 10;
	for (; digits > 0; digits /= 10)
		url_put(to, (char)('0' + port / digits % 10));
	return URL_GOOD;
}

static size_t
host_length(const char *p, size_t n)
{
	size_t	i = 0;

	while (n > 0 && p[0] == '[' && i < n && p[i] != ']')
		i++;
	while (i < n && p[i] != ':')
		i++;
	return i;
}

static enum url_fault
put_authority(struct url_text *to, const char *p, size_t n, bool secure,
    struct url_user *user)
{
	const char	*at = memrchr(p, '@', n);
	enum url_fault	 fault = URL_GOOD;
	size_t		 host;

	if (at != NULL) {
		if (user != NULL)
			fault = read_user(user, p, (size_t)(at - p));
		n -= (size_t)(at + 1 - p);
		p = at + 1;
	}
	host = host_length(p, n);
	if (fault == URL_GOOD)
		fault = url_put_host(to, p, host);
	return fault != URL_GOOD ? fault : put_port(to, p + host, n - host,
	    secure);
}

static size_t
before(const char *p, size_t n, const char *set)
{
	size_t	i = 0;

	while (i < n && (p[i] == '\0' || strchr(set, p[i]) == NULL))
		i++;
	return i;
}

/* Path and query behind what stands in `to`. */
static void
put_path(const struct url_rules *rules, struct url_text *to, const char *p,
    size_t n)
{
	size_t	path = before(p, n, "?"), from = to->n;

	if (path == 0)
		url_put(to, '/');
	put_coded(to, p, path, "!$&'()*+,;=:@/");
	if (!rules->keep_sessions)
		url_drop_path_sessions(to, from);
	if (path == n)
		return;
	from = to->n;
	put_coded(to, p + path, n - path, "!$&'()*+,;=:@/?");
	url_order_query(rules, to, from);
}

/* "." and ".." may have come out of %2E: they are resolved at the end. */
static enum url_fault
finish(struct ps_self *self, struct url_text *t, char *to, size_t *length)
{
	if (t->full)
		return URL_LONG;
	*length = ps_resolve(self, "", 0, t->p, t->n, to);
	if (*length == SIZE_MAX)
		return URL_EMPTY;
	to[*length] = '\0';
	return URL_GOOD;
}

static enum url_fault
write_whole(struct ps_self *self, const struct url_rules *rules,
    const struct reference *r, char *to, size_t *length,
    struct url_user *user)
{
	char		 text[URL_ROOM];
	struct url_text	 t = { text, 0, URL_BYTES, false };
	size_t		 authority = before(r->p, r->n, "/?");
	enum url_fault	 fault;

	put_text(&t, "https", r->secure ? 5 : 4);
	put_text(&t, "://", 3);
	fault = put_authority(&t, r->p, authority, r->secure, user);
	if (fault != URL_GOOD)
		return fault;
	put_path(rules, &t, r->p + authority, r->n - authority);
	return finish(self, &t, to, length);
}

/* Its %2E must not be lost on the way: encoded first, then resolved. */
static enum url_fault
write_relative(struct ps_self *self, const struct url_rules *rules,
    const char *base, const struct reference *r, char *to, size_t *length)
{
	char		 text[URL_ROOM + 2], resolved[RESOLVED_ROOM];
	struct url_text	 t = { text, 0, URL_BYTES, false };
	struct reference whole = { .whole = true,
				   .secure = strncmp(base, "https", 5) == 0 };
	size_t		 scheme = whole.secure ? 8 : 7;
	size_t		 path = before(r->p, r->n, "?");

	/* "http:a:b" is a path, too. */
	if (path > 0 && r->p[0] != '/')
		put_text(&t, "./", 2);
	put_coded(&t, r->p, path, "!$&'()*+,;=:@/");
	put_text(&t, r->p + path, r->n - path);
	whole.n = t.full ? SIZE_MAX : ps_resolve(self, base, strlen(base),
	    t.p, t.n, resolved);
	if (whole.n == SIZE_MAX)
		return t.full ? URL_LONG : URL_EMPTY;
	whole.p = resolved + scheme;
	whole.n -= scheme;
	return write_whole(self, rules, &whole, to, length, NULL);
}

enum url_fault
url_canonical(struct ps_self *self, const struct url_rules *rules,
    const char *base, const char *p, size_t n, char *to, size_t *length,
    struct url_user *user)
{
	char			 text[URL_ROOM];
	struct reference	 r;
	enum url_fault		 fault = clean(p, n, text, &n);

	if (user != NULL)
		user->name[0] = user->password[0] = '\0';
	if (fault != URL_GOOD)
		return fault;
	turn_slashes(text, n);
	if ((fault = take_apart(base, text, n, &r)) != URL_GOOD)
		return fault;
	return r.whole ? write_whole(self, rules, &r, to, length, user) :
	    write_relative(self, rules, base, &r, to, length);
}

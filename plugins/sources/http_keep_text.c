/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep_text.c - heads of requests and answers, as they may be kept: all
 * of their bytes but for what is secret.
 *
 * Of a request only what programs say of themselves is shown, since a user may
 * put keys into any other header; of an answer, cookies and what else servers
 * hand out is not shown.  Then the core hides what it knows to be secret.
 */
#include <stdlib.h>
#include <string.h>

#include "http_keep_impl.h"

#define TEXT_MOST	((size_t)4 << 20)

static const char *const harmless[] = {
	"accept", "accept-charset", "accept-encoding", "accept-language",
	"cache-control", "connection", "content-length", "content-type",
	"dnt", "from", "host", "http2-settings", "if-modified-since",
	"if-none-match", "if-range", "pragma", "range", "referer",
	"upgrade", "user-agent"
};

static const char *const secret[] = {
	"authorization", "authentication-info", "proxy-authentication-info",
	"set-cookie", "set-cookie2", "x-api-key", "x-auth-token",
	"x-csrf-token", "x-xsrf-token", "x-amz-security-token"
};

/* What is said of a body that is no longer so. */
static const char *const renamed[] = {
	"content-encoding", "content-length", "transfer-encoding"
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

void
keep_add(struct keep_text *t, const char *p, size_t n)
{
	size_t	 room = t->room == 0 ? 1024 : t->room;
	char	*more;

	while (room - t->n <= n && room < TEXT_MOST)
		room *= 2;
	if (room - t->n <= n) {
		t->failed = true;
		return;
	}
	if (room > t->room) {
		if ((more = realloc(t->p, room)) == NULL) {
			t->failed = true;
			return;
		}
		t->p = more;
		t->room = room;
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

void
keep_str(struct keep_text *t, const char *s)
{
	keep_add(t, s, strlen(s));
}

void
keep_field(struct keep_text *t, const char *name, const char *value)
{
	keep_str(t, name);
	keep_str(t, ": ");
	keep_str(t, value);
	keep_str(t, "\r\n");
}

void
keep_hide(struct ps_self *self, struct keep_text *t)
{
	size_t	 n = t->n, room = PS_HIDE_ROOM(n);
	char	*p;

	if (n == 0 || t->failed)
		return;
	if ((p = realloc(t->p, room + 1)) == NULL) {
		t->failed = true;
		return;
	}
	t->p = p;
	t->room = room + 1;
	n = ps_hide(self, t->p, n, room);
	t->n = n > 0 ? n : t->n;
	t->p[t->n] = '\0';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is(const char *p, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (name[i] == '\0' || lower(p[i]) != name[i])
			return false;
	return name[n] == '\0';
}

static bool
among(const char *p, size_t n, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is(p, n, names[i]))
			return true;
	return false;
}

struct line {
	const char	*p;
	size_t		 n;		/* without its end */
	size_t		 name;		/* so many bytes before ':' */
};

/* The next line from *at on; false: the blank one, or none. */
static bool
next_line(const char *p, size_t n, size_t *at, struct line *out)
{
	const char	*end = memchr(p + *at, '\n', n - *at), *colon;

	out->p = p + *at;
	out->n = end == NULL ? n - *at : (size_t)(end - out->p);
	*at += out->n + (end != NULL);
	if (out->n > 0 && out->p[out->n - 1] == '\r')
		out->n--;
	colon = memchr(out->p, ':', out->n);
	out->name = colon == NULL ? 0 : (size_t)(colon - out->p);
	return out->n > 0;
}

/* "Set-Cookie: name=***" */
static void
add_hidden(struct keep_text *to, const struct line *l)
{
	keep_add(to, l->p, l->name);
	keep_str(to, ": ***\r\n");
}

static void
add_line(struct keep_text *to, const struct line *l)
{
	keep_add(to, l->p, l->n);
	keep_str(to, "\r\n");
}

void
keep_request(struct ps_self *self, struct keep_text *to, const char *p,
    size_t n)
{
	struct line	l;
	size_t		at = 0;
	bool		first = true;

	while (at < n && next_line(p, n, &at, &l)) {
		if (first || among(l.p, l.name, harmless, COUNT(harmless)))
			add_line(to, &l);
		else if (l.name > 0)
			add_hidden(to, &l);
		first = false;
	}
	keep_str(to, "\r\n");
	keep_hide(self, to);
}

static bool
says_coding(const char *p, size_t n)
{
	struct line	l;
	size_t		at = 0;

	while (at < n && next_line(p, n, &at, &l))
		if (is(l.p, l.name, "content-encoding") ||
		    is(l.p, l.name, "transfer-encoding"))
			return true;
	return false;
}

/* What speaks HTTP/2 is understood by few programs that read archives. */
static void
add_first(struct keep_text *to, const struct line *l)
{
	struct line	rest = *l;
	const char	*blank = memchr(l->p, ' ', l->n);

	if (blank != NULL && l->n > 6 && memcmp(l->p, "HTTP/", 5) == 0 &&
	    (l->p[5] == '2' || l->p[5] == '3')) {
		keep_str(to, "HTTP/1.1");
		rest.n -= (size_t)(blank - l->p);
		rest.p = blank;
	}
	add_line(to, &rest);
}

void
keep_head(struct ps_self *self, struct keep_text *to, const char *p, size_t n,
    bool decoded, uint64_t length)
{
	bool		changed = decoded && says_coding(p, n);
	char		digits[24];
	struct line	l;
	size_t		at = 0, k = sizeof(digits);

	if (at < n && next_line(p, n, &at, &l))
		add_first(to, &l);
	while (at < n && next_line(p, n, &at, &l)) {
		if (changed && among(l.p, l.name, renamed, COUNT(renamed)))
			keep_str(to, "X-Archive-Orig-");
		if (among(l.p, l.name, secret, COUNT(secret)))
			add_hidden(to, &l);
		else
			add_line(to, &l);
	}
	if (changed) {
		digits[--k] = '\0';
		do
			digits[--k] = (char)('0' + length % 10);
		while ((length /= 10) > 0);
		keep_field(to, "Content-Length", digits + k);
	}
	keep_str(to, "\r\n");
	keep_hide(self, to);
}

unsigned
keep_status(const char *head, size_t n)
{
	const char	*p = memchr(head, ' ', n), *end = head + n;
	unsigned	 status = 0;

	while (p != NULL && p < end && *p == ' ')
		p++;
	for (; p != NULL && p < end && *p >= '0' && *p <= '9' && status < 1000;
	    p++)
		status = status * 10 + (unsigned)(*p - '0');
	return status;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url_query.c - sessions that stand in URLs are left out, parameters are
 * sorted where that is wished, and those that count pages are known.
 *
 * A session makes another URL of the same page for each visitor.  Names that
 * only servers give are known by themselves, others by a value that looks
 * drawn by lot, since "sid=42" may be a page of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "http_url_impl.h"

#define DRAWN_BYTES	16u	/* fewer are not drawn by lot */

static const struct session {
	const char	*name;		/* in small letters */
	bool		 sure;		/* whatever its value */
} sessions[] = {
	{ "jsessionid", true },
	{ "phpsessid", true },
	{ "aspsessionid", true },
	{ "cfid", false }, { "cftoken", false },
	{ "oscsid", false }, { "osc_sid", false },
	{ "s_id", false }, { "sess", false }, { "sess_id", false },
	{ "session", false }, { "session_id", false },
	{ "sessionid", false }, { "sesskey", false }, { "sid", false },
	{ "xtcsid", false }, { "zenid", false },
};

/* A long word of letters and digits, with both in it. */
static bool
is_drawn(const char *p, size_t n)
{
	size_t	digits = 0, letters = 0;

	for (size_t i = 0; i < n; i++) {
		char	low = url_lower(p[i]);

		if (url_is_digit(low))
			digits++;
		else if (low >= 'a' && low <= 'z')
			letters++;
		else if (low != '-' && low != '_')
			return false;
	}
	return n >= DRAWN_BYTES && digits > 0 && letters > 0;
}

/* "name=value" */
static bool
is_session(const char *p, size_t n)
{
	const char	*equals = memchr(p, '=', n);
	size_t		 name = equals == NULL ? n : (size_t)(equals - p);

	if (equals == NULL)
		return false;
	/* ASP puts eight letters behind the name. */
	if (name == 20 && url_is_word(p, 12, "aspsessionid"))
		name = 12;
	for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++)
		if (url_is_word(p, name, sessions[i].name))
			return sessions[i].sure || is_drawn(equals + 1,
			    n - (size_t)(equals + 1 - p));
	return false;
}

static size_t
until(const char *p, size_t n, char a, char b)
{
	size_t	i = 0;

	while (i < n && p[i] != a && p[i] != b)
		i++;
	return i;
}

void
url_drop_path_sessions(struct url_text *t, size_t from)
{
	size_t	to = from;

	for (size_t i = from, n; i < t->n; i += n) {
		bool	parameter = t->p[i] == ';';

		n = 1 + until(t->p + i + 1, t->n - i - 1, ';', '/');
		if (parameter && is_session(t->p + i + 1, n - 1))
			continue;
		memmove(t->p + to, t->p + i, n);
		to += n;
	}
	t->n = to;
}

struct parameter {
	uint16_t	at, n, key;	/* bytes from the query's begin */
};


static int
by_key(const void *x, const void *y, void *arg)
{
	const struct parameter	*a = x, *b = y;
	const char		*query = arg;
	int			 c = memcmp(query + a->at, query + b->at,
				    a->key < b->key ? a->key : b->key);

	if (c == 0)
		c = (a->key > b->key) - (a->key < b->key);
	/* Those of one name stay as they were. */
	return c != 0 ? c : (a->at > b->at) - (a->at < b->at);
}

/* The parameters of "a=1&b=2" but for sessions; how many. */
static size_t
find_parameters(const struct url_rules *rules, const char *query, size_t n,
    struct parameter *out)
{
	size_t	k = 0;

	for (size_t i = 0, length; i <= n; i += length + 1) {
		length = until(query + i, n - i, '&', '&');
		if (!rules->keep_sessions && is_session(query + i, length))
			continue;
		out[k].at = (uint16_t)i;
		out[k].n = (uint16_t)length;
		out[k++].key = (uint16_t)until(query + i, length, '=', '=');
	}
	return k;
}

void
url_order_query(const struct url_rules *rules, struct url_text *t,
    size_t from)
{
	struct parameter all[URL_BYTES + 1];
	char		 query[URL_BYTES];
	size_t		 n, length = t->n - from;

	if (length < 2 || (rules->keep_sessions && !rules->sort_query))
		return;
	/* Behind '?'. */
	memcpy(query, t->p + from + 1, --length);
	n = find_parameters(rules, query, length, all);
	if (rules->sort_query)
		qsort_r(all, n, sizeof(all[0]), by_key, query);
	t->n = from;
	for (size_t i = 0; i < n; i++) {
		url_put(t, i == 0 ? '?' : '&');
		for (size_t k = 0; k < all[i].n; k++)
			url_put(t, query[all[i].at + k]);
	}
}

/* What counts the pages of a list. */
static const char *const counters[] = {
	"from", "offset", "p", "page", "page_no", "page_num", "paged",
	"pageindex", "pageno", "pagenum", "pagenumber", "pg", "seite", "skip",
	"start"
};

/* "page=2" */
static bool
is_counter(const char *p, size_t n)
{
	size_t	name = until(p, n, '=', '='), i = name + 1;

	while (i < n && url_is_digit(p[i]))
		i++;
	if (i < n || name + 1 >= n)
		return false;
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		if (url_is_word(p, name, counters[i]))
			return true;
	return false;
}

static bool
has_parameter(const struct url_parts *url, const char *p, size_t n)
{
	for (size_t i = 0, k; i < url->query.n; i += k + 1) {
		k = until(url->query.p + i, url->query.n - i, '&', '&');
		if (k == n && memcmp(url->query.p + i, p, n) == 0)
			return true;
	}
	return false;
}

/* "/list/page/2/" */
static bool
is_other_part(struct url_piece path, struct url_piece than)
{
	static const char	part[] = "/page/";
	const char		*p = memmem(path.p, path.n, part, 6);
	size_t			n = p == NULL ? 0 : path.n -
				    (size_t)(p - path.p), k = 6;

	while (k < n && url_is_digit(p[k]))
		k++;
	return n > 6 && k > 6 && (k == n || p[k] == '/') &&
	    memmem(than.p, than.n, p, k) == NULL;
}

bool
url_is_other_page(const char *url, const char *than)
{
	struct url_parts	own, other;

	url_split(url, &own);
	url_split(than, &other);
	if (is_other_part(own.path, other.path))
		return true;
	for (size_t i = 0, k; i < own.query.n; i += k + 1) {
		const char	*p = own.query.p + i;

		k = until(p, own.query.n - i, '&', '&');
		if (is_counter(p, k) && !has_parameter(&other, p, k))
			return true;
	}
	return false;
}

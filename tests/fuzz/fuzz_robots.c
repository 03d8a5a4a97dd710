/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_robots.c - any bytes as a robots.txt.
 *
 * The first line is the agent, the second a path.  Each rule is also tried
 * alone, against a matcher that tries all there is.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../plugins/sources/http_robots.h"

#define LITTLE	400u	/* of rules and paths that are tried alone */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_robots: %s\n", what);
	abort();
}

static const char *
cut_line(const char **p, const char *end, size_t *n)
{
	const char	*line = *p, *stop = line == end ? NULL :
			    memchr(line, '\n', (size_t)(end - line));

	*n = (size_t)((stop == NULL ? end : stop) - line);
	*p = stop == NULL ? end : stop + 1;
	return line;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

static bool
is_code(const char *p, size_t n)
{
	return n >= 3 && p[0] == '%' && is_hex(p[1]) && is_hex(p[2]);
}

/* A rule as the reference parser escapes it. */
static size_t
escape(const char *p, size_t n, char *out)
{
	static const char	digits[] = "0123456789ABCDEF";
	size_t			m = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)p[i];

		out[m++] = c < 0x80 ? p[i] : '%';
		if (c >= 0x80) {
			out[m++] = digits[c >> 4];
			out[m++] = digits[c & 15];
		}
		for (int k = 0; k < 2 && is_code(p + i, n - i); k++) {
			char	d = p[i + 1 + (size_t)k];

			out[m++] = d >= 'a' ? (char)(d - 32) : d;
		}
		i += is_code(p + i, n - i) ? 2 : 0;
	}
	return m;
}

/* All beginnings of the path that each beginning of the rule matches. */
static bool
matches(const char *rule, size_t n, const char *path, size_t m)
{
	bool	at[LITTLE + 1] = { true };
	bool	whole = n > 0 && rule[n - 1] == '$', any = false;

	for (size_t i = 0; i < n - whole; i++) {
		bool	star = rule[i] == '*';

		for (size_t k = m; k > 0; k--)
			if (!star)
				at[k] = at[k - 1] && path[k - 1] == rule[i];
			else
				for (size_t j = 0; j < k && !at[k]; j++)
					at[k] = at[j];
		at[0] = at[0] && star;
	}
	for (size_t k = 0; k <= m; k++)
		any |= at[k];
	return whole ? at[m] : any;
}

static void
check_rule(const struct robots_line *l, const char *path, size_t n)
{
	char	text[LITTLE + 100], rule[3 * LITTLE], slash[LITTLE + 1] = "/";
	size_t	m;
	bool	want;

	if (l->n == 0 || l->n > LITTLE || n >= LITTLE ||
	    memchr(l->value, '\0', l->n) != NULL)
		return;
	memcpy(slash + (n == 0 || *path != '/'), path, n);
	n += n == 0 || *path != '/';
	want = matches(rule, escape(l->value, l->n, rule), slash, n);
	m = (size_t)snprintf(text, sizeof(text),
	    "User-Agent: *\nDisallow: %.*s", (int)l->n, l->value);
	check(robots_allows_verbatim(text, m, "x", 1, slash, n) == !want,
	    "a rule that matches otherwise");
}

/* It is one how letters are encoded. */
static void
check_encoded(const char *text, size_t n, const char *agent, size_t agent_n,
    const char *path, size_t path_n)
{
	char	other[3 * LITTLE];
	size_t	m = 0;
	bool	want = robots_allows(text, n, agent, agent_n, path, path_n);

	if (path_n >= LITTLE || (path_n == 11 &&
	    memcmp(path, "/robots.txt", 11) == 0))
		return;
	for (size_t i = 0; i < path_n; i++)
		if (is_code(path + i, path_n - i)) {
			memcpy(other + m, path + i, 3);
			m += 3;
			i += 2;
		} else if (i > 1 && path[i - 1] != '%' && path[i - 2] != '%' &&
		    ((path[i] >= 'a' && path[i] <= 'z') ||
		    (unsigned char)path[i] >= 0x80)) {
			m += (size_t)snprintf(other + m, 4, "%%%02x",
			    (unsigned char)path[i]);
		} else {
			other[m++] = path[i];
		}
	check(robots_allows(text, n, agent, agent_n, other, m) == want,
	    "another answer to a path in another guise");
}

static void
check_lines(const char *text, size_t n, const char *path, size_t path_n)
{
	struct robots_reader	r;
	struct robots_line	l;
	uint32_t		last = 0;
	int			rules = 0;

	robots_begin(&r, text, n);
	while (robots_next(&r, &l)) {
		check(l.number > last, "lines that are not counted");
		check(l.value >= text && l.value + l.n <= text + n &&
		    l.n <= ROBOTS_LINE, "a value from elsewhere");
		last = l.number;
		if ((l.kind == ROBOTS_ALLOW || l.kind == ROBOTS_DISALLOW) &&
		    rules++ < 50)
			check_rule(&l, path, path_n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char			*whole = malloc(size + (size == 0));
	const char		*p = whole, *end, *agent, *path, *url;
	size_t			 agent_n, path_n, n;
	struct robots_reader	 r;

	if (whole == NULL)
		abort();
	if (size > 0)
		memcpy(whole, data, size);
	end = whole + size;
	agent = cut_line(&p, end, &agent_n);
	agent_n = robots_product(agent, agent_n);
	path = cut_line(&p, end, &path_n);
	path = robots_path(path, path_n, &path_n);
	check_lines(p, (size_t)(end - p), path, path_n);
	check_encoded(p, (size_t)(end - p), agent, agent_n, path, path_n);
	check(robots_delay(p, (size_t)(end - p), agent, agent_n) >= -1,
	    "a delay below none");
	robots_begin(&r, p, (size_t)(end - p));
	while (robots_sitemap(&r, &url, &n))
		check(n > 0, "a sitemap without an address");
	free(whole);
	return 0;
}

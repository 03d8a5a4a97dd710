/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_robots_group.c - what the groups of robots.txt say to one agent.
 *
 * The lines are gone through anew for each question: a text is small, most
 * sites have one of a few lines, and so there is nothing to keep.
 */
#include <string.h>
#include <strings.h>

#include "http_robots_impl.h"

/*
 * What holds for an agent: rules of groups that name it and of those for all,
 * [1] and [0].  Once a group names it, the others do not count.
 */
struct agent {
	const char	*name;
	size_t		 n;
	bool		 in[2];		/* the group that is read */
	bool		 rules;		/* which has a rule already */
	bool		 named;		/* by some group of the text */
	int32_t		 allow[2], disallow[2];
	int64_t		 delay[2];
};

static struct agent
agent_of(const char *name, size_t n)
{
	return (struct agent){ .name = name, .n = n, .delay = { -1, -1 } };
}

/* Groups begin with their agents; further records do not part them. */
static void
add_agent(struct agent *a, const struct robots_line *l)
{
	if (a->rules)
		a->in[0] = a->in[1] = a->rules = false;
	if (l->n > 0 && l->value[0] == '*' && (l->n == 1 ||
	    l->value[1] == ' ' || l->value[1] == '\t')) {
		a->in[0] = true;
		return;
	}
	if (a->n > 0 && robots_product(l->value, l->n) == a->n &&
	    strncasecmp(l->value, a->name, a->n) == 0)
		a->in[1] = a->named = true;
}

/* An index.htm or index.html that is allowed allows its folder. */
static int32_t
match_folder(const struct robots_octets *path, const struct robots_line *l)
{
	static const char	index[] = "/index.htm";
	char			pattern[ROBOTS_LINE + 1];
	const char		*slash = memrchr(l->value, '/', l->n);
	size_t			n;

	if (slash == NULL)
		return -1;
	n = (size_t)(slash - l->value) + 1;
	if (l->n - n + 1 < strlen(index) ||
	    memcmp(slash, index, strlen(index)) != 0)
		return -1;
	memcpy(pattern, l->value, n);
	pattern[n] = '$';
	return robots_match(path, pattern, n + 1);
}

static void
add_rule(struct agent *a, const struct robots_line *l,
    const struct robots_octets *paths, size_t n)
{
	bool	allow = l->kind == ROBOTS_ALLOW;
	int32_t	*best = (allow ? a->allow : a->disallow) + a->in[1];

	if (!a->in[0] && !a->in[1])
		return;
	a->rules = true;
	for (size_t i = 0; i < n && (!a->named || a->in[1]); i++) {
		int32_t	weight = robots_match(&paths[i], l->value, l->n);

		if (weight < 0 && allow)
			weight = match_folder(&paths[i], l);
		if (weight > *best)
			*best = weight;
	}
}

static bool
answer(struct agent *a, const char *text, size_t n,
    const struct robots_octets *paths, size_t n_paths)
{
	struct robots_reader	r;
	struct robots_line	l;

	robots_begin(&r, text, n);
	while (robots_next(&r, &l))
		if (l.kind == ROBOTS_USER_AGENT)
			add_agent(a, &l);
		else if (l.kind == ROBOTS_ALLOW || l.kind == ROBOTS_DISALLOW)
			add_rule(a, &l, paths, n_paths);
	return a->disallow[a->named] <= a->allow[a->named];
}

bool
robots_allows_verbatim(const char *text, size_t n, const char *agent,
    size_t agent_n, const char *path, size_t path_n)
{
	struct agent		a = agent_of(agent, agent_n);
	struct robots_octets	o;

	return robots_path_set(&o, ROBOTS_VERBATIM, path, path_n) &&
	    answer(&a, text, n, &o, 1);
}

bool
robots_allows(const char *text, size_t n, const char *agent, size_t agent_n,
    const char *path, size_t path_n)
{
	static const char	itself[] = "/robots.txt";
	struct agent		a = agent_of(agent, agent_n);
	struct robots_octets	o[2];

	if (path_n == strlen(itself) && memcmp(path, itself, path_n) == 0)
		return true;
	return robots_path_set(&o[0], ROBOTS_PATHS, path, path_n) &&
	    robots_path_set(&o[1], ROBOTS_QUERIES, path, path_n) &&
	    answer(&a, text, n, o, o[1].query ? 2 : 1);
}

/* Seconds with decimals; -1 for what is none. */
static int64_t
parse_delay(const char *p, size_t n)
{
	int64_t	ms = 0;
	size_t	decimals = 0, digits = 0;
	bool	point = false;

	for (size_t i = 0; i < n; i++)
		if (p[i] == '.' && !point)
			point = true;
		else if (p[i] < '0' || p[i] > '9')
			return -1;
		else if (digits++, (!point || decimals++ < 3) &&
		    ms < INT64_C(1) << 50)
			ms = ms * 10 + (p[i] - '0');
	for (; decimals < 3; decimals++)
		ms = ms < INT64_C(1) << 50 ? ms * 10 : ms;
	return digits > 0 ? ms : -1;
}

int64_t
robots_delay(const char *text, size_t n, const char *agent, size_t agent_n)
{
	struct agent		a = agent_of(agent, agent_n);
	struct robots_reader	r;
	struct robots_line	l;

	robots_begin(&r, text, n);
	while (robots_next(&r, &l)) {
		int64_t	*delay = &a.delay[a.in[1]], ms;

		if (l.kind == ROBOTS_USER_AGENT)
			add_agent(&a, &l);
		else if (l.kind == ROBOTS_ALLOW || l.kind == ROBOTS_DISALLOW)
			a.rules = a.in[0] || a.in[1];
		else if (l.kind == ROBOTS_DELAY && (a.in[0] || a.in[1])) {
			ms = parse_delay(l.value, l.n);
			*delay = ms > *delay ? ms : *delay;
		}
	}
	return a.delay[a.named];
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_load.c - descriptions of the user and those of the table, alike.
 *
 * The user's are lines "name: pattern"; those of one name are one log.
 */
#include <string.h>

#include "known.h"

/* The line at *p, which moves on; false: it is no "name: pattern". */
static bool
next_pair(const char **p, struct known_text *name, struct known_text *pattern)
{
	size_t		 n = strcspn(*p, "\n");
	const char	*line = *p, *colon = memchr(line, ':', n);

	*p += n + (line[n] != '\0');
	if (colon == NULL || colon == line)
		return false;
	*name = (struct known_text){ line, (size_t)(colon - line) };
	colon++;
	colon += *colon == ' ';
	*pattern = (struct known_text){ colon, (size_t)(line + n - colon) };
	return true;
}

static bool
is_same(const struct known_text *t, const char *p, size_t n)
{
	return t->n == n && memcmp(t->p, p, n) == 0;
}

/* Is it the first line of that name? */
static bool
is_first(const char *user, const struct known_text *name)
{
	struct known_text	other, pattern;

	for (const char *p = user; p < name->p && *p != '\0';)
		if (next_pair(&p, &other, &pattern) && other.p < name->p &&
		    is_same(&other, name->p, name->n))
			return false;
	return true;
}

bool
known_nth(const char *user, uint32_t n, struct known_one *one)
{
	struct known_text	name, pattern;
	const char		*p = user;

	while (p != NULL && *p != '\0')
		if (next_pair(&p, &name, &pattern) && is_first(user, &name) &&
		    n-- == 0) {
			*one = (struct known_one){ name.p, name.n, NULL };
			return true;
		}
	for (uint32_t i = 0; known_table[i].name != NULL; i++)
		if (n-- == 0) {
			*one = (struct known_one){ known_table[i].name,
			    strlen(known_table[i].name),
			    known_table[i].title };
			return true;
		}
	return false;
}

static const struct known_description *
of_table(const struct known_one *one)
{
	for (uint32_t i = 0; known_table[i].name != NULL; i++)
		if (known_table[i].name == one->name)
			return &known_table[i];
	return NULL;
}

bool
known_pattern(const char *user, const struct known_one *one, uint32_t n,
    struct known_text *pattern)
{
	const struct known_description	*d = of_table(one);
	struct known_text		 name;

	if (d != NULL) {
		if (n >= KNOWN_LINES || d->patterns[n] == NULL)
			return false;
		*pattern = (struct known_text){ d->patterns[n],
		    strlen(d->patterns[n]) };
		return true;
	}
	while (user != NULL && *user != '\0')
		if (next_pair(&user, &name, pattern) &&
		    is_same(&name, one->name, one->n_name) && n-- == 0)
			return true;
	return false;
}

const char *
known_load(const char *user, const struct known_one *one,
    struct known_log *log)
{
	struct known_text	 t;
	const char		*wrong = NULL;

	known_start(log);
	for (uint32_t i = 0; wrong == NULL &&
	    known_pattern(user, one, i, &t); i++)
		wrong = known_add(log, t.p, t.n);
	return wrong != NULL ? wrong : log->n_columns > 0 ? NULL :
	    "a pattern with a column";
}

const char *
known_expects(const char *user)
{
	struct known_log	 log;
	struct known_text	 name, pattern;
	const char		*wrong;

	while (*user != '\0') {
		if (!next_pair(&user, &name, &pattern))
			return "lines of NAME: PATTERN";
		known_start(&log);
		if ((wrong = known_add(&log, pattern.p, pattern.n)) != NULL)
			return wrong;
	}
	return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_look.c - what is counted of a sample, to tell YAML from what only looks
 * like it.
 */
#include <string.h>

#include "yaml_format.h"

static bool
is_word(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] <= ' ' || strchr("(){}[];,\"'=<>`|",
		    p[i]) != NULL)
			return false;
	return n > 0 && n <= 60;
}

void
look_event(struct yaml *y, const struct event *e, bool is_key)
{
	struct look	*l = y->look;

	if (l == NULL)
		return;
	if (e->line != l->line && (is_key || y->depth > 1 ||
	    e->kind == EV_MAP))
		l->lines++;
	if (e->line != l->line && y->depth > 0 && (e->kind == EV_MAP ||
	    e->kind == EV_LIST))
		l->nested++;
	l->lists += y->depth == 0 && e->kind == EV_LIST;
	l->line = e->line;
	if (e->kind == EV_SCALAR && e->last_line > e->line) {
		l->inside += (uint32_t)(e->last_line - e->line);
		l->folded += e->plain ? (uint32_t)(e->last_line - e->line) : 0;
	}
	if (!is_key)
		return;
	l->keys++;
	l->words += is_word(e->p, e->n);
}

static void
count_kind(struct look *l, const char *name, size_t n)
{
	uint32_t	i;

	for (i = 0; i < l->n_kinds; i++)
		if (strlen(l->kinds[i]) == n && memcmp(l->kinds[i], name,
		    n) == 0)
			break;
	if (i == KINDS)
		return;
	if (i == l->n_kinds) {
		memcpy(l->kinds[i], name, n);
		l->n_kinds++;
	}
	l->with_kind++;
	if (++l->kind_count[i] > l->kind_count[l->most])
		l->most = i;
}

void
look_document(struct yaml *y)
{
	char	name[sizeof(y->look->kinds[0])];
	size_t	n;

	if (y->look == NULL)
		return;
	y->look->documents++;
	n = events_word(&y->events, "kind", name, sizeof(name));
	if (n > 0)
		count_kind(y->look, name, n);
}

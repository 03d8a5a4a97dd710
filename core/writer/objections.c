/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * objections.c - what scripts say of records, grouped by the words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "rows.h"
#include "objections.h"
#include "str.h"

#define OBJECTIONS_SHOWN	5u

static struct objection *
find(struct objections *all, const char *message)
{
	for (uint32_t i = 0; i < all->n; i++)
		if (strcmp(all->list[i].message, message) == 0)
			return &all->list[i];
	return NULL;
}

/* "t.lua:41: in map "sale": ..." says itself where it is from. */
static bool
has_place(const char *reason)
{
	const char	*p = strstr(reason, ": in " MAP_RULE);

	return p != NULL && p > reason && is_digit((unsigned char)p[-1]);
}

void
objections_add(struct objections *all, const char *rule, const char *reason,
    const char *address, const struct objection *s)
{
	size_t		 n = strlen(rule) + strlen(reason) + 3;
	char		*message = xmalloc(n);
	struct objection	*to;

	snprintf(message, n, "%s%s%s", has_place(reason) ? "" : rule,
	    has_place(reason) ? "" : ": ", reason);
	to = find(all, message);
	if (to == NULL && all->n < OBJECTIONS_MAX) {
		to = &all->list[all->n++];
		*to = *s;
		to->message = message;
		to->address = xstrdup(address);
		to->n = 1;
		return;
	}
	if (to != NULL)
		to->n++;
	else
		all->others++;
	free(message);
}

void
objections_join(struct objections *all, struct objections *of)
{
	struct objection	*to;

	for (uint32_t i = 0; i < of->n; i++) {
		struct objection	*s = &of->list[i];

		to = find(all, s->message);
		if (to != NULL) {
			to->n += s->n;
		} else if (all->n < OBJECTIONS_MAX) {
			all->list[all->n++] = *s;
			s->message = s->address = NULL;
		} else {
			all->others += s->n;
		}
	}
	all->others += of->others;
	objections_free(of);
}

void
objections_free(struct objections *all)
{
	for (uint32_t i = 0; i < all->n; i++) {
		free(all->list[i].message);
		free(all->list[i].address);
	}
	all->n = 0;
	all->others = 0;
}

static void
write_one(struct buf *b, const struct objection *s, bool ledger)
{
	char	count[32];

	show(b, s->message, strlen(s->message), 400);
	buf_str(b, "\n        ");
	show(b, s->address, strlen(s->address), 1000);
	if (s->record > 0)
		buf_printf(b, ": record %llu", (unsigned long long)s->record);
	else
		buf_printf(b, ": line %llu", (unsigned long long)s->line);
	if (s->place != UINT64_MAX)
		buf_printf(b, " at byte %llu", (unsigned long long)s->place);
	buf_str(b, " set aside");
	if (s->n > 1)
		buf_printf(b, ", and %s more like it",
		    human_count(s->n - 1, count));
	buf_printf(b, "%s\n", ledger ? "  (SELECT * FROM _ps_issues)" : "");
}

/* Errors of the script first: they were not meant. */
static int
compare(const void *a, const void *b)
{
	const struct objection	*x = *(const struct objection *const *)a;
	const struct objection	*y = *(const struct objection *const *)b;
	bool			 p = has_place(x->message);

	if (p != has_place(y->message))
		return p ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->message, y->message);
}

void
objections_write(struct buf *b, const struct objections *all, bool ledger)
{
	const struct objection	*list[OBJECTIONS_MAX];
	uint64_t		 more = 0;
	char			 count[32];

	for (uint32_t i = 0; i < all->n; i++)
		list[i] = &all->list[i];
	if (all->n > 1)
		qsort(list, all->n, sizeof(*list), compare);
	for (uint32_t i = 0; i < all->n; i++) {
		if (i < OBJECTIONS_SHOWN)
			write_one(b, list[i], ledger);
		else
			more += list[i]->n;
	}
	more += all->others;
	if (more > 0)
		buf_printf(b, "and %s record%s for other reasons\n",
		    human_count(more, count), more == 1 ? "" : "s");
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wished.c - shapes in a worker: which are for a table, and what they make of
 * its columns.
 *
 * What a column is called and typed follows from its own name alone, never
 * from when it was met, so that ranges and batches do not show.
 */
#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "names.h"
#include "str.h"
#include "wished.h"
#include "worker.h"

const char *
wished_name(struct worker *w, const struct sheet *h)
{
	char	*name = arena_alloc(w->arena, NAME_MAX_BYTES + 1);

	if (h->name != NULL && h->name[0] != '\0')
		name_column(h->name, strlen(h->name), 1, name);
	else
		name_table(w->doc->address, false, name);
	return name;
}

/*
 * Lists within records get a name only from a shape that is for tables of
 * some name: one that is for documents means their main tables.
 */
static void
keep_name(struct worker *w, const struct sheet *h, struct wished *x,
    struct shape_rule *rule)
{
	const struct pipeline	*p = w->pipeline;

	if (!h->added)
		return;
	rule->name = NULL;
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (shape_is_in(&x->set, i) && p->shapes[i].name != NULL &&
		    p->shapes[i].select.globs[SELECT_TABLE] != NULL) {
			rule->name = p->shapes[i].name;
			rule->name_place = p->shapes[i].name_place;
		}
}

void
wished_find(struct worker *w, const struct sheet *h, struct wished *x)
{
	struct selected		 d = {
		.doc = w->doc, .format = w->verdict.format->plugin.name,
		.magic = w->magic, .n_magic = w->n_magic
	};
	struct shape_rule	*rule;

	*x = (struct wished){ .rule = NULL };
	if (w->pipeline->n_shapes == 0)
		return;
	d.table = wished_name(w, h);
	if (!shapes_select(w->pipeline, &d, &x->set))
		return;
	rule = shapes_join(w->pipeline, &x->set, w->arena);
	keep_name(w, h, x, rule);
	x->rule = rule;
}

/* What a map made has no name in the document. */
static const char *
original(const struct sheet *h, uint32_t i)
{
	return i < h->kept ? h->columns[i].name : "more_columns";
}

static bool
is_made(const struct sheet *h, uint32_t i)
{
	return i < h->kept && h->columns[i].original != NULL;
}

/* What is told of the very name of another column is not for this one. */
static bool
is_of_another(const struct sheet *h, uint32_t n, uint32_t i, const char *told)
{
	if (strcmp(told, original(h, i)) == 0)
		return false;
	for (uint32_t k = 0; k < n; k++)
		if (strcmp(told, original(h, k)) == 0)
			return true;
	return false;
}

static void
find_types(struct worker *w, struct wished *x, const struct sheet *h,
    uint32_t had, uint32_t n)
{
	const struct shape_type	**types;

	types = arena_alloc(w->arena, n * sizeof(*types) + 1);
	had = had < x->n_columns ? had : x->n_columns;
	if (had > 0)
		memcpy(types, x->types, had * sizeof(*types));
	for (uint32_t i = had; i < n; i++) {
		types[i] = shape_type(x->rule, original(h, i));
		if (types[i] != NULL && is_of_another(h, n, i,
		    types[i]->column))
			types[i] = NULL;
	}
	x->types = types;
	x->n_columns = n;
}

void
wished_types(struct worker *w, struct wished *x, const struct sheet *h,
    uint32_t n)
{
	if (x->rule != NULL)
		find_types(w, x, h, 0, n);
}

/* A column with a new name: is another called so by its own? */
static void
check_name(struct worker *w, const struct sheet *h,
    const struct shape_name *const *news, char (*plain)[NAME_MAX_BYTES + 1],
    uint32_t i, uint32_t n)
{
	for (uint32_t k = 0; k < n && w->refused == NULL; k++)
		if (k != i && strcmp(plain[k], news[i]->name) == 0)
			w->refused = arena_printf(w->arena, "%s: shape: "
			    "rename: '%s' cannot be called '%s', as column "
			    "'%s' of the same table is%s", news[i]->place,
			    shown_str(original(h, i)), news[i]->name,
			    shown_str(original(h, k)), news[k] != NULL ?
			    ", by its own rename" : "; rename that one, too");
}

static void
check_names(struct worker *w, const struct sheet *h,
    const struct shape_name *const *news, uint32_t n)
{
	char	(*plain)[NAME_MAX_BYTES + 1];

	plain = arena_alloc(w->arena, n * sizeof(*plain) + 1);
	for (uint32_t i = 0; i < n; i++)
		if (news[i] != NULL)
			snprintf(plain[i], sizeof(plain[i]), "%s",
			    news[i]->name);
		else
			name_column(original(h, i), strlen(original(h, i)),
			    i + 1, plain[i]);
	for (uint32_t i = 0; i < n; i++)
		if (news[i] != NULL)
			check_name(w, h, news, plain, i, n);
}

void
wished_columns(struct worker *w, struct wished *x, const struct sheet *h,
    uint32_t had, uint32_t n, char (*names)[64])
{
	const char		**texts = arena_alloc(w->arena,
				    n * sizeof(*texts) + 1);
	const struct shape_name	**news;

	for (uint32_t i = 0; i < n; i++)
		texts[i] = original(h, i);
	if (x->rule == NULL) {
		name_more_columns(texts, had, n, names);
		return;
	}
	find_types(w, x, h, had, n);
	news = arena_alloc(w->arena, n * sizeof(*news) + 1);
	for (uint32_t i = 0; i < n && x->rule->n_renames > 0; i++) {
		news[i] = is_made(h, i) ? NULL : shape_name(x->rule,
		    original(h, i));
		if (news[i] != NULL && is_of_another(h, n, i,
		    news[i]->column))
			news[i] = NULL;
		if (news[i] != NULL)
			texts[i] = news[i]->name;
	}
	if (x->rule->n_renames > 0)
		check_names(w, h, news, n);
	name_more_columns(texts, had, n, names);
}

void
wished_facts(const struct wished *x, uint32_t i, struct facts *f)
{
	if (i < x->n_columns && x->types[i] != NULL)
		facts_wish(f, &x->types[i]->wish);
}

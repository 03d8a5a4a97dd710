/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shape.c - shapes are kept with the pipeline; several may be for one table.
 */
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "names.h"
#include "shape.h"
#include "str.h"

#define SHOWN	60u		/* bytes of a cell in messages */

const char *const drift_words[] = {
	"evolve", "variant", "freeze", "reject", NULL
};

static const char *
copy(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strdup(a, s);
}

static const char *
plain_name(struct arena *a, const char *column)
{
	char	name[NAME_MAX_BYTES + 1];

	name_column(column, strlen(column), 1, name);
	return arena_strdup(a, name);
}

static void
copy_columns(struct arena *a, struct shape_rule *s)
{
	struct shape_type	*types = s->types;
	struct shape_name	*renames = s->renames;
	const char *const	*key = s->key;
	const char		**keys;

	s->types = arena_alloc(a, s->n_types * sizeof(*types) + 1);
	for (uint32_t i = 0; i < s->n_types; i++) {
		s->types[i] = types[i];
		s->types[i].column = copy(a, types[i].column);
		s->types[i].place = copy(a, types[i].place);
		s->types[i].text = copy(a, types[i].text);
		s->types[i].plain = plain_name(a, types[i].column);
	}
	s->renames = arena_alloc(a, s->n_renames * sizeof(*renames) + 1);
	for (uint32_t i = 0; i < s->n_renames; i++)
		s->renames[i] = (struct shape_name){
			copy(a, renames[i].column), copy(a, renames[i].place),
			plain_name(a, renames[i].column),
			copy(a, renames[i].name)
		};
	keys = arena_alloc(a, s->n_key * sizeof(*keys) + 1);
	for (uint32_t i = 0; i < s->n_key; i++)
		keys[i] = copy(a, key[i]);
	s->key = keys;
}

void
pipeline_add_shape(struct pipeline *p, const struct selector *select,
    const struct shape_rule *shape)
{
	struct arena	*a = p->arena;
	struct shape_rule	 s = *shape;

	s.select = selector_copy(select, a);
	s.place = copy(a, s.place);
	s.key_place = copy(a, s.key_place);
	s.drift_place = copy(a, s.drift_place);
	s.name = copy(a, s.name);
	s.name_place = copy(a, s.name_place);
	copy_columns(a, &s);
	p->shapes = pipeline_append(a, p->shapes, p->n_shapes, sizeof(s));
	p->shapes[p->n_shapes++] = s;
}

/* A text with its end. */
static void
add(struct buf *b, char what, const char *text)
{
	buf_char(b, what);
	buf_str(b, text == NULL ? "\1" : text);
	buf_char(b, '\0');
}

void
shapes_text(const struct pipeline *p, struct buf *b)
{
	struct arena	*a = arena_new();

	for (uint32_t i = 0; i < p->n_shapes; i++) {
		const struct shape_rule	*s = &p->shapes[i];

		add(b, 's', selector_text(&s->select, a));
		for (uint32_t k = 0; k < s->n_types; k++) {
			add(b, 't', s->types[k].column);
			add(b, ' ', s->types[k].text);
		}
		for (uint32_t k = 0; k < s->n_renames; k++) {
			add(b, 'r', s->renames[k].column);
			add(b, ' ', s->renames[k].name);
		}
		for (uint32_t k = 0; k < s->n_key; k++)
			add(b, 'k', s->key[k]);
		add(b, 'd', drift_words[s->drift]);
		add(b, 'n', s->name);
	}
	arena_free(a);
}

bool
shapes_select(const struct pipeline *p, const struct selected *d,
    struct shape_set *out)
{
	bool	any = false;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < p->n_shapes && i < SHAPES_MAX; i++) {
		if (!selector_matches(&p->shapes[i].select, d))
			continue;
		out->bits[i / 8] |= (uint8_t)(1u << i % 8);
		any = true;
	}
	return any;
}

static void
join(struct shape_rule *to, const struct shape_rule *s)
{
	const char	**keys = (const char **)(uintptr_t)to->key;

	if (s->n_types > 0)
		memcpy(to->types + to->n_types, s->types,
		    s->n_types * sizeof(*s->types));
	if (s->n_renames > 0)
		memcpy(to->renames + to->n_renames, s->renames,
		    s->n_renames * sizeof(*s->renames));
	for (uint32_t i = 0; i < s->n_key; i++)
		keys[to->n_key + i] = s->key[i];
	to->n_types += s->n_types;
	to->n_renames += s->n_renames;
	to->n_key += s->n_key;
	to->place = s->place;
	if (s->n_key > 0)
		to->key_place = s->key_place;
	if (s->drift_place != NULL) {
		to->drift = s->drift;
		to->drift_place = s->drift_place;
	}
	if (s->name != NULL) {
		to->name = s->name;
		to->name_place = s->name_place;
	}
}

bool
shape_is_in(const struct shape_set *set, uint32_t i)
{
	return i < SHAPES_MAX && (set->bits[i / 8] >> i % 8 & 1) != 0;
}

struct shape_rule *
shapes_join(const struct pipeline *p, const struct shape_set *set,
    struct arena *a)
{
	struct shape_rule	*s = arena_alloc(a, sizeof(*s));
	uint32_t	 types = 0, renames = 0, key = 0;
	bool		 any = false;

	for (uint32_t i = 0; i < p->n_shapes; i++) {
		if (!shape_is_in(set, i))
			continue;
		types += p->shapes[i].n_types;
		renames += p->shapes[i].n_renames;
		key += p->shapes[i].n_key;
		any = true;
	}
	if (!any)
		return NULL;
	s->types = arena_alloc(a, types * sizeof(*s->types) + 1);
	s->renames = arena_alloc(a, renames * sizeof(*s->renames) + 1);
	s->key = arena_alloc(a, key * sizeof(*s->key) + 1);
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (shape_is_in(set, i))
			join(s, &p->shapes[i]);
	return s;
}

/* Of what is told later, the very name first, then the same name in SQL. */
#define FIND(list, n, wanted)						\
	char	name[NAME_MAX_BYTES + 1];				\
									\
	for (uint32_t i = (n); i-- > 0;)				\
		if (strcmp((list)[i].column, wanted) == 0)		\
			return &(list)[i];				\
	if ((n) == 0)							\
		return NULL;						\
	name_column(wanted, strlen(wanted), 0, name);			\
	for (uint32_t i = (n); i-- > 0;)				\
		if (strcmp((list)[i].plain, name) == 0)			\
			return &(list)[i];				\
	return NULL

const struct shape_type *
shape_type(const struct shape_rule *s, const char *column)
{
	FIND(s->types, s->n_types, column);
}

const struct shape_name *
shape_name(const struct shape_rule *s, const char *column)
{
	FIND(s->renames, s->n_renames, column);
}

const char *
shape_misfit(struct arena *a, const char *column, const struct shape_type *t,
    const char *p, size_t n)
{
	return arena_printf(a, "column '%s': '%s%s' is no %s (%s)",
	    shown_str(column), shown(p, n < SHOWN ? n : SHOWN),
	    n < SHOWN ? "" : "...", t->text, t->place);
}

const char *
shape_disagree(struct arena *a, const char *column,
    const struct shape_type *t)
{
	return arena_printf(a, "column '%s': its cells are not all written as "
	    "one %s (%s)", shown_str(column), t->text, t->place);
}

bool
shape_beside(const char *name, const char *of)
{
	size_t	n = strlen(of);

	return strncmp(name, of, n) == 0 && strcmp(name + n, "_text") == 0;
}

bool
pipeline_drifts(const struct pipeline *p)
{
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (p->shapes[i].drift != DRIFT_EVOLVE)
			return true;
	return false;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assign.c - shapes: which documents may share a table.
 *
 * A shape is a set of column names with the place it was met in.  The same
 * set shares a table where the place agrees or the names say enough; nearly
 * the same set only where the place agrees.  Candidates for the latter are
 * found through the rarest names of the set: of a set that agrees in four
 * fifths of its names, one of any fifth and one more must be shared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "assign.h"
#include "bid.h"
#include "index.h"
#include "mem.h"
#include "names.h"
#include "assign_shape.h"
#include "wire.h"

#define CANDIDATES	256u
#define COLUMNS_BYTES	(1u << 20)

struct known {
	struct shape	*shape;		/* NULL: a name that is taken */
	char		 name[NAME_MAX_BYTES + 1];
	bool		 gone;
	struct buf	 columns;	/* texts, where they are fixed */
	uint32_t	 n_columns;
};

struct assigner {
	enum tables_mode mode;
	struct known	*tables;
	uint32_t	 n, room;
	struct index	 by_set, by_name_in_place, by_table_name, variants;
	struct index	 columns;	/* of their names and tables */
};

static uint64_t
hash_text(const char *s)
{
	return XXH3_64bits(s, strlen(s));
}

struct assigner *
assigner_new(enum tables_mode mode)
{
	struct assigner	*a = xcalloc(1, sizeof(*a));

	a->mode = mode;
	return a;
}

void
assigner_free(struct assigner *a)
{
	if (a == NULL)
		return;
	for (uint32_t i = 0; i < a->n; i++) {
		shape_free(a->tables[i].shape);
		buf_free(&a->tables[i].columns);
	}
	free(a->tables);
	index_free(&a->by_set);
	index_free(&a->by_name_in_place);
	index_free(&a->by_table_name);
	index_free(&a->variants);
	index_free(&a->columns);
	free(a);
}

static void
index_shape(struct assigner *a, uint32_t id)
{
	const struct shape	*s = a->tables[id].shape;

	index_add(&a->by_set, s->set, id);
	if (s->alone || s->headerless)
		return;
	if (s->named) {
		index_add(&a->by_name_in_place, s->dir, id);
		return;
	}
	for (uint32_t i = 0; i < s->n; i++) {
		index_add(&a->by_name_in_place, s->hashes[i] ^ s->dir, id);
		if (s->stem != 0)
			index_add(&a->by_name_in_place, s->hashes[i] ^ s->stem,
			    id);
	}
}

static uint32_t
add_table(struct assigner *a, const char *name, struct shape *shape)
{
	struct known	*k;

	GROW(a->tables, a->n, a->room);
	k = &a->tables[a->n];
	*k = (struct known){ .shape = shape };
	buf_init(&k->columns, COLUMNS_BYTES);
	snprintf(k->name, sizeof(k->name), "%s", name);
	index_add(&a->by_table_name, hash_text(k->name), a->n);
	if (shape != NULL)
		index_shape(a, a->n);
	return a->n++;
}

uint32_t
assigner_known(struct assigner *a, const char *table, const char *shape)
{
	return add_table(a, table, shape == NULL ? NULL : shape_unpack(shape));
}

static uint64_t
hash_column(uint32_t id, const char *name)
{
	return XXH3_64bits_withSeed(name, strlen(name), id + UINT64_C(1));
}

bool
assigner_has(const struct assigner *a, uint32_t id, const char *name)
{
	return index_first(&a->columns, hash_column(id, name)) != INDEX_END;
}

void
assigner_column(struct assigner *a, uint32_t id, const char *name)
{
	/* A document's own column of that name makes room for ours. */
	static const char *const	ours[][2] = {
		{ "_doc", "_doc_" }, { "_line", "_line_" },
		{ "_first_seen", "_first_seen_" },
		{ "_last_seen", "_last_seen_" }, { "_hash", "_hash_" }
	};
	struct known	*k = &a->tables[id];

	if (assigner_has(a, id, name))
		return;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(name, ours[i][1]) == 0)
			assigner_column(a, id, ours[i][0]);
	index_add(&a->columns, hash_column(id, name), id);
	put_text(&k->columns, name);
	k->n_columns++;
}

void
assigner_put(const struct assigner *a, uint32_t id, struct buf *b)
{
	const struct known	*k = &a->tables[id];

	put_text(b, k->name);
	put_u32(b, k->n_columns);
	put_raw(b, k->columns.p, k->columns.n);
}

/* New columns come from a reading that is sure; the same names confirm one. */
#define SURE	0.9

/* The table of that name, or INDEX_END. */
static uint32_t
find_named(const struct assigner *a, const char *name)
{
	const struct known	*k;
	uint32_t		 i, id;

	for (i = index_first(&a->by_table_name, hash_text(name));
	    i != INDEX_END; i = index_next(&a->by_table_name, i)) {
		id = index_value(&a->by_table_name, i);
		k = &a->tables[id];
		if (!k->gone && strcmp(k->name, name) == 0)
			return id;
	}
	return INDEX_END;
}

static bool
is_taken(const struct assigner *a, const char *name)
{
	return find_named(a, name) != INDEX_END;
}

/* `variants` remembers how far the numbering of a base has come. */
static void
free_name(struct assigner *a, const char *base, char *out)
{
	uint64_t	key = hash_text(base);
	uint32_t	i = index_first(&a->variants, key);
	uint32_t	n = i == INDEX_END ? 1 : index_value(&a->variants, i);

	do
		name_variant(base, n++, out);
	while (is_taken(a, out));
	if (n > 2)
		index_set(&a->variants, key, n);
}

/* What a table of it is called if that is not taken. */
static void
base_name(const struct assigner *a, const struct asked *q,
    char out[NAME_MAX_BYTES + 1])
{
	char	base[NAME_MAX_BYTES + 1], full[2 * NAME_MAX_BYTES + 20];

	if (q->named) {
		name_given(q->hint, out);
		return;
	}
	name_table(q->called != NULL ? q->called : q->address,
	    a->mode == TABLES_DOCUMENT, base);
	if (q->hint != NULL && q->hint[0] != '\0')
		snprintf(full, sizeof(full), "%s %.63s", base, q->hint);
	else if (q->table > 0)
		snprintf(full, sizeof(full), "%s %u", base, q->table + 1);
	else {
		snprintf(out, NAME_MAX_BYTES + 1, "%s", base);
		return;
	}
	name_column(full, strlen(full), 1, out);
}

static void
new_name(struct assigner *a, const struct asked *q, char *out)
{
	char	base[NAME_MAX_BYTES + 1];

	base_name(a, q, base);
	free_name(a, base, out);
}

/* The table of exactly this shape, or INDEX_END. */
static uint32_t
find_same(const struct assigner *a, const struct shape *s)
{
	const struct known	*k;
	uint32_t		 id, i;

	for (i = index_first(&a->by_set, s->set); i != INDEX_END;
	    i = index_next(&a->by_set, i)) {
		id = index_value(&a->by_set, i);
		k = &a->tables[id];
		if (!k->gone && shape_same(k->shape, s))
			return id;
	}
	return INDEX_END;
}

static void
better(const struct assigner *a, const struct shape *s, uint32_t id,
    uint32_t *best, uint32_t *best_shared)
{
	const struct known	*k = &a->tables[id];
	uint32_t		 shared;

	if (k->gone || !shape_near(k->shape, s, &shared))
		return;
	if (*best == INDEX_END || shared > *best_shared ||
	    (shared == *best_shared && id < *best)) {
		*best = id;
		*best_shared = shared;
	}
}

/* The table that agrees most of those that agree enough, or INDEX_END. */
static uint32_t
find_near(const struct assigner *a, const struct shape *s)
{
	const struct index	*x = &a->by_name_in_place;
	uint64_t		 place[2] = { s->dir, s->stem };
	uint32_t		 best = INDEX_END, best_shared = 0, i, seen;
	uint32_t		 prefix = s->n / 5 + 1;

	if (s->alone || s->headerless)
		return INDEX_END;
	if (s->named)
		for (i = index_first(x, s->dir); i != INDEX_END;
		    i = index_next(x, i))
			better(a, s, index_value(x, i), &best, &best_shared);
	for (uint32_t j = 0; j < 2 * prefix && j / 2 < s->n; j++) {
		if (place[j & 1] == 0)
			continue;
		seen = 0;
		for (i = index_first(x, s->hashes[j / 2] ^ place[j & 1]);
		    i != INDEX_END && seen++ < CANDIDATES;
		    i = index_next(x, i))
			better(a, s, index_value(x, i), &best, &best_shared);
	}
	return best;
}

static bool
is_doubtful(const struct asked *q)
{
	return q->confidence < DOUBTFUL;
}

static const char *
doubt(const struct assigner *a, const struct asked *q)
{
	if (a->mode == TABLES_DOCUMENT || q->named)
		return NULL;
	if (is_doubtful(q))
		return "its format is doubtful";
	if (q->issues >= 3 && q->issues * 10 > q->rows)
		return "many of its rows needed repair";
	return NULL;
}

/*
 * The table whose names a doubtful document's agree with: no reading gets them
 * right by chance.  INDEX_END: there is none, or it has one of its own from an
 * earlier run.
 */
static uint32_t
find_confirming(const struct assigner *a, const struct asked *q,
    const struct shape *alone)
{
	struct shape	*s;
	uint32_t	 id;

	if (a->mode == TABLES_DOCUMENT || q->headerless || !is_doubtful(q) ||
	    find_same(a, alone) != INDEX_END)
		return INDEX_END;
	s = shape_new(q, false);
	id = find_same(a, s);
	shape_free(s);
	return id;
}

static bool
has_wanted(const struct assigner *a, uint32_t id, const struct asked *q)
{
	for (uint32_t i = 0; i < q->n_wanted; i++)
		if (!assigner_has(a, id, q->wanted[i]))
			return false;
	return a->tables[id].shape != NULL;
}

/* The shorter name, then the lesser, whenever the tables were made. */
static bool
stands_before(const struct known *k, const struct known *than)
{
	size_t	n = strlen(k->name), m = strlen(than->name);

	return n != m ? n < m : strcmp(k->name, than->name) < 0;
}

/* NAME, NAME_2, NAME_3 ...: the first that has what is wanted. */
static uint32_t
find_variant(const struct assigner *a, const struct asked *q,
    const struct shape *s)
{
	const struct index	*x = &a->by_name_in_place;
	uint32_t		 best = find_named(a, q->hint), i, id;
	const struct known	*k;

	if (best != INDEX_END && has_wanted(a, best, q))
		return best;
	best = INDEX_END;
	for (i = index_first(x, s->dir); i != INDEX_END;
	    i = index_next(x, i)) {
		id = index_value(x, i);
		k = &a->tables[id];
		if (!k->gone && k->shape->named && k->shape->dir == s->dir &&
		    has_wanted(a, id, q) && (best == INDEX_END ||
		    stands_before(k, &a->tables[best])))
			best = id;
	}
	return best;
}

/* The table that the user names, if it is one of ours; else INDEX_END. */
static uint32_t
find_wished(const struct assigner *a, const struct asked *q)
{
	uint32_t	id = q->wished ? find_named(a, q->hint) : INDEX_END;

	return id != INDEX_END && a->tables[id].shape != NULL ? id :
	    INDEX_END;
}

/* The table of that number; INDEX_END: a new one of this shape. */
static struct answered
answer(struct assigner *a, const struct asked *q, uint32_t id,
    struct shape *s)
{
	struct answered	r = { .id = id };
	char		name[NAME_MAX_BYTES + 1];

	if (id == INDEX_END) {
		new_name(a, q, name);
		r.id = add_table(a, name, s);
		r.is_new = true;
	} else
		shape_free(s);
	r.table = a->tables[r.id].name;
	r.shape = a->tables[r.id].shape->text;
	return r;
}

static struct answered
find_or_make(struct assigner *a, const struct asked *q)
{
	struct answered	 r;
	const char	*apart = doubt(a, q);
	bool		 alone = !q->wished && (apart != NULL ||
			    a->mode == TABLES_DOCUMENT);
	struct shape	*s = shape_new(q, alone);
	uint32_t	 id = find_wished(a, q);

	if (id == INDEX_END)
		id = find_confirming(a, q, s);
	if (id != INDEX_END)
		apart = NULL;
	else
		id = find_same(a, s);
	if (id == INDEX_END && (q->confidence >= SURE || q->named))
		id = find_near(a, s);
	r = answer(a, q, id, s);
	r.apart = apart;
	return r;
}

static struct answered
find_or_vary(struct assigner *a, const struct asked *q)
{
	struct shape	*s = shape_new(q, false);

	return answer(a, q, q->apart ? INDEX_END : find_variant(a, q, s), s);
}

/* A shape that speaks of a table means one, wherever its documents lie. */
struct answered
assign(struct assigner *a, const struct asked *asked)
{
	struct asked	q = *asked;
	char		base[NAME_MAX_BYTES + 1];

	if (q.together && !q.wished && a->mode != TABLES_DOCUMENT) {
		base_name(a, asked, base);
		q.hint = base;
		q.named = q.wished = true;
		q.headerless = q.captioned = false;
	}
	return q.wished && q.drift == DRIFT_VARIANT ? find_or_vary(a, &q) :
	    find_or_make(a, &q);
}

void
assigner_forget(struct assigner *a, uint32_t id)
{
	a->tables[id].gone = true;
}

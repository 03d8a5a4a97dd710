/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_table.c - which columns of a document go to which of a table.
 *
 * A new table takes the types of the first document; whatever it really needs
 * is seen when it is settled.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "names.h"
#include "str.h"
#include "writer.h"

#define COLUMNS_TOLD	4096u
#define EXACT_DIGITS	15		/* a double holds any so long */

struct doc_table *
doc_table_at(struct writer *w, uint32_t number)
{
	return number < w->doc.n_tables ? &w->doc.tables[number] : NULL;
}

enum ps_status
on_assign(struct writer *w, struct frame *f)
{
	struct document	*d = &w->doc;
	uint64_t	 seq = get_u64(f);
	uint32_t	 number = get_u32(f);
	const char	*name = get_text(f);

	(void)get_u8(f);
	if (f->bad || seq != d->seq || name == NULL || number >= TABLES_MAX)
		return writer_broken(w, "a table without a name");
	while (d->n_tables <= number) {
		GROW(d->tables, d->n_tables, d->room);
		memset(&d->tables[d->n_tables++], 0, sizeof(*d->tables));
	}
	d->tables[number].name = arena_strdup(w->arena, name);
	d->tables[number].shape = arena_strdup(w->arena, get_text(f));
	get_raw(f, &d->tables[number].wished, sizeof(struct shape_set));
	d->tables[number].closed = get_u8(f) != 0;
	return f->bad ? writer_broken(w, "a table without its shapes") : PS_OK;
}

/* Nothing but NULL yet, or an order of dates nobody has decided: text. */
static void
first_type(struct ps_column *c, const struct reading *r)
{
	c->type = r->type == PS_NULL || reading_order_open(r) ? PS_TEXT :
	    (enum ps_type)r->type;
	c->precision = r->precision;
	c->scale = r->scale;
}

static bool
is_column_name(const char *name)
{
	return name != NULL && name[0] != '\0' &&
	    strlen(name) <= NAME_MAX_BYTES;
}

struct told_name {
	const char	*original, *name, *unit;
};

/* One column of the frame; false if it is none. */
static bool
take_column(struct frame *f, struct told_name *n, struct reading *r)
{
	n->original = get_text(f);
	n->name = get_text(f);
	n->unit = get_text(f);
	return get_raw(f, r, sizeof(*r)) && is_column_name(n->name) &&
	    reading_valid(r);
}

/* A document may have columns of the names that we give to our own. */
static const char *
name_beside(const struct writer *w, const char *name)
{
	static const char *const	ours[][2] = {
		{ "_doc", "_doc_" }, { "_line", "_line_" },
		{ "_first_seen", "_first_seen_" },
		{ "_last_seen", "_last_seen_" }, { "_hash", "_hash_" }
	};

	for (size_t i = w->pipeline->provenance ? 0 : 2;
	    i < (w->tables.history ? 5 : 2); i++)
		if (strcmp(name, ours[i][0]) == 0)
			return ours[i][1];
	return name;
}

/*
 * A sink without a ledger shows people the names as the document has them,
 * where they tell the columns apart.
 */
static const char *
name_here(const struct writer *w, const struct table *to,
    const struct told_name *n)
{
	if (w->ledger != NULL)
		return name_beside(w, n->name);
	return n->original != NULL && n->original[0] != '\0' &&
	    table_column(to, n->original, 0) == -1 ? n->original : n->name;
}

/* It is for values that are not of the type wished. */
static bool
stands_beside(const struct table *to, const char *name)
{
	for (uint32_t i = 0; i < to->n_columns; i++)
		if (shape_beside(name, to->sql[i].name))
			return true;
	return false;
}

static bool
take_columns(const struct writer *w, struct doc_table *t, struct frame *f,
    uint32_t from)
{
	struct table	*to = t->table;
	struct reading	 known;
	struct told_name name;
	int32_t		 at;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (!take_column(f, &name, i < from ? &known :
		    &t->readings[i]))
			return false;
		if (i < from)
			continue;
		name.name = name_here(w, to, &name);
		at = w->ledger == NULL && t->is_new ? -1 :
		    table_column(to, name.name, i);
		if (at < 0 && t->closed && !stands_beside(to, name.name)) {
			t->to[i] = NO_COLUMN;
			facts_start(&t->facts[i]);
			continue;
		}
		if (at < 0) {
			at = (int32_t)table_add_column(to, name.name,
			    name.original, name.unit);
			first_type(&to->sql[at], &t->readings[i]);
		}
		t->to[i] = (uint32_t)at;
		facts_start(&t->facts[i]);
	}
	return true;
}

static void *
longer(struct writer *w, const void *old, size_t had, size_t n)
{
	char	*p = arena_alloc(w->arena, n);

	if (had > 0)
		memcpy(p, old, had);
	return p;
}

#define LONGER(w, p, had, n)						\
	((p) = longer(w, p, (had) * sizeof(*(p)), (n) * sizeof(*(p))))

/* Room for columns of which `had` are known. */
static void
make_arrays(struct writer *w, struct doc_table *t, uint32_t had)
{
	uint32_t	n = t->n_columns;

	LONGER(w, t->readings, had, n);
	LONGER(w, t->as, had, n);
	LONGER(w, t->facts, had, n);
	LONGER(w, t->to, had, n);
	LONGER(w, t->pending, had, n);
	LONGER(w, t->convert, had, n);
	LONGER(w, t->refuse, had, n);
}

static bool
differs(const struct ps_column *c, const struct reading *r)
{
	if (c->type != (enum ps_type)r->type)
		return true;
	return c->type == PS_DECIMAL && r->precision > EXACT_DIGITS &&
	    c->precision <= EXACT_DIGITS;
}

/* Values go to a sink that has no ledger: nothing is settled later. */
bool
writer_shows(const struct writer *w)
{
	return w->ledger == NULL && (w->pipeline->typed ||
	    !(w->sink->flags & PS_WANTS_TEXT));
}

/*
 * Where types stay, cells must not become what they are not: a day of an order
 * that is not yet known (settling may find it), a number of another unit.
 */
static bool
refuses(const struct writer *w, const struct column *c,
    const struct ps_column *sql, const struct reading *r)
{
	return w->tables.coerce && sql->type != PS_TEXT &&
	    (reading_order_open(r) || !facts_same_unit(&c->joined, r));
}

void
choose_conversions(struct writer *w, struct doc_table *t)
{
	bool	typed = w->ledger != NULL && !(w->sink->flags & PS_WANTS_TEXT);
	bool	shown = writer_shows(w);

	t->converts = false;
	for (uint32_t i = 0; i < t->n_columns; i++) {
		const struct ps_column *c;

		t->convert[i] = t->refuse[i] = false;
		t->as[i] = t->readings[i];
		if (t->to[i] == NO_COLUMN)
			continue;
		c = &t->table->sql[t->to[i]];
		/* What 1/2/2024 is stays open, too: it is shown as text. */
		bool open = shown && reading_is_open(&t->readings[i]);

		t->refuse[i] = typed && refuses(w, &t->table->columns[t->to[i]],
		    c, &t->readings[i]);
		t->convert[i] = open || t->refuse[i] ||
		    (typed && differs(c, &t->readings[i]));
		t->as[i] = t->convert[i] ? reading_as(t->readings[i],
		    open ? PS_TEXT : c->type) : t->readings[i];
		t->converts |= t->convert[i];
	}
}

/* Two columns of one name would write over each other. */
static bool
map_columns(struct writer *w, struct doc_table *t)
{
	uint32_t	n = t->table->n_columns;

	t->map = arena_alloc(w->arena, n * sizeof(*t->map));
	for (uint32_t i = 0; i < n; i++)
		t->map[i] = -1;
	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (t->to[i] == NO_COLUMN)
			continue;
		if (t->map[t->to[i]] != -1)
			return false;
		t->map[t->to[i]] = (int32_t)i;
	}
	return true;
}

/* Made, or with the columns behind the first `had` added to it. */
static enum ps_status
make_table(struct writer *w, struct doc_table *t, uint32_t had)
{
	struct ps_table	 sql = table_sql(t->table, w->pipeline->provenance);
	uint32_t	 added = sql.n_columns - had;
	enum ps_status	 st = PS_OK;

	bool		 is_new = t->is_new && had == 0;

	if (is_new)
		sql.flags |= PS_NEW_TABLE;
	sql.flags |= t->flags & PS_HEADERLESS;
	if (!t->table->made)
		st = w->sink->table(&w->self, &sql);
	if (st == PS_OK && !is_new && added > 0)
		st = w->sink->widen(&w->self, &sql, added);
	if (st != PS_OK || w->ledger == NULL)
		return st;
	return is_new ? table_insert(&w->tables, t->table) :
	    added > 0 ? table_insert_columns(&w->tables, t->table, had) :
	    PS_OK;
}

/*
 * Lists within records, and what a map emits, are known by a key only where a
 * shape is for tables of some name: one for documents means their main tables.
 */
static void
leave_main(const struct pipeline *p, struct shape_set *set)
{
	for (uint32_t i = 0; i < p->n_shapes && i < SHAPES_MAX; i++)
		if (p->shapes[i].select.globs[SELECT_TABLE] == NULL)
			set->bits[i / 8] &= (uint8_t)~(1u << i % 8);
}

/* The columns by which rows of the table are to be known. */
static void
take_wish(struct writer *w, struct doc_table *t)
{
	const struct shape_rule	*r;
	struct shape_set	 set = t->wished;

	if ((t->flags & TABLE_ADDED) != 0)
		leave_main(w->pipeline, &set);
	r = shapes_join(w->pipeline, &set, w->arena);
	if (r != NULL && r->n_key > 0)
		table_wish(t->table, r->key, r->n_key, r->key_place);
}

static enum ps_status
find_table(struct writer *w, struct doc_table *t)
{
	t->table = tables_find(&w->tables, t->name);
	t->is_new = t->table == NULL;
	if (t->is_new)
		t->table = tables_add(&w->tables, t->name, t->shape);
	if (t->is_new)
		t->table->loaded = true;
	take_wish(w, t);
	return table_load(&w->tables, t->table);
}

/* The facts of that column may begin in a range that is not the first. */
static void
begin_parent(struct doc_table *t)
{
	const char	*name = t->to[0] == NO_COLUMN ? NULL :
			    t->table->columns[t->to[0]].original;

	t->has_parent = (t->flags & TABLE_ADDED) != 0 && name != NULL &&
	    strcmp(name, "_parent") == 0;
	if (t->has_parent)
		facts_named(&t->facts[0], name);
}

/* All columns of the document's table, of which `from` are known already. */
static enum ps_status
widen_to(struct writer *w, struct doc_table *t, struct frame *f,
    uint32_t from)
{
	uint32_t	had = t->table->n_columns;
	enum ps_status	st;

	make_arrays(w, t, from);
	if (!take_columns(w, t, f, from) || !map_columns(w, t))
		return lose_document(w, PS_FAIL,
		    "its worker announced columns that cannot be");
	w->tables.loaded_columns += t->table->n_columns - had;
	if ((st = make_table(w, t, had)) != PS_OK)
		return lose_document(w, st, NULL);
	t->table->made = t->table->touched = true;
	choose_conversions(w, t);
	if (from == 0)
		begin_parent(t);
	return PS_OK;
}

enum ps_status
on_table(struct writer *w, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	struct doc_table *t = doc_table_at(w, get_u32(f));
	struct frame	 columns;
	enum ps_status	 st;
	uint32_t	 from;

	if (w->doc.state != DOC_OPEN)
		return PS_OK;
	if (seq != w->doc.seq || t == NULL || t->name == NULL)
		return writer_broken(w, "a table that was not assigned");
	(void)get_text(f);
	t->flags = get_u32(f);
	from = t->n_columns;
	t->n_columns = get_u32(f);
	if (f->bad || t->n_columns <= from || t->n_columns > COLUMNS_TOLD)
		return lose_document(w, PS_FAIL,
		    "its worker announced a table without new columns");
	if (from == 0 && (st = find_table(w, t)) != PS_OK)
		return st;
	if (from == 0)
		t->had_columns = t->table->n_columns;
	columns = *f;
	st = widen_to(w, t, f, from);
	if (st == PS_OK && w->doc.state == DOC_OPEN)
		wished_known(w, t, columns, f, from);
	return st;
}

static void
take_facts(struct facts *f)
{
	struct fact_text	*texts[] = { &f->min, &f->max, &f->sample };

	for (size_t i = 0; i < 3; i++)
		if (texts[i]->n > sizeof(texts[i]->text))
			texts[i]->n = sizeof(texts[i]->text);
}

enum ps_status
on_facts(struct writer *w, struct frame *f)
{
	uint64_t	 seq = get_u64(f);
	struct doc_table *t;
	struct facts	 facts;
	uint32_t	 n;

	(void)get_u32(f);
	t = doc_table_at(w, get_u32(f));
	n = get_u32(f);
	w->pieces = 0;
	if (w->doc.state != DOC_OPEN || n == 0)
		return PS_OK;
	if (seq != w->doc.seq)
		return writer_broken(w, "facts of another document");
	/* Those of a range may be fewer than those of all before it. */
	if (t == NULL || t->table == NULL || n > t->n_columns)
		return lose_document(w, PS_FAIL,
		    "its worker told facts of other columns");
	for (uint32_t i = 0; i < n && get_raw(f, &facts, sizeof(facts)); i++) {
		take_facts(&facts);
		if (i == 0 && parents_move(w, t))
			continue;
		if (t->batches == 0)
			t->facts[i] = facts;
		else
			facts_merge(&t->facts[i], &facts);
	}
	t->batches++;
	return f->bad ? lose_document(w, PS_FAIL,
	    "its worker told facts that are cut off") : PS_OK;
}

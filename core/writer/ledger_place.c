/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_place.c - documents that are not read again, while what they lie
 * below says something else now, or is another document.
 *
 * What they inherit is put in anew, beside what was told of themselves; what
 * lies in a container that was not opened again follows it.
 */
#include <stdlib.h>

#include "ledger_said.h"
#include "mem.h"

#define SQL_MAX		(64u << 10)
#define FACTS_MAX	(2 * SAID_ALL_BYTES + SAID_MOST * 80)

/* A document's row. */
struct row {
	const struct ledger_said *columns;
	char			*address, *parent;	/* NULL: none */
	struct said		 facts;		/* all of them as texts */
};

static void
row_free(struct row *r)
{
	free(r->address);
	free(r->parent);
	said_free(&r->facts);
}

static char *
text_of(const struct ps_value *v)
{
	return v->type == PS_TEXT ? xstrndup(v->text, v->length) : NULL;
}

static enum ps_status
take_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct row	*r = arg;

	r->address = text_of(&v[0]);
	r->parent = text_of(&v[1]);
	for (uint32_t i = 2; i < n; i++)
		if (v[i].type == PS_TEXT)
			(void)said_set(&r->facts, r->columns->names[i - 2],
			    SAID_TEXT, v[i].text, v[i].length);
	return PS_EOF;
}

static enum ps_status
find_row(struct ledger *l, const char *by, const struct ps_value *key,
    struct row *r)
{
	struct buf	b;
	enum ps_status	st;

	memset(r, 0, sizeof(*r));
	r->columns = l->said;
	buf_init(&b, SQL_MAX);
	buf_str(&b, "SELECT address, parent");
	for (uint32_t i = 0; i < l->said->n_made; i++)
		buf_printf(&b, ", \"%s%s\"", SAID_PREFIX, l->said->names[i]);
	buf_printf(&b, " FROM _ps_documents WHERE %s = ?1", by);
	st = ledger_query(l, buf_cstr(&b), key, 1, take_row, r);
	buf_free(&b);
	return st;
}

static enum ps_status
take_told(void *arg, const struct ps_value *v, uint32_t n)
{
	(void)n;
	if (v[0].type == PS_TEXT)
		said_unpack(arg, v[0].text, v[0].length);
	return PS_EOF;
}

static enum ps_status
find_own(struct ledger *l, int64_t id, struct said *own)
{
	struct ps_value	v = int_value(id);
	enum ps_status	st = ledger_index(l, TOLD_BY_DOCUMENT);

	return st == PS_OK ? ledger_query(l, "SELECT facts FROM _ps_told "
	    "WHERE document = ?1 AND position = 0", &v, 1, take_told, own) :
	    st;
}

static bool
same_text(const struct said *a, const struct said *b)
{
	bool	same = a->n == b->n;

	for (uint32_t i = 0; i < a->n && same; i++)
		same = strcmp(a->facts[i].name, b->facts[i].name) == 0 &&
		    a->facts[i].n == b->facts[i].n &&
		    memcmp(a->facts[i].text, b->facts[i].text,
		    a->facts[i].n) == 0;
	return same;
}

static bool
same_parent(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static enum ps_status
update(struct ledger *l, int64_t id, const char *parent,
    const struct said *all)
{
	struct ps_value	v[SAID_MOST + 2];
	struct buf	b;
	uint32_t	n = 0;
	enum ps_status	st;

	v[n++] = int_value(id);
	v[n++] = str_value(parent);
	buf_init(&b, SQL_MAX);
	buf_str(&b, "UPDATE _ps_documents SET parent = ?2");
	for (uint32_t i = 0; i < l->said->n_made; i++) {
		const struct said_fact *f = said_find(all,
		    l->said->names[i]);

		buf_printf(&b, ", \"%s%s\" = ?%u", SAID_PREFIX,
		    l->said->names[i], n + 1);
		v[n++] = f == NULL ? str_value(NULL) :
		    text_value(f->text, f->n);
	}
	buf_str(&b, " WHERE id = ?1");
	st = ledger_sql(l, buf_cstr(&b), v, n);
	buf_free(&b);
	return st;
}

/* Says whether its facts are others now. */
static enum ps_status
put_in(struct ledger *l, const struct waiting *w, struct row *row,
    bool *others)
{
	struct ps_value	id = int_value(w->id);
	struct said	all = { 0 }, text = { 0 };
	enum ps_status	st = find_row(l, "id", &id, row);

	*others = false;
	if (st == PS_OK)
		st = find_own(l, w->id, &all);
	said_inherit(&all, &w->said);
	for (uint32_t i = 0; i < l->said->n_made; i++) {
		const struct said_fact *f = said_find(&all,
		    l->said->names[i]);

		if (f != NULL)
			(void)said_set(&text, f->name, SAID_TEXT, f->text,
			    f->n);
	}
	if (st == PS_OK && row->address != NULL) {
		*others = !same_text(&text, &row->facts);
		if (*others || !same_parent(row->parent, w->parent))
			st = update(l, w->id, w->parent, &text);
	}
	said_free(&all);
	said_free(&text);
	return st;
}

struct members {
	struct waiting	*all;
	size_t		 n, room;
};

static enum ps_status
take_member(void *arg, const struct ps_value *v, uint32_t n)
{
	struct members	*m = arg;

	(void)n;
	GROW(m->all, m->n, m->room);
	m->all[m->n++] = (struct waiting){ .id = v[0].integer,
	    .parent = text_of(&v[1]) };
	return PS_OK;
}

/* In the order of addresses a container comes before what is in it. */
static enum ps_status
put_in_members(struct ledger *l, const char *address)
{
	struct members	 m = { 0 };
	char		*from = xasprintf("%s!", address);
	char		*to = xasprintf("%s\"", address);
	struct row	 row, above;
	bool		 others;
	enum ps_status	 st;

	st = ledger_query(l, "SELECT id, parent FROM _ps_documents WHERE "
	    "address > ?1 AND address < ?2 ORDER BY address",
	    (struct ps_value[]){ str_value(from), str_value(to) }, 2,
	    take_member, &m);
	for (size_t i = 0; i < m.n; i++) {
		struct ps_value	parent = str_value(m.all[i].parent);

		if (st == PS_OK && m.all[i].parent != NULL) {
			st = find_row(l, "address", &parent, &above);
			m.all[i].said = above.facts;
			if (st == PS_OK)
				st = put_in(l, &m.all[i], &row, &others);
			row_free(&row);
			row_free(&above);
		}
		free(m.all[i].parent);
	}
	free(m.all);
	free(from);
	free(to);
	return st;
}

enum ps_status
ledger_put_place(struct ledger *l, const struct waiting *w)
{
	struct row	row;
	bool		others;
	enum ps_status	st = put_in(l, w, &row, &others);

	if (st == PS_OK && others)
		st = put_in_members(l, row.address);
	row_free(&row);
	return st;
}

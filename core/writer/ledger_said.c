/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_said.c - facts of documents as columns of _ps_documents.
 *
 * A column is made when its fact is first met; _ps_columns lists them like
 * those of any table.  Rows of documents are inserted many at once: the facts
 * of those that wait are put in as soon as they are there.
 */
#include <stdlib.h>

#include "ledger_said.h"
#include "mem.h"

#define DOCUMENTS	"_ps_documents"
#define WAITING_BYTES	(1u << 20)
#define WAITING_MOST	1024u
#define SQL_MAX		(64u << 10)

static uint32_t
column_at(const struct ledger_said *s, const char *name)
{
	uint32_t	i = 0;

	while (i < s->n && strcmp(s->names[i], name) != 0)
		i++;
	return i;
}

static void
add_name(struct ledger_said *s, const char *p, size_t n)
{
	GROW(s->names, s->n, s->room);
	memcpy(s->names[s->n], p, n);
	s->names[s->n++][n] = '\0';
}

static enum ps_status
take_name(void *arg, const struct ps_value *v, uint32_t n)
{
	struct ledger_said	*s = arg;
	size_t			 prefix = strlen(SAID_PREFIX);

	(void)n;
	if (v[0].type == PS_TEXT && v[0].length > prefix &&
	    v[0].length <= NAME_MAX_BYTES)
		add_name(s, v[0].text + prefix, v[0].length - prefix);
	return PS_OK;
}

enum ps_status
ledger_said_open(struct ledger *l)
{
	enum ps_status	st;
	int64_t		told;

	l->said = xcalloc(1, sizeof(*l->said));
	st = ledger_query(l, "SELECT name FROM _ps_columns WHERE table_name "
	    "= '" DOCUMENTS "' ORDER BY position", NULL, 0, take_name,
	    l->said);
	l->said->n_made = l->said->n;
	if (st == PS_OK)
		st = ledger_number(l, "SELECT 1 FROM _ps_told LIMIT 1", NULL,
		    0, 0, &told);
	l->said->told = st == PS_OK && told != 0;
	return st;
}

static void
forget_waiting(struct ledger_said *s)
{
	for (uint32_t i = 0; i < s->n_waiting; i++) {
		said_free(&s->waiting[i].said);
		free(s->waiting[i].parent);
	}
	s->n_waiting = 0;
	s->bytes = 0;
}

void
ledger_said_free(struct ledger *l)
{
	if (l->said == NULL)
		return;
	forget_waiting(l->said);
	free(l->said->waiting);
	free(l->said->names);
	free(l->said);
}

bool
ledger_said_column(struct ledger *l, const char *name)
{
	struct ledger_said	*s = l->said;

	if (column_at(s, name) < s->n)
		return true;
	if (s->n == SAID_MOST)
		return false;
	add_name(s, name, strlen(name));
	return true;
}

enum ps_status
ledger_told(struct ledger *l, int64_t id, uint32_t position, const char *link,
    const struct said *s)
{
	struct buf	b;

	l->said->told = true;
	buf_init(&b, 2 * SAID_ALL_BYTES + SAID_MOST * 80);
	said_pack(s, &b);
	gather_int(l, L_TOLD, id);
	gather_int(l, L_TOLD, position);
	gather_str(l, L_TOLD, link);
	gather_text(l, L_TOLD, b.p == NULL ? "" : b.p, b.n);
	buf_free(&b);
	return gather_end_row(l, L_TOLD);
}

static void
wait(struct ledger_said *s, struct waiting *w)
{
	GROW(s->waiting, s->n_waiting, s->waiting_room);
	s->bytes += w->said.bytes;
	s->waiting[s->n_waiting++] = *w;
}

enum ps_status
ledger_say(struct ledger *l, int64_t id, struct said *all)
{
	struct ledger_said	*s = l->said;

	wait(s, &(struct waiting){ .id = id, .said = *all });
	memset(all, 0, sizeof(*all));
	if (s->bytes < WAITING_BYTES && s->n_waiting < WAITING_MOST)
		return PS_OK;
	return ledger_flush_one(l, L_DOCUMENTS);
}

void
ledger_place(struct ledger *l, int64_t id, const char *parent,
    const struct said *above)
{
	struct waiting	w = { .id = id, .unchanged = true };

	if (!l->said->told && l->said->n == 0 && above->n == 0)
		return;
	for (uint32_t i = 0; i < above->n; i++)
		(void)ledger_said_column(l, above->facts[i].name);
	w.parent = parent == NULL ? NULL : xstrdup(parent);
	said_add(&w.said, above);
	wait(l->said, &w);
}

bool
ledger_has_told(const struct ledger *l)
{
	return l->said->told;
}

static enum ps_status
make_columns(struct ledger *l)
{
	struct ledger_said	*s = l->said;
	enum ps_status		 st = PS_OK;
	char			*sql, *name;

	for (; s->n_made < s->n && st == PS_OK; s->n_made++) {
		name = xasprintf("%s%s", SAID_PREFIX, s->names[s->n_made]);
		sql = xasprintf("ALTER TABLE " DOCUMENTS " ADD COLUMN \"%s\" "
		    "TEXT", name);
		st = ledger_sql(l, sql, NULL, 0);
		if (st == PS_OK)
			st = ledger_sql(l, "INSERT INTO _ps_columns("
			    "table_name, position, name, type) VALUES "
			    "('" DOCUMENTS "',?1,?2,'text')",
			    (struct ps_value[]){ int_value(s->n_made + 1),
			    str_value(name) }, 2);
		free(sql);
		free(name);
	}
	return st;
}

/* UPDATE _ps_documents SET "fact_a" = ?2, "fact_b" = ?3 WHERE id = ?1 */
static enum ps_status
update(struct ledger *l, const struct waiting *w)
{
	const struct ledger_said *s = l->said;
	struct ps_value		 v[SAID_MOST + 1];
	struct buf		 b;
	uint32_t		 n = 0;
	enum ps_status		 st = PS_OK;

	v[n++] = int_value(w->id);
	buf_init(&b, SQL_MAX);
	buf_str(&b, "UPDATE " DOCUMENTS " SET ");
	for (uint32_t i = 0; i < w->said.n; i++) {
		const struct said_fact	*f = &w->said.facts[i];

		if (column_at(s, f->name) == s->n)
			continue;
		buf_printf(&b, "%s\"%s%s\" = ?%u", n == 1 ? "" : ", ",
		    SAID_PREFIX, f->name, n + 1);
		v[n++] = text_value(f->text, f->n);
	}
	buf_str(&b, " WHERE id = ?1");
	if (n > 1)
		st = ledger_sql(l, buf_cstr(&b), v, n);
	buf_free(&b);
	return st;
}

enum ps_status
ledger_said_flush(struct ledger *l)
{
	struct ledger_said	*s = l->said;
	enum ps_status		 st;

	if (s == NULL || s->n_waiting == 0)
		return PS_OK;
	st = make_columns(l);
	for (uint32_t i = 0; i < s->n_waiting && st == PS_OK; i++)
		st = s->waiting[i].unchanged ?
		    ledger_put_place(l, &s->waiting[i]) :
		    update(l, &s->waiting[i]);
	forget_waiting(s);
	return st;
}

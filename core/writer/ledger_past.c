/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_past.c - what the ledger says of rows that are no longer there.
 *
 * Columns must fit them, too, and are settled with them: so an old version is
 * to facts, ranges and kept texts what a document is.
 */
#include "ledger.h"

static enum ps_status
refuse(struct ledger *l, const struct pipeline *p)
{
	return ps_fail(l->self, PS_FATAL, 0, "%s: it was made without a "
	    "history, and does not say since when its rows are there; name a "
	    "new database with -o", ledger_name(p));
}

/* A row known by its key is replaced by rows of other documents, too. */
static enum ps_status
check_keys(struct ledger *l, const struct pipeline *p)
{
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (p->shapes[i].n_key > 0)
			return ps_fail(l->self, PS_FATAL, 0, "%s: shape: key: "
			    "%s keeps a history, and rows with a key have "
			    "none; leave the key out or name another database",
			    p->shapes[i].key_place, ledger_name(p));
	return PS_OK;
}

enum ps_status
ledger_past_open(struct ledger *l, const struct pipeline *p)
{
	int64_t		on;
	enum ps_status	st;

	st = ledger_number(l, "SELECT count(*) FROM _ps_settings WHERE name = "
	    "'history'", NULL, 0, 0, &on);
	if (st != PS_OK)
		return st;
	if (on == 0 && p->history == HISTORY_NONE)
		return PS_OK;
	if (on == 0 && l->known > 0)
		return refuse(l, p);
	if ((st = check_keys(l, p)) == PS_OK && on == 0)
		st = ledger_sql(l, "INSERT INTO _ps_settings(name, value) "
		    "VALUES ('history', 'rows')", NULL, 0);
	if (st == PS_OK)
		st = ledger_number(l, "SELECT min(id) FROM _ps_past", NULL, 0,
		    0, &l->next_past);
	l->next_past--;
	l->history = true;
	return st;
}

enum ps_status
ledger_past_move(struct ledger *l, int64_t id, int64_t version)
{
	static const char *const	steps[] = {
		"UPDATE _ps_ranges SET document = ?2 WHERE document = ?1",
		"UPDATE _ps_facts SET document = ?2 WHERE document = ?1",
		"UPDATE _ps_cells SET document = ?2 WHERE document = ?1"
	};
	struct ps_value	v[2] = { int_value(id), int_value(version) };
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (st == PS_OK)
			st = ledger_sql(l, steps[i], v, 2);
	return st;
}

enum ps_status
ledger_past_left(struct ledger *l, int64_t id, int64_t version,
    const char *table, uint64_t rows)
{
	static const char *const	steps[] = {
		"DELETE FROM _ps_ranges WHERE document = ?1 AND "
		    "table_name = ?2",
		"DELETE FROM _ps_facts WHERE document = ?1 AND "
		    "table_name = ?2",
		"DELETE FROM _ps_cells WHERE document = ?1 AND "
		    "table_name = ?2"
	};
	struct ps_value	v[5] = { int_value(version), str_value(table),
			    int_value(id), int_value(l->run),
			    int_value((int64_t)rows) };
	enum ps_status	st = PS_OK;

	if (rows > 0)
		return ledger_sql(l, "INSERT INTO _ps_past(id, table_name, "
		    "document, run, \"rows\") VALUES (?1,?2,?3,?4,?5)", v, 5);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (st == PS_OK)
			st = ledger_sql(l, steps[i], v, 2);
	return st;
}

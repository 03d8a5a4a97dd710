/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_version.c - whether this program knows how the ledger is written.
 *
 * Facts and readings are packed bits: read as another version packs them they
 * would be other facts.  A database of another version is left as it is.
 */
#include <stdio.h>
#include <string.h>

#include "ledger.h"
#include "options.h"
#include "str.h"

const char *
ledger_name(const struct pipeline *p)
{
	const struct use		*use = p->sinks;
	const struct ps_option		*o;
	const char			*name;

	for (uint32_t i = 0; p->n_sinks > 0 &&
	    i < options_count(use->plugin); i++) {
		o = options_row(use->plugin, i);
		if ((o->flags & PS_POSITIONAL) == 0 || o->type != PS_TEXT)
			continue;
		memcpy(&name, (const char *)use->options + o->offset,
		    sizeof(name));
		return name == NULL ? "" : shown_str(name);
	}
	return "the database";
}

struct maker {
	char	version[32];		/* of the program, in its last run */
};

static enum ps_status
take_maker(void *arg, const struct ps_value *v, uint32_t n)
{
	struct maker	*m = arg;

	if (n > 0 && v[0].type == PS_TEXT)
		snprintf(m->version, sizeof(m->version), "%.*s",
		    (int)(v[0].length < sizeof(m->version) ? v[0].length :
		    sizeof(m->version) - 1), v[0].text);
	return PS_EOF;
}

static enum ps_status
refuse(struct ledger *l, const struct pipeline *p, int64_t version)
{
	struct maker	m = { "another version" };

	(void)ledger_query(l, "SELECT version FROM _ps_runs WHERE version IS "
	    "NOT NULL ORDER BY id DESC LIMIT 1", NULL, 0, take_maker, &m);
	if (version > LEDGER_VERSION)
		return ps_fail(l->self, PS_FATAL, 0, "%s: its ledger "
		    "is of version %lld, made by polyscraper %s, and this "
		    "program knows %d; use that program or a later one, or "
		    "name a new database with -o", ledger_name(p),
		    (long long)version, m.version, LEDGER_VERSION);
	return ps_fail(l->self, PS_FATAL, 0, "%s: its ledger is of version "
	    "%lld, made by polyscraper %s, and this program writes %d; load "
	    "the documents into a new database with -o", ledger_name(p),
	    (long long)version, m.version, LEDGER_VERSION);
}

enum ps_status
ledger_check_version(struct ledger *l, const struct pipeline *p)
{
	int64_t		version, runs;
	enum ps_status	st;

	st = ledger_number(l, "SELECT max(version) FROM _ps_ledger", NULL, 0,
	    0, &version);
	if (st == PS_OK && version == 0) {
		st = ledger_number(l, "SELECT count(*) FROM _ps_runs", NULL,
		    0, 0, &runs);
		if (st == PS_OK && runs == 0)
			return ledger_sql(l, "INSERT INTO _ps_ledger(version) "
			    "VALUES (?1)", (struct ps_value[]){
			    int_value(LEDGER_VERSION) }, 1);
		version = 1;		/* which did not say so */
	}
	if (st != PS_OK)
		return st;
	return version == LEDGER_VERSION ? PS_OK : refuse(l, p, version);
}

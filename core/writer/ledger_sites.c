/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_sites.c - sites have numbers, and something is remembered of them.
 */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "ledger_frontier.h"
#include "mem.h"

static enum ps_status
make_site(struct ledger *l, const char *site, int64_t *number)
{
	*number = l->frontier->next_site++;
	return ledger_sql(l, "INSERT INTO _ps_sites(id, site) VALUES (?1,?2)",
	    (struct ps_value[]){ int_value(*number), str_value(site) }, 2);
}

enum ps_status
ledger_site_number(struct ledger *l, const char *site, int64_t *number)
{
	struct ledger_frontier	*f = l->frontier;
	struct ps_value		 v = str_value(site);
	size_t			 i;
	enum ps_status		 st;

	i = XXH3_64bits(site, strlen(site)) % SITES_CACHED;
	*number = f->sites[i].number;
	if (f->sites[i].site != NULL && strcmp(f->sites[i].site, site) == 0)
		return PS_OK;
	st = ledger_number(l, "SELECT id FROM _ps_sites WHERE site = ?1", &v,
	    1, 0, number);
	if (st == PS_OK && *number == 0)
		st = make_site(l, site, number);
	free(f->sites[i].site);
	f->sites[i].site = xstrdup(site);
	f->sites[i].number = *number;
	return st;
}

enum ps_status
ledger_site_remember(struct ledger *l, const char *site, const char *memory,
    int64_t not_before)
{
	int64_t		number;
	enum ps_status	st = ledger_site_number(l, site, &number);

	return st != PS_OK ? st : ledger_sql(l, "UPDATE _ps_sites SET "
	    "memory = coalesce(?2, memory), not_before = ?3 WHERE id = ?1",
	    (struct ps_value[]){ int_value(number), str_value(memory),
	    not_before > 0 ? int_value(not_before) :
	    (struct ps_value){ .type = PS_NULL } }, 3);
}

static enum ps_status
take_site(void *arg, const struct ps_value *v, uint32_t n)
{
	struct site_told	*t = arg;

	(void)n;
	if (v[0].type == PS_TEXT)
		t->site = xstrndup(v[0].text, v[0].length);
	if (v[1].type == PS_TEXT)
		t->memory = xstrndup(v[1].text, v[1].length);
	t->not_before = v[2].type == PS_INT ? v[2].integer : 0;
	return PS_EOF;
}

enum ps_status
ledger_site_recall(struct ledger *l, int64_t number, struct site_told *t)
{
	struct ps_value	v = int_value(number);
	enum ps_status	st;

	*t = (struct site_told){ .site = NULL };
	st = ledger_query(l, "SELECT site, memory, not_before FROM _ps_sites "
	    "WHERE id = ?1", &v, 1, take_site, t);
	if (t->site == NULL)
		t->site = xstrdup("");
	return st;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_secret.c - addresses with secrets: the frontier has them masked, and
 * they are here as they are, as long as this process lives.
 *
 * A round that goes on has lost them: the pages that they were found on are
 * visited once more.
 */
#include <stdlib.h>

#include "ledger_frontier.h"
#include "mem.h"

#define BYTES_MOST	(64u << 20)

bool
secret_keep(struct ledger *l, int64_t id, const char *address)
{
	struct frontier_secrets	*s = &l->frontier->secrets;
	size_t			 n = strlen(address) + 1;

	if (secret_address(l, id) != NULL)
		return true;
	if (s->bytes + n > BYTES_MOST)
		return false;
	GROW(s->texts, s->n, s->room);
	s->texts[s->n] = xstrdup(address);
	s->bytes += n;
	index_set(&s->index, (uint64_t)id, s->n++);
	return true;
}

const char *
secret_address(struct ledger *l, int64_t id)
{
	const struct frontier_secrets	*s = &l->frontier->secrets;
	uint32_t			 i;

	i = index_first(&s->index, (uint64_t)id);
	return i == INDEX_END ? NULL : s->texts[index_value(&s->index, i)];
}

void
secrets_free(struct frontier_secrets *s)
{
	for (uint32_t i = 0; i < s->n; i++)
		free(s->texts[i]);
	free(s->texts);
	index_free(&s->index);
}

/* What cannot be visited waits until it is met again. */
enum ps_status
secrets_lost(struct ledger *l, const struct ledger_crawl *c)
{
	const struct ps_value	v[] = { int_value(c->id), int_value(c->round) };
	enum ps_status		st;

	st = ledger_sql(l, "WITH RECURSIVE up(id) AS (SELECT found_on FROM "
	    "_ps_frontier WHERE crawl = ?1 AND round = ?2 AND secret = 1 AND "
	    "state = 0 AND found_on IS NOT NULL UNION SELECT p.found_on FROM "
	    "up JOIN _ps_frontier p ON p.id = up.id WHERE p.secret = 1 AND "
	    "p.found_on IS NOT NULL) UPDATE _ps_frontier SET state = 0 WHERE "
	    "id IN (SELECT id FROM up)", v, 2);
	return st != PS_OK ? st : ledger_sql(l, "UPDATE _ps_frontier SET "
	    "state = 4, not_before = NULL, attempts = attempts + 1 WHERE "
	    "crawl = ?1 AND round = ?2 AND secret = 1 AND state = 0", v, 2);
}

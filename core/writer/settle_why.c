/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_why.c - "amount is text because of 3 cells in leeds.csv".
 *
 * Facts say which documents do not fit the type a column had.  Where they are
 * most of all documents nothing needs to be said.
 */
#include <stdlib.h>

#include "date.h"
#include "facts_text.h"
#include "mem.h"
#include "settle.h"
#include "str.h"
#include "summary.h"

#define NUMERIC	(1u << PS_INT | 1u << PS_BIGINT | 1u << PS_DECIMAL | \
		    1u << PS_REAL)
#define DATED	(1u << PS_DATE | 1u << PS_TIMESTAMP | 1u << PS_TIMESTAMPTZ)

struct culprits {
	struct buf	first;
	uint64_t	documents;
};

static enum ps_status
take_culprit(void *arg, const struct ps_value *v, uint32_t n)
{
	struct culprits	*c = arg;

	(void)n;
	if (c->documents++ == 0 && v[0].type == PS_TEXT)
		show(&c->first, v[0].text, v[0].length, 200);
	return PS_OK;
}

static uint32_t
family(enum ps_type type)
{
	uint32_t	bit = 1u << type;

	return bit & NUMERIC ? NUMERIC : bit & DATED ? DATED : bit;
}

static void
tell(struct settler *s, const char *what, struct culprits *c, uint64_t cells)
{
	const char	*first = buf_cstr(&c->first);

	if (c->documents > 1)
		lines_add(s->widened, "%s is text because of %s and %llu "
		    "more", what, first,
		    (unsigned long long)c->documents - 1);
	else if (cells > 0)
		lines_add(s->widened, "%s is text because of %llu cell%s in "
		    "%s", what, (unsigned long long)cells,
		    cells == 1 ? "" : "s", first);
	else
		lines_add(s->widened, "%s is text because of %s", what,
		    first);
}

enum ps_status
settle_why(struct settler *s, const struct table *t, uint32_t column)
{
	const struct column	*why = &t->columns[column];
	struct ledger		*l = s->tables->ledger;
	struct culprits		 c = { .documents = 0 };
	char			*what;
	enum ps_status		 st;

	if ((st = ledger_flush(l)) != PS_OK ||
	    (st = ledger_index(l, FACTS_BY_TABLE)) != PS_OK)
		return st;
	buf_init(&c.first, 4096);
	st = ledger_query(l, "SELECT d.address FROM _ps_facts f JOIN "
	    "_ps_documents d ON d.id = f.document WHERE f.table_name = ?1 AND "
	    "f.\"column\" = ?2 AND (f.fits & ?3) = 0 ORDER BY d.address",
	    (struct ps_value[]){ str_value(t->name),
	    str_value(t->sql[column].name),
	    int_value(family(why->narrow)) }, 3, take_culprit, &c);
	what = xasprintf("%s.%s", t->name, t->sql[column].name);
	if (st == PS_OK && c.documents > 0 && (t->documents == 1 ||
	    2 * c.documents <= t->documents))
		tell(s, what, &c, why->misfits);
	free(what);
	buf_free(&c.first);
	return st;
}

void
settle_hinted(struct settler *s, const struct table *t, uint32_t column,
    const struct facts *all)
{
	const struct column	*c = &t->columns[column];
	const struct fact_text	*sample = &all->sample;
	struct buf		 text;

	buf_init(&text, 256);
	show(&text, sample->text, fact_text_length(sample), 40);
	lines_add(s->widened, "%s.%s: '%s' is read with the %s first, which "
	    "only %s suggest; --dates=dmy or mdy decides", t->name,
	    t->sql[column].name, buf_cstr(&text),
	    c->hinted == 1u << ORDER_DMY ? "day" : "month",
	    hint_text(c->hint));
	buf_free(&text);
}

void
settle_undecided(struct settler *s, const struct table *t, uint32_t column,
    const struct facts *all)
{
	const struct fact_text	*sample = &all->sample;
	struct buf		 text;

	if ((t->columns[column].joined.fits & DATED) == 0)
		return;
	buf_init(&text, 256);
	show(&text, sample->text, fact_text_length(sample), 40);
	lines_add(s->widened, "%s.%s is text: '%s' may have the day or the "
	    "month first; --dates=dmy, mdy or ymd decides", t->name,
	    t->sql[column].name, buf_cstr(&text));
	buf_free(&text);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_open.c - documents that cannot say themselves how they are read.
 *
 * 03/04/2020 is read as the table's other documents read theirs, where they
 * agree.  What such a document says itself stays in the ledger, so that the
 * answer is given anew whenever the set of documents changes.
 */
#include "date.h"
#include "facts_text.h"
#include "settle.h"

#define PACKED_READING	256

bool
reading_take(struct reading *r, const struct ps_value *v)
{
	char	text[PACKED_READING];

	if (v->type != PS_TEXT || v->length >= sizeof(text))
		return false;
	memcpy(text, v->text, v->length);
	text[v->length] = '\0';
	return reading_unpack(r, text);
}

bool
facts_take(struct facts *f, const struct ps_value *facts,
    const struct ps_value *texts)
{
	struct fact_text	*to[] = { &f->min, &f->max, &f->sample };

	if (facts->type != PS_TEXT ||
	    !facts_unpack(f, facts->text, facts->length))
		return false;
	for (size_t i = 0; i < 3; i++)
		if (texts[i].type == PS_TEXT)
			fact_text_set(to[i], texts[i].text, texts[i].length);
	return true;
}

/* Documents whose dates begin with the year say nothing of the others. */
uint32_t
orders_decided(const struct column *c)
{
	uint32_t	decided = c->decided[KIND_DATED];
	uint32_t	two = decided & (1u << ORDER_DMY | 1u << ORDER_MDY);

	return two != 0 ? two : decided;
}

bool
settle_open(struct reading *r, const struct facts *own,
    const struct column *c)
{
	uint32_t	decided = reading_kind(r) == KIND_DATED ?
			    orders_decided(c) : c->decided[KIND_NUMBER];

	if (__builtin_popcount(decided) == 1 &&
	    reading_settle(r, own, decided))
		return true;
	/* What others tell, or suggest otherwise, is more than a hint. */
	if (reading_hinted(r) != 0 && (__builtin_popcount(c->hinted) > 1 ||
	    (decided & (1u << ORDER_DMY | 1u << ORDER_MDY)) != 0))
		r->flags &= (uint8_t)~READING_HINTED;
	return false;
}

struct joining {
	const struct table	*table;
	struct facts		*all;
	bool			*dirty, *undecided;
};

/* column, reading, wanted, facts, min, max, sample */
static enum ps_status
take_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct joining	*j = arg;
	struct facts	 own;
	struct reading	 stored, r;
	int32_t		 i;

	(void)n;
	i = table_column_of(j->table, &v[0]);
	if (i < 0 || !reading_take(&stored, &v[1]) ||
	    !facts_take(&own, &v[3], &v[4]))
		return PS_OK;
	r = stored;
	(void)reading_take(&r, &v[2]);
	if (!settle_open(&r, &own, &j->table->columns[i]))
		j->undecided[i] |= reading_order_open(&r);
	j->dirty[i] |= reading_differs(&r, &stored);
	facts_join(&j->all[i], &own, &r);
	return PS_OK;
}

/* column, reading, wanted */
static enum ps_status
take_hint(void *arg, const struct ps_value *v, uint32_t n)
{
	const struct table	*t = arg;
	struct reading		 r;
	int32_t			 i = table_column_of(t, &v[0]);
	struct column		*c;

	(void)n;
	if (i < 0 || (!reading_take(&r, &v[2]) && !reading_take(&r, &v[1])) ||
	    reading_hinted(&r) == 0)
		return PS_OK;
	c = &t->columns[i];
	c->hinted |= reading_hinted(&r);
	if (c->hint == HINT_NONE || r.hint < c->hint)
		c->hint = (enum hint)r.hint;
	return PS_OK;
}

static enum ps_status
take_hints(struct ledger *l, const struct table *t)
{
	struct ps_value	 v = str_value(t->name);

	for (uint32_t i = 0; i < t->n_columns; i++) {
		t->columns[i].hinted = 0;
		t->columns[i].hint = HINT_NONE;
	}
	return ledger_query(l, "SELECT \"column\", reading, wanted FROM "
	    "_ps_facts WHERE table_name = ?1 AND open = 1", &v, 1, take_hint,
	    (void *)(uintptr_t)t);
}

enum ps_status
settle_join_open(struct settler *s, const struct table *t, struct facts *all,
    bool *dirty, bool *undecided)
{
	struct ledger	*l = s->tables->ledger;
	struct joining	 j = { t, all, dirty, undecided };
	struct ps_value	 v = str_value(t->name);
	bool		 any = false;
	enum ps_status	 st;

	for (uint32_t i = 0; i < t->n_columns; i++)
		any |= t->columns[i].open > 0;
	if (!any)
		return PS_OK;
	if ((st = ledger_flush(l)) != PS_OK ||
	    (st = ledger_index(l, FACTS_BY_TABLE)) != PS_OK ||
	    (st = take_hints(l, t)) != PS_OK)
		return st;
	return ledger_query(l, "SELECT \"column\", reading, wanted, facts, "
	    "\"min\", \"max\", sample FROM _ps_facts WHERE table_name = ?1 "
	    "AND open = 1", &v, 1, take_row, &j);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts_shape.c - cells that are a word or have a shape: what they leave of
 * their column.
 */
#include "facts.h"

uint32_t
facts_infinite(struct facts *f, const char *p, size_t n)
{
	double v;

	if (!is_infinite(p, n, &v))
		return 0;
	f->infinite++;
	f->least = v < f->least ? v : f->least;
	f->greatest = v > f->greatest ? v : f->greatest;
	return BIT(PS_REAL);
}

static uint32_t
among(const struct facts *f)
{
	return (f->flags & FACTS_WISH) != 0 ? f->bools :
	    f->bools & ~(uint32_t)BOOLS_TOLD;
}

uint32_t
facts_shape(struct facts *f, const char *p, size_t n)
{
	uint32_t letters, seen, bools;
	bool canonical;

	if ((f->fits & BIT(PS_BOOL)) != 0 &&
	    (bools = bool_find(p, n, among(f), &seen)) != 0) {
		f->bools &= bools;
		f->bools_seen |= seen;
		return BIT(PS_BOOL);
	}
	if ((f->fits & BIT(PS_UUID)) != 0 && is_uuid(p, n, &letters)) {
		f->flags |= letters;
		return BIT(PS_UUID);
	}
	if ((f->fits & BIT(PS_INET)) != 0 && is_inet(p, n, &canonical))
		return BIT(PS_INET);
	if ((f->fits & BIT(PS_JSON)) != 0 && is_json(p, n))
		return BIT(PS_JSON);
	return 0;
}

void
facts_told(struct facts *f, const struct null_words *w)
{
	f->words = *w;
}

bool
facts_add_told(struct facts *f, const char *p, size_t n)
{
	unsigned i = told_find(&f->words, p, n);

	if (i == N_TOLD)
		return false;
	if (f->fits == FITS_TEXT)
		facts_extreme(f, p, n);
	else
		f->told[i]++;
	return true;
}

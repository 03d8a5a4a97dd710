/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * parse_word.c - values that stay text, but only of one form.
 */
#include "parse.h"

bool
parse_uuid(struct parse *x)
{
	uint32_t letters;

	if (!is_uuid(x->p, x->n, &letters))
		return false;
	for (size_t i = 0; i < x->n; i++) {
		char c = x->p[i];

		x->buf[i] = c >= 'A' && c <= 'F' ? (char)(c | 0x20) : c;
	}
	canonical(x, x->n);
	return true;
}

bool
parse_inet(struct parse *x)
{
	bool plain;

	if (!is_inet(x->p, x->n, &plain))
		return false;
	text_cell(x, x->p, x->n);
	return true;
}

bool
parse_json(struct parse *x)
{
	text_cell(x, x->p, x->n);
	return is_json(x->p, x->n);
}

bool
parse_blob(struct parse *x)
{
	text_cell(x, x->p, x->n);
	return true;
}

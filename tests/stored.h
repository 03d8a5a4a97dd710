/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stored.h - a cell's value as SQLite would give it back from a column of the
 * cell's type.
 */
#ifndef PS_STORED_H
#define PS_STORED_H

#include <stdio.h>
#include <string.h>

#include "number.h"

/* Texts lie in `text`, long decimals in `digits`. */
static inline void
stored_value(const struct ps_cell *c, const char *text, char digits[48],
    struct ps_value *v)
{
	*v = (struct ps_value){ .type = PS_NULL };
	if (c->type == PS_NULL)
		return;
	v->type = PS_TEXT;
	v->text = text;
	v->length = c->length;
	if (c->type == PS_BOOL || c->type == PS_INT) {
		v->type = PS_INT;
		v->integer = c->value.integer;
	} else if (c->type == PS_REAL) {
		v->type = PS_REAL;
		v->real = c->value.real;
	} else if (c->type == PS_DECIMAL && !(c->flags & PS_CELL_TEXT)) {
		int64_t m = c->value.integer;

		v->real = number_real((uint64_t)(m < 0 ? -m : m), c->scale,
		    m < 0);
		v->type = PS_REAL;
		if (m < 1000000000000000 && m > -1000000000000000 &&
		    c->scale <= 18) {
			if (v->real != (double)(int64_t)v->real)
				return;
			v->type = PS_INT;
			v->integer = (int64_t)v->real;
			return;
		}
		v->type = PS_TEXT;
		v->text = digits;
		v->length = (uint32_t)snprintf(digits, 48, "%s%0*lld",
		    m < 0 ? "-" : "", c->scale + 1,
		    (long long)(m < 0 ? -m : m));
		memmove(digits + v->length - c->scale + 1,
		    digits + v->length - c->scale, (size_t)c->scale);
		digits[v->length - (uint32_t)c->scale] = '.';
		v->length++;
	}
}

#endif

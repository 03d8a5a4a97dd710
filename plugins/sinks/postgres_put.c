/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_put.c - values as settling makes them, in binary form.
 */
#include "postgres_sink.h"

static bool
put_real(struct text *t, enum kind kind, int scale, double v)
{
	double	scaled = v;
	int64_t	bits, whole;

	if (kind == K_REAL) {
		memcpy(&bits, &v, 8);
		pg_put_int(t, 8, 4);
		pg_put_int(t, bits, 8);
		return true;
	}
	for (int i = 0; i < scale; i++)
		scaled *= 10;
	if (kind != K_NUMERIC || !(scaled > -1e16 && scaled < 1e16))
		return false;
	whole = (int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
	pg_put_scaled(t, whole, scale);
	return true;
}

static bool
put_whole(struct text *t, enum kind kind, int64_t v)
{
	char	digits[64];

	if (kind == K_REAL)
		return put_real(t, kind, 0, (double)v);
	if (kind == K_NUMERIC)
		pg_put_scaled(t, v, 0);
	else if (kind == K_TEXT)
		pg_put_field(t, digits, pg_digits(v, 0, digits));
	else
		pg_put_int(t, kind == K_BOOL ? 1 : 8, 4),
		pg_put_int(t, kind == K_BOOL ? v != 0 : v,
		    kind == K_BOOL ? 1 : 8);
	return kind <= K_REAL;
}

static bool
put_word(struct text *t, enum kind kind, const struct ps_value *v,
    bool *exact)
{
	struct text	 shown = { 0 };
	const char	*p = v->length == 0 ? "" : v->text;

	switch (kind) {
	case K_BYTES:
		pg_put_field(t, p, v->length);
		return true;
	case K_NUMERIC:
		return pg_put_numeric(t, p, v->length);
	case K_UUID:
		return pg_put_uuid(t, p, v->length);
	case K_INET:
		return pg_put_inet(t, p, v->length);
	case K_DATE: case K_TIME: case K_STAMP: case K_STAMPTZ:
		return pg_put_moment(t, kind, p, v->length, exact);
	case K_TEXT: case K_JSON:
		*exact = pg_is_text(p, v->length);
		pg_show_text(&shown, p, v->length);
		pg_put_field(t, shown.p, shown.n);
		t->bad |= shown.bad;
		text_free(&shown);
		return true;
	default:
		return false;
	}
}

bool
pg_put_value(struct text *t, enum kind kind, int scale,
    const struct ps_value *v, bool *exact)
{
	*exact = true;
	switch (v->type) {
	case PS_NULL:
		pg_put_int(t, -1, 4);
		return true;
	case PS_BOOL: case PS_INT:
		return put_whole(t, kind, v->integer);
	case PS_REAL:
		return put_real(t, kind, scale, v->real);
	default:
		return put_word(t, kind, v, exact);
	}
}

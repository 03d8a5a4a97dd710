/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * render.c - values back to the text of their document.
 */
#include <math.h>

#include "facts.h"

static size_t
render_integer(const struct reading *r, int64_t v, int scale, char *buf)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char digits[20];
	size_t n;

	if (scale == 0 && r->fixed <= 0 && (r->flags & READING_FAST) != 0) {
		*buf = '-';
		return digits_of(u, buf + (v < 0)) + (v < 0);
	}
	n = digits_of(u, digits);
	return number_render(r, v < 0, digits, n, scale, buf);
}

/* "-123.45": its digits and scale. */
static size_t
split_decimal(const char *p, size_t n, char *digits, bool *minus, int *scale)
{
	size_t k = 0;
	bool mark = false;

	*minus = n > 0 && *p == '-';
	*scale = 0;
	for (size_t i = *minus; i < n && k < NUMBER_DIGITS_MAX; i++) {
		if (p[i] == '.') {
			mark = true;
		} else {
			digits[k++] = p[i];
			*scale += mark;
		}
	}
	return k;
}

static size_t
render_long(const struct reading *r, const char *p, size_t n, char *buf)
{
	char digits[NUMBER_DIGITS_MAX];
	bool minus;
	int scale;

	n = split_decimal(p, n, digits, &minus, &scale);
	return number_render(r, minus, digits, n, scale, buf);
}

static bool
is_canonical_date(const struct reading *r)
{
	return r->date == DATE_ISO &&
	    (r->pads & ((BARE_ALL | YEAR_2) >> PAD_SHIFT)) == 0;
}

static size_t
render_date(const struct reading *r, const char *p, size_t n, char *buf)
{
	if (n < 10)
		return 0;
	if (!is_canonical_date(r))
		return date_render(r, p, buf);
	memcpy(buf, p, 10);
	return 10;
}

static size_t
render_time(const struct reading *r, const char *p, size_t n, char *buf)
{
	size_t used;

	return n < 8 ? 0 : time_render(r, p, n, &used, buf);
}

static size_t
render_stamp(const struct reading *r, const char *p, size_t n, char *buf)
{
	size_t k, used, join;

	if (n < 19)
		return render_date(r, p, n, buf);
	k = render_date(r, p, n, buf);
	if (r->join >= N_JOINS)
		return k;
	join = strlen(joins[r->join]);
	memcpy(buf + k, joins[r->join], join);
	k += join;
	k += time_render(r, p + 11, n - 11, &used, buf + k);
	return k + zone_render(r, p + 11 + used, n - 11 - used, buf + k);
}

static size_t
render_uuid(const struct reading *r, const char *p, size_t n, char *buf)
{
	if (n > 36)
		n = 36;
	for (size_t i = 0; i < n; i++)
		buf[i] = r->letters == 2 && p[i] >= 'a' && p[i] <= 'f' ?
		    (char)(p[i] & ~0x20) : p[i];
	return n;
}

static size_t
render_value(const struct reading *r, const struct ps_cell *c,
    const char *text, char *buf)
{
	switch (c->type) {
	case PS_BOOL:
		return bool_render(r->boolean, c->value.integer != 0, buf);
	case PS_INT:
		return render_integer(r, c->value.integer, 0, buf);
	case PS_DECIMAL:
		if ((c->flags & PS_CELL_TEXT) != 0)
			return render_long(r, text, c->length, buf);
		return render_integer(r, c->value.integer, c->scale, buf);
	case PS_REAL:
		return real_render(r, c->value.real, buf);
	case PS_DATE:
		return render_date(r, text, c->length, buf);
	case PS_TIME:
		return render_time(r, text, c->length, buf);
	case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		return render_stamp(r, text, c->length, buf);
	case PS_UUID:
		return render_uuid(r, text, c->length, buf);
	default:
		return 0;
	}
}

static bool
is_text(const struct ps_cell *c)
{
	return c->type == PS_TEXT || c->type == PS_JSON ||
	    c->type == PS_INET || c->type == PS_BLOB || c->type == PS_BIGINT ||
	    c->type == PS_INTERVAL || c->type == PS_MACADDR ||
	    c->type == PS_URL || c->type == PS_EMAIL;
}

static bool
has_text(const struct ps_cell *c)
{
	return is_text(c) || (c->flags & PS_CELL_TEXT) != 0 ||
	    (c->type >= PS_DATE && c->type <= PS_UUID);
}

static const char *
render_null(const struct reading *r, const struct ps_cell *c, size_t *n)
{
	unsigned t = (unsigned)c->scale;
	const char *word = (c->flags & PS_CELL_TOKEN) == 0 || t < TOLD_FIRST ?
	    NULL : told_text(&r->words, t - TOLD_FIRST);

	if (word != NULL) {
		*n = strlen(word);
		return word;
	}
	if ((c->flags & PS_CELL_TOKEN) == 0 || t == TOKEN_EMPTY ||
	    t >= N_TOKENS) {
		*n = 0;
		return NULL;
	}
	*n = strlen(token_text[t]);
	return token_text[t];
}

const char *
reading_render(const struct reading *r, const struct ps_cell *c,
    const char *bytes, size_t *n, char *buf)
{
	const char *text = has_text(c) && bytes != NULL ?
	    bytes + c->value.offset : bytes;

	if (c->type == PS_NULL)
		return render_null(r, c, n);
	if (is_text(c) && (r->blanks == 0 || c->type != PS_INET)) {
		*n = c->length;
		return text;
	}
	if (c->type == PS_INET) {
		*n = c->length < 64 ? c->length : 64;
		memcpy(buf, text, *n);
	} else {
		*n = render_value(r, c, text, buf);
	}
	if (r->blanks > 0 && *n > 0 && *n + r->blanks <= CELL_TEXT_MAX) {
		memmove(buf + r->blanks, buf, *n);
		memset(buf, ' ', r->blanks);
		*n += r->blanks;
	}
	return buf;
}

/* NULL as the sink gives it back: written in the usual way. */
static void
restore_null(const struct reading *r, enum ps_type type, struct ps_cell *c)
{
	uint8_t token = type == PS_TEXT ? r->absent : r->token;

	c->flags = token == TOKEN_EMPTY ? PS_CELL_EMPTY : PS_CELL_TOKEN;
	c->scale = token;
}

/* A number where text was stored is the number itself. */
static void
restore_text(const struct ps_value *v, struct ps_cell *c, const char **bytes)
{
	if (v->type == PS_INT || v->type == PS_REAL) {
		c->type = (uint8_t)v->type;
		if (v->type == PS_INT)
			c->value.integer = v->integer;
		else
			c->value.real = v->real;
		return;
	}
	c->length = v->length;
	*bytes = v->text;
}

static int64_t
whole_of(double v)
{
	return v > -9.2e18 && v < 9.2e18 ? (int64_t)v : 0;
}

/* A real number that was m / 10^scale, of at most 15 digits. */
static bool
to_scaled(double v, int scale, int64_t *m)
{
	double whole;

	if (scale < 0 || scale > 22)
		return false;
	whole = nearbyint(v * powers_of_ten[scale]);
	if (!(fabs(whole) < 1e15))
		return false;
	*m = (int64_t)whole;
	return whole / powers_of_ten[scale] == v;
}

static void
restore_real(const struct reading *r, double v, struct ps_cell *c)
{
	int64_t m = 0;
	int scale;

	for (scale = 0; scale <= 18; scale++)
		if ((scale == r->scale || scale == r->fixed) &&
		    to_scaled(v, scale, &m))
			break;
	if (scale > 18)
		for (scale = 0; scale < 22 && !to_scaled(v, scale, &m);)
			scale++;
	c->value.integer = m;
	c->scale = (int16_t)scale;
}

/* Digits as text: an integer if they fit, else text. */
static void
restore_digits(const struct ps_value *v, struct ps_cell *c,
    const char **bytes)
{
	char digits[NUMBER_DIGITS_MAX];
	uint64_t m = 0;
	bool minus;
	int scale;
	size_t n = split_decimal(v->text, v->length, digits, &minus, &scale);

	for (size_t i = 0; i < n && m < 1000000000000000000; i++)
		m = m * 10 + (uint64_t)(digits[i] - '0');
	if (m >= 1000000000000000000 && c->type == PS_DECIMAL) {
		c->flags |= PS_CELL_TEXT;
		restore_text(v, c, bytes);
		return;
	}
	/* A whole number from a column of decimals may have zeros behind. */
	while (c->type == PS_INT && scale > 0 && m % 10 == 0) {
		m /= 10;
		scale--;
	}
	c->value.integer = minus ? -(int64_t)m : (int64_t)m;
	c->scale = (int16_t)scale;
}

static void
restore_number(const struct reading *r, const struct ps_value *v,
    struct ps_cell *c, const char **bytes)
{
	if (v->type == PS_TEXT) {
		restore_digits(v, c, bytes);
	} else if (v->type == PS_REAL && c->type == PS_INT) {
		c->value.integer = whole_of(v->real);
	} else if (v->type == PS_REAL) {
		restore_real(r, v->real, c);
	} else {
		c->value.integer = v->integer;
	}
}

static bool
is_true(const struct ps_value *v)
{
	return v->type == PS_TEXT ? v->length > 0 &&
	    memchr("tTyY1", v->text[0], 5) != NULL : v->integer != 0;
}

static bool
is_number(unsigned type)
{
	return type == PS_INT || type == PS_DECIMAL || type == PS_REAL;
}

/* A wider column still holds what the document has; any other is as it is. */
static uint8_t
type_behind(const struct reading *r, enum ps_type column)
{
	if ((is_number(r->type) && is_number(column)) ||
	    (r->type == PS_DATE && column == PS_TIMESTAMP))
		return r->type;
	return (uint8_t)column;
}

void
reading_restore(const struct reading *r, enum ps_type column,
    const struct ps_value *v, struct ps_cell *c, const char **bytes)
{
	*bytes = NULL;
	*c = (struct ps_cell){ .type = PS_NULL };
	if (v->type == PS_NULL) {
		restore_null(r, column, c);
		return;
	}
	c->type = type_behind(r, column);
	switch (c->type) {
	case PS_BOOL:
		c->value.integer = is_true(v);
		break;
	case PS_INT: case PS_DECIMAL:
		restore_number(r, v, c, bytes);
		break;
	case PS_REAL:
		c->value.real = v->type == PS_INT ? (double)v->integer :
		    v->real;
		break;
	case PS_DATE:
		restore_text(v, c, bytes);
		c->length = c->length > 10 ? 10 : c->length;
		break;
	default:
		restore_text(v, c, bytes);
		break;
	}
}

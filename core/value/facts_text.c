/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts_text.c - facts as digits of base 32, lowest first.
 *
 * Fields stand in the order of facts_fields, which grows at its end only, as
 * what sets them apart from facts about nothing.  A digit takes one letter of
 * the base64 alphabet; its sixth bit says that more follow.  Most fields are
 * zero: '.' and a letter are a run of them, and those at the end are left out.
 */
#include <string.h>

#include "facts_text.h"
#include "str.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum {
	IS_DOUBLE = 9, MORE = 32, DIGIT_BITS = 5, RUN_LEAST = 3, RUN_MOST = 63
};

static uint64_t
zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static int64_t
unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

/* A field as a number that is small where the field is plain. */
static uint64_t
take_field(const struct facts *f, const struct facts_field *field)
{
	const char	*p = (const char *)f + field->offset;
	uint64_t	 v64;
	uint32_t	 v32;
	uint16_t	 v16;

	switch (field->size) {
	case 2:
		memcpy(&v16, p, sizeof(v16));
		return field->is_signed ? zigzag((int16_t)v16) : v16;
	case 4:
		memcpy(&v32, p, sizeof(v32));
		return field->is_signed ? zigzag((int32_t)v32) : v32;
	case IS_DOUBLE:
		memcpy(&v64, p, sizeof(v64));
		return __builtin_bswap64(v64);
	default:
		memcpy(&v64, p, sizeof(v64));
		return field->is_signed ? zigzag((int64_t)v64) : v64;
	}
}

static void
set_field(struct facts *f, const struct facts_field *field, uint64_t v)
{
	char		*p = (char *)f + field->offset;
	uint64_t	 v64 = field->is_signed && field->size != IS_DOUBLE ?
			    (uint64_t)unzigzag(v) : v;
	uint32_t	 v32 = (uint32_t)v64;
	uint16_t	 v16 = (uint16_t)v64;

	if (field->size == 2) {
		memcpy(p, &v16, sizeof(v16));
	} else if (field->size == 4) {
		memcpy(p, &v32, sizeof(v32));
	} else {
		if (field->size == IS_DOUBLE)
			v64 = __builtin_bswap64(v);
		memcpy(p, &v64, sizeof(v64));
	}
}

static size_t
put_zeros(char *out, size_t n)
{
	size_t	used = 0;

	for (; n >= RUN_LEAST; n -= n < RUN_MOST ? n : RUN_MOST) {
		out[used++] = '.';
		out[used++] = digits[n < RUN_MOST ? n : RUN_MOST];
	}
	while (n-- > 0)
		out[used++] = digits[0];
	return used;
}

static size_t
put_number(char *out, uint64_t v)
{
	size_t	n = 0;

	for (; v >= MORE; v >>= DIGIT_BITS)
		out[n++] = digits[(v & (MORE - 1)) | MORE];
	out[n++] = digits[v];
	return n;
}

size_t
facts_pack(const struct facts *f, char out[FACTS_TEXT_MAX])
{
	const struct facts_field	*field;
	struct facts			 start;
	size_t				 n = 0, zeros = 0;
	uint64_t			 v;

	facts_start(&start);
	for (field = facts_fields; field->name != NULL; field++) {
		v = take_field(f, field) ^ take_field(&start, field);
		if (v == 0) {
			zeros++;
			continue;
		}
		if (n > FACTS_TEXT_MAX - 40)
			break;
		n += put_zeros(out + n, zeros);
		n += put_number(out + n, v);
		zeros = 0;
	}
	return n;
}

static int
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool
facts_unpack(struct facts *f, const char *p, size_t n)
{
	const struct facts_field	*field = facts_fields;
	uint64_t			 v = 0;
	unsigned			 shift = 0;
	int				 d, run;

	facts_start(f);
	for (size_t i = 0; i < n && field->name != NULL; i++) {
		if (p[i] == '.' && shift == 0) {
			run = ++i < n ? digit(p[i]) : -1;
			for (; run > 0 && field->name != NULL; run--)
				field++;
			continue;
		}
		if ((d = digit(p[i])) == -1 || shift > 60)
			return false;
		v |= (uint64_t)(d & (MORE - 1)) << shift;
		shift += DIGIT_BITS;
		if (d & MORE)
			continue;
		set_field(f, field, v ^ take_field(f, field));
		field++;
		v = 0;
		shift = 0;
	}
	return shift == 0;
}

size_t
fact_text_length(const struct fact_text *t)
{
	size_t	n = t->n < sizeof(t->text) ? t->n : sizeof(t->text);

	return utf8_valid(t->text, n);
}

void
fact_text_set(struct fact_text *t, const char *p, size_t n)
{
	memset(t, 0, sizeof(*t));
	t->n = (uint8_t)(n < sizeof(t->text) ? n : sizeof(t->text));
	if (t->n > 0)
		memcpy(t->text, p, t->n);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * columns.h - columns of random cells, each written in one random way.
 *
 * A spoiled column has a cell of another kind among the others; whatever a
 * test says of columns must hold for those too.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "facts.h"

#define CELLS_MAX	48
#define CELL_MAX	120

struct random_cell {
	size_t		n;
	unsigned	flags;
	char		p[CELL_MAX];
};

struct random_column {
	size_t			n;
	struct random_cell	cells[CELLS_MAX];
};

static uint64_t seed = 1;

static uint32_t
any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return below == 0 ? 0 : (uint32_t)(seed >> 20) % below;
}

/* How the cells of one column are written. */
struct way {
	unsigned	kind, scale, digits, style, letters, months, zone;
	struct reading	r;
};

enum kind {
	K_INT, K_DECIMAL, K_SHORT_DECIMAL, K_MONEY, K_REAL, K_DATE, K_TIME,
	K_STAMP, K_BOOL, K_UUID, K_INET, K_JSON, K_TEXT, K_LONG, N_KINDS
};

static size_t
random_digits(char *out, uint32_t most)
{
	size_t n = 1 + any(most);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('0' + any(10));
	if (out[0] == '0' && n > 1)
		out[0] = '1';
	return n;
}

static size_t
random_number(const struct way *w, char *out)
{
	char digits[80];
	uint32_t most = w->kind == K_LONG ? 40 : w->digits;
	size_t n = random_digits(digits, most);
	size_t scale = w->kind == K_INT ? 0 : w->kind == K_SHORT_DECIMAL ?
	    any(w->scale + 1) : w->scale;
	bool minus = any(4) == 0 && !(n == 1 && digits[0] == '0');

	for (size_t i = 0; i < scale; i++)
		digits[n + i] = (char)('0' + any(10));
	if (scale > 0 && w->kind == K_SHORT_DECIMAL)
		digits[n + scale - 1] = (char)('1' + any(9));
	else if (minus && scale > 0)
		digits[n + scale - 1] = '1';
	return number_render(&w->r, minus, digits, n + scale, (int)scale, out);
}

static size_t
random_day(const struct way *w, char *out)
{
	char iso[16];
	struct day d = { (int16_t)(1970 + any(98)), (int8_t)(1 + any(12)), 0 };

	if ((w->r.pads & YEAR_4 >> PAD_SHIFT) != 0 && any(3) == 0)
		d.year = (int16_t)(1 + any(9999));
	d.day = (int8_t)(1 + any(28 + 3 * (d.month != 2 && any(2) == 0)));
	while (!date_valid(d.year, d.month, d.day))
		d.day--;
	date_iso(d, iso);
	return date_render(&w->r, iso, out);
}

static size_t
random_time(const struct way *w, char *out)
{
	char iso[32];
	size_t used;
	int n = snprintf(iso, sizeof(iso), "%02u:%02u:%02u", any(24), any(60),
	    time_formats[w->r.time].seconds == TIME_HM ? 0 : any(60));

	if (w->scale > 0 && time_formats[w->r.time].seconds != TIME_HM &&
	    time_formats[w->r.time].am == NULL && any(8) > 0) {
		iso[n++] = '.';
		for (unsigned i = 0; i < w->scale; i++)
			iso[n++] = (char)('0' + any(10));
	}
	return time_render(&w->r, iso, (size_t)n, &used, out);
}

static size_t
random_stamp(const struct way *w, char *out)
{
	char iso[16];
	size_t n = random_day(w, out), k = strlen(joins[w->r.join]);

	memcpy(out + n, joins[w->r.join], k);
	n += k;
	n += random_time(w, out + n);
	if (w->r.zone == 0)
		return n;
	snprintf(iso, sizeof(iso), "%c%02u:%02u", any(2) ? '+' : '-', any(14),
	    w->r.zone == 3 ? 0 : any(4) * 15);
	if (w->r.zone > 5)
		return n + zone_render(&w->r, "Z", 1, out + n);
	return n + zone_render(&w->r, iso, 6, out + n);
}

static size_t
random_text(char *out)
{
	static const char letters[] = "abcdeXYZ 0123-./:,\xc3\xa4()%$";
	size_t n = 1 + any(any(5) == 0 ? 60 : 12);

	for (size_t i = 0; i < n; i++)
		out[i] = letters[any(sizeof(letters) - 1)];
	return n;
}

static size_t
random_real(const struct way *w, char *out)
{
	char digits[20];
	double v;

	random_digits(digits, 1);
	digits[0] = (char)('1' + any(9));
	for (unsigned i = 1; i < 15; i++)
		digits[i] = (char)('0' + any(10));
	v = number_real_text(digits, 1 + w->scale % 14,
	    (int)any(w->style & 1 ? 280 : 30) - (w->style & 1 ? 140 : 15),
	    any(2) == 0);
	return real_render(&w->r, v, out);
}

static size_t
random_cell(const struct way *w, char *out)
{
	unsigned n;

	switch (w->kind) {
	case K_INT: case K_DECIMAL: case K_SHORT_DECIMAL: case K_MONEY:
	case K_LONG:
		return random_number(w, out);
	case K_REAL:
		return random_real(w, out);
	case K_DATE:
		return random_day(w, out);
	case K_TIME:
		return random_time(w, out);
	case K_STAMP:
		return random_stamp(w, out);
	case K_BOOL:
		return bool_render(w->r.boolean, any(2) == 0, out);
	case K_UUID:
		for (n = 0; n < 36; n++)
			out[n] = n == 8 || n == 13 || n == 18 || n == 23 ?
			    '-' : (w->letters ? "0123456789ABCDEF" :
			    "0123456789abcdef")[any(16)];
		return n;
	case K_INET:
		return (size_t)(any(2) ? snprintf(out, CELL_MAX, "10.%u.%u.%u",
		    any(256), any(256), any(256)) : snprintf(out, CELL_MAX,
		    "2001:db8::%x", 1 + any(65535)));
	case K_JSON:
		return (size_t)snprintf(out, CELL_MAX,
		    any(2) ? "{\"a\": [%u, null]}" : "[%u, {}]", any(100));
	default:
		return random_text(out);
	}
}

static struct way
random_way(void)
{
	struct way w = { .kind = any(N_KINDS), .scale = any(6),
	    .digits = 1 + any(12), .style = any(4), .letters = any(2) };

	w.r = (struct reading){ .fixed = -1, .fraction = -1,
	    .pads = YEAR_4 >> PAD_SHIFT };
	w.scale += w.kind == K_DECIMAL || w.kind == K_MONEY;
	if (w.kind == K_DECIMAL || w.kind == K_MONEY || w.kind == K_INT)
		w.r.fixed = (int16_t)(w.kind == K_INT ? 0 : w.scale);
	if (w.kind <= K_MONEY || w.kind == K_LONG) {
		w.r.number = (uint8_t)any(any(3) ? N_NUMBER_FORMATS : 1);
		w.r.sign = (uint8_t)any(any(3) ? N_SIGNS : 1);
		w.r.style = any(8) == 0 ? ZERO_HIDDEN >> STYLE_SHIFT : 0;
		w.r.affix = (uint8_t)(w.kind == K_MONEY ? any(N_AFFIXES) : 0);
	}
	if (w.kind == K_REAL) {
		w.r.exponent = (uint8_t)(1 + any(3));
		w.r.e_style = (uint8_t)any(4);
	}
	w.r.date = (uint8_t)any(any(2) ? N_DATE_FORMATS : 1);
	w.r.pads = (uint8_t)((any(4) ? YEAR_4 : YEAR_2) >> PAD_SHIFT |
	    (any(3) ? 0 : BARE_ALL >> PAD_SHIFT));
	w.r.month = (uint8_t)any(N_MONTH_STYLES);
	w.r.letters = (uint8_t)any(3);
	w.r.time = (uint8_t)any(any(2) ? N_TIME_FORMATS : 2);
	w.r.join = (uint8_t)any(N_JOINS);
	w.r.zone = (uint8_t)(any(2) ? 0 : any(N_ZONES));
	w.r.boolean = (uint8_t)any(N_BOOLS);
	return w;
}

/* A null token, an empty cell, a padded one, or what belongs elsewhere. */
static void
spoil(struct random_cell *c, unsigned token, unsigned how)
{
	struct way other = random_way();

	c->flags = 0;
	if (how == 0) {
		c->n = 0;
		c->flags = any(3) == 0 ? PS_QUOTED :
		    any(3) == 0 ? PS_ABSENT : 0;
	} else if (how == 1) {
		c->n = strlen(token_text[token]);
		memcpy(c->p, token_text[token], c->n);
	} else if (how == 2 && c->n + 2 < CELL_MAX) {
		memmove(c->p + 1, c->p, c->n);
		c->p[0] = ' ';
		c->n++;
		if (any(3) == 0)
			c->p[c->n++] = ' ';
	} else if (how == 3) {
		c->n = random_cell(&other, c->p);
	}
}

static void
random_column(struct random_column *c)
{
	struct way w = random_way();
	unsigned token = any(N_TOKENS), dirt = any(4), rate = 4 + any(30);

	c->n = 1 + any(CELLS_MAX - 1);
	for (size_t i = 0; i < c->n; i++) {
		c->cells[i].flags = any(5) == 0 ? PS_QUOTED : 0;
		c->cells[i].n = random_cell(&w, c->cells[i].p);
		if (dirt > 0 && any(rate) == 0)
			spoil(&c->cells[i], any(9) ? token : any(N_TOKENS),
			    any(dirt == 1 ? 2 : dirt == 2 ? 3 : 4));
	}
}

static void
learn(struct facts *f, const struct random_cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		facts_add(f, cells[i].p, cells[i].n, cells[i].flags, PS_NULL);
}

#endif

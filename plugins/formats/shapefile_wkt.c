/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shapefile_wkt.c - a shape as well-known text (OGC 06-103r4, 7.2).
 *
 * One part is a LINESTRING or POLYGON, several are a MULTI of them.
 */
#include <stdlib.h>
#include <string.h>

#include "shapefile.h"

#define NO_MEASURE	(-1e38)		/* less than that is none */

/* The arrays of a shape: points, then Z, then M, each if it is there. */
struct shape {
	const char	*xy, *z, *m;
	uint32_t	 n_points, n_parts;
	uint32_t	*parts;		/* n_parts, and the end of the last */
};

void
shp_put(struct shp_text *t, const char *p, size_t n)
{
	if (n > t->room - t->n) {
		t->room = 2 * t->room + n + 4096;
		t->p = realloc(t->p, t->room);
		if (t->p == NULL)
			abort();
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
}

static void
put(struct shapefile *s, const char *text)
{
	shp_put(&s->text, text, strlen(text));
}

static void
put_double(struct shapefile *s, const char *p)
{
	char	text[PS_REAL_TEXT];
	size_t	n = ps_real(s->self, shp_double(p), text);

	if (n == 0)
		put(s, "nan");
	else
		shp_put(&s->text, text, n);
}

static void
put_point(struct shapefile *s, const struct shape *g, uint32_t i)
{
	put_double(s, g->xy + (size_t)i * 16);
	put(s, " ");
	put_double(s, g->xy + (size_t)i * 16 + 8);
	if (g->z != NULL) {
		put(s, " ");
		put_double(s, g->z + (size_t)i * 8);
	}
	if (g->m != NULL) {
		put(s, " ");
		put_double(s, g->m + (size_t)i * 8);
	}
}

static void
put_points(struct shapefile *s, const struct shape *g, uint32_t from,
    uint32_t to)
{
	put(s, "(");
	for (uint32_t i = from; i < to; i++) {
		if (i > from)
			put(s, ",");
		put_point(s, g, i);
	}
	put(s, ")");
}

static void
put_name(struct shapefile *s, const struct shape *g, const char *name)
{
	put(s, name);
	put(s, g->z != NULL && g->m != NULL ? " ZM " : g->z != NULL ? " Z " :
	    g->m != NULL ? " M " : " ");
}

/* Measures that are all absent are not there. */
static const char *
measures(const char *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (shp_double(p + (size_t)i * 8) > NO_MEASURE)
			return p;
	return NULL;
}

static const char *
wkt_point(struct shapefile *s, int kind)
{
	const char	*p = s->record;
	size_t		 n = s->n_record;
	struct shape	 g = { .xy = p + 4 };

	if (n < (kind == SHP_Z ? 28u : kind == SHP_M ? 28u : 20u))
		return "a point that is too short";
	if (kind == SHP_Z) {
		g.z = p + 20;
		g.m = n >= 36 ? measures(p + 28, 1) : NULL;
	} else if (kind == SHP_M)
		g.m = measures(p + 20, 1);
	put_name(s, &g, "POINT");
	put_points(s, &g, 0, 1);
	return NULL;
}

/* Behind the points: a range, and a value for each; Z before M. */
static const char *
find_more(struct shapefile *s, struct shape *g, int kind, size_t at)
{
	size_t	size = 16 + (size_t)g->n_points * 8;

	if (kind == SHP_Z) {
		if (s->n_record < at + size)
			return "a shape without its third coordinates";
		g->z = s->record + at + 16;
		at += size;
	}
	if (kind != 0 && s->n_record >= at + size)
		g->m = measures(s->record + at + 16, g->n_points);
	return NULL;
}

static const char *
wkt_points(struct shapefile *s, int kind)
{
	struct shape	 g = { .n_points = 0 };
	const char	*wrong;

	if (s->n_record < 40)
		return "points that are too short";
	g.n_points = ps_little(s->record + 36, 4);
	g.xy = s->record + 40;
	if (g.n_points > (s->n_record - 40) / 16)
		return "more points than fit";
	wrong = find_more(s, &g, kind, 40 + (size_t)g.n_points * 16);
	if (wrong != NULL || g.n_points == 0)
		return wrong;
	put_name(s, &g, "MULTIPOINT");
	put(s, "(");
	for (uint32_t i = 0; i < g.n_points; i++) {
		if (i > 0)
			put(s, ",");
		put_points(s, &g, i, i + 1);
	}
	put(s, ")");
	return NULL;
}

static void
put_lines(struct shapefile *s, const struct shape *g)
{
	put_name(s, g, g->n_parts > 1 ? "MULTILINESTRING" : "LINESTRING");
	put(s, g->n_parts > 1 ? "(" : "");
	for (uint32_t i = 0; i < g->n_parts; i++) {
		put(s, i > 0 ? "," : "");
		put_points(s, g, g->parts[i], g->parts[i + 1]);
	}
	put(s, g->n_parts > 1 ? ")" : "");
}

/* Rings by those around them: next[i] is the next hole of the same. */
static void
put_polygons(struct shapefile *s, const struct shape *g)
{
	struct shp_rings	 r = { g->xy, g->parts, g->n_parts };
	uint32_t		*around = calloc(3 * (size_t)g->n_parts,
				    sizeof(*around));
	uint32_t		*first = around + g->n_parts;
	uint32_t		*next = first + g->n_parts, n = 0;

	if (around == NULL)
		abort();
	shp_nest(&r, around);
	/* From the last, so that they are told in their order; 0: none. */
	for (uint32_t i = g->n_parts; i-- > 0;) {
		n += around[i] == i;
		if (around[i] == i)
			continue;
		next[i] = first[around[i]];
		first[around[i]] = i + 1;
	}
	put_name(s, g, n > 1 ? "MULTIPOLYGON" : "POLYGON");
	put(s, n > 1 ? "(" : "");
	for (uint32_t i = 0, told = 0; i < g->n_parts; i++) {
		if (around[i] != i)
			continue;
		put(s, told++ > 0 ? ",(" : "(");
		put_points(s, g, g->parts[i], g->parts[i + 1]);
		for (uint32_t k = first[i]; k > 0; k = next[k - 1]) {
			put(s, ",");
			put_points(s, g, g->parts[k - 1], g->parts[k]);
		}
		put(s, ")");
	}
	put(s, n > 1 ? ")" : "");
	free(around);
}

/* Where parts begin: in order, none of them empty. */
static bool
read_parts(struct shape *g, const char *p)
{
	for (uint32_t i = 0; i < g->n_parts; i++) {
		g->parts[i] = ps_little(p + (size_t)i * 4, 4);
		if (g->parts[i] >= g->n_points ||
		    (i > 0 && g->parts[i] <= g->parts[i - 1]))
			return false;
	}
	g->parts[g->n_parts] = g->n_points;
	return g->parts[0] == 0;
}

static const char *
wkt_parts(struct shapefile *s, int kind, bool polygon)
{
	struct shape	 g = { .n_points = 0 };
	const char	*wrong = NULL;
	size_t		 at;

	if (s->n_record < 44)
		return "parts that are too short";
	g.n_parts = ps_little(s->record + 36, 4);
	g.n_points = ps_little(s->record + 40, 4);
	if (g.n_parts == 0 || g.n_points == 0)
		return NULL;
	if (g.n_parts > (s->n_record - 44) / 4 || g.n_points > (s->n_record -
	    44 - (size_t)g.n_parts * 4) / 16)
		return "more points than fit";
	at = 44 + (size_t)g.n_parts * 4;
	g.xy = s->record + at;
	g.parts = calloc((size_t)g.n_parts + 1, sizeof(*g.parts));
	if (g.parts == NULL)
		abort();
	if (!read_parts(&g, s->record + 44))
		wrong = "parts that are in no order";
	else
		wrong = find_more(s, &g, kind, at + (size_t)g.n_points * 16);
	if (wrong == NULL && polygon)
		put_polygons(s, &g);
	else if (wrong == NULL)
		put_lines(s, &g);
	free(g.parts);
	return wrong;
}

const char *
shp_wkt(struct shapefile *s)
{
	uint32_t	type = s->n_record < 4 ? UINT32_MAX :
			    ps_little(s->record, 4);
	int		kind = type > 30 ? 0 : (int)type / 10 * 10;

	s->text.n = 0;
	if (type == SHP_NULL)
		return NULL;
	switch (type - (uint32_t)kind) {
	case SHP_POINT:
		return wkt_point(s, kind);
	case SHP_LINE:
		return wkt_parts(s, kind, false);
	case SHP_POLYGON:
		return wkt_parts(s, kind, true);
	case SHP_POINTS:
		return wkt_points(s, kind);
	default:
		return type == SHP_PATCH ? "a multipatch, which is not read" :
		    "a shape of no known type";
	}
}

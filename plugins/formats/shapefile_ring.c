/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shapefile_ring.c - rings of a polygon: which are holes, and in which ring.
 *
 * Outer rings go with the clock, holes against it.  A hole belongs to the
 * smallest ring around it; one that has none around it is a polygon.
 */
#include <stdlib.h>

#include "shapefile.h"

/* Points looked at for one polygon; past that the ring before has the hole. */
#define WORK_MAX	20000000u

struct box {
	double	x0, y0, x1, y1, area;	/* area: negative with the clock */
};

static double
x_of(const struct shp_rings *r, uint32_t i)
{
	return shp_double(r->points + (size_t)i * 16);
}

static double
y_of(const struct shp_rings *r, uint32_t i)
{
	return shp_double(r->points + (size_t)i * 16 + 8);
}

static struct box
measure(const struct shp_rings *r, uint32_t ring)
{
	uint32_t	from = r->parts[ring], to = r->parts[ring + 1];
	struct box	b = { x_of(r, from), y_of(r, from), x_of(r, from),
			    y_of(r, from), 0 };

	for (uint32_t i = from; i < to; i++) {
		uint32_t	k = i + 1 < to ? i + 1 : from;
		double		x = x_of(r, i), y = y_of(r, i);

		b.x0 = x < b.x0 ? x : b.x0;
		b.x1 = x > b.x1 ? x : b.x1;
		b.y0 = y < b.y0 ? y : b.y0;
		b.y1 = y > b.y1 ? y : b.y1;
		/* From the first point, so that large numbers do not hurt. */
		b.area += (x - x_of(r, from)) * (y_of(r, k) - y_of(r, from)) -
		    (x_of(r, k) - x_of(r, from)) * (y - y_of(r, from));
	}
	return b;
}

static bool
is_within(const struct box *in, const struct box *b)
{
	return in->x0 >= b->x0 && in->x1 <= b->x1 && in->y0 >= b->y0 &&
	    in->y1 <= b->y1;
}

/* How often a ray to the right crosses the ring (Shimrat, 1962). */
static bool
has_point(const struct shp_rings *r, uint32_t ring, double x, double y)
{
	uint32_t	from = r->parts[ring], to = r->parts[ring + 1];
	bool		inside = false;

	for (uint32_t i = from, k = to - 1; i < to; k = i++) {
		double	yi = y_of(r, i), yk = y_of(r, k);

		if ((yi > y) != (yk > y) && x < (x_of(r, k) - x_of(r, i)) *
		    (y - yi) / (yk - yi) + x_of(r, i))
			inside = !inside;
	}
	return inside;
}

/* A point of it that is no corner of the other, if there is one. */
static bool
contains(const struct shp_rings *r, uint32_t outer, uint32_t hole)
{
	uint32_t	a = r->parts[hole], b = r->parts[hole + 1];
	uint32_t	k = a + 1 < b ? a + 1 : a;

	return has_point(r, outer, (x_of(r, a) + x_of(r, k)) / 2,
	    (y_of(r, a) + y_of(r, k)) / 2);
}

static uint32_t
find_around(const struct shp_rings *r, const struct box *boxes, uint32_t hole,
    uint64_t *work)
{
	uint32_t	best = hole;

	for (uint32_t i = 0; i < r->n; i++) {
		++*work;
		if (i == hole || boxes[i].area >= 0 ||
		    !is_within(&boxes[hole], &boxes[i]))
			continue;
		*work += r->parts[i + 1] - r->parts[i];
		if (*work > WORK_MAX)
			break;
		if ((best == hole || boxes[i].area > boxes[best].area) &&
		    contains(r, i, hole))
			best = i;
	}
	return best;
}

void
shp_nest(const struct shp_rings *r, uint32_t *around)
{
	struct box	*boxes = calloc(r->n + 1, sizeof(*boxes));
	uint64_t	 work = 0;
	uint32_t	 last = 0;

	if (boxes == NULL)
		abort();
	for (uint32_t i = 0; i < r->n; i++)
		boxes[i] = measure(r, i);
	for (uint32_t i = 0; i < r->n; i++) {
		around[i] = i;
		if (boxes[i].area < 0)
			last = i;
		else if (work > WORK_MAX)
			around[i] = boxes[last].area < 0 ? last : i;
		else
			around[i] = find_around(r, boxes, i, &work);
	}
	free(boxes);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shapefile.h - what the files about shapefiles share.
 */
#ifndef PS_SHAPEFILE_H
#define PS_SHAPEFILE_H

#include "dbf.h"

#define SHP_HEAD	100u		/* bytes of the header */

/* Types (ESRI's description of 1998); 10 more with Z, 20 more with M. */
enum { SHP_NULL = 0, SHP_POINT = 1, SHP_LINE = 3, SHP_POLYGON = 5,
	SHP_POINTS = 8, SHP_Z = 10, SHP_M = 20, SHP_PATCH = 31 };

/* Text that grows; what is in it is of the next geometry. */
struct shp_text {
	char	*p;
	size_t	 n, room;
};

struct shapefile {
	struct ps_self	*self;
	struct ps_input	*in, *index;	/* index: .shx, or NULL */
	int64_t		 length;
	uint64_t	 at;		/* of the next record */
	uint64_t	 n_read;	/* records so far */
	uint64_t	 n_index;	/* in the index */
	bool		 ended;
	char		*record;
	size_t		 n_record, record_room;
	struct shp_text	 text;

	bool		 has_table;	/* a .dbf beside it */
	bool		 began;
	struct dbf	 table;
	struct ps_column *columns;
	struct ps_slice	*cells;
};

/* shapefile_read.c: the next shape; PS_OK, PS_EOF, PS_SKIP: damaged. */
enum ps_status shp_next(struct shapefile *);

/*
 * shapefile_wkt.c: the shape at hand as WKT in s->text; an empty text is a
 * null shape.  NULL, or what is wrong with it.
 */
const char *shp_wkt(struct shapefile *);
void	shp_put(struct shp_text *, const char *, size_t);

/* shapefile_ring.c: which ring a hole lies in. */
struct shp_rings {
	const char	*points;	/* 16 bytes each */
	const uint32_t	*parts;		/* where each begins, and the end */
	uint32_t	 n;
};

/* For each ring: itself, or that around it. */
void	shp_nest(const struct shp_rings *, uint32_t *around);

static inline double
shp_double(const char *p)
{
	uint64_t	bits = ps_little(p, 8);
	double		v;

	__builtin_memcpy(&v, &bits, sizeof(v));
	return v;
}

static inline uint32_t
shp_big(const char *p)
{
	return (uint32_t)(unsigned char)p[0] << 24 |
	    (uint32_t)(unsigned char)p[1] << 16 |
	    (uint32_t)(unsigned char)p[2] << 8 | (unsigned char)p[3];
}

#endif

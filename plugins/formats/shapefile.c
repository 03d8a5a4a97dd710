/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shapefile.c - shapes, and the table beside them.
 *
 * A shapefile is several files of one name: shapes (.shp), where they are
 * (.shx), their attributes (.dbf), what these are written in (.cpg), and what
 * the coordinates mean (.prj).  All but the first are found beside it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shapefile.h"

#define PROJECTION_MAX	8192u

static const struct ps_option shapefile_options[] = {
	PS_OPTION(struct dbf_options, encoding, .def = "",
	    .doc = "Of the attributes, as iconv calls it"),
	{ .name = NULL }
};

static bool
is_type(uint32_t type)
{
	uint32_t	flat = type % 10;

	return type == SHP_NULL || type == SHP_PATCH || (type < 30 &&
	    (flat == SHP_POINT || flat == SHP_LINE || flat == SHP_POLYGON ||
	    flat == SHP_POINTS));
}

/* The index begins likewise, but then says that the first record is at 100. */
static bool
is_shapefile(const char *p, size_t n)
{
	return n >= SHP_HEAD && shp_big(p) == 9994 &&
	    ps_little(p + 28, 4) == 1000 && is_type(ps_little(p + 32, 4)) &&
	    (n < SHP_HEAD + 4 || shp_big(p + SHP_HEAD) != 50);
}

static bool
is_called(const struct ps_doc *doc, const char *suffix)
{
	size_t	n = doc->name == NULL ? 0 : strlen(doc->name);
	size_t	k = strlen(suffix);

	if (n < k)
		return false;
	for (size_t i = 0; i < k; i++)
		if ((doc->name[n - k + i] | 0x20) != (suffix[i] | 0x20))
			return false;
	return true;
}

static enum ps_status
shapefile_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	if (!s->binary || !is_shapefile(s->text, s->length) ||
	    is_called(s->doc, ".shx"))
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 90;
	ps_because(self, guess, "the header of a shapefile, type %u",
	    (unsigned)ps_little(s->text + 32, 4));
	return PS_OK;
}

/* As told, else by the .cpg, else by the header, else as texts look. */
static const char *
find_encoding(struct ps_self *self, struct ps_input *table)
{
	const struct dbf_options *o = self->options;
	const char		*name;
	char			 head[32];

	if (*o->encoding != '\0')
		return o->encoding;
	if ((name = dbf_codepage(self)) != NULL)
		return name;
	if (ps_pread(self, table, head, sizeof(head), 0) == sizeof(head) &&
	    (name = dbf_language((uint8_t)head[29])) != NULL)
		return name;
	return "windows-1252";
}

static void
set_columns(struct shapefile *s)
{
	uint32_t	n = s->has_table ? s->table.n_columns : 0;

	s->columns = calloc(n + 1, sizeof(*s->columns));
	s->cells = calloc(n + 1, sizeof(*s->cells));
	if (s->columns == NULL || s->cells == NULL)
		abort();
	if (n > 0)
		memcpy(s->columns, s->table.columns, n * sizeof(*s->columns));
	s->columns[n].name = "geometry";
}

static enum ps_status
shapefile_open(struct ps_self *self, struct ps_input *in)
{
	struct shapefile	*s = self->state;
	struct ps_input		*table;
	char			 head[SHP_HEAD];

	s->self = self;
	s->in = in;
	if (!ps_hold(self, in))
		return ps_fail(self, PS_FAIL, 0, "more than 256 MiB cannot be "
		    "read as a stream; load it as a file");
	s->length = ps_length(self, in);
	if (ps_pread(self, in, head, SHP_HEAD, 0) != (ptrdiff_t)SHP_HEAD ||
	    !is_shapefile(head, SHP_HEAD))
		return ps_fail(self, PS_FAIL, 0, "it does not begin as a "
		    "shapefile does");
	s->at = SHP_HEAD;
	s->index = ps_beside(self, ".shx");
	if (s->index != NULL && (ps_length(self, s->index) < SHP_HEAD + 8 ||
	    ps_pread(self, s->index, head, 4, 0) != 4 ||
	    shp_big(head) != 9994))
		s->index = NULL;
	if (s->index != NULL)
		s->n_index = ((uint64_t)ps_length(self, s->index) -
		    SHP_HEAD) / 8;
	table = ps_beside(self, ".dbf");
	s->has_table = table != NULL && dbf_begin(&s->table, self, table,
	    find_encoding(self, table)) == PS_OK;
	set_columns(s);
	return PS_OK;
}

static enum ps_status
shapefile_table(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	struct shapefile	*s = self->state;

	(void)out;
	if (s->columns == NULL || s->began)
		return PS_EOF;
	table->columns = s->columns;
	table->n_columns = (s->has_table ? s->table.n_columns : 0) + 1;
	return PS_OK;
}

/* What the coordinates are, as it stands there. */
static void
tell_projection(struct shapefile *s, struct ps_rows *out)
{
	struct ps_input	*in = ps_beside(s->self, ".prj");
	char		*text = ps_scratch(s->self, out, PROJECTION_MAX);
	char		 why[160] = "the coordinates are in what this says";
	ptrdiff_t	 n = in == NULL ? -1 : ps_pread(s->self, in, text,
			    PROJECTION_MAX, 0);
	const char	*from, *to;

	if (n <= 0)
		return;
	from = memchr(text, '"', (size_t)n);
	to = from == NULL ? NULL : memchr(from + 1, '"', (size_t)(text + n -
	    from - 1));
	if (to != NULL)
		snprintf(why, sizeof(why), "the coordinates are in '%.*s'",
		    to - from > 100 ? 100 : (int)(to - from - 1), from + 1);
	ps_issue(s->self, out, PS_NOTE, 0, "projection", why, text, (size_t)n);
}

static void
tell_beginning(struct shapefile *s, struct ps_rows *out)
{
	if (s->began)
		return;
	s->began = true;
	tell_projection(s, out);
	if (!s->has_table)
		ps_issue(s->self, out, PS_NOTE, 0, "no-attributes", "there is "
		    "no .dbf that can be read beside it, as in an archive: "
		    "only the shapes are here", "", 0);
}

static struct ps_slice
geometry(struct shapefile *s, struct ps_rows *out, enum ps_status st)
{
	const char	*wrong = st != PS_OK ? "a record that is damaged" :
			    shp_wkt(s);
	char		*to;

	if (wrong != NULL)
		ps_issue(s->self, out, PS_REPAIRED, s->n_read, "bad-shape",
		    wrong, "", 0);
	if (wrong != NULL || s->text.n == 0 || s->text.n > UINT32_MAX)
		return (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	to = ps_scratch(s->self, out, s->text.n);
	memcpy(to, s->text.p, s->text.n);
	return (struct ps_slice){ .p = to, .n = (uint32_t)s->text.n,
	    .flags = PS_QUOTED | PS_STRING, .type = PS_TEXT };
}

/* The attributes of a shape; false: it is deleted, and set aside. */
static bool
attributes(struct shapefile *s, struct ps_rows *out, enum ps_status st,
    const char *from)
{
	struct dbf	*d = &s->table;
	char		*record;

	for (uint32_t i = 0; st != PS_OK && i < d->n_columns; i++)
		s->cells[i] = (struct ps_slice){ .p = "",
		    .flags = PS_ABSENT };
	if (st != PS_OK)
		return true;
	record = ps_scratch(s->self, out, d->head.record_length);
	memcpy(record, from, d->head.record_length);
	if (dbf_is_deleted(record)) {
		dbf_aside(d, out, record);
		return false;
	}
	for (uint32_t i = 0; i < d->n_columns; i++)
		s->cells[i] = dbf_cell(d, out, &d->fields[d->shown[i]],
		    record, d->at);
	return true;
}

static void
tell_end(struct shapefile *s, struct ps_rows *out)
{
	char	why[160];

	if (!s->has_table || s->table.at == s->n_read)
		return;
	snprintf(why, sizeof(why), "%llu shapes, but %llu records of "
	    "attributes", (unsigned long long)s->n_read,
	    (unsigned long long)s->table.at);
	ps_issue(s->self, out, PS_REPAIRED, 0, "record-count", why, "", 0);
}

static enum ps_status
shapefile_rows(struct ps_self *self, struct ps_rows *out)
{
	struct shapefile	*s = self->state;
	const char		*record = NULL;
	uint32_t		 n = s->has_table ? s->table.n_columns : 0;
	uint64_t		 line;
	enum ps_status		 shape, row;

	tell_beginning(s, out);
	for (;;) {
		shape = shp_next(s);
		row = s->has_table ? dbf_next(&s->table, &record) : PS_EOF;
		if (shape == PS_EOF && row != PS_OK)
			break;
		line = shape == PS_EOF ? s->table.at : s->n_read;
		if (!attributes(s, out, row, record))
			continue;
		s->cells[n] = shape == PS_EOF ? (struct ps_slice){ .p = "",
		    .flags = PS_ABSENT } : geometry(s, out, shape);
		if (ps_row(self, out, s->cells, n + 1, line))
			return PS_OK;
	}
	tell_end(s, out);
	return PS_EOF;
}

static void
shapefile_close(struct ps_self *self)
{
	struct shapefile	*s = self->state;

	if (s->has_table)
		dbf_end(&s->table);
	free(s->columns);
	free(s->cells);
	free(s->record);
	free(s->text.p);
	memset(s, 0, sizeof(*s));
}

static const char *const suffixes[] = { ".shp", NULL };

static const char *const beside[] = { ".shx", ".dbf", ".cpg", ".prj", NULL };

static const char *const mimes[] = {
	"application/vnd.shp", "application/x-esri-shape", NULL
};

static const struct ps_format shapefile_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "shapefile",
	.plugin.version = "1.0",
	.plugin.summary = "Shapefiles: shapes with the table beside them",
	.plugin.options = shapefile_options,
	.plugin.options_size = sizeof(struct dbf_options),
	.plugin.state_size = sizeof(struct shapefile),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 5,
	.flags = PS_BINARY,
	.probe = shapefile_probe,
	.open = shapefile_open,
	.table = shapefile_table,
	.rows = shapefile_rows,
	.close = shapefile_close,
	.beside = beside,
	.begins = "\0\0\x27\x0a",
	.n_begins = 4,
};

PS_PLUGIN(shapefile, shapefile_format);

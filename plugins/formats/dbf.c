/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf.c - tables of dBase, FoxPro, Clipper and what writes like them.
 *
 * Records that are marked as deleted are still there; they are kept aside.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dbf.h"

#define SAMPLE_TEXT	(16u << 10)
#define BATCH_BYTES	(2u << 20)	/* of deleted records */

static const struct ps_option dbf_option_list[] = {
	PS_OPTION(struct dbf_options, encoding, .def = "UTF-8",
	    .flags = PS_GUESSED, .doc = "Of its texts, as iconv calls it"),
	{ .name = NULL }
};

struct state {
	struct dbf	d;
	bool		began;
};

/* Texts of some records, a line each, to see what they are written in. */
static size_t
gather(const struct dbf_header *h, const struct dbf_field *fields,
    const struct ps_sample *s, char *to)
{
	size_t	n = 0;

	for (size_t at = h->length; at + h->record_length <= s->length;
	    at += h->record_length)
		for (uint32_t i = 0; i < h->n_fields; i++) {
			const struct dbf_field *f = &fields[i];
			size_t			w = f->width;

			if (f->type != 'C')
				continue;
			while (w > 0 && (unsigned char)s->text[at + f->offset +
			    w - 1] <= ' ')
				w--;
			if (n + w + 1 > SAMPLE_TEXT)
				return n;
			memcpy(to + n, s->text + at + f->offset, w);
			n += w;
			to[n++] = '\n';
		}
	return n;
}

static void
tell_encoding(struct ps_self *self, const struct dbf_header *h,
    const struct dbf_field *fields, const struct ps_sample *s,
    struct ps_guess *guess)
{
	const char	*name = dbf_codepage(self);
	char		*text;

	if (name != NULL) {
		ps_because(self, guess, "the .cpg beside it says that its "
		    "texts are in %s", name);
	} else if ((name = dbf_language(h->language)) != NULL) {
		ps_because(self, guess, "its header says that its texts are "
		    "in %s", name);
	} else {
		text = malloc(SAMPLE_TEXT);
		if (text == NULL)
			abort();
		name = ps_charset(self, text, gather(h, fields, s, text));
		free(text);
		ps_because(self, guess, "its texts look like %s", name);
	}
	ps_suggest(self, guess, "encoding", name);
}

/* The first record, or the end where there is none, is where it should be. */
static bool
is_begun(const struct dbf_header *h, const struct ps_sample *s)
{
	char	c;

	if (h->length >= s->length)
		return !s->whole || h->n_records == 0;
	c = s->text[h->length];
	return c == ' ' || c == '*' || c == '\032' || c == '\0';
}

static enum ps_status
dbf_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct dbf_header	 h;
	struct dbf_field	*fields;

	if (!s->binary || s->length < 65)
		return PS_OK;
	fields = malloc(DBF_FIELDS_MAX * sizeof(*fields));
	if (fields == NULL)
		abort();
	if (dbf_header(&h, fields, s->text, s->length) == NULL &&
	    is_begun(&h, s)) {
		bid->tier = PS_PROOF;
		bid->bits_saved = s->scan->plain_bits;
		bid->specificity = 80;
		bid->records = bid->records_ok = h.n_records;
		ps_because(self, guess, "the header of a DBF file: %u fields "
		    "that add up to records of %u bytes", h.n_fields,
		    h.record_length);
		tell_encoding(self, &h, fields, s, guess);
	}
	free(fields);
	return PS_OK;
}

static enum ps_status
dbf_open(struct ps_self *self, struct ps_input *in)
{
	const struct dbf_options	*o = self->options;
	struct state			*s = self->state;
	enum ps_status			 st;

	if (!ps_hold(self, in))
		return ps_fail(self, PS_FAIL, 0, "more than 256 MiB cannot be "
		    "read as a stream; load it as a file");
	st = dbf_begin(&s->d, self, in, o->encoding);
	if (st != PS_OK)
		dbf_end(&s->d);
	return st;
}

static enum ps_status
dbf_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct state	*s = self->state;

	(void)out;
	if (s->began)
		return PS_EOF;
	s->began = true;
	table->columns = s->d.columns;
	table->n_columns = s->d.n_columns;
	return PS_OK;
}

/* Where the header and the file do not agree. */
static void
tell_end(struct dbf *d, struct ps_rows *out)
{
	uint64_t	used = d->head.length + d->at * d->head.record_length;
	uint64_t	length = (uint64_t)ps_length(d->self, d->in);
	uint64_t	rest = length > used ? length - used : 0;
	char		why[160], *raw;
	ptrdiff_t	n;

	if (d->n_deleted > 0) {
		snprintf(why, sizeof(why), "%llu records are marked as "
		    "deleted; they are kept aside",
		    (unsigned long long)d->n_deleted);
		ps_issue(d->self, out, PS_NOTE, 0, "deleted", why, "", 0);
	}
	if (d->at < d->head.n_records && rest > 1) {
		n = rest < d->head.record_length ? (ptrdiff_t)rest :
		    (ptrdiff_t)d->head.record_length;
		raw = ps_scratch(d->self, out, (size_t)n);
		n = ps_pread(d->self, d->in, raw, (size_t)n, used);
		ps_issue(d->self, out, PS_REJECTED, d->at + 1, "cut-off",
		    "the last record is cut off", raw, n < 0 ? 0 : (size_t)n);
	}
	if (d->at == d->head.n_records)
		return;
	snprintf(why, sizeof(why), "its header says that there are %u "
	    "records; there are %llu", d->head.n_records,
	    (unsigned long long)d->at);
	ps_issue(d->self, out, PS_REPAIRED, 0, "record-count", why, "", 0);
}

/* What memos are is known by their numbers only. */
static void
tell_memos(struct dbf *d, struct ps_rows *out)
{
	char	why[200];

	for (uint32_t i = 0; i < d->n_columns && !d->told &&
	    d->memos == NULL; i++) {
		const struct dbf_field *f = &d->fields[d->shown[i]];

		if (!dbf_is_memo(f))
			continue;
		snprintf(why, sizeof(why), "column '%.32s' has the numbers of "
		    "memos, which lie in another file", f->name);
		ps_issue(d->self, out, PS_NOTE, 0, "memo", why, "", 0);
	}
	d->told = true;
}

static enum ps_status
dbf_rows(struct ps_self *self, struct ps_rows *out)
{
	struct state	*s = self->state;
	struct dbf	*d = &s->d;
	const char	*from, *record;
	char		*to;
	enum ps_status	 st;
	uint32_t	 left = BATCH_BYTES / d->head.record_length + 1;

	tell_memos(d, out);
	while ((st = dbf_next(d, &from)) == PS_OK) {
		/* Cells may point into it until the next call. */
		to = ps_scratch(self, out, d->head.record_length);
		memcpy(to, from, d->head.record_length);
		record = to;
		if (dbf_is_deleted(record)) {
			dbf_aside(d, out, record);
			if (--left == 0)
				return PS_OK;
			continue;
		}
		for (uint32_t i = 0; i < d->n_columns; i++)
			d->cells[i] = dbf_cell(d, out,
			    &d->fields[d->shown[i]], record, d->at);
		if (ps_row(self, out, d->cells, d->n_columns, d->at))
			return PS_OK;
	}
	if (st == PS_EOF)
		tell_end(d, out);
	return st;
}

static void
dbf_close(struct ps_self *self)
{
	struct state	*s = self->state;

	dbf_end(&s->d);
}

static const char *const suffixes[] = { ".dbf", NULL };

static const char *const beside[] = { ".cpg", ".dbt", ".fpt", NULL };

static const char *const mimes[] = {
	"application/dbf", "application/x-dbf", "application/vnd.dbf",
	"application/dbase", NULL
};

static const struct ps_format dbf_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "dbf",
	.plugin.version = "1.0",
	.plugin.summary = "Tables of dBase, FoxPro and their kin",
	.plugin.options = dbf_option_list,
	.plugin.options_size = sizeof(struct dbf_options),
	.plugin.state_size = sizeof(struct state),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 5,
	.flags = PS_BINARY,
	.probe = dbf_probe,
	.open = dbf_open,
	.table = dbf_table,
	.rows = dbf_rows,
	.close = dbf_close,
	.beside = beside,
};

PS_PLUGIN(dbf, dbf_format);

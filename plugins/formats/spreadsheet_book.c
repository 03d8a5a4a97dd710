/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_book.c - the workbook of an XLSX: which sheets it has, and in
 * which parts of the package they lie.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet_xlsx.h"

/* What stands behind the last slash: types are URIs. */
static const char *
last_part(const char *s)
{
	const char	*slash = strrchr(s, '/');

	return slash == NULL ? s : slash + 1;
}

static const char *
keep_attribute(struct ss_book *b, const unsigned char **a, int n,
    const char *name)
{
	struct ps_slice	s = ss_attribute(a, n, name);

	return s.p == NULL ? NULL : ss_keep(b, s.p, s.n);
}

static void
on_relation(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	struct ss_relation	*r;

	if (!ss_named(name, "Relationship") ||
	    ss_is(ss_attribute(a, n, "TargetMode"), "External"))
		return;
	r = SS_MORE(b->xlsx->relations);
	if (r == NULL || b->xlsx->relations.n > 4 * SS_SHEETS) {
		(void)ss_wrong(b, "too many relationships");
		return;
	}
	r->id = keep_attribute(b, a, n, "Id");
	r->type = keep_attribute(b, a, n, "Type");
	r->target = keep_attribute(b, a, n, "Target");
	if (r->id == NULL || r->type == NULL || r->target == NULL)
		b->xlsx->relations.n--;
}

static const struct ss_handlers relation_handlers = {
	.start = on_relation
};

/* `../a/./b` in a part of the folder `xl/c/`: xl/a/b */
static const char *
resolve(struct ss_book *b, const char *part, const char *target)
{
	size_t	 n = (size_t)(last_part(part) - part), k;
	char	*path = ps_alloc(b->self, n + strlen(target) + 2);

	if (*target == '/' || *target == '\\')
		n = 0;
	memcpy(path, part, n);
	for (; *target != '\0'; target += k + (target[k] != '\0')) {
		k = strcspn(target, "/\\");
		if (k == 2 && memcmp(target, "..", 2) == 0) {
			for (n -= n > 0; n > 0 && path[n - 1] != '/'; n--)
				continue;
		} else if (k > 0 && (k != 1 || *target != '.')) {
			memcpy(path + n, target, k);
			n += k;
			path[n++] = '/';
		}
	}
	path[n - (n > 0)] = '\0';
	return path;
}

/* "xl/workbook.xml": "xl/_rels/workbook.xml.rels" */
static enum ps_status
read_relations(struct ss_book *b, const char *part)
{
	struct ss_bytes	 name = { .p = NULL };
	enum ps_status	 st;

	ss_add(&name, part, (size_t)(last_part(part) - part));
	ss_text(&name, "_rels/");
	ss_text(&name, last_part(part));
	ss_text(&name, ".rels");
	b->xlsx->relations.n = 0;
	st = ss_zip_parse(b, ss_string(&name), &relation_handlers);
	ss_bytes_free(&name);
	return st;
}

/* The part of that type, or NULL. */
static const char *
part_of_type(struct ss_book *b, const char *from, const char *type)
{
	for (uint32_t i = 0; i < b->xlsx->relations.n; i++) {
		const struct ss_relation *r = &b->xlsx->relations.p[i];

		if (strcmp(last_part(r->type), type) == 0)
			return resolve(b, from, r->target);
	}
	return NULL;
}

static const struct ss_relation *
relation_of(const struct ss_book *b, const char *id)
{
	for (uint32_t i = 0; id != NULL && i < b->xlsx->relations.n; i++)
		if (strcmp(b->xlsx->relations.p[i].id, id) == 0)
			return &b->xlsx->relations.p[i];
	return NULL;
}

/* What a sheet is that is none of cells. */
static const char *
kind_of(const struct ss_relation *r)
{
	const char	*type = r == NULL ? "" : last_part(r->type);

	if (strcmp(type, "worksheet") == 0)
		return NULL;
	if (strcmp(type, "chartsheet") == 0)
		return "a chart and no cells";
	if (strcmp(type, "dialogsheet") == 0)
		return "a dialog and no cells";
	return r == NULL ? "the sheet is not in the file" :
	    "macros and no data";
}

static void
on_sheet(struct ss_book *b, const unsigned char **a, int n)
{
	const struct ss_relation *r;
	const char		*name = keep_attribute(b, a, n, "name");
	struct ps_slice		 state = ss_attribute(a, n, "state");
	struct ss_sheet		*s;

	if (b->sheets.n == SS_SHEETS || (s = SS_MORE(b->sheets)) == NULL) {
		(void)ss_wrong(b, "more than %d sheets", SS_SHEETS);
		return;
	}
	r = relation_of(b, keep_attribute(b, a, n, "id"));
	*s = (struct ss_sheet){ .name = name != NULL ? name : "",
	    .kind = kind_of(r),
	    .hidden = ss_is(state, "hidden") || ss_is(state, "veryHidden") };
	if (s->kind == NULL)
		s->part = resolve(b, b->xlsx->workbook, r->target);
	b->worksheets += s->kind == NULL;
}

static void
on_workbook(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	if (ss_named(name, "workbookPr"))
		b->from_1904 = ss_is_true(ss_attribute(a, n,
		    "date1904"));
	else if (ss_named(name, "sheets"))
		b->xlsx->in_list = true;
	else if (ss_named(name, "sheet") && b->xlsx->in_list)
		on_sheet(b, a, n);
}

static void
on_workbook_end(struct ss_book *b, const unsigned char *name)
{
	if (ss_named(name, "sheets"))
		b->xlsx->in_list = false;
}

static const struct ss_handlers workbook_handlers = {
	.start = on_workbook, .end = on_workbook_end
};

static enum ps_status
read_workbook(struct ss_book *b)
{
	struct ss_xlsx	*x = b->xlsx;
	const char	*strings, *styles;
	enum ps_status	 st = read_relations(b, x->workbook);

	if (st < PS_SKIP)
		return st;
	strings = part_of_type(b, x->workbook, "sharedStrings");
	styles = part_of_type(b, x->workbook, "styles");
	st = ss_zip_parse(b, x->workbook, &workbook_handlers);
	if (st == PS_EOF)
		return ss_wrong(b, "there is no workbook in it");
	if (st == PS_OK && styles != NULL)
		st = ss_read_styles(b, styles);
	if (st >= PS_SKIP && strings != NULL)
		st = ss_read_strings(b, strings);
	return st < PS_SKIP ? st : PS_OK;
}

enum ps_status
ss_xlsx_open(struct ss_book *b)
{
	enum ps_status	st = ss_zip_open(b);

	if (st != PS_OK)
		return st;
	b->xlsx = calloc(1, sizeof(*b->xlsx));
	if (b->xlsx == NULL)
		return ss_wrong(b, "no memory");
	st = read_relations(b, "");
	if (st < PS_SKIP)
		return st;
	b->xlsx->workbook = part_of_type(b, "", "officeDocument");
	if (b->xlsx->workbook == NULL)
		b->xlsx->workbook = "xl/workbook.xml";
	return read_workbook(b);
}

void
ss_xlsx_close(struct ss_book *b)
{
	struct ss_xlsx	*x = b->xlsx;

	ss_xml_end(b);
	ss_zip_close(b);
	if (x == NULL)
		return;
	free(x->relations.p);
	ss_bytes_free(&x->value);
	free(x);
	b->xlsx = NULL;
}

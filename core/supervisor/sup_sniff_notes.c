/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_sniff_notes.c - what a worker notes of a document that is described:
 * rows to show, the records of the table, what was set aside or repaired.
 */
#include <string.h>

#include "sup_told.h"

#define HEADERS_MAX	1000u
#define PREVIEW_MAX	100u
#define TEXT_SHOWN	200u	/* bytes of a record */

static void
note_preview(struct told_job *t, struct frame *f)
{
	uint32_t		 table = get_u32(f), n = get_u32(f);
	struct told_table	*to = table < t->n ? &t->tables[table] : NULL;
	const char		**texts;
	const char		*p;
	size_t			 len;

	if (to == NULL || n != to->n_columns ||
	    to->n_preview == PREVIEW_MAX) {
		f->bad = true;
		return;
	}
	texts = arena_alloc(t->arena, (to->n_preview + 1) * (size_t)n *
	    sizeof(*texts) + 1);
	if (to->n_preview > 0)
		memcpy(texts, to->preview, to->n_preview * (size_t)n *
		    sizeof(*texts));
	for (uint32_t i = 0; i < n; i++) {
		p = get_bytes(f, &len);
		texts[to->n_preview * n + i] = arena_strndup(t->arena, p, len);
	}
	to->preview = texts;
	to->n_preview++;
}

static void
note_record(struct told_job *t, struct frame *f)
{
	uint32_t		 table = get_u32(f), kind = get_u32(f);
	int64_t			 record = (int64_t)get_u64(f);
	struct told_table	*to = table < t->n ? &t->tables[table] : NULL;
	uint32_t		*lines;

	if (to == NULL)
		return;
	if (kind == 1)
		to->first_data = record;
	else if (kind == 2)
		to->last_data = record;
	else if (to->n_header_lines < HEADERS_MAX) {
		lines = arena_alloc(t->arena, (to->n_header_lines + 1) *
		    sizeof(*lines));
		if (to->n_header_lines > 0)
			memcpy(lines, to->header_lines, to->n_header_lines *
			    sizeof(*lines));
		lines[to->n_header_lines++] = (uint32_t)record;
		to->header_lines = lines;
	}
}

/* The beginning of a text, to be shown. */
static const char *
beginning(struct told_job *t, const char *p, size_t n)
{
	return arena_strndup(t->arena, p, n < TEXT_SHOWN ? n : TEXT_SHOWN);
}

static struct told_note *
next_note(struct told_job *t, struct told_notes *to)
{
	if (to->first == NULL)
		to->first = arena_alloc(t->arena, TOLD_NOTES *
		    sizeof(*to->first));
	return to->n < TOLD_NOTES ? &to->first[to->n++] : NULL;
}

static void
note_aside(struct told_job *t, struct frame *f)
{
	uint32_t		 class = get_u32(f);
	uint64_t		 line = get_u64(f);
	size_t			 n;
	const char		*text = get_bytes(f, &n);
	struct told_note	*to;

	if (f->bad || (to = next_note(t, &t->told.asides)) == NULL)
		return;
	*to = (struct told_note){ .line = line,
	    .kind = class < N_CLASS_NAMES ? class_names[class] : "other",
	    .text = beginning(t, text, n) };
}

static void
note_issue(struct told_job *t, struct frame *f)
{
	uint32_t		 severity = get_u32(f);
	uint64_t		 line;
	const char		*why, *text;
	size_t			 n;
	struct told_note	*to;

	(void)get_u32(f);
	line = get_u64(f);
	(void)get_u64(f);
	(void)get_u64(f);
	(void)get_text(f);
	why = get_text(f);
	text = get_bytes(f, &n);
	if (f->bad || (to = next_note(t, &t->told.repairs)) == NULL)
		return;
	*to = (struct told_note){ .line = line,
	    .kind = severity < N_SEVERITY_NAMES ? severity_names[severity] :
	    "note", .why = told_keep(t, why), .text = beginning(t, text, n) };
}

/* Why a column has its type. */
static void
note_why(struct told_job *t, struct frame *f)
{
	uint32_t	 table = get_u32(f), column = get_u32(f);
	const char	*why = get_text(f), *runner_up = get_text(f);
	const char	*against = get_text(f);
	struct told_column *c;

	if (f->bad || table >= t->n || column >= t->tables[table].n_columns)
		return;
	c = &t->columns[table][column];
	c->why = told_keep(t, why);
	c->runner_up = told_keep(t, runner_up);
	c->against = told_keep(t, against);
}

void
told_notes(struct told_job *t, struct frame *f)
{
	struct frame	notes = { .fd = -1 };

	(void)get_u32(f);
	notes.p = get_bytes(f, &notes.n);
	while (notes.n > 0 && !notes.bad)
		switch (get_u8(&notes)) {
		case 'P':
			note_preview(t, &notes);
			break;
		case 'R':
			note_record(t, &notes);
			break;
		case 'L':
			note_aside(t, &notes);
			break;
		case 'I':
			note_issue(t, &notes);
			break;
		case 'W':
			note_why(t, &notes);
			break;
		default:
			return;
		}
}

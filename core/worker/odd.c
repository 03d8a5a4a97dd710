/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * odd.c - lines in another encoding become issues: each names the line, the
 * byte in the document, how it was read, and keeps the raw bytes.
 */
#include <stdio.h>
#include <string.h>

#include "odd.h"

static void
say(const struct worker *w, const struct oddity *o, char *out, size_t size)
{
	const char	*own = w->charset.name;

	switch (o->kind) {
	case ODD_READING:
		snprintf(out, size, "not %s: read as %s, this line and those "
		    "like it that follow", own, o->reading);
		break;
	case ODD_BYTES:
		snprintf(out, size, "bytes from 0x%02x on that are no "
		    "character in %s were kept as they could be",
		    o->n > 0 ? (unsigned char)o->raw[0] : 0, o->reading);
		break;
	case ODD_MARK:
		snprintf(out, size, "a byte order mark amid the text was "
		    "passed over");
		break;
	default:
		snprintf(out, size, "more lines near here are not %s; they are "
		    "not listed", own);
	}
}

void
note_oddities(struct worker *w)
{
	struct ps_rows	*r = &w->rows;
	struct oddity	 o;
	char		 why[200], *raw;

	while (input_oddity(w->input, &o)) {
		say(w, &o, why, sizeof(why));
		raw = rows_scratch(r, o.n + 1);
		memcpy(raw, o.raw, o.n);
		rows_issue(r, o.kind == ODD_MARK ? PS_NOTE : PS_REPAIRED,
		    o.lines - w->line_start + 1, "encoding", why, raw, o.n);
		r->issues[r->n_issues - 1].place = o.place;
	}
}

void
skip_oddities(struct worker *w)
{
	struct oddity	 o;

	while (input_oddity(w->input, &o))
		continue;
}

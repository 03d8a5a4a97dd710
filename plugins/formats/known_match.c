/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_match.c - a line by the steps of its pattern.
 *
 * A group that was left is not entered again: time is bounded by the length of
 * the pattern times that of the line.
 */
#include <string.h>

#include "known.h"

struct try {
	uint16_t	 step, to;
	const char	*p;
};

static void
set_cell(struct known_match *m, const struct known_step *s, const char *p,
    size_t n)
{
	struct ps_slice	*c = &m->cells[s->column];

	if (s->kind == KIND_TEXT)
		while (n > 0 && p[n - 1] == ' ')
			n--;
	*c = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	if (s->dash && n == 1 && *p == '-')
		c->flags = PS_ABSENT;
	else if (known_is_text(s->kind))
		c->type = n > 0 ? PS_TEXT : PS_NULL;
	m->set[s->column] = true;
	if (s->kind == KIND_FOLDED || s->kind == KIND_LINES) {
		m->tail = s->column;
		m->tail_kind = s->kind;
	}
}

/* Keys that are new make columns. */
static size_t
go_pairs(const struct known_step *s, const char *p, const char *end,
    struct known_log *log, struct known_match *m)
{
	size_t	n = (size_t)(end - p);

	if (s->kind == KIND_PAIR)
		return known_pair(log, p, n, m) ? n : SIZE_MAX;
	if (!known_pairs(log, p, n, m) && s->column != NO_COLUMN)
		set_cell(m, s, p, n);
	return n;
}

/* Bytes of this step at p, or SIZE_MAX. */
static size_t
go(const struct known_step *s, const char *p, const char *end,
    struct known_log *log, struct known_match *m)
{
	size_t	n = 0, skip;

	switch ((enum known_do)s->what) {
	case DO_LITERAL:
		return known_is(&s->text, p, end) ? s->text.n : SIZE_MAX;
	case DO_BLANKS:
		while (p + n < end && (p[n] == ' ' || p[n] == '\t'))
			n++;
		return n >= s->least ? n : SIZE_MAX;
	case DO_FIELD:
		if (s->kind >= KIND_PAIRS)
			return go_pairs(s, p, end, log, m);
		n = known_field(s, p, end, &skip);
		if (n != SIZE_MAX && s->column != NO_COLUMN)
			set_cell(m, s, p + skip, n - 2 * skip);
		return n;
	case DO_TRY:
	case DO_COMMIT:
	case DO_END:
		break;
	}
	return 0;
}

/* What a branch that failed has set is not set. */
static void
undo(const struct known_log *log, const struct try *t, uint32_t at,
    struct known_match *m)
{
	for (uint32_t i = t->step; i <= at; i++)
		if (log->steps[i].what == DO_FIELD &&
		    log->steps[i].column != NO_COLUMN)
			m->set[log->steps[i].column] = false;
}

/* To the next branch of the nearest group that has one; its place is that of */
/* tries[*depth]. */
static bool
back(const struct known_log *log, const struct try *tries, uint32_t *depth,
    uint32_t *at, struct known_match *m)
{
	while (*depth > 0) {
		const struct try	*t = &tries[--*depth];

		undo(log, t, *at, m);
		if (t->to == NO_WAY)
			continue;
		*at = t->to;
		return true;
	}
	return false;
}

static bool
only_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p == end;
}

bool
known_match(struct known_log *log, uint32_t line, const char *p,
    size_t n, struct known_match *m)
{
	struct try	 tries[KNOWN_DEPTH];
	uint32_t	 depth = 0, at = log->starts[line];
	const char	*end = p + n;
	size_t		 used;

	memset(m->set, 0, log->n_columns);
	m->tail = NO_COLUMN;
	for (;;) {
		const struct known_step	*s = &log->steps[at];

		if (s->what == DO_END && only_blanks(p, end))
			break;
		if (s->what == DO_TRY) {
			tries[depth++] = (struct try){ (uint16_t)at, s->to,
			    p };
		} else if (s->what == DO_COMMIT) {
			depth--;
			p = s->look ? tries[depth].p : p;
			at = s->to;
			continue;
		} else if (s->what != DO_END &&
		    (used = go(s, p, end, log, m)) != SIZE_MAX) {
			p += used;
		} else if (!back(log, tries, &depth, &at, m)) {
			return false;
		} else {
			p = tries[depth].p;
			continue;
		}
		at++;
	}
	if (m->tail != NO_COLUMN && !m->set[m->tail])
		m->tail = NO_COLUMN;
	return true;
}

enum known_line
known_line(struct known_log *log, const char *p, size_t n,
    struct known_match *m)
{
	static const enum known_line	lines[] = {
		[ROLE_RECORD] = LINE_RECORD, [ROLE_MORE] = LINE_MORE,
		[ROLE_ASIDE] = LINE_ASIDE
	};

	if (only_blanks(p, p + n))
		return LINE_BLANK;
	for (uint32_t i = 0; i < log->n_lines; i++)
		if (known_match(log, i, p, n, m))
			return lines[log->roles[i]];
	return *p == ' ' || *p == '\t' ? LINE_FOLDED : LINE_OTHER;
}

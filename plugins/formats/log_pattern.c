/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_pattern.c - a pattern is made into steps, and lines are matched to it.
 *
 * There is no going back: a word ends at the first place where all that stands
 * up to the next word fits.  So a line is passed once, or nearly.
 */
#include <string.h>

#include "log.h"

#define FARTHEST	512u	/* a field reaches no farther */

static const struct {
	const char		*name;
	enum log_op_kind	 kind;
} kinds[] = {
	{ "stamp", OP_STAMP }, { "date", OP_DATE }, { "clock", OP_CLOCK },
	{ "epoch", OP_EPOCH }, { "level", OP_LEVEL }, { "int", OP_INT },
	{ "word", OP_WORD }, { "name", OP_NAME }, { "text", OP_TEXT },
	{ "rest", OP_REST },
};

uint32_t
log_column(struct log_names *names, const char *p, size_t n)
{
	uint32_t	i;

	if (n >= LOG_NAME)
		n = LOG_NAME - 1;
	for (i = 0; i < names->n; i++)
		if (strlen(names->name[i]) == n &&
		    memcmp(names->name[i], p, n) == 0)
			return i;
	if (i == LOG_COLUMNS)
		return i;
	memcpy(names->name[i], p, n);
	names->name[i][n] = '\0';
	names->n++;
	return i;
}

static bool
is_field(enum log_op_kind k)
{
	return k >= OP_STAMP;
}

/* Fields whose end is where what follows begins. */
static bool
is_searched(enum log_op_kind k)
{
	return k == OP_WORD || k == OP_NAME || k == OP_TEXT;
}

/* "name:kind>" at s; how many bytes, or 0. */
static size_t
field(const char *s, struct log_names *names, struct log_op *op)
{
	size_t	n = strcspn(s, ":>"), k;

	if (n == 0 || s[n] == '\0')
		return 0;
	op->kind = OP_TEXT;
	if (s[n] == ':') {
		k = strcspn(s + n + 1, ">");
		op->kind = OP_END;
		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
			if (strlen(kinds[i].name) == k &&
			    memcmp(kinds[i].name, s + n + 1, k) == 0)
				op->kind = kinds[i].kind;
		if (op->kind == OP_END || s[n + 1 + k] != '>')
			return 0;
	}
	op->column = log_column(names, s, n);
	return op->column == LOG_COLUMNS ? 0 : strcspn(s, ">") + 1;
}

static const char *
check(const struct log_pattern *p)
{
	for (uint32_t i = 0; i < p->n; i++) {
		if (is_searched(p->ops[i].kind) && (i + 1 == p->n ||
		    is_field(p->ops[i + 1].kind)))
			return "a field of text has nothing behind it that "
			    "ends it";
		if (p->ops[i].kind == OP_REST && i + 1 < p->n)
			return "something stands behind the rest of the line";
	}
	return p->n == 0 || p->ops[p->n - 1].kind != OP_REST ?
	    "it does not end in a field of kind 'rest'" : NULL;
}

const char *
log_compile(const char *s, struct log_names *names, struct log_pattern *p)
{
	uint32_t	group = LOG_OPS;
	size_t		k;

	p->n = 0;
	for (; *s != '\0'; s++) {
		struct log_op	*op = &p->ops[p->n];

		if (p->n == LOG_OPS)
			return "it has too many parts";
		memset(op, 0, sizeof(*op));
		op->c = *s;
		if (*s == '<') {
			if ((k = field(s + 1, names, op)) == 0)
				return "a field is not <name> or <name:kind>";
			op->inner = p->n > 0 && op[-1].kind == OP_LITERAL &&
			    (op[-1].c == '[' || op[-1].c == '(');
			s += k;
		} else if (*s == ' ') {
			op->kind = OP_BLANK;
			if (strncmp(s, " <message:", 10) == 0 &&
			    p->n > 0 && op[-1].kind == OP_LITERAL)
				op->kind = OP_ONE;
		} else if (*s == '{' && group == LOG_OPS) {
			op->kind = OP_GROUP;
			group = p->n;
		} else if (*s == '}' && group < LOG_OPS) {
			p->ops[group].end = p->n;
			group = LOG_OPS;
			continue;
		} else if (*s == '\\' && s[1] != '\0') {
			op->c = *++s;
		}
		p->n++;
	}
	return group < LOG_OPS ? "'{' has no '}'" : check(p);
}

struct match {
	const struct log_pattern *pattern;
	const char		*p;
	size_t			 n;
	struct ps_slice		*cells;
};

static void
put(const struct match *m, const struct log_op *op, size_t from, size_t to)
{
	if (m->cells != NULL)
		m->cells[op->column] = (struct ps_slice){ .p = m->p + from,
		    .n = (uint32_t)(to - from) };
}

static size_t
number(const char *p, size_t n)
{
	size_t	k = n > 1 && *p == '-' ? 1 : 0, i = k;

	while (i < n && log_is_digit(p[i]))
		i++;
	return i > k ? i : 0;
}

static size_t
stamped(const char *p, size_t n, enum log_stamp wanted)
{
	size_t	bytes;

	return log_stamp(p, n, &bytes) == wanted ? bytes : 0;
}

/* What a field that says itself where it ends takes of these bytes; or 0. */
static size_t
takes(enum log_op_kind kind, const char *p, size_t n)
{
	switch (kind) {
	case OP_STAMP:
		return stamped(p, n, STAMP_FULL);
	case OP_DATE:
		return stamped(p, n, STAMP_DATE);
	case OP_CLOCK:
		return stamped(p, n, STAMP_CLOCK);
	case OP_EPOCH:
		return stamped(p, n, STAMP_EPOCH);
	case OP_LEVEL:
		return log_severity(p, n);
	case OP_INT:
		return number(p, n);
	default:
		return 0;
	}
}

/* Blanks, literals, fields: none that is searched. */
static bool
step(const struct match *m, const struct log_op *op, size_t *at)
{
	size_t	a = *at, k;

	switch (op->kind) {
	case OP_LITERAL:
		if (a == m->n || m->p[a] != op->c)
			return false;
		*at = a + 1;
		return true;
	case OP_ONE:
	case OP_BLANK:
		if (a == m->n)
			return true;
		if (!log_is_blank(m->p[a]))
			return false;
		for (a++; op->kind == OP_BLANK && a < m->n &&
		    log_is_blank(m->p[a]); a++)
			;
		*at = a;
		return true;
	case OP_REST:
		put(m, op, a, m->n);
		*at = m->n;
		return true;
	default:
		k = takes(op->kind, m->p + a, m->n - a);
		put(m, op, a, a + k);
		*at = a + k;
		return k > 0;
	}
}

/* Up to what closes the bracket it stands in, at most. */
static bool
in_group(const struct match *m, const struct log_op *op, size_t *at)
{
	size_t	a = *at;
	int	depth = 1;
	char	shut = op[1].c;

	if (!op->inner) {
		while (a < m->n && m->p[a] != shut)
			a++;
	} else {
		for (; a < m->n; a++) {
			depth += m->p[a] == op[-1].c;
			depth -= m->p[a] == shut;
			if (depth == 0)
				break;
		}
	}
	if (a == m->n || a - *at > FARTHEST)
		return false;
	put(m, op, *at, a);
	*at = a;
	return true;
}

/* From op `i` to the next that is searched, or the end; *i is that. */
static bool
stretch(const struct match *m, uint32_t *i, size_t *at)
{
	const struct log_op	*ops = m->pattern->ops;
	uint32_t		 k = *i, j;
	size_t			 a = *at, b;

	while (k < m->pattern->n && !is_searched(ops[k].kind)) {
		if (ops[k].kind != OP_GROUP) {
			if (!step(m, &ops[k++], &a))
				return false;
			continue;
		}
		b = a;
		for (j = k + 1; j < ops[k].end; j++)
			if (is_searched(ops[j].kind) ?
			    !in_group(m, &ops[j], &b) :
			    b == m->n || !step(m, &ops[j], &b))
				break;
		if (j == ops[k].end)
			a = b;
		else
			for (j = k + 1; m->cells != NULL && j < ops[k].end;
			    j++)
				if (is_field(ops[j].kind))
					m->cells[ops[j].column].p = NULL;
		k = ops[k].end;
	}
	*i = k;
	*at = a;
	return true;
}

/* A name goes on behind a blank if the next word looks like a part of it. */
static bool
goes_on(const struct match *m, enum log_op_kind kind, size_t a)
{
	if (!log_is_blank(m->p[a]))
		return true;
	return kind == OP_TEXT || (kind == OP_NAME && a + 1 < m->n &&
	    (log_is_digit(m->p[a + 1]) || log_is_blank(m->p[a + 1]) ||
	    m->p[a + 1] == ':' || (m->p[a + 1] >= 'A' &&
	    m->p[a + 1] <= 'Z')));
}

static bool
search(const struct match *m, uint32_t *i, size_t *at)
{
	const struct log_op	*op = &m->pattern->ops[*i];
	uint32_t		 next;
	int			 depth = 0;
	char			 open = op->inner ? op[-1].c : '\0', shut;
	size_t			 stop = m->n - *at > FARTHEST ?
				    *at + FARTHEST : m->n;

	shut = open == '[' ? ']' : ')';
	for (size_t a = *at; a <= stop; a++) {
		size_t	b = a;

		next = *i + 1;
		if (depth == 0 && (a > *at || op->inner) &&
		    stretch(m, &next, &b)) {
			put(m, op, *at, a);
			*i = next;
			*at = b;
			return true;
		}
		if (a == m->n || !goes_on(m, op->kind, a))
			return false;
		if (op->inner) {
			depth += m->p[a] == open;
			depth -= m->p[a] == shut && depth > 0;
		}
	}
	return false;
}

bool
log_match(const struct log_pattern *p, const char *s, size_t n,
    struct ps_slice *cells)
{
	struct match	m = { p, s, n, cells };
	uint32_t	i = 0;
	size_t		at = 0;

	while (i < p->n)
		if (is_searched(p->ops[i].kind) ? !search(&m, &i, &at) :
		    !stretch(&m, &i, &at))
			return false;
	return true;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_compile.c - a pattern becomes steps.
 *
 * A group is TRY, the steps of its first branch, COMMIT, those of the next:
 * TRY says where to go on when a branch fails, COMMIT where when it did not.
 * When all steps are known, each field is told what may stand behind it.
 */
#include <string.h>

#include "known.h"

struct group {
	uint16_t	try;		/* of the branch at hand, or none */
	uint16_t	commit;		/* the last, each pointing to the one */
	bool		look;		/* before; 0: there is none */
	bool		branched;
};

struct compiler {
	struct known_log	*log;
	const char		*p, *end;
	struct group		 groups[KNOWN_DEPTH];
	uint32_t		 depth;
	const char		*wrong;
};

static const struct {
	const char	*name;
	uint8_t		 kind;
	bool		 argument;
} kinds[] = {
	{ "word", KIND_WORD, false }, { "name", KIND_NAME, false },
	{ "text", KIND_TEXT, false }, { "quoted", KIND_QUOTED, false },
	{ "bracketed", KIND_BRACKETED, false },
	{ "int", KIND_INT, false }, { "number", KIND_NUMBER, false },
	{ "decimal", KIND_DECIMAL, false },
	{ "hex", KIND_HEX, false }, { "ip", KIND_IP, false },
	{ "time", KIND_TIME, true }, { "rest", KIND_REST, false },
	{ "folded", KIND_FOLDED, false }, { "lines", KIND_LINES, false },
	{ "pairs", KIND_PAIRS, false }, { "pair", KIND_PAIR, false }
};

void
known_start(struct known_log *log)
{
	log->n_steps = log->n_lines = log->n_columns = 0;
	log->n_names = 0;
	log->hint = 0;
	log->context = log->grows = false;
}

static struct known_step *
add(struct compiler *c, enum known_do what)
{
	struct known_log	*log = c->log;
	struct known_step	*s = &log->steps[log->n_steps];

	if (log->n_steps + 1 >= KNOWN_STEPS)
		c->wrong = "a shorter pattern";
	else
		log->n_steps++;
	*s = (struct known_step){ .what = (uint8_t)what,
	    .column = NO_COLUMN };
	return s;
}

bool
known_is_text(enum known_kind kind)
{
	return kind >= KIND_REST || kind == KIND_TEXT || kind == KIND_QUOTED ||
	    kind == KIND_BRACKETED;
}

/* Keys of records come in the same order: from the last one on. */
uint16_t
known_find(struct known_log *log, const char *name, size_t n)
{
	for (uint32_t i = 0, k; i < log->n_columns; i++) {
		k = (log->hint + i) % log->n_columns;
		if (strncmp(log->columns[k].name, name, n) == 0 &&
		    log->columns[k].name[n] == '\0') {
			log->hint = k + 1;
			return (uint16_t)k;
		}
	}
	return NO_COLUMN;
}

uint16_t
known_column(struct known_log *log, const char *name, size_t n)
{
	uint16_t	 i = known_find(log, name, n);
	char		*to = log->names + log->n_names;

	if (i != NO_COLUMN)
		return i;
	if (log->n_columns == KNOWN_COLUMNS ||
	    log->n_names + n + 1 > KNOWN_NAMES)
		return NO_COLUMN;
	memcpy(to, name, n);
	to[n] = '\0';
	log->n_names += n + 1;
	i = (uint16_t)log->n_columns++;
	log->columns[i] = (struct ps_column){ .name = to, .type = PS_NULL };
	return i;
}

/* The column of that name; text if one of its fields may be any text. */
static uint16_t
column(struct compiler *c, const char *name, size_t n, enum known_kind kind)
{
	uint16_t	i;

	if (n == 0)
		return NO_COLUMN;
	i = known_column(c->log, name, n);
	if (i == NO_COLUMN)
		c->wrong = "fewer columns";
	else if (known_is_text(kind))
		c->log->columns[i].type = PS_TEXT;
	return i;
}

/* "=A|B", or the word of a kind, perhaps with '-', and what it takes. */
static void
set_kind(struct compiler *c, struct known_step *s, const char *p, size_t n)
{
	const char	*blank = memchr(p, ' ', n);
	size_t		 k = blank != NULL ? (size_t)(blank - p) : n;

	if (n > 1 && *p == '=') {
		s->kind = KIND_ONE_OF;
		s->text = (struct known_text){ p + 1, n - 1 };
		return;
	}
	s->dash = k > 0 && p[k - 1] == '-';
	k -= s->dash;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strlen(kinds[i].name) != k ||
		    memcmp(kinds[i].name, p, k) != 0)
			continue;
		s->kind = kinds[i].kind;
		if (kinds[i].argument != (blank != NULL))
			break;
		if (blank != NULL) {
			s->text.p = blank + 1;
			s->text.n = n - (size_t)(blank + 1 - p);
			c->wrong = known_layout(&s->text);
		}
		return;
	}
	c->wrong = "{name:KIND}, of kind word, name, text, quoted, "
	    "bracketed, int, number, decimal, hex, ip, time LAYOUT, =A|B, "
	    "rest, folded, lines, pairs or pair";
}

/* c->p is behind the brace. */
static void
compile_field(struct compiler *c)
{
	const char		*close = memchr(c->p, '}',
				    (size_t)(c->end - c->p)), *colon;
	struct known_step	*s = add(c, DO_FIELD);
	size_t			 n;

	if (close == NULL) {
		c->wrong = "a } for each {";
		return;
	}
	n = (size_t)(close - c->p);
	colon = memchr(c->p, ':', n);
	if (colon != NULL)
		set_kind(c, s, colon + 1, (size_t)(close - colon - 1));
	s->column = column(c, c->p, colon != NULL ? (size_t)(colon - c->p) :
	    n, s->kind);
	c->log->context |= s->kind == KIND_FOLDED || s->kind == KIND_LINES;
	c->log->grows |= s->kind >= KIND_PAIRS;
	c->p = close + 1;
}

static void
open_group(struct compiler *c, bool look)
{
	if (c->depth == KNOWN_DEPTH) {
		c->wrong = "groups less deep";
		return;
	}
	c->groups[c->depth++] = (struct group){ .look = look,
	    .try = (uint16_t)c->log->n_steps };
	add(c, DO_TRY);
}

/* A branch is over: to the end of the group from here. */
static void
end_branch(struct compiler *c, struct group *g)
{
	struct known_step	*s = add(c, DO_COMMIT);

	s->look = g->look;
	s->to = g->commit;
	g->commit = (uint16_t)(c->log->n_steps - 1);
}

static void
next_branch(struct compiler *c, struct group *g)
{
	end_branch(c, g);
	g->branched = true;
	c->log->steps[g->try].to = (uint16_t)c->log->n_steps;
	g->try = (uint16_t)c->log->n_steps;
	add(c, DO_TRY);
}

/* The last branch of several may not fail; a single one may be left out. */
static void
close_group(struct compiler *c)
{
	struct known_step	*steps = c->log->steps;
	struct group		*g = &c->groups[--c->depth];
	uint16_t		 end, at, before;

	end_branch(c, g);
	end = (uint16_t)c->log->n_steps;
	steps[g->try].to = g->branched ? NO_WAY : end;
	for (at = g->commit; at != 0; at = before) {
		before = steps[at].to;
		steps[at].to = end;
	}
}

static bool
opens(const struct compiler *c, char what)
{
	return c->end - c->p > 1 && c->p[0] == '{' && c->p[1] == what;
}

static bool
is_special(const struct compiler *c, char ch)
{
	return ch == '{' || ch == '%' || ((ch == '|' || ch == '}') &&
	    c->depth > 0);
}

static void
compile_literal(struct compiler *c)
{
	struct known_step	*s = add(c, DO_LITERAL);

	if (*c->p == '%' && ++c->p == c->end) {
		c->wrong = "%% for %";
		return;
	}
	s->text.p = c->p++;
	while (c->p < c->end && !is_special(c, *c->p))
		c->p++;
	s->text.n = (size_t)(c->p - s->text.p);
}

static void
compile_one(struct compiler *c)
{
	if (opens(c, '?') || opens(c, '&')) {
		open_group(c, c->p[1] == '&');
		c->p += 2;
	} else if (opens(c, '}')) {
		add(c, DO_BLANKS);
		c->p += 2;
	} else if (opens(c, ' ') && c->end - c->p > 2 && c->p[2] == '}') {
		add(c, DO_BLANKS)->least = 1;
		c->p += 3;
	} else if (*c->p == '{') {
		c->p++;
		compile_field(c);
	} else if (c->depth > 0 && *c->p == '|') {
		next_branch(c, &c->groups[c->depth - 1]);
		c->p++;
	} else if (c->depth > 0 && *c->p == '}') {
		close_group(c);
		c->p++;
	} else {
		compile_literal(c);
	}
}

/* What may stand behind the field at `at`: a walk over all ways from there. */
static void
find_follows(struct known_log *log, uint32_t at)
{
	static const struct known_text	blank = { " ", 1 }, quote = { "\"", 1 };
	struct known_step		*f = &log->steps[at], *s;
	uint16_t			 ways[KNOWN_STEPS + 2];
	uint32_t			 n = 0, steps = 0;

	ways[n++] = (uint16_t)(at + 1);
	while (n > 0 && steps++ < KNOWN_STEPS) {
		s = &log->steps[ways[--n]];
		if (s->what == DO_TRY && s->to != NO_WAY)
			ways[n++] = s->to;
		if (s->what == DO_TRY || (s->what == DO_BLANKS &&
		    s->least == 0))
			ways[n++] = (uint16_t)(s - log->steps + 1);
		if (s->what == DO_COMMIT)
			ways[n++] = s->to;
		f->ends |= s->what == DO_END;
		if (f->n_follows == KNOWN_FOLLOWS)
			continue;
		/* Words end at blanks in any case. */
		if (f->kind == KIND_WORD && (s->what == DO_BLANKS ||
		    (s->what == DO_LITERAL && *s->text.p == ' ')))
			continue;
		if (s->what == DO_LITERAL)
			f->follows[f->n_follows++] = s->text;
		else if (s->what == DO_BLANKS)
			f->follows[f->n_follows++] = blank;
		else if (s->what == DO_FIELD && s->kind == KIND_QUOTED)
			f->follows[f->n_follows++] = quote;
	}
}

enum known_role
known_role(const char *p, size_t n)
{
	if (n < 3 || (*p != '+' && *p != '#') || p[1] != ' ')
		return ROLE_RECORD;
	return *p == '+' ? ROLE_MORE : ROLE_ASIDE;
}

const char *
known_add(struct known_log *log, const char *pattern, size_t n)
{
	struct compiler	c = { .log = log, .p = pattern, .end = pattern + n };
	uint32_t	first = log->n_steps;
	enum known_role	role = known_role(pattern, n);

	if (log->n_lines == KNOWN_LINES)
		return "fewer patterns";
	c.p += role != ROLE_RECORD ? 2 : 0;
	while (c.p < c.end && c.wrong == NULL)
		compile_one(&c);
	if (c.wrong == NULL && c.depth > 0)
		c.wrong = "a } for each {";
	add(&c, DO_END);
	if (c.wrong != NULL)
		return c.wrong;
	for (uint32_t i = first; i < log->n_steps; i++)
		if (log->steps[i].what == DO_FIELD)
			find_follows(log, i);
	log->context |= role == ROLE_MORE;
	log->roles[log->n_lines] = (uint8_t)role;
	log->starts[log->n_lines++] = (uint16_t)first;
	return NULL;
}

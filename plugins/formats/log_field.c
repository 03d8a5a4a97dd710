/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_field.c - a field of a pattern: its name, its kind, what is around it.
 *
 * Names come from what stands there and where: a word before the name of a
 * program is a host, a number behind the time a process.
 */
#include <stdio.h>
#include <string.h>

#include "log_find.h"

static void
put(struct log_build *b, const char *s, size_t n)
{
	if (b->length + n >= LOG_TEXT - 24) {
		b->full = true;
		return;
	}
	memcpy(b->text + b->length, s, n);
	b->length += n;
	b->text[b->length] = '\0';
}

static void
literal(struct log_build *b, char c)
{
	char	s[2] = { '\\', c };

	if (strchr("<>{}\\", c) != NULL)
		put(b, s, 2);
	else
		put(b, s + 1, 1);
}

static bool
is_used(const struct log_build *b, const char *name)
{
	for (uint32_t i = 0; i < b->n_used; i++)
		if (strcmp(b->used[i], name) == 0)
			return true;
	return false;
}

/* <name:kind>; a name that is taken gets a number. */
static void
field(struct log_build *b, const char *name, const char *kind)
{
	char	s[2 * LOG_NAME + 8], own[LOG_NAME];
	int	n = 2;

	if (b->n_used + 4 >= LOG_COLUMNS) {
		b->full = true;
		return;
	}
	(void)snprintf(own, sizeof(own), "%s", name);
	while (is_used(b, own))
		(void)snprintf(own, sizeof(own), "%s_%d", name, n++);
	memcpy(b->used[b->n_used++], own, sizeof(own));
	n = snprintf(s, sizeof(s), "<%s%s%s>", own, *kind != '\0' ? ":" : "",
	    kind);
	put(b, s, (size_t)n);
}

/* How many of the lines have a token of which this is true, in percent. */
static uint32_t
percent(struct log_build *b, uint32_t at,
    bool (*is)(const struct log_token *))
{
	uint32_t	n = 0, all = 0;

	for (uint32_t i = 0; i < b->lines->n; i++) {
		const struct log_line	*l = &b->lines->line[i];

		all += l->alive;
		n += l->alive && is(&l->tok[at]);
	}
	return all > 0 ? n * 100 / all : 0;
}

static bool
has_pid(const struct log_token *t)
{
	return t->pid;
}

static bool
has_detail(const struct log_token *t)
{
	return t->detail;
}

static bool
is_number(const struct log_token *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (!log_is_digit(t->p[i]))
			return false;
	return t->n > 0;
}

static bool
is_fraction(const struct log_token *t)
{
	uint32_t	dots = 0, i = 0;

	while (i < t->n && t->p[i] == ' ')
		i++;
	for (; i < t->n; i++) {
		dots += t->p[i] == '.';
		if (!log_is_digit(t->p[i]) && t->p[i] != '.')
			return false;
	}
	return dots == 1;
}

static bool
is_stamp(const struct log_token *t)
{
	return t->stamp == STAMP_FULL;
}

static bool
is_level(const struct log_token *t)
{
	return t->level;
}

static bool
is_filled(const struct log_token *t)
{
	return t->level && t->p[t->n - 1] == ' ';
}

static bool
has_dot(const struct log_token *t)
{
	return memchr(t->p, '.', t->n) != NULL || memchr(t->p, '$', t->n) !=
	    NULL || memchr(t->p, ':', t->n) != NULL;
}

/* thread:class@line */
static bool
is_place(const struct log_token *t)
{
	const char	*e = memchr(t->p, '@', t->n);

	return e != NULL && memchr(t->p, ':', (size_t)(e - t->p)) != NULL &&
	    log_is_digit(t->p[t->n - 1]);
}

/* file.c:12 */
static bool
is_source(const struct log_token *t)
{
	const char	*e = memchr(t->p, ':', t->n);
	struct log_token rest = *t;

	if (e == NULL || memchr(t->p, '.', (size_t)(e - t->p)) == NULL ||
	    memchr(t->p, ' ', t->n) != NULL)
		return false;
	rest.p = e + 1;
	rest.n = (uint32_t)(t->p + t->n - rest.p);
	return is_number(&rest);
}

static bool
is_request(const struct log_token *t)
{
	return t->n >= 4 && (memcmp(t->p, "req-", 4) == 0 ||
	    memcmp(t->p, "req:", 4) == 0);
}

static void
stamp(struct log_build *b, enum log_stamp is)
{
	static const char *const names[][2] = {
		[STAMP_FULL] = { "time", "stamp" },
		[STAMP_DATE] = { "date", "date" },
		[STAMP_CLOCK] = { "time", "clock" },
		[STAMP_EPOCH] = { "epoch", "epoch" },
	};

	field(b, names[is][0], names[is][1]);
	b->after_time |= is != STAMP_EPOCH;
}

static void
inner(struct log_build *b, uint32_t at)
{
	if (percent(b, at, is_stamp) >= 95) {
		stamp(b, STAMP_FULL);
		if (b->share.sample->more != '\0') {
			if (b->share.sample->more == ':')
				literal(b, ':');
			put(b, " ", 1);
			field(b, "context", "");
		}
	} else if (percent(b, at, is_level) >= 90) {
		field(b, "level", "level");
		if (percent(b, at, is_filled) > 0)
			put(b, "{ }", 3);
		b->after_level = true;
	} else if (percent(b, at, is_number) >= 98) {
		field(b, "pid", "int");
	} else if (percent(b, at, is_fraction) >= 98) {
		field(b, "uptime", "");
		b->after_time = true;
	} else if (percent(b, at, is_place) >= 90) {
		field(b, "thread", "");
		literal(b, ':');
		field(b, "logger", "");
		literal(b, '@');
		field(b, "source_line", "int");
	} else if (percent(b, at, is_source) >= 95) {
		field(b, "source_file", "");
		literal(b, ':');
		field(b, "source_line", "int");
	} else if (percent(b, at, is_request) >= 50) {
		field(b, "request", "");
	} else {
		field(b, is_used(b, "thread") ? "context" : "thread", "");
	}
}

static void
bracket(struct log_build *b, uint32_t at)
{
	char	open = b->share.sample->open;

	literal(b, open);
	inner(b, at);
	literal(b, open == '[' ? ']' : open == '(' ? ')' : '>');
	b->n_brackets++;
}

/* A program or what logs: name[12] (detail): */
static void
name(struct log_build *b, uint32_t at)
{
	bool	pids = percent(b, at, has_pid) > 0;

	field(b, pids || is_used(b, "host") ? "process" : "logger", "name");
	if (pids) {
		put(b, "{[", 2);
		field(b, "pid", "int");
		put(b, "]}", 2);
	}
	if (percent(b, at, has_detail) > 0) {
		put(b, "{ (", 3);
		field(b, "detail", "");
		put(b, ")}", 2);
	}
	b->named = true;
}

/* A word by where it stands. */
static void
word(struct log_build *b, uint32_t at)
{
	struct log_token	next;
	bool			before_name = false;

	for (uint32_t i = 0; i < b->lines->n && !before_name; i++)
		before_name = b->lines->line[i].alive &&
		    b->lines->line[i].tok[at + 1].kind == TOK_NAME;
	next = *b->share.sample;
	if (b->phrase)
		field(b, "process", "text");
	else if (percent(b, at, is_number) >= 98)
		field(b, b->after_time ? is_used(b, "pid") ? "tid" : "pid" :
		    "id", "int");
	else if (b->after_level)
		field(b, is_used(b, "logger") ? "field" : "logger", "word");
	else if (b->after_time && before_name)
		field(b, "host", "word");
	else if (b->after_time && !is_used(b, "logger") &&
	    (percent(b, at, has_dot) >= 95 || b->share.mark['|'] > 0))
		field(b, "logger", "word");
	else
		field(b, !b->after_time && at == 0 ? next.kind == TOK_DASH ?
		    "label" : "source" : "field", "word");
	b->texts = true;
}

static void
write_kind(struct log_build *b, uint32_t at, enum log_kind kind)
{
	const struct log_token	*t = b->share.sample;

	switch (kind) {
	case TOK_STAMP:
		stamp(b, t->stamp);
		b->texts = false;
		break;
	case TOK_LEVEL:
		field(b, "level", "level");
		b->after_level = true;
		b->texts = false;
		break;
	case TOK_BRACKET:
		bracket(b, at);
		break;
	case TOK_NAME:
		name(b, at);
		break;
	case TOK_DASH:
		for (uint32_t i = 0; i < t->n; i++)
			literal(b, t->p[i]);
		break;
	case TOK_ADDRESS:
		field(b, "address", "word");
		break;
	default:
		word(b, at);
		break;
	}
}

void
log_field(struct log_build *b, uint32_t at, enum log_kind kind, char mark)
{
	write_kind(b, at, kind);
	if (mark != '\0' || kind == TOK_NAME)
		literal(b, mark != '\0' ? mark : ':');
	if (b->share.flush * 2 < b->share.all)
		put(b, " ", 1);
}

void
log_message(struct log_build *b)
{
	static const char	rest[] = "<message:rest>";

	memcpy(b->text + b->length, rest, sizeof(rest));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_find.c - the patterns of a log, from its first lines.
 *
 * Lines are taken apart into tokens, and compared position by position: as
 * long as nearly all have a token of one kind there, it is a field.  Words are
 * fields only where a time, a level or a bracket follows them in nearly all.
 * What lines do not fit is looked at again, for another pattern.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log_find.h"

#define FIRST	200u	/* lines, among which two must look like a log */

static void
count_at(struct log_build *b, uint32_t at, struct log_share *s)
{
	memset(s, 0, sizeof(*s));
	for (uint32_t i = 0; i < b->lines->n; i++) {
		const struct log_line	*l = &b->lines->line[i];
		const struct log_token	*t = &l->tok[at];

		if (!l->alive)
			continue;
		s->all++;
		s->kind[t->kind]++;
		if (t->kind == TOK_NONE)
			continue;
		s->stamp[t->stamp] += t->kind == TOK_STAMP;
		s->open[(unsigned char)t->open & 127]++;
		s->mark[(unsigned char)t->mark & 127]++;
		s->wide += t->gap > 1;
		s->flush += t->gap == 0;
		s->sample = t;
	}
}

static bool
nearly(uint32_t some, uint32_t all, uint32_t percent)
{
	return some > 0 && some * 100ull >= all * (uint64_t)percent;
}

/* The kind of all the tokens there, TOK_NONE if they differ. */
static enum log_kind
kind_at(const struct log_share *s)
{
	static const uint8_t	least[TOK_KINDS] = {
		[TOK_STAMP] = 90, [TOK_LEVEL] = 90, [TOK_BRACKET] = 95,
		[TOK_NAME] = 90, [TOK_DASH] = 98, [TOK_INT] = 98,
		[TOK_ADDRESS] = 98, [TOK_WORD] = 101
	};

	for (int k = TOK_NONE + 1; k < TOK_KINDS; k++)
		if (nearly(s->kind[k], s->all, least[k]))
			return (enum log_kind)k;
	return TOK_NONE;
}

static bool
same_token(const struct log_token *t, enum log_kind kind,
    const struct log_token *sample)
{
	return t->kind == kind && t->stamp == sample->stamp &&
	    t->more == sample->more && t->open == sample->open;
}

/* Lines that are not of this kind here are left for another pattern. */
static void
keep(struct log_build *b, uint32_t at, enum log_kind kind, char mark)
{
	for (uint32_t i = 0; i < b->lines->n; i++) {
		struct log_line	*l = &b->lines->line[i];

		if (!l->alive)
			continue;
		if ((kind != TOK_WORD && !same_token(&l->tok[at], kind,
		    b->share.sample)) || l->tok[at].kind == TOK_NONE ||
		    (mark != '\0' && l->tok[at].mark != mark))
			l->alive = false;
	}
}

/* The commonest token of that kind stands for all of them. */
static void
choose_sample(struct log_build *b, uint32_t at, enum log_kind kind)
{
	uint32_t	best = 0, n;

	for (uint32_t i = 0; i < b->lines->n && i < 32; i++) {
		const struct log_line	*l = &b->lines->line[i], *m;

		if (!l->alive || l->tok[at].kind != kind)
			continue;
		n = 0;
		for (uint32_t k = 0; k < b->lines->n; k++) {
			m = &b->lines->line[k];
			n += m->alive && same_token(&m->tok[at], kind,
			    &l->tok[at]);
		}
		if (n > best) {
			best = n;
			b->share.sample = &l->tok[at];
		}
	}
}

/*
 * Whether words lead up to something that is a field: a time or a level, a
 * dash; or, next to them, a bracket or a name.
 */
static bool
bridges(struct log_build *b, uint32_t at)
{
	struct log_share	s;
	enum log_kind		k;

	for (uint32_t i = at + 1; i < LOG_TOKENS && i <= at + LOG_BRIDGE; i++) {
		count_at(b, i, &s);
		k = kind_at(&s);
		if (k == TOK_STAMP || k == TOK_LEVEL)
			return true;
		if (k == TOK_DASH && i == at + 1 && !b->named)
			return true;
		if (i == at + 1 && !b->named && b->after_time &&
		    (k == TOK_NAME || k == TOK_BRACKET))
			return true;
	}
	return false;
}

static bool
begins_large(const struct log_token *t)
{
	return (t->kind == TOK_WORD || t->kind == TOK_NAME) && t->n > 0 &&
	    ((*t->p >= 'A' && *t->p <= 'Z') || log_is_digit(*t->p));
}

/*
 * Names of several words, as Google Chrome[12]:, where most are one word: only
 * the last stays.
 */
static void
join_names(struct log_build *b, uint32_t at)
{
	struct log_share	s;

	count_at(b, at, &s);
	if (b->named || !b->after_time || s.kind[TOK_NAME] * 2 < s.all)
		return;
	for (uint32_t i = 0; i < b->lines->n; i++) {
		struct log_token	*t = b->lines->line[i].tok;
		uint32_t		 k = at;

		while (k < at + 3 && k + 1 < LOG_TOKENS &&
		    t[k].kind == TOK_WORD && begins_large(&t[k]) &&
		    begins_large(&t[k + 1]))
			k++;
		if (k > at && t[k].kind == TOK_NAME && t[k].pid)
			memmove(&t[at], &t[k], sizeof(*t) * (LOG_TOKENS - k));
	}
}

/* May this kind be a field here, where it need not lead to another? */
static bool
is_strong(struct log_build *b, enum log_kind kind, uint32_t at)
{
	switch (kind) {
	case TOK_STAMP:
	case TOK_LEVEL:
		return true;
	case TOK_BRACKET:
		return b->n_brackets < 5;
	case TOK_NAME:
		return !b->named && at > 0;
	case TOK_DASH:
		return at > 0;
	case TOK_INT:
	case TOK_ADDRESS:
		return !b->named && at > 0 && !b->texts;
	default:
		return false;
	}
}

/* A word that is followed by blanks so that the next ones stand in line. */
static bool
is_padded(struct log_build *b, uint32_t at)
{
	return at > 0 && !b->named && b->share.mark[':'] == 0 &&
	    nearly(b->share.wide, b->share.all, 95) &&
	    nearly(b->share.kind[TOK_WORD], b->share.all, 95);
}

/*
 * Words that end at a dash, a few words on: the tokens between are left out of
 * what is compared.
 */
static bool
ends_in_dash(struct log_build *b, uint32_t at)
{
	uint32_t	all = 0, n = 0, k;

	if (b->named || !b->after_time || b->texts)
		return false;
	for (uint32_t i = 0; i < b->lines->n; i++) {
		const struct log_line	*l = &b->lines->line[i];

		for (k = at + 1; k < at + 4 && k < LOG_TOKENS &&
		    l->tok[k].kind != TOK_DASH; k++)
			;
		all += l->alive;
		n += l->alive && k < at + 4 && k < LOG_TOKENS;
	}
	if (!nearly(n, all, 95))
		return false;
	for (uint32_t i = 0; i < b->lines->n; i++) {
		struct log_line	*l = &b->lines->line[i];

		for (k = at + 1; k < at + 4 && k < LOG_TOKENS &&
		    l->tok[k].kind != TOK_DASH; k++)
			;
		if (k >= at + 4 || k >= LOG_TOKENS)
			l->alive = false;
		else
			memmove(&l->tok[at + 1], &l->tok[k], sizeof(*l->tok) *
			    (LOG_TOKENS - k));
	}
	return true;
}

/*
 * Some have a level here, in capitals: the others are left for another pattern.
 * A few may begin a message so.
 */
static bool
is_fork(const struct log_build *b, uint32_t at)
{
	uint32_t	n = 0;

	if (b->named || b->after_level || !b->after_time)
		return false;
	for (uint32_t i = 0; i < b->lines->n; i++) {
		const struct log_line	*l = &b->lines->line[i];
		const struct log_token	*t = &l->tok[at];

		n += l->alive && t->kind == TOK_LEVEL && t->n > 2 &&
		    t->p[1] >= 'A' && t->p[1] <= 'Z' && t->mark == '\0';
	}
	return n > 2 && nearly(n, b->share.all, 10);
}

static char
mark_of(const struct log_share *s)
{
	for (int c = 1; c < 128; c++)
		if (nearly(s->mark[c], s->all, 95))
			return (char)c;
	return '\0';
}

/* One position: false where the message begins. */
static bool
extend(struct log_build *b, uint32_t at)
{
	enum log_kind	kind;
	char		mark;

	join_names(b, at + 1);
	count_at(b, at, &b->share);
	if (b->share.all == 0)
		return false;
	kind = kind_at(&b->share);
	mark = mark_of(&b->share);
	if (kind != TOK_NONE && is_strong(b, kind, at)) {
		b->strong = true;
	} else if (is_fork(b, at)) {
		b->strong = true;
		kind = TOK_LEVEL;
		choose_sample(b, at, kind);
		keep(b, at, kind, '\0');
		count_at(b, at, &b->share);
		mark = mark_of(&b->share);
	} else if (mark == '|' || is_padded(b, at)) {
		b->strong = true;
		kind = TOK_WORD;
	} else if (bridges(b, at)) {
		b->strong = false;
		kind = TOK_WORD;
	} else if (ends_in_dash(b, at)) {
		b->strong = false;
		b->phrase = true;
		kind = TOK_WORD;
	} else {
		return false;
	}
	if (kind != TOK_WORD)
		choose_sample(b, at, kind);
	keep(b, at, kind, mark);
	log_field(b, at, kind, mark);
	b->phrase = false;
	return true;
}

/* The pattern of the lines that are alive, up to their message. */
static bool
build(struct log_build *b)
{
	size_t		good = 0;
	uint32_t	names = 0;

	for (uint32_t at = 0; at + 1 < LOG_TOKENS && extend(b, at); at++) {
		if (b->full)
			break;
		if (b->strong) {
			good = b->length;
			names = b->n_used;
		}
	}
	b->length = good;
	b->n_used = names;
	b->text[good] = '\0';
	return good > 0;
}

static uint32_t
matching(struct log_lines *l, const struct log_pattern *p)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		if (!l->line[i].done && log_match(p, l->line[i].p,
		    l->line[i].n, NULL)) {
			l->line[i].done = true;
			n++;
		}
	return n;
}

static bool
add(struct log_found *f, struct log_lines *l, const char *text, uint32_t least)
{
	struct log_names	names = { .n = 0 };
	struct log_pattern	p;
	uint32_t		n;

	if (f->n == LOG_PATTERNS || log_compile(text, &names, &p) != NULL ||
	    (n = matching(l, &p)) < least)
		return false;
	f->matched += n;
	(void)snprintf(f->text[f->n++], LOG_TEXT, "%s", text);
	return true;
}

/* Lines that begin with the time of that pattern are records, too. */
static bool
add_shorter(struct log_found *f, struct log_lines *l, const char *longer)
{
	char	 text[LOG_TEXT + 64], *e;

	(void)snprintf(text, LOG_TEXT, "%s", longer);
	e = strchr(text, '>');
	if (e == NULL || strncmp(text + (*text == '['), "<time:stamp", 11) !=
	    0)
		return false;
	e++;
	while (*e == ']' || *e == ',' || *e == ':')
		e++;
	memcpy(e, " <message:rest>", 16);
	return add(f, l, text, 0);
}

static void
split_lines(const char *p, size_t n, bool whole, struct log_lines *l)
{
	const char	*e;
	size_t		 len, at;
	uint32_t	 k;

	for (; n > 0 && l->n < l->most; n -= len, p += len) {
		struct log_line	*x = &l->line[l->n];

		e = memchr(p, '\n', n);
		if (e == NULL && !whole && l->n > 0)
			break;
		len = e != NULL ? (size_t)(e - p) + 1 : n;
		x->p = p;
		x->n = len - (e != NULL);
		if (x->n > 0 && p[x->n - 1] == '\r')
			x->n--;
		at = 0;
		for (k = 0; k < LOG_TOKENS; k++) {
			log_token(p, x->n, at, &x->tok[k]);
			at = x->tok[k].end;
		}
		l->n += x->tok[0].kind != TOK_NONE;
	}
}

/*
 * Most texts are no logs, and it shows: times and levels are rare at the
 * beginnings of their lines.
 */
static bool
may_be_log(const char *p, size_t n, uint32_t *lines)
{
	struct log_token	t;
	uint32_t		known = 0, k;
	const char		*e;
	size_t			len, at;

	for (*lines = 0; n > 0 && *lines < LOG_LINES; n -= len, p += len) {
		e = memchr(p, '\n', n);
		len = e != NULL ? (size_t)(e - p) + 1 : n;
		at = 0;
		for (k = 0; k < LOG_BRIDGE && *lines < FIRST && known < 2;
		    k++) {
			log_token(p, len - (e != NULL), at, &t);
			if (t.stamp != NO_STAMP || t.level) {
				known++;
				break;
			}
			at = t.end;
		}
		++*lines;
		if (*lines == FIRST && known < 2)
			return false;
	}
	return known > 1;
}

void
log_find(struct ps_self *self, const char *p, size_t n, bool whole,
    struct log_found *f)
{
	struct log_lines	*l, lines = { .n = 0 };
	struct log_build	*b;

	memset(f, 0, sizeof(*f));
	if (!may_be_log(p, n, &lines.most))
		return;
	l = &lines;
	b = ps_alloc(self, sizeof(*b));
	l->line = ps_alloc(self, sizeof(*l->line) * (l->most + 1));
	memset(l->line, 0, sizeof(*l->line) * (l->most + 1));
	split_lines(p, n, whole, l);
	f->lines = l->n;
	while (f->n + 1 < LOG_PATTERNS) {
		memset(b, 0, sizeof(*b));
		if (!log_start(b, l, f->n == 0) || !build(b))
			break;
		log_message(b);
		if (!add(f, l, b->text, 2)) {
			if (f->n == 0)
				(void)add_shorter(f, l, b->text);
			break;
		}
	}
	for (uint32_t i = 0; i < f->n && !add_shorter(f, l, f->text[i]); i++)
		;
	log_weigh(self, f, l);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_bid.c - is it a log?  What its patterns explain is cheaper than text: a
 * time costs less than its bytes, a level next to nothing.
 */
#include <stdio.h>
#include <string.h>

#include "log_find.h"

#define TIME_BITS	16.0	/* of a time or a large number */
#define SAME_BITS	1.0	/* of what stood in that field before */
#define LINE_BITS	2.0	/* of which pattern it is, or that it goes on */

/* Prose has no times at the beginnings of lines; changelogs have dates. */
static bool
is_message(const struct ps_slice *c)
{
	uint32_t	letters = 0;

	for (uint32_t i = 0; i < c->n; i++)
		letters += log_is_letter(c->p[i]);
	return letters * 3 > c->n;
}

/*
 * Words that were there before need not be told again, those that followed the
 * same word least of all: the bits that this saves.
 */
#define WORDS		8192u
#define WORD_BITS	9.0
#define NEXT_BITS	1.0

static bool
was_seen(uint32_t *seen, uint32_t hash)
{
	uint32_t	*at = &seen[(hash ^ hash >> 16) % WORDS];

	if (*at == hash)
		return true;
	*at = hash;
	return false;
}

static double
repeated(uint32_t *seen, const uint8_t *costs, const struct ps_slice *m)
{
	double		saved = 0, plain, cost;
	uint32_t	i = 0, k, hash, before = 1;
	bool		word, pair;

	while (i < m->n) {
		hash = 2166136261u;
		plain = 0;
		for (k = i; k < m->n && !log_is_blank(m->p[k]); k++) {
			hash = (hash ^ (unsigned char)m->p[k]) * 16777619u;
			plain += costs[(unsigned char)m->p[k]];
		}
		plain /= PS_BIT;
		pair = was_seen(seen, hash ^ before * 0x9e3779b1u);
		word = was_seen(seen, hash);
		cost = pair ? NEXT_BITS : WORD_BITS;
		if ((pair || word) && plain > cost)
			saved += plain - cost;
		before = hash;
		for (i = k; i < m->n && log_is_blank(m->p[i]); i++)
			;
	}
	return saved;
}

static double
field(uint32_t *seen, const uint8_t *costs, const struct ps_slice *c,
    uint32_t column)
{
	uint32_t	hash = column * 0x9e3779b1u + 7;
	double		plain = 0;

	for (uint32_t i = 0; i < c->n; i++) {
		hash = (hash ^ (unsigned char)c->p[i]) * 16777619u;
		plain += costs[(unsigned char)c->p[i]];
	}
	plain /= PS_BIT;
	if (was_seen(seen, hash) && plain > SAME_BITS)
		return SAME_BITS;
	return c->n > 6 && plain > TIME_BITS && log_is_digit(c->p[c->n - 1]) ?
	    TIME_BITS : plain;
}

/* The bits of a line as text, less those of its fields. */
static double
weigh_line(uint32_t *seen, const uint8_t *costs, const struct ps_slice *cells,
    uint32_t n, uint32_t message, const struct log_line *l)
{
	uint64_t	plain = 0;
	double		ours = LINE_BITS;
	const char	*e = cells[message].p != NULL ? cells[message].p :
			    l->p + l->n;

	for (const char *p = l->p; p < e; p++)
		plain += costs[(unsigned char)*p];
	for (uint32_t i = 0; i < n; i++)
		if (i != message && cells[i].p != NULL)
			ours += field(seen, costs, &cells[i], i);
	return (double)plain / PS_BIT - ours;
}

void
log_weigh(struct ps_self *self, struct log_found *f,
    const struct log_lines *lines)
{
	struct log_names	 names = { .n = 0 };
	struct log_pattern	*p = ps_alloc(self, sizeof(*p) * LOG_PATTERNS);
	struct ps_slice		 cells[LOG_COLUMNS];
	uint32_t		*seen = ps_alloc(self, sizeof(*seen) * WORDS);
	uint32_t		 message, i, k, n = 0;

	memset(seen, 0, sizeof(*seen) * WORDS);
	for (k = 0; k < f->n; k++)
		(void)log_compile(f->text[k], &names, &p[k]);
	message = log_column(&names, "message", 7);
	for (i = 0; i < lines->n; i++) {
		const struct log_line	*l = &lines->line[i];

		memset(cells, 0, sizeof(cells));
		for (k = 0; k < f->n && !log_match(&p[k], l->p, l->n, cells);
		    k++)
			memset(cells, 0, sizeof(cells));
		if (k == f->n) {
			f->saved -= LINE_BITS;
			continue;
		}
		f->saved += weigh_line(seen, ps_text_costs(self), cells,
		    names.n, message, l);
		if (cells[message].p != NULL)
			f->saved += repeated(seen, ps_text_costs(self),
			    &cells[message]);
		f->bytes += l->n + 1;
		f->texts += is_message(&cells[message]);
		n++;
	}
	f->matched = n;
}

static bool
is_log(const struct log_found *f)
{
	return f->n > 0 && f->matched >= 3 && f->texts * 2 > f->matched &&
	    f->saved > 0;
}

enum ps_status
log_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	bool			head = s->head != NULL;
	struct log_found	f;
	char			name[16];

	if (s->binary || s->length == 0)
		return PS_OK;
	log_find(self, head ? s->head : s->text, head ? s->head_length :
	    s->length, head ? s->head_whole : s->whole, &f);
	if (f.n == 0 || (!is_log(&f) && !s->forced))
		return PS_OK;
	bid->tier = PS_STATISTICAL;
	bid->bits_saved = f.saved * (double)s->length /
	    (double)(head ? s->head_length : s->length);
	bid->records = f.matched;
	bid->records_ok = f.matched;
	bid->bytes_explained = (uint32_t)s->length;
	bid->specificity = 40;
	ps_because(self, guess, "%u of %u lines begin like '%s'", f.matched,
	    f.lines, f.text[0]);
	ps_because(self, guess, "%.0f %% fewer bits than plain text",
	    100 * bid->bits_saved / s->scan->plain_bits);
	if (f.matched < f.lines)
		ps_because(self, guess, "%u lines go on with the record "
		    "before them", f.lines - f.matched);
	for (uint32_t i = 0; i < f.n; i++) {
		(void)snprintf(name, sizeof(name), i == 0 ? "pattern" :
		    "pattern%u", i + 1);
		ps_suggest(self, guess, name, f.text[i]);
	}
	return PS_OK;
}

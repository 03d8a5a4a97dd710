/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_judge.c - what a document is: its encoding, then the contest of
 * formats over a sample of it.
 */
#include <stdio.h>
#include <string.h>

#include "magic.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "sibling.h"
#include "worker.h"

#define LINES_WANTED	8u		/* in a sample, if it has them */
#define LONG_SAMPLE	(1u << 20)	/* and no more than this for them */

static void
keep_magic(struct worker *w)
{
	const char	*p;
	ptrdiff_t	 n = input_peek(w->input, MAGIC_BYTES, &p);

	w->n_magic = n < 0 ? 0 : n < MAGIC_BYTES ? (size_t)n : MAGIC_BYTES;
	if (w->n_magic > 0)
		memcpy(w->magic, p, w->n_magic);
}

static const struct use *
forced_format(struct worker *w)
{
	const struct pipeline	*p = w->pipeline;
	struct selected		 d = { .doc = w->doc, .magic = w->magic };

	if (p->n_rules + p->n_maps + p->n_handlers + p->n_shapes > 0)
		keep_magic(w);
	d.n_magic = w->n_magic;
	for (uint32_t i = 0; i < p->n_rules; i++)
		if (selector_matches(&p->rules[i].select, &d))
			return &p->rules[i].format;
	return NULL;
}

/* Where the sample is not all there is. */
static void
show_tail(struct worker *w, struct ps_sample *s)
{
	int64_t		 length = input_length(w->input);
	char		*tail;
	ptrdiff_t	 n;

	if (length <= SAMPLE_BYTES)
		return;
	tail = arena_alloc(w->arena, SAMPLE_BYTES);
	n = input_pread(w->input, tail, SAMPLE_BYTES,
	    (uint64_t)length - SAMPLE_BYTES);
	if (n <= 0)
		return;
	s->tail = tail;
	s->tail_length = (size_t)n;
}

static bool
has_zero_tail(struct worker *w)
{
	struct ps_sample s = { .tail = NULL };

	show_tail(w, &s);
	return s.tail != NULL && are_zeros(s.tail, s.tail_length);
}

bool
worker_decode(struct worker *w)
{
	const char	*p;
	size_t		 n;
	bool		 whole;

	if (input_sample(w->input, &p, &n, &whole) < PS_SKIP)
		return false;
	charset_guess(p, n, whole, &w->charset);
	/* All ASCII: what comes later says more.  No more than a range. */
	for (size_t want = 4 * SAMPLE_BYTES; w->charset.ascii && !whole &&
	    n < RANGE_BYTES - 1; want *= 4) {
		if (input_head(w->input, want < RANGE_BYTES ? want :
		    RANGE_BYTES - 1, &p, &n, &whole) < PS_SKIP)
			return false;
		charset_guess(p, n, whole, &w->charset);
	}
	/* Zeros may stand before text, as in a log that was truncated. */
	if (w->charset.ascii && !whole && are_zeros(p, n) &&
	    has_zero_tail(w))
		charset_guess(p, n, true, &w->charset);
	if (w->pipeline->encoding != NULL && !w->charset.binary) {
		w->charset.name = w->pipeline->encoding;
		w->charset.other = ENCODING_TOLD;
		w->charset.doubtful = false;
		w->charset.runner_up = NULL;
		snprintf(w->charset.why, sizeof(w->charset.why),
		    "encoding %s, as told", w->charset.name);
	}
	return input_decode(w->input, w->charset.name, w->charset.other,
	    w->charset.bom);
}

/* Lines so long that hardly one fits the sample. */
static bool
is_short_of_lines(const struct worker *w, const struct ps_sample *s,
    size_t want)
{
	return !s->whole && !s->binary && w->scan.n_lines < LINES_WANTED &&
	    want < LONG_SAMPLE;
}

struct seems
worker_seems(struct worker *w)
{
	struct ps_sample s = { .text = "" };

	if (input_text(w->input, SAMPLE_BYTES, &s.text, &s.length,
	    &s.whole) < PS_SKIP)
		s.length = 0;
	if (w->charset.binary)
		show_tail(w, &s);
	return magic_seems(s.text, s.length, s.tail, s.tail_length,
	    w->charset.binary);
}

/*
 * For formats that look at it.  It stays as it is while the sample becomes
 * longer: a window that was shown does not move, anything else is copied.
 */
static void
show_head(struct worker *w, struct ps_sample *s)
{
	const char	*p;
	char		*head;

	if (input_text(w->input, SAMPLE_BYTES, &p, &s->head_length,
	    &s->head_whole) < PS_SKIP)
		return;
	s->head = p;
	if (s->head_whole)
		return;
	head = arena_alloc(w->arena, s->head_length + 1);
	memcpy(head, p, s->head_length);
	s->head = head;
}

/* The contest, on more and more of the document while it asks for more. */
static void
run_contest(struct worker *w)
{
	struct ps_sample	 s = { .doc = w->doc, .scan = &w->scan,
				    .binary = w->charset.binary };
	size_t			 want = s.binary ? SAMPLE_BYTES : 8u << 10;

	if (s.binary)
		show_tail(w, &s);
	else if (contest_wants_head(w->contest))
		show_head(w, &s);
	for (int tries = 0; tries < 3;) {
		if (input_text(w->input, want, &s.text, &s.length,
		    &s.whole) < PS_SKIP)
			return;
		scan_sample(s.text, s.length, &w->scan, &w->lines,
		    &w->lines_room);
		if (is_short_of_lines(w, &s, want)) {
			want *= 4;
			continue;
		}
		tries++;
		contest_run(w->contest, &s,
		    w->forced ? w->forced->plugin : NULL, w->told,
		    &w->verdict);
		if (w->verdict.failed || w->verdict.need <= want || s.whole ||
		    want >= SAMPLE_BYTES)
			return;
		want = w->verdict.need < SAMPLE_BYTES ? w->verdict.need :
		    SAMPLE_BYTES;
	}
}

/* What was guessed, then what the user said: the later wins. */
static void
gather_settings(struct worker *w)
{
	uint32_t	 n = w->verdict.n_suggested;
	uint32_t	 told = w->forced ? w->forced->n_settings : 0;
	struct setting	*s = arena_alloc(w->arena, (n + told + 1) *
			    sizeof(*s));

	if (n > 0)
		memcpy(s, w->verdict.suggested, n * sizeof(*s));
	if (told > 0)
		memcpy(s + n, w->forced->settings, told * sizeof(*s));
	w->settings = s;
	w->n_settings = n + told;
}

/* A format that is told is that of what lies in an archive, not its own. */
static bool
is_wrapped(struct worker *w)
{
	const struct use	*forced = w->forced;
	const struct ps_format	*f;

	if (forced == NULL || !w->charset.binary)
		return false;
	f = (const struct ps_format *)(const void *)forced->plugin;
	if ((f->flags & (PS_BINARY | PS_CONTAINER)) != 0)
		return false;
	w->forced = NULL;
	run_contest(w);
	f = w->verdict.format;
	if (f != NULL && (f->flags & PS_CONTAINER) != 0)
		return true;
	w->forced = forced;
	return false;
}

/* What a neighbour was read with is tried first; this may be one, too. */
void
worker_judge(struct worker *w)
{
	const struct ps_format	*f = NULL;
	const char		*text = NULL;
	struct verdict		*v = &w->verdict;

	w->forced = worker_told(w, forced_format(w));
	contest_settings(w->contest, w->forced ? w->forced->plugin : NULL,
	    w->forced ? w->forced->settings : NULL,
	    w->forced ? w->forced->n_settings : 0);
	if (w->pipeline->siblings)
		text = siblings_find(w->siblings, w->doc, &f);
	contest_sibling(w->contest, f, text);
	if (!is_wrapped(w))
		run_contest(w);
	gather_settings(w);
	if (w->pipeline->siblings && v->n_suggested > 0)
		siblings_keep(w->siblings, w->doc, v->format, v->suggested,
		    v->n_suggested);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_bid.c - any bytes as a sample: every bid is well-formed, and the answer
 * is the same each time, wherever the bytes lie, whatever a neighbour was.
 *
 * Four bytes before the sample say what is known of its document.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bid_impl.h"
#include "buf.h"
#include "layout.h"
#include "mem.h"
#include "plugin.h"
#include "sibling.h"
#include "str.h"

enum { N_FORMATS = 2 };

const struct ps_plugin *delimited_LTX_ps_plugin(void);
const struct ps_plugin *lines_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The plugins' own descriptors, with a probe that is looked at. */
static struct ps_format		formats[N_FORMATS];
static const struct ps_format	*originals[N_FORMATS];

uint32_t
registry_count(const struct registry *r, int kind)
{
	(void)r;
	return kind == PS_FORMAT ? N_FORMATS : 0;
}

const struct ps_plugin *
registry_at(const struct registry *r, int kind, uint32_t i)
{
	(void)r;
	(void)kind;
	return &formats[i].plugin;
}

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_bid: %s\n", what);
	abort();
}

/* Before the core corrects what it must not rely on. */
static void
check_bid(const struct ps_bid *b, const struct ps_sample *s)
{
	check(b->tier <= PS_PROOF, "a tier that is none");
	if (b->tier == PS_NO)
		return;
	check(isfinite(b->bits_saved), "bits saved that are no number");
	check(isfinite(b->bits_margin), "a margin that is no number");
	check(isfinite(b->layout_margin),
	    "a margin of the layout that is no number");
	check(b->bits_saved <= s->scan->plain_bits,
	    "more bits saved than there are");
	check(b->records_ok <= b->records, "more good records than records");
	check(b->bytes_explained <= s->length, "more bytes than there are");
	check(b->specificity <= 100, "specific beyond measure");
	check(memchr(b->runner_up, '\0', sizeof(b->runner_up)) != NULL,
	    "a runner-up without end");
}

static enum ps_status
probe(const struct ps_format *f, struct ps_self *self,
    const struct ps_sample *s, struct ps_guess *g, struct ps_bid *bid)
{
	enum ps_status	st = f->probe(self, s, g, bid);

	check(st <= PS_OK, "a probe that ends otherwise");
	if (st == PS_OK)
		check_bid(bid, s);
	return st;
}

static enum ps_status
probe_0(struct ps_self *self, const struct ps_sample *s, struct ps_guess *g,
    struct ps_bid *bid)
{
	return probe(originals[0], self, s, g, bid);
}

static enum ps_status
probe_1(struct ps_self *self, const struct ps_sample *s, struct ps_guess *g,
    struct ps_bid *bid)
{
	return probe(originals[1], self, s, g, bid);
}

static void PS_PRINTF(3, 4)
no_log(const struct ps_host *host, enum ps_level level, const char *fmt, ...)
{
	(void)host;
	(void)level;
	(void)fmt;
}

static enum ps_status PS_PRINTF(4, 5)
no_fail(const struct ps_host *host, enum ps_status st, uint64_t at,
    const char *fmt, ...)
{
	(void)host;
	(void)at;
	(void)fmt;
	return st;
}

static struct arena	*memory;	/* of probes, until the input ends */

static void *
do_alloc(const struct ps_host *host, size_t n)
{
	(void)host;
	return arena_alloc(memory, n);
}

static const struct ps_host the_host = {
	.size = sizeof(the_host), .log = no_log, .fail = no_fail,
	.alloc = do_alloc,
	.because = guess_because, .suggest = guess_suggest,
	.decided = guess_decided,
	LAYOUT_SERVICES
};

static void
set_formats(void)
{
	const struct ps_plugin	*plugins[N_FORMATS] = {
		delimited_LTX_ps_plugin(), lines_LTX_ps_plugin()
	};

	for (int i = 0; i < N_FORMATS; i++) {
		originals[i] = (const struct ps_format *)plugins[i];
		formats[i] = *originals[i];
	}
	formats[0].probe = probe_0;
	formats[1].probe = probe_1;
}

/* Words for people: one line of UTF-8 without control characters. */
static void
check_words(const char *s, const char *what)
{
	check(s != NULL && *s != '\0', what);
	check(utf8_valid(s, strlen(s)) == strlen(s), what);
	for (; *s != '\0'; s++)
		check((unsigned char)*s >= ' ' && *s != 0x7f, what);
}

/* All that is said, as one text. */
static void
tell(const struct verdict *v, struct buf *out)
{
	buf_init(out, 1u << 20);
	buf_printf(out, "%s %a %u\n", v->format->plugin.name, v->confidence,
	    v->need);
	for (int i = 0; i < N_EVIDENCE; i++)
		buf_printf(out, "%a\n", ((const double *)&v->evidence)[i]);
	for (uint32_t i = 0; i < v->n_why; i++)
		buf_printf(out, "%s\n", v->why[i]);
	for (uint32_t i = 0; i < v->n_suggested; i++)
		buf_printf(out, "%s=%s\n", v->suggested[i].name,
		    v->suggested[i].value);
	for (uint32_t i = 0; i < v->n_decided; i++)
		buf_printf(out, "%s, %s, %s, %s, %a\n", v->decided[i].what,
		    v->decided[i].choice, v->decided[i].why == NULL ? "" :
		    v->decided[i].why, v->decided[i].runner_up == NULL ? "" :
		    v->decided[i].runner_up, v->decided[i].bits);
	if (v->runner_up != NULL)
		buf_printf(out, "%s: %s\n", v->runner_up, v->runner_up_why);
	check(!out->full, "an answer without end");
}

static void
check_suggested(const struct verdict *v)
{
	struct arena	*arena = arena_new();
	const char	*error = NULL;

	options_fill(&v->format->plugin, v->suggested, v->n_suggested, arena,
	    &error);
	check(error == NULL, "a suggestion that cannot be set");
	arena_free(arena);
}

static void
check_verdict(const struct verdict *v, const struct ps_sample *s)
{
	check(v->format != NULL, "a text that nobody reads");
	check(v->confidence >= 0 && v->confidence <= 1, "no confidence");
	for (int i = 0; i < N_EVIDENCE; i++)
		check(isfinite(((const double *)&v->evidence)[i]),
		    "evidence that is no number");
	check(v->evidence.fit >= 0 && v->evidence.fit <= 1, "no share");
	check(v->need == 0 || (v->need > s->length && !s->whole),
	    "a need for what there is");
	check(v->n_why > 0, "no reason");
	for (uint32_t i = 0; i < v->n_why; i++)
		check_words(v->why[i], "a reason");
	for (uint32_t i = 0; i < v->n_decided; i++) {
		check_words(v->decided[i].what, "what was decided");
		check_words(v->decided[i].choice, "a choice");
	}
	if (v->runner_up != NULL)
		check_words(v->runner_up_why, "why it lost");
	check_suggested(v);
}

static void
run(struct contest *c, const struct ps_sample *s, struct verdict *v,
    struct buf *told)
{
	contest_run(c, s, NULL, false, v);
	check_verdict(v, s);
	tell(v, told);
}

static void
check_same(const struct buf *a, const struct buf *b, const char *what)
{
	if (a->n == b->n && memcmp(a->p, b->p, a->n) == 0)
		return;
	fprintf(stderr, "%.*s-- and then\n%.*s", (int)a->n, a->p, (int)b->n,
	    b->p);
	check(false, what);
}

/* Beside one that was read with these options, which are copied first. */
static void
run_beside(struct contest *c, const struct ps_sample *s,
    const struct setting *options, uint32_t n, const struct buf *first)
{
	struct siblings		*kept = siblings_new();
	const struct ps_format	*f = NULL;
	const char		*text;
	struct verdict		 v;
	struct buf		 told;

	siblings_keep(kept, s->doc, &formats[0], options, n);
	text = siblings_find(kept, s->doc, &f);
	contest_sibling(c, f, text);
	run(c, s, &v, &told);
	check_same(first, &told, "a neighbour changed the answer");
	buf_free(&told);
	contest_sibling(c, NULL, NULL);
	siblings_free(kept);
}

/* Options of a neighbour that has little to do with this one. */
static const struct setting strangers[] = {
	{ .name = "delimiter", .value = ";" },
	{ .name = "quote", .value = "\"" },
	{ .name = "columns", .value = "3" },
	{ .name = "header", .value = "1" },
};

static void
run_all(struct ps_sample *s, char *again)
{
	struct contest	*c = contest_new(NULL, &the_host);
	struct verdict	 v;
	struct buf	 first, told;

	run(c, s, &v, &first);
	if (v.format == &formats[0])
		run_beside(c, s, v.suggested, v.n_suggested, &first);
	run_beside(c, s, strangers, sizeof(strangers) / sizeof(*strangers),
	    &first);
	s->text = again;
	run(c, s, &v, &told);
	check_same(&first, &told, "another answer to the same bytes");
	buf_free(&told);
	buf_free(&first);
	contest_free(c);
}

/* `shift` bytes, the text and a NUL, no byte more; UTF-8 in any case. */
static char *
copy(const uint8_t *p, size_t n, size_t shift)
{
	char	*text = malloc(shift + n + 1);

	if (text == NULL)
		abort();
	memcpy(text + shift, p, n);
	text[shift + n] = '\0';
	for (size_t i = shift; (i += utf8_valid(text + i, shift + n - i)) <
	    shift + n;)
		text[i] = '?';
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "a", "a.csv", "b.tsv", "c.txt" };
	struct ps_doc	 doc = { .root = "/d", .size = -1, .mtime = -1 };
	struct ps_sample s;
	struct ps_scan	 scan;
	uint32_t	*lines = NULL, room = 0;
	char		*one, *other, address[20];
	size_t		 n;

	if (size < 4)
		return 0;
	if (originals[0] == NULL)
		set_formats();
	doc.name = names[data[0] & 3];
	doc.mime = (data[0] & 12) == 12 ? "text/csv" : NULL;
	snprintf(address, sizeof(address), "/d/%s", doc.name);
	doc.address = address;
	n = size - 4;
	one = copy(data + 4, n, 0);
	other = copy(data + 4, n, 3);
	scan_sample(one, n, &scan, &lines, &room);
	s = (struct ps_sample){ .doc = &doc, .text = one, .length = n,
	    .whole = (data[1] & 3) != 0, .scan = &scan };
	memory = arena_new();
	run_all(&s, other + 3);
	arena_free(memory);
	free(lines);
	free(one);
	free(other);
	return 0;
}

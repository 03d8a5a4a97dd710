/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_bid.c - the scan's figures, and who wins which contest.
 */
#include <math.h>
#include <stdlib.h>

#include "../../core/input/bid.h"
#include "../../core/plugin/options.h"
#include "../../core/plugin/plugin.h"
#include "../tap.h"

/* What each format is to bid next; probe() finds it through its options. */
struct fake_options {
	const char	*id;
	int64_t		 level;
};

static struct ps_bid bids[5];
static struct ps_host host;
static int asked[5];
static int64_t level_seen;
static const char *sibling_seen[5];

static enum ps_status
bid_now(struct ps_self *self, const struct ps_sample *s, struct ps_guess *g,
    struct ps_bid *bid, int i)
{
	const struct fake_options *o = self->options;

	sibling_seen[i] = s->sibling;
	asked[i]++;
	level_seen = o->level;
	if (*(char *)self->state != 0)
		abort();
	*(char *)self->state = 1;
	*bid = bids[i];
	guess_because(g, "reason %d", i);
	guess_suggest(g, "level", "7");
	guess_suggest(g, "id", "not to be guessed");
	guess_suggest(g, "nothing", "unknown");
	return i == 4 && bids[i].need == 99 ? PS_FAIL : PS_OK;
}

#define PROBE(i)							\
	static enum ps_status						\
	probe##i(struct ps_self *self, const struct ps_sample *s,	\
	    struct ps_guess *g, struct ps_bid *b)			\
	{								\
		return bid_now(self, s, g, b, i);			\
	}
PROBE(0)
PROBE(1)
PROBE(2)
PROBE(3)
PROBE(4)

static const struct ps_option options[] = {
	PS_OPTION(struct fake_options, id, .def = "x", .doc = "a name"),
	PS_OPTION(struct fake_options, level, .def = "3",
	    .flags = PS_GUESSED, .doc = "a number"),
	{ .name = NULL }
};

static const char *const a_suffixes[] = { ".aaa", ".a2", NULL };
static const char *const b_suffixes[] = { ".bbb", NULL };
static const char *const b_mimes[] = { "text/b", NULL };

#define FORMAT(title, bits, fn, ...) {					\
	PS_HEAD(struct ps_format, PS_FORMAT),				\
	.plugin.name = title, .plugin.options = options,		\
	.plugin.options_size = sizeof(struct fake_options),		\
	.plugin.state_size = 10, .flags = bits, .probe = fn, __VA_ARGS__ }

static const struct ps_format formats[5] = {
	FORMAT("alpha", 0, probe0, .suffixes = a_suffixes),
	FORMAT("beta", 0, probe1, .suffixes = b_suffixes, .mimes = b_mimes),
	FORMAT("lines", 0, probe2),
	FORMAT("pack", PS_BINARY | PS_CONTAINER, probe3),
	FORMAT("raw", PS_BINARY, probe4),
};

/* Another order of the same: nothing may depend on it. */
static const int orders[3][5] = {
	{ 0, 1, 2, 3, 4 }, { 4, 3, 2, 1, 0 }, { 2, 0, 4, 1, 3 }
};
static int order;

uint32_t
registry_count(const struct registry *r, int kind)
{
	(void)r;
	return kind == PS_FORMAT ? 5 : 0;
}

const struct ps_plugin *
registry_at(const struct registry *r, int kind, uint32_t i)
{
	(void)r;
	(void)kind;
	return &formats[orders[order][i]].plugin;
}

static void
test_scan(void)
{
	static const struct {
		const char	*text;
		uint32_t	 lines, blank, indented, longest, last;
		double		 bits;
	} cases[] = {
		{ "", 0, 0, 0, 0, 0, 0 },
		{ "a1\n", 1, 0, 0, 2, 0, 1.08 * (4.25 + 3.5 + 2 + 2) },
		{ "a1\r\n", 1, 0, 0, 2, 0, 1.08 * (4.25 + 3.5 + 2 + 2) },
		{ "a\rb\r", 2, 0, 0, 1, 2, 1.08 * (2 * 4.25 + 8) },
		{ "A\n\n  \n x", 4, 2, 2, 2, 6,
		    1.08 * (4.75 + 3 * 2 + 4 * 2 + 3 * 2.75 + 4.25) },
		{ "\"\xc3\t,/'", 1, 0, 0, 6, 0,
		    1.08 * (12 + 5.5 + 8 + 6.5 + 5.75 + 5.5 + 2) },
	};
	struct ps_scan	 s;
	uint32_t	*lines = NULL, room = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		scan_sample(cases[i].text, strlen(cases[i].text), &s, &lines,
		    &room);
		ok(s.n_lines == cases[i].lines && s.n_blank == cases[i].blank
		    && s.n_indented == cases[i].indented &&
		    s.longest == cases[i].longest && (s.n_lines == 0 ||
		    s.lines[s.n_lines - 1] == cases[i].last),
		    "lines of case %zu", i);
		ok(fabs(s.plain_bits - cases[i].bits) < 0.001,
		    "bits of case %zu: %f", i, s.plain_bits);
	}
	free(lines);
}

/* One contest: who bids what, and what must come of it. */
struct match {
	const char	*what;
	const char	*name, *mime;
	struct ps_bid	 bids[5];
	bool		 binary, part;
	const char	*winner;	/* NULL: nobody */
	double		 least, most;	/* confidence */
	uint32_t	 need;
	const char	*runner_up;
};

#define BID(saved, of, good, special, ...)				\
	{ .tier = PS_STATISTICAL, .bits_saved = saved, .records = of,	\
	  .records_ok = good, .specificity = special, __VA_ARGS__ }
#define LINES	BID(0, 60, 60, 0)
#define SURE(t)	{ .tier = t, .specificity = 80 }

/* The sample costs 10,000 bits as plain text. */
static const struct match matches[] = {
	{ "a clean table", "x", NULL, { BID(3000, 60, 60, 40,
	    .bits_margin = 900), [2] = LINES }, false, false,
	    "alpha", 0.95, 1, 0, "lines" },
	{ "a header that is clear", "x", NULL, { BID(3000, 60, 60, 40,
	    .layout_margin = 14), [2] = LINES }, false, false,
	    "alpha", 0.95, 1, 0, "lines" },
	{ "one that hardly differs from a row", "x", NULL, { BID(3000, 60, 60,
	    40, .layout_margin = 0.5), [2] = LINES }, false, false,
	    "alpha", 0.5, 0.6, 0, "lines" },
	{ "more so under titles", "x", NULL, { BID(3000, 60, 60,
	    40, .layout_margin = 0.5, .above = 2), [2] = LINES }, false, false,
	    "alpha", 0.3, 0.5, 0, "lines" },
	{ "that any text has lines is no rival", "x", NULL, { BID(600, 60, 60,
	    40), [2] = BID(590, 60, 60, 0) }, false, false, "alpha", 0.95, 1,
	    0, "lines" },
	{ "prose", "x.txt", NULL, { [2] = LINES }, false, false, "lines",
	    0.98, 0.98, 0, NULL },
	{ "too little saved", "x", NULL, { BID(300, 60, 60, 40),
	    [2] = LINES }, false, false, "lines", 0.8, 0.9, 0, "alpha" },
	{ "too little, but so named", "x.AAA", NULL, { BID(300, 60, 60, 40),
	    [2] = LINES }, false, false, "alpha", 0, 1, 0, "lines" },
	{ "named so, yet worse than text", "x.aaa", NULL,
	    { BID(-30, 60, 60, 40), [2] = LINES }, false, false, "lines",
	    0.7, 0.7, 0, "alpha" },
	{ "named so, and bad, but one of them", "x.aaa", NULL,
	    { BID(3000, 60, 20, 40), [2] = LINES }, false, false, "alpha",
	    0.2, 0.9, 0, "lines" },
	{ "the name decides between near ones", "x.bbb", NULL,
	    { BID(1010, 60, 60, 40), BID(1000, 60, 60, 40), LINES }, false,
	    false, "beta", 0, 1, 0, "alpha" },
	{ "so does a media type", "x", "text/b; charset=x",
	    { BID(1004, 60, 60, 40), BID(1000, 60, 60, 40), LINES }, false,
	    false, "beta", 0, 1, 0, "alpha" },
	{ "not between far ones", "x.bbb", NULL,
	    { BID(2000, 60, 60, 40), BID(1000, 60, 60, 40), LINES }, false,
	    false, "alpha", 0, 1, 0, "beta" },
	{ "near ones of a part: more is needed", "x", NULL,
	    { BID(1010, 60, 60, 40), BID(1000, 60, 60, 40), LINES }, false,
	    true, "alpha", 0, 0.9, 4000, "beta" },
	{ "an undecided format: more is needed", "x", NULL,
	    { BID(2000, 60, 60, 40, .need = 5000), [2] = LINES }, false,
	    true, "alpha", 0, 1, 5000, "lines" },
	{ "equal ones: the more specific", "x", NULL,
	    { BID(1000, 60, 60, 1), BID(998, 60, 60, 3), LINES }, false,
	    false, "beta", 0, 0.9, 0, "alpha" },
	{ "wholly equal ones: by name", "x", NULL,
	    { BID(1000, 60, 60, 40), BID(1000, 60, 60, 40), LINES }, false,
	    false, "alpha", 0, 0.9, 0, "beta" },
	{ "a declaration beats bits", "x", NULL,
	    { BID(5000, 60, 60, 40), SURE(PS_DECLARED), LINES }, false, false,
	    "beta", 0.97, 1, 0, "alpha" },
	{ "a proof beats a declaration", "x", NULL,
	    { SURE(PS_PROOF), SURE(PS_DECLARED), LINES }, false, false,
	    "alpha", 0.97, 1, 0, "beta" },
	{ "records that do not fit are no bid", "x", NULL,
	    { BID(5000, 60, 29, 40), [2] = LINES }, false, false, "lines",
	    0.98, 0.98, 0, NULL },
	{ "nor is one about a few bytes", "x", NULL,
	    { BID(5000, 60, 60, 40, .bytes_explained = 100), [2] = LINES },
	    false, false, "lines", 0.98, 0.98, 0, NULL },
	{ "nor one of a failed probe", "x", NULL,
	    { [2] = LINES, [4] = BID(5000, 60, 60, 40, .need = 99) }, false,
	    false, "lines", 0.98, 0.98, 0, NULL },
	{ "ragged records are doubtful", "x", NULL,
	    { BID(1500, 60, 42, 40, .bits_margin = 300), [2] = LINES },
	    false, false, "alpha", 0.3, 0.9, 0, "lines" },
	{ "so is a dialect nearly as good", "x", NULL,
	    { BID(1500, 60, 60, 40, .bits_margin = 5,
	    .runner_up = "';': 5 bits more"), [2] = LINES }, false, false,
	    "alpha", 0.3, 0.9, 0, "alpha" },
	{ "text is not shown to readers of bytes", "x", NULL,
	    { [2] = LINES, [4] = SURE(PS_PROOF) }, false, false, "lines",
	    0.98, 0.98, 0, NULL },
	{ "but to containers", "x", NULL,
	    { [2] = LINES, [3] = SURE(PS_PROOF) }, false, false, "pack",
	    0.97, 1, 0, "lines" },
	{ "bytes are shown to those alone", "x", NULL,
	    { SURE(PS_PROOF), [4] = SURE(PS_PROOF) }, true, false, "raw",
	    0.97, 1, 0, NULL },
	{ "nobody reads it", "x", NULL, { SURE(PS_PROOF) }, true, false, NULL,
	    0, 0, 0, NULL },
	{ "no number", "x", NULL, { BID(NAN, 60, 60, 40), [2] = LINES },
	    false, false, "lines", 0.98, 0.98, 0, "alpha" },
};

static void
play(const struct match *m)
{
	static const char	 text[1000] = "x";
	struct ps_scan		 scan = { .plain_bits = 10000 };
	struct ps_doc		 doc = { .name = m->name, .mime = m->mime };
	struct ps_sample	 s = { .doc = &doc, .text = text,
				    .length = 1000, .whole = !m->part,
				    .binary = m->binary, .scan = &scan };
	struct contest		*c = contest_new(NULL, &host);
	struct verdict		 v;

	memcpy(bids, m->bids, sizeof(bids));
	contest_run(c, &s, NULL, false, &v);
	contest_run(c, &s, NULL, false, &v);
	is_str(v.format != NULL ? v.format->plugin.name : NULL, m->winner,
	    "%s", m->what);
	ok(v.confidence >= m->least - 1e-9 && v.confidence <= m->most + 1e-9,
	    "... confidence %.3f", v.confidence);
	is_int(v.need, m->need, "... bytes needed");
	is_str(v.runner_up, m->runner_up, "... runner-up: %s",
	    v.runner_up != NULL ? v.runner_up_why : "none");
	contest_free(c);
}

static void
test_answers(void)
{
	struct ps_scan		 scan = { .plain_bits = 10000 };
	struct ps_doc		 doc = { .name = "my.aaa" };
	struct ps_sample	 s = { .doc = &doc, .text = "x", .length = 1,
				    .whole = true, .scan = &scan };
	struct contest		*c;
	struct setting		 told = { .name = "level", .value = "5",
				    .type = PS_INT };
	struct verdict		 v;

	order = 0;
	c = contest_new(NULL, &host);
	memset(bids, 0, sizeof(bids));
	bids[0] = (struct ps_bid)BID(3000, 60, 60, 40);
	contest_run(c, &s, NULL, false, &v);
	is_int(level_seen, 3, "defaults are filled in");
	ok(v.n_why == 2 && strcmp(v.why[0], "reason 0") == 0 &&
	    strcmp(v.why[1], "the name ends in '.aaa'") == 0, "reasons");
	ok(v.n_suggested == 1 && strcmp(v.suggested[0].name, "level") == 0 &&
	    strcmp(v.suggested[0].value, "7") == 0,
	    "only what may be guessed is suggested");
	ok(fabs(v.evidence.gain - 0.3) < 1e-9, "gain");
	contest_sibling(c, &formats[1], "level=4\n");
	contest_run(c, &s, NULL, false, &v);
	ok(sibling_seen[0] == NULL && sibling_seen[2] == NULL,
	    "what another format's neighbour had is not shown");
	is_str(sibling_seen[1], "level=4\n", "what its own had is");
	contest_sibling(c, NULL, NULL);
	contest_run(c, &s, NULL, false, &v);
	ok(sibling_seen[1] == NULL, "and no longer");
	contest_settings(c, &formats[0].plugin, &told, 1);
	memset(asked, 0, sizeof(asked));
	contest_run(c, &s, &formats[0].plugin, false, &v);
	ok(v.n_suggested == 0 && level_seen == 5, "what the user set stays");
	ok(asked[0] == 1 && asked[1] + asked[2] + asked[3] + asked[4] == 0,
	    "only the forced one is asked");
	memset(bids, 0, sizeof(bids));
	contest_run(c, &s, &formats[1].plugin, false, &v);
	ok(v.format == &formats[1] && v.confidence >= 1 && v.n_suggested == 1,
	    "and wins without a bid");
	contest_free(c);
}

int
main(void)
{
	test_scan();
	for (order = 0; order < 3; order++)
		for (size_t i = 0; i < sizeof(matches) / sizeof(*matches); i++)
			play(&matches[i]);
	test_answers();
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_tables.c - several tables in one document, and one that looks like
 * several.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

enum { TEXT = 16384 };

/* Six rows and a header each; a change in them is a change of table. */
static const char items[] =
	"id,name,qty\n1,nut,7\n2,bolt,14\n3,screw,21\n4,nail,28\n"
	"5,washer,35\n6,rivet,42\n";
static const char stock[] =
	"code,label,price,stock\nX1,thing 1,1.5,3\nX2,thing 2,2.5,6\n"
	"X3,thing 3,3.5,9\nX4,thing 4,4.5,12\nX5,thing 5,5.5,15\n"
	"X6,thing 6,6.5,18\n";
static const char towns[] =
	"city;country;people;area\nUlm;DE;126000;118,7\nLinz;AT;206000;96,1\n"
	"Bern;CH;134000;51,6\nGraz;AT;292000;127,6\nKiel;DE;247000;118,6\n"
	"Chur;CH;38000;54,3\n";
static const char dates[] =
	"day,payer,amount\n2024-01-02,Ann,1.25\n2024-01-03,Bob,7.50\n"
	"2024-01-04,Cy,3.75\n2024-01-05,Di,4.00\n2024-01-08,Ed,9.25\n"
	"2024-01-09,Flo,8.75\n";

/* A log of a server that was started several times. */
#define SERVER	"#Software: Made up\n#Version: 1.0\n#Fields: "
static const char log_short[] = SERVER "date time c-ip sc-status\n"
	"2020-01-01 10:00:01 10.0.0.1 200\n2020-01-01 10:00:02 10.0.0.2 304\n"
	"2020-01-01 10:00:05 10.0.0.1 200\n2020-01-01 10:00:07 10.0.0.4 200\n"
	"2020-01-01 10:00:09 10.0.0.1 200\n2020-01-01 10:00:11 10.0.0.4 404\n";
static const char log_long[] = SERVER "date time s-ip c-ip size sc-status\n"
	"2020-01-02 10:00:01 10.1.0.1 10.0.0.1 77 200\n"
	"2020-01-02 10:00:03 10.1.0.1 - 1277 200\n";
static const char log_other[] = SERVER "date time c-ip sc-bytes\n"
	"2020-01-03 10:00:01 10.0.0.1 200\n";

struct sample {
	const char	*what;
	const char	*parts[7];
	const char	*tables;	/* columns and rows of each */
	uint32_t	 titles, blanks;
};

static const struct sample samples[] = {
	{ "a blank line between", { items, "\n", stock }, "3x6 4x6", 0, 1 },
	{ "nothing between", { items, stock }, "3x6 4x6", 0, 0 },
	{ "a title between", { items, "\nStock list\n\n", stock },
	  "3x6 4x6", 1, 2 },
	{ "another delimiter", { items, "\n", towns }, "3x6 4x6", 0, 1 },
	{ "the same width", { items, "\n", dates }, "3x6 3x6", 0, 1 },
	{ "the same width under a title", { items, "\nPayments\n", dates },
	  "3x6 3x6", 1, 1 },
	{ "three", { items, "\n", stock, "\n", towns }, "3x6 4x6 4x6", 0, 2 },
	{ "the same table again", { items, "\n", items }, "3x12", 0, 1 },
	{ "the same fields again", { log_short, log_short }, "4x12", 0, 0 },
	{ "other fields, and a row or two of them",
	  { log_short, log_short, log_long, log_long, log_short, log_other },
	  "4x12 6x4 4x6 4x1", 0, 0 },
	{ "fields that only two rows know",
	  { log_long, log_short, log_short }, "6x2 4x12", 0, 0 },
	{ "notes at the end", { items, "\nSource: the shop.\n" }, "3x6", 0,
	  1 },
	{ "blank lines between blocks",
	  { items, "\n7,cog,1\n8,cam,2\n\n9,rod,3\n10,pin,4\n" }, "3x10", 0,
	  2 },
	{ "group lines",
	  { items, "Large ones,,\n7,cog,1\n8,cam,2\n9,rod,3\n10,pin,4\n"
	    "11,axle,5\n" }, "3x12", 0, 0 },
	{ "ragged rows",
	  { items, "7,cog\n8,cam,2\n9\n10,pin,4\n11,axle\n12,gear\n",
	    "13,jig,2\n" },
	  "3x13", 0, 0 }
};

static size_t
join(const struct sample *s, char *text)
{
	size_t	n = 0;

	for (const char *const *p = s->parts; *p != NULL; p++)
		n += (size_t)snprintf(text + n, TEXT - n, "%s", *p);
	return n;
}

static void
name_tables(const struct fake *f, char *out, size_t size)
{
	size_t	at = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < f->n_tables; i++)
		at += (size_t)snprintf(out + at, size - at, "%s%ux%u",
		    i > 0 ? " " : "", f->tables[i].n_columns,
		    f->tables[i].rows);
}

/* Windows and batches of any size: the same tables. */
static void
test_sample(const struct sample *s)
{
	static const uint32_t	batches[] = { 1000, 1, 5 };
	char			text[TEXT], got[200];
	size_t			n = join(s, text);

	for (size_t i = 0; i < 3; i++) {
		struct fake	*f = fake_new(delimited_LTX_ps_plugin());

		f->batch = batches[i];
		f->chunk = i == 1 ? 1 : 65536;
		fake_probe(f, "a.csv", text, n);
		ok(fake_read(f, text, n) == PS_EOF, "%s: is read", s->what);
		name_tables(f, got, sizeof(got));
		is_str(got, s->tables, "%s", s->what);
		is_int(fake_count_asides(f, PS_TITLE), s->titles,
		    "... titles");
		is_int(fake_count_asides(f, PS_BLANK), s->blanks,
		    "... blank lines");
		is_int(fake_count_issues(f, "long-row"), 0,
		    "... nothing is rejected");
		fake_free(f);
	}
}

/* Far down a document that the probe never saw; read in the middle, not. */
static void
test_far(void)
{
	size_t		 room = 1 << 20, n = 0;
	char		*text = malloc(room), got[200];
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());

	n = (size_t)snprintf(text, room, "id,name,qty\n");
	for (int i = 0; i < 30000; i++)
		n += (size_t)snprintf(text + n, room - n, "%d,item,%d\n", i,
		    i % 50);
	n += (size_t)snprintf(text + n, room - n, "\n%s", stock);
	fake_probe_head(f, "a.csv", text, 65536);
	ok(fake_read(f, text, n) == PS_EOF, "far down: is read");
	name_tables(f, got, sizeof(got));
	is_str(got, "3x30000 4x6", "far down: a second table");
	is_int((int64_t)f->rows[f->n_rows - 1].line, 30009,
	    "far down: lines are counted on");
	fake_free(f);
	free(text);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		test_sample(&samples[i]);
	test_far();
	return done_testing();
}

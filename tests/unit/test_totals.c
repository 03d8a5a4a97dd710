/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_totals.c - totals that are proven by the sums of rows above, and rows
 * that are none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

struct sample {
	const char	*what, *text;
	const char	*notes;		/* line: the reason after `lines `; */
};

static const struct sample samples[] = {
	{ "a total", "item,n,sum\na,1,2.50\nb,20,3.25\nc,3,4.00\n"
	  "Total,24,9.75\n", "5: 2 to 4, in 2 of 2 columns;" },
	{ "a label of several words", "item,n,m\na,10,5\nb,20,6\nc,30,8\n"
	  "Grand total 2024,60,19\n", "5: 2 to 4, in 2 of 2 columns;" },
	{ "it does not agree", "item,n,sum\na,1,2.50\nb,20,3.25\nc,3,4.00\n"
	  "Total,25,9.76\n", "" },
	{ "most columns agree", "item,n,sum,mean\na,1,2.5,7\nb,20,3.5,8\n"
	  "c,3,4.0,9\nTotal,24,10,8\n", "5: 2 to 4, in 2 of 3 columns;" },
	{ "no doubles: tenths", "item,x\na,0.1\nb,0.2\nc,0.3\nd,0.1\n"
	  "Total,0.7\n", "6: 2 to 5, in 1 of 1 column;" },
	{ "a last digit that a double has not",
	  "item,x\na,90071992547409.93\nb,10.08\nc,0.01\n"
	  "Total,90071992547420.02\n", "5: 2 to 4, in 1 of 1 column;" },
	{ "... and is wrong",
	  "item,x\na,90071992547409.93\nb,10.08\nc,0.01\n"
	  "Total,90071992547420.03\n", "" },
	{ "decimal commas and thousands",
	  "Name;Betrag;Menge\na;1.234,50;10\nb;12.000,25;20\nc;0,25;30\n"
	  "Summe;13.235,00;60\n", "5: 2 to 4, in 2 of 2 columns;" },
	{ "thousands that could be decimals",
	  "item;n;m\na;1,234;5\nb;2,345;6\nc;12,000;7\nTotal;15,579;18\n",
	  "5: 2 to 4, in 2 of 2 columns;" },
	{ "blanks, currencies, minus and brackets",
	  "item;n;m\na;$1 200.50;-5\nb;(200.25);16\n"
	  "c;\xe2\x82\xac" "10;\xe2\x88\x92" "4\nTotal;1 010.25;7\n",
	  "5: 2 to 4, in 2 of 2 columns;" },
	{ "cells with nothing", "item,n,m\na,10,-\nb,,6\nc,30,8\nd,1,n/a\n"
	  "Total,41,14\n", "6: 2 to 5, in 2 of 2 columns;" },
	{ "groups, and their total",
	  "item,n,m\nFruit,,\napple,10,1\npear,20,2\nSubtotal,30,3\n"
	  "Veg,,\nleek,5,4\nkale,7,5\nSubtotal,12,9\nTotal,42,12\n",
	  "5: 3 to 4, in 2 of 2 columns;9: 7 to 8, in 2 of 2 columns;"
	  "10: 3 to 8, less totals, in 2 of 2 columns;" },
	{ "no label, two columns",
	  "region,men,women\nN,100,200\nS,300,405\nE,10,20\nAll,410,625\n",
	  "5: 2 to 4, in 2 of 2 columns;" },
	{ "no label, one column", "region,men\nN,100\nS,300\nE,10\nW,410\n",
	  "" },
	{ "no label, one column of two",
	  "region,men,women\nN,100,200\nS,300,405\nE,10,20\nAll,410,624\n",
	  "" },
	{ "rows that are sums by chance",
	  "a,b\n1,2\n2,4\n3,6\n6,12\n12,24\n", "" },
	{ "one row is no sum", "item,n,m\na,10,5\nTotal,10,5\n", "" },
	{ "nothing but noughts",
	  "item,n,m\na,0,0\nb,0,0\nc,0,0\nTotal,0,0\n", "" },
	{ "names of digits", "item,n\na,123456789012345678\nb,1\nc,2\n"
	  "Total,123456789012345681\n", "" }
};

static void
list_totals(const struct fake *f, char *out, size_t size)
{
	size_t	at = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < f->n_issues; i++) {
		const struct fake_note	*n = &f->issues[i];
		const char		*why = strstr(n->why, "lines ");

		if (strcmp(n->rule, "total") != 0 || why == NULL)
			continue;
		ok(n->severity == PS_NOTE, "a note");
		at += (size_t)snprintf(out + at, size - at, "%u: %s;",
		    (unsigned)n->line, why + 6);
	}
}

/* Windows and batches of any size: the same notes. */
static void
check_sample(const struct sample *s)
{
	static const uint32_t	batches[] = { 1000, 1, 2 };
	char			got[500];

	for (size_t i = 0; i < 3; i++) {
		struct fake	*f = fake_new(delimited_LTX_ps_plugin());

		f->batch = batches[i];
		f->chunk = i == 1 ? 1 : 65536;
		fake_probe(f, "a.csv", s->text, strlen(s->text));
		ok(fake_read(f, s->text, strlen(s->text)) == PS_EOF,
		    "%s: is read", s->what);
		list_totals(f, got, sizeof(got));
		is_str(got, s->notes, "%s", s->what);
		fake_free(f);
	}
}

/* Each table has its own sums. */
static void
check_tables(void)
{
	static const char	text[] =
	    "item,n,m\na,10,1\nb,20,2\nc,30,3\nd,40,4\nTotal,100,10\n\n"
	    "code,label,price,stock\nX1,u,1.5,300\nX2,v,2.5,600\n"
	    "X3,w,3.5,900\nX4,x,4.5,1200\nX5,y,5.5,1500\nTotal,,17.5,4500\n";
	struct fake		*f = fake_new(delimited_LTX_ps_plugin());
	char			 got[500];

	fake_probe(f, "a.csv", text, strlen(text));
	ok(fake_read(f, text, strlen(text)) == PS_EOF, "two tables");
	is_int(f->n_tables, 2, "... are two");
	list_totals(f, got, sizeof(got));
	is_str(got, "6: 2 to 5, in 2 of 2 columns;14: 9 to 13, in 2 of 2 "
	    "columns;", "... each with its total");
	fake_free(f);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		check_sample(&samples[i]);
	check_tables();
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_why.c - what was decided, in words for people.
 */
#include <math.h>
#include <stdio.h>

#include "delimited_probe.h"

/* Without quotes around, as a program wants it. */
static void
plain_name(const struct trial *t, char *out, size_t size)
{
	char	name[DIALECT_NAME];

	dialect_name(t->d.delim, t->d.n_delim, name);
	snprintf(out, size, "%s%s", t->d.n_delim == 0 ? "one column" :
	    t->d.runs && *name == ' ' ? "blanks" : t->d.runs ? "runs of " : "",
	    t->d.runs && *name == ' ' ? "" : name);
}

void
trial_name(const struct trial *t, char *out, size_t size)
{
	char	name[DIALECT_NAME];

	dialect_name(t->d.delim, t->d.n_delim, name);
	if (t->d.n_delim == 0)
		snprintf(out, size, "one column");
	else
		snprintf(out, size, "%s'%s'%s", t->d.runs ? "runs of " : "",
		    name, t->d.quote == '\'' ? " with single quotes" : "");
}

void
why_fit(const struct layout *l, char *out, size_t size)
{
	const char	*s = l->k == 1 ? "" : "s";

	if (l->rows == 0)
		snprintf(out, size, "the only record has %u cell%s", l->k, s);
	else
		snprintf(out, size, "%u of %u records have %u cell%s",
		    l->rows_ok, l->rows, l->k, s);
}

static void
tell_delimiter(struct judge *j, const struct layout *l, struct ps_guess *g,
    const struct trial *second, double lead)
{
	char	choice[64], other[64], fit[64], why[120];

	plain_name(&j->best, choice, sizeof(choice));
	why_fit(l, fit, sizeof(fit));
	snprintf(why, sizeof(why), "%s%s", j->told ? "as told; " :
	    j->declared.n > 0 ? "the first line says so; " : "", fit);
	if (second == NULL) {
		ps_decided(j->self, g, "delimiter", choice, why, NULL, 0);
		return;
	}
	plain_name(second, other, sizeof(other));
	ps_decided(j->self, g, "delimiter", choice, why, other, lead);
}

static void
tell_quote(struct judge *j, struct ps_guess *g)
{
	const struct trial	*t = &j->best;
	const char		 quote[2] = { t->d.quote, '\0' };
	char			 why[160];
	size_t			 n;

	if (t->d.quote == '\0' || t->quoted == 0) {
		ps_decided(j->self, g, "quote", "none", j->quotes ?
		    "what quotes there are belong to the text" :
		    "no cell stands in quotes", NULL, 0);
		return;
	}
	n = (size_t)snprintf(why, sizeof(why), "%u cell%s stand%s in them",
	    t->quoted, t->quoted == 1 ? "" : "s", t->quoted == 1 ? "s" : "");
	if (t->d.escape != '\0')
		snprintf(why + n, sizeof(why) - n,
		    ", with '%c' before those inside", t->d.escape);
	else if (t->doubled > 0)
		snprintf(why + n, sizeof(why) - n, ", %u inside are doubled",
		    t->doubled);
	ps_decided(j->self, g, "quote", quote, why, NULL, 0);
}

static void
tell_header(struct judge *j, const struct layout *l, struct ps_guess *g)
{
	char	choice[48], why[120];
	double	bits = fabs(l->top.score) / M_LN2;

	if (j->attributes > 0) {
		ps_decided(j->self, g, "header", "@attribute",
		    "such lines name the columns", NULL, 0);
		return;
	}
	if (l->top.header == 0) {
		ps_decided(j->self, g, "header", "none",
		    "the first row is like those below",
		    bits > 0 ? "a header" : NULL, bits);
		return;
	}
	if (l->top.header == 1)
		snprintf(choice, sizeof(choice), "line %llu",
		    (unsigned long long)l->top.header_line);
	else
		snprintf(choice, sizeof(choice), "%u records from line %llu",
		    l->top.header, (unsigned long long)l->top.header_line);
	if (l->rows == 0)
		snprintf(why, sizeof(why), "its cells are short texts, and "
		    "there are no rows");
	else if (l->top.strangers > 0)
		snprintf(why, sizeof(why), "%u of its cells %s neither number "
		    "nor date, as those below are", l->top.strangers,
		    l->top.strangers == 1 ? "is" : "are");
	else
		snprintf(why, sizeof(why), "its cells are more like names than "
		    "like those below");
	ps_decided(j->self, g, "header", choice, why,
	    bits > 0 ? "a row" : NULL, bits);
}

void
why_tell(struct judge *j, const struct layout *l, struct ps_guess *g,
    const struct trial *second, double lead)
{
	tell_delimiter(j, l, g, second, lead);
	tell_quote(j, g);
	if (l->k > 1 || l->top.header > 0)
		tell_header(j, l, g);
}

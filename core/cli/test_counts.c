/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_counts.c - what the ledger says of a test's documents: how they ended,
 * what was rejected and why, facts.
 */
#include <string.h>

#include "buf.h"
#include "cli_ledger.h"
#include "cmd_test.h"
#include "mem.h"
#include "said.h"
#include "str.h"

#define REASONS_SHOWN	3u

static const char *
text_of(struct trial *t, const struct ps_value *v)
{
	return v->type == PS_TEXT ? arena_strndup(t->arena, v->text,
	    v->length) : "";
}

/* status, message, format, address */
static enum ps_status
take_document(void *arg, const struct ps_value *v, uint32_t n)
{
	struct trial			*t = arg;
	const struct script_test	*w = t->test;
	const char			*status = text_of(t, &v[0]);
	const char			*why = text_of(t, &v[1]);
	const char			*format = text_of(t, &v[2]);

	(void)n;
	if (strcmp(status, "failed") == 0 && w->failed == NULL)
		trial_wrong(t, "it failed: %s", shown_str(why));
	else if (w->failed != NULL && strcmp(status, "failed") != 0)
		trial_wrong(t, "it is %s, expected it to fail: %s", status,
		    shown_str(w->failed));
	else if (w->failed != NULL && strstr(why, w->failed) == NULL)
		trial_wrong(t, "failed: got \"%s\", expected \"%s\" in it",
		    shown_str(why), shown_str(w->failed));
	if (w->read_as != NULL && strcmp(w->read_as, format) != 0)
		trial_wrong(t, "format: got '%s', expected '%s'",
		    shown_str(format), shown_str(w->read_as));
	return PS_OK;
}

struct sums {
	int64_t	rejected, skipped, issues;
};

static enum ps_status
take_sums(void *arg, const struct ps_value *v, uint32_t n)
{
	struct sums	*s = arg;

	(void)n;
	s->rejected = (int64_t)value_count(&v[0]);
	s->skipped = (int64_t)value_count(&v[1]);
	s->issues = (int64_t)value_count(&v[2]);
	return PS_OK;
}

struct reasons {
	struct trial	*trial;
	const char	*first;		/* those of rejects, joined */
	uint32_t	 n;		/* all reasons so far */
	uint32_t	 shown;
};

/* reason, severity */
static enum ps_status
take_reason(void *arg, const struct ps_value *v, uint32_t n)
{
	struct reasons			*r = arg;
	const struct script_test	*w = r->trial->test;
	const char			*why = text_of(r->trial, &v[0]);

	(void)n;
	if (strcmp(text_of(r->trial, &v[1]), "rejected") == 0 &&
	    r->shown++ < REASONS_SHOWN)
		r->first = arena_printf(r->trial->arena, "%s%s%s", r->first,
		    *r->first == '\0' ? "" : "; ", why);
	if (w->issues != NULL && r->n < w->n_issues &&
	    strstr(why, w->issues[r->n]) == NULL)
		trial_wrong(r->trial, "issue %u: got \"%s\", expected \"%s\" "
		    "in it", r->n + 1, shown_str(why),
		    shown_str(w->issues[r->n]));
	if (w->issues != NULL && r->n == w->n_issues)
		trial_wrong(r->trial, "issue %u: got \"%s\", expected no more",
		    r->n + 1, shown_str(why));
	r->n++;
	return PS_OK;
}

static void
compare_number(struct trial *t, const char *what, int64_t got, int64_t wanted,
    const char *why)
{
	if (wanted == NOT_TOLD || got == wanted)
		return;
	trial_wrong(t, "%s: got %lld, expected %lld%s%s%s", what,
	    (long long)got, (long long)wanted, *why == '\0' ? "" : " (",
	    shown_str(why), *why == '\0' ? "" : ")");
}

static void
compare_counts(struct trial *t)
{
	const struct script_test	*w = t->test;
	struct reasons			 r = { .trial = t, .first = "" };
	struct sums			 s = { 0 };
	int64_t				 rejected = w->rejected;

	if (!trial_ask(t, "SELECT sum(rejected), sum(skipped), sum(issues) "
	    "FROM _ps_documents", NULL, 0, take_sums, &s) ||
	    !trial_ask(t, "SELECT reason, severity FROM _ps_issues ORDER BY "
	    "document, line, rowid", NULL, 0, take_reason, &r))
		return;
	/* Rejects that nobody expects are told. */
	if (rejected == NOT_TOLD && !w->partial && w->issues == NULL &&
	    w->issue_count == NOT_TOLD)
		rejected = 0;
	compare_number(t, "rejected", s.rejected, rejected, r.first);
	compare_number(t, "skipped", s.skipped, w->skipped, "");
	compare_number(t, "issues", s.issues, w->issue_count, "");
	if (w->issues != NULL && r.n < w->n_issues)
		trial_wrong(t, "issues: got %u, expected %u", r.n,
		    w->n_issues);
}

struct fact {
	struct trial			*trial;
	const struct expected_cell	*wanted;
};

static enum ps_status
take_fact(void *arg, const struct ps_value *v, uint32_t n)
{
	struct fact			*f = arg;
	const struct expected_cell	*w = f->wanted;
	/* A fact is kept as text: a number is one that says so. */
	bool				 number = w->value.type != PS_BOOL &&
					    w->value.type != PS_TEXT;
	const char			*type = number ? "decimal" : "text";
	struct ps_value			 wanted = w->value;

	(void)n;
	if (wanted.type == PS_BOOL) {
		wanted = (struct ps_value){ .type = PS_TEXT,
		    .text = wanted.integer != 0 ? "true" : "false" };
		wanted.length = (uint32_t)strlen(wanted.text);
	}
	if (!test_same(&v[0], type, &wanted))
		trial_wrong(f->trial, "fact '%s': got %s, expected %s",
		    shown_str(w->column), test_shown(f->trial->arena, &v[0],
		    type), test_shown(f->trial->arena, &w->value, ""));
	return PS_OK;
}

static enum ps_status
take_count(void *arg, const struct ps_value *v, uint32_t n)
{
	(void)n;
	*(uint64_t *)arg = value_count(v);
	return PS_OK;
}

/* They are columns of the ledger, made when they are first met. */
static void
compare_fact(struct trial *t, const struct expected_cell *wanted)
{
	struct fact	f = { t, wanted };
	struct ps_value	name = { .type = PS_TEXT };
	char		column[NAME_MAX_BYTES + 1];
	uint64_t	there = 0;

	if (!said_name(wanted->column, strlen(wanted->column), column))
		snprintf(column, sizeof(column), "_");
	name.text = arena_printf(t->arena, SAID_PREFIX "%s", column);
	name.length = (uint32_t)strlen(name.text);
	if (!trial_ask(t, "SELECT count(*) FROM _ps_columns WHERE table_name "
	    "= '_ps_documents' AND name = ?1", &name, 1, take_count, &there))
		return;
	if (there == 0) {
		if (wanted->value.type != PS_NULL)
			trial_wrong(t, "fact '%s': there is none",
			    shown_str(wanted->column));
		return;
	}
	trial_ask(t, arena_printf(t->arena, "SELECT \"%s\" FROM _ps_documents "
	    "WHERE parent IS NULL ORDER BY id LIMIT 1", name.text), NULL, 0,
	    take_fact, &f);
}

void
test_counts(struct trial *t)
{
	const struct expected_row	*facts = t->test->facts;

	trial_ask(t, "SELECT status, message, format FROM _ps_documents "
	    "WHERE parent IS NULL ORDER BY id", NULL, 0, take_document, t);
	compare_counts(t);
	for (uint32_t i = 0; facts != NULL && i < facts->n; i++)
		compare_fact(t, &facts->cells[i]);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * summary.c - the closing lines about tables, issues and documents.
 */
#include <stdlib.h>

#include "str.h"
#include "summary.h"

#define TABLES_SHOWN	20u
#define NAME_WIDTH	28
#define RULES_SHOWN	10u
#define SUMMARY_MAX	(1u << 20)

const char *const outcome_names[N_OUTCOMES] = {
	[WAS_LOADED] = "loaded", [WAS_EMPTY] = "empty",
	[WAS_SKIPPED] = "skipped", [WAS_FAILED] = "failed",
	[WAS_DUPLICATE] = "duplicate", [WAS_GONE] = "gone"
};

enum outcome
outcome_named(const char *name)
{
	for (int i = 0; i < N_OUTCOMES; i++)
		if (strcmp(outcome_names[i], name) == 0)
			return (enum outcome)i;
	return WAS_FAILED;
}

void
totals_start(struct totals *t)
{
	memset(t, 0, sizeof(*t));
	buf_init(&t->failed.text, SUMMARY_MAX);
	buf_init(&t->skipped.text, SUMMARY_MAX);
	buf_init(&t->widened.text, SUMMARY_MAX);
	buf_init(&t->copies.text, SUMMARY_MAX);
	buf_init(&t->refused.text, SUMMARY_MAX);
	buf_init(&t->doubtful.text, SUMMARY_MAX);
	buf_init(&t->keys.text, SUMMARY_MAX);
	buf_init(&t->visits.text, SUMMARY_MAX);
}

void
totals_free(struct totals *t)
{
	objections_free(&t->said);
	buf_free(&t->failed.text);
	buf_free(&t->skipped.text);
	buf_free(&t->widened.text);
	buf_free(&t->copies.text);
	buf_free(&t->refused.text);
	buf_free(&t->doubtful.text);
	buf_free(&t->keys.text);
	buf_free(&t->visits.text);
}

void
kinds_add(struct kinds *k, const char *word, size_t n, uint64_t more)
{
	struct kind	*new;

	if (n >= sizeof(k->list[0].word))
		n = utf8_cut(word, n, sizeof(k->list[0].word) - 1);
	for (uint32_t i = 0; i < k->n; i++)
		if (strlen(k->list[i].word) == n &&
		    memcmp(k->list[i].word, word, n) == 0) {
			k->list[i].n += more;
			return;
		}
	if (k->n == KINDS_MAX) {
		k->others += more;
		return;
	}
	new = &k->list[k->n++];
	memcpy(new->word, word, n);
	new->word[n] = '\0';
	new->n = more;
}

void
kinds_join(struct kinds *into, const struct kinds *k)
{
	for (uint32_t i = 0; i < k->n; i++)
		kinds_add(into, k->list[i].word, strlen(k->list[i].word),
		    k->list[i].n);
	into->others += k->others;
}

void
lines_add(struct lines *l, const char *fmt, ...)
{
	va_list	ap;

	if (l->n++ >= NAMED_MAX)
		return;
	va_start(ap, fmt);
	buf_vprintf(&l->text, fmt, ap);
	va_end(ap);
	buf_char(&l->text, '\n');
}

void
totals_skipped(struct totals *t, const char *address, const char *seems,
    const char *why)
{
	if (seems != NULL)
		kinds_add(&t->unread, seems, strlen(seems), 1);
	else
		lines_add(&t->skipped, "%s: %s", shown_str(address),
		    why == NULL ? "skipped" : why);
}

static int
compare_kinds(const void *a, const void *b)
{
	const struct kind	*x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->word, y->word);
}

static int
compare_tables(const void *a, const void *b)
{
	const struct table *const *x = a, *const *y = b;

	if ((*x)->run_rows != (*y)->run_rows)
		return (*x)->run_rows > (*y)->run_rows ? -1 : 1;
	return strcmp((*x)->name, (*y)->name);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* Names are padded to this many bytes: to the longest shown. */
static int
name_width(struct table *const *list, uint32_t n)
{
	size_t	width = NAME_WIDTH, length;

	for (uint32_t i = 0; i < n; i++)
		if ((length = strlen(shown_str(list[i]->name))) > width)
			width = length;
	return (int)width;
}

static void
write_table(struct buf *b, const struct table *t, int width)
{
	char	rows[32], documents[32];

	buf_printf(b, "  %-*s %12s row%s", width, shown_str(t->name),
	    human_count(t->run_rows, rows), plural(t->run_rows));
	if (t->loaded)
		buf_printf(b, "  %3u column%s", t->n_columns,
		    plural(t->n_columns));
	buf_printf(b, "  %s document%s\n",
	    human_count(t->run_documents, documents),
	    plural(t->run_documents));
}

static void
write_tables(struct buf *b, const struct tables *all)
{
	struct table	**list;
	uint32_t	  n = 0, shown;
	int		  width;

	list = malloc((all->n + 1) * sizeof(struct table *));
	for (uint32_t i = 0; i < all->n && list != NULL; i++)
		if (all->all[i]->run_documents > 0)
			list[n++] = all->all[i];
	if (n > 0)
		qsort(list, n, sizeof(*list), compare_tables);
	shown = n < TABLES_SHOWN ? n : TABLES_SHOWN;
	width = name_width(list, shown);
	for (uint32_t i = 0; i < shown; i++)
		write_table(b, list[i], width);
	if (n > shown)
		buf_printf(b, "  and %u more tables\n", n - shown);
	free(list);
}

static void
write_rules(struct buf *b, struct kinds *k, const char *where)
{
	uint64_t	more = k->others;
	char		count[32];

	if (k->n == 0)
		return;
	qsort(k->list, k->n, sizeof(k->list[0]), compare_kinds);
	buf_str(b, "issues:\n");
	for (uint32_t i = 0; i < k->n; i++) {
		if (i < RULES_SHOWN)
			buf_printf(b, "  %-*s %12s\n", NAME_WIDTH,
			    shown_str(k->list[i].word),
			    human_count(k->list[i].n, count));
		else
			more += k->list[i].n;
	}
	if (more > 0)
		buf_printf(b, "  %-*s %12s\n", NAME_WIDTH, "others",
		    human_count(more, count));
	buf_printf(b, "  polyscraper issues %s lists them\n",
	    shown_str(where));
}

/* "3 documents were not read: 2 PNG images, 1 PDF document" */
static void
write_unread(struct buf *b, struct kinds *k)
{
	uint64_t	all = k->others, more = k->others;
	char		count[32];

	for (uint32_t i = 0; i < k->n; i++)
		all += k->list[i].n;
	if (all == 0)
		return;
	qsort(k->list, k->n, sizeof(k->list[0]), compare_kinds);
	buf_printf(b, "%s document%s not read:", human_count(all, count),
	    all == 1 ? " was" : "s were");
	for (uint32_t i = 0; i < k->n; i++) {
		if (i < RULES_SHOWN)
			buf_printf(b, "%s %s %s%s", i == 0 ? "" : ",",
			    human_count(k->list[i].n, count),
			    shown_str(k->list[i].word), plural(k->list[i].n));
		else
			more += k->list[i].n;
	}
	if (more > 0)
		buf_printf(b, ", %s other%s", human_count(more, count),
		    plural(more));
	buf_char(b, '\n');
}

static void
write_lines(struct buf *b, const char *title, struct lines *l)
{
	const char	*p = buf_cstr(&l->text), *end;

	if (l->n == 0)
		return;
	buf_printf(b, "%s\n", title);
	for (; (end = strchr(p, '\n')) != NULL; p = end + 1)
		buf_printf(b, "  %.*s\n", (int)(end - p), p);
	if (l->n > NAMED_MAX)
		buf_printf(b, "  and %llu more\n",
		    (unsigned long long)(l->n - NAMED_MAX));
}

/* "history:\n  spend: 3 rows are no longer there, 97 stayed as they were" */
static void
write_history(struct buf *b, const struct tables *all)
{
	uint32_t	told = 0, more = 0;

	for (uint32_t i = 0; i < all->n; i++) {
		const struct table	*t = all->all[i];

		if (t->run_ended + t->run_same == 0)
			continue;
		if (told == TABLES_SHOWN) {
			more++;
			continue;
		}
		buf_printf(b, "%s  %s: %llu row%s no longer there, %llu "
		    "stayed as %s\n", told++ == 0 ? "history:\n" : "",
		    shown_str(t->name), (unsigned long long)t->run_ended,
		    t->run_ended == 1 ? " is" : "s are",
		    (unsigned long long)t->run_same,
		    t->run_same == 1 ? "it was" : "they were");
	}
	if (more > 0)
		buf_printf(b, "  and %u more tables\n", more);
}

void
summary_write(struct buf *b, struct totals *t, const struct tables *tables,
    const char *where, bool ledger)
{
	write_tables(b, tables);
	write_rules(b, &t->rules, where);
	objections_write(b, &t->said, ledger);
	write_lines(b, "columns:", &t->widened);
	write_lines(b, "keys:", &t->keys);
	write_history(b, tables);
	write_lines(b, "copies of other documents:", &t->copies);
	write_unread(b, &t->unread);
	write_lines(b, "skipped:", &t->skipped);
	write_lines(b, "doubtful:", &t->doubtful);
	write_lines(b, "failed:", &t->failed);
	write_lines(b, "addresses that were not visited:", &t->visits);
	write_lines(b, "not marked as gone:", &t->refused);
	if (t->outcomes[WAS_DUPLICATE] > 0)
		buf_printf(b, "%llu cop%s of other documents left out\n",
		    (unsigned long long)t->outcomes[WAS_DUPLICATE],
		    t->outcomes[WAS_DUPLICATE] == 1 ? "y" : "ies");
	if (t->outcomes[WAS_EMPTY] > 0)
		buf_printf(b, "%llu document%s empty\n",
		    (unsigned long long)t->outcomes[WAS_EMPTY],
		    t->outcomes[WAS_EMPTY] == 1 ? " is" : "s are");
	if (t->outcomes[WAS_GONE] > 0)
		buf_printf(b, "%llu document%s no longer there; rows are "
		    "kept\n", (unsigned long long)t->outcomes[WAS_GONE],
		    t->outcomes[WAS_GONE] == 1 ? " is" : "s are");
	while (b->n > 0 && b->p[b->n - 1] == '\n')
		b->n--;
}

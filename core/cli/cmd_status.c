/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_status.c - status [DB]: what the ledger says, in four short lists.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "cli_ledger.h"
#include "cli_text.h"
#include "str.h"

#define OUT_MAX		(64u << 20)

static void
add_shown(struct buf *b, const struct ps_value *v, size_t max)
{
	show(b, value_text(v), strlen(value_text(v)), max);
}

/* status, documents, rows */
static enum ps_status
document_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf	*b = arg;
	char		 count[32], rows[32];

	if (n < 3)
		return PS_FAIL;
	buf_str(b, "  ");
	text_cell(b, value_text(&v[0]), 12, false);
	buf_printf(b, "%10s", human_count(value_count(&v[1]), count));
	if (value_count(&v[2]) > 0)
		buf_printf(b, "  with %s rows",
		    human_count(value_count(&v[2]), rows));
	buf_char(b, '\n');
	return PS_OK;
}

/* what it seems to be, documents, media type */
static enum ps_status
unread_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf	*b = arg;
	char		 count[32];

	if (n < 3)
		return PS_FAIL;
	buf_str(b, "  ");
	text_cell(b, value_text(&v[0]), 32, false);
	buf_printf(b, "%15s  %s\n", human_count(value_count(&v[1]), count),
	    value_text(&v[2]));
	return PS_OK;
}

/* name, rows, columns, documents */
static enum ps_status
table_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf	*b = arg;
	char		 rows[32], documents[32];

	if (n < 4)
		return PS_FAIL;
	buf_str(b, "  ");
	text_cell(b, value_text(&v[0]), 32, false);
	buf_printf(b, "%15s%10llu%12s\n", human_count(value_count(&v[1]), rows),
	    (unsigned long long)value_count(&v[2]),
	    human_count(value_count(&v[3]), documents));
	return PS_OK;
}

/* When a site may be visited again, if that is not now. */
static void
add_until(struct buf *b, time_t until)
{
	struct tm	tm;
	char		text[32];

	if (until > time(NULL) && gmtime_r(&until, &tm) != NULL &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
		buf_printf(b, "  until %s", text);
}

/*
 * site; addresses that are queued, visited, left out, failed, for later; why
 * some are not visited; when the site may be visited again
 */
static enum ps_status
site_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf	*b = arg;
	char		 count[32];

	if (n < 8)
		return PS_FAIL;
	buf_str(b, "  ");
	text_cell(b, value_text(&v[0]), 32, false);
	for (int i = 1; i <= 5; i++)
		buf_printf(b, "%10s", human_count(value_count(&v[i]), count));
	add_until(b, (time_t)(value_count(&v[7]) / 1000));
	if (value_text(&v[6])[0] != '\0') {
		buf_str(b, "  ");
		add_shown(b, &v[6], 100);
	}
	buf_char(b, '\n');
	return PS_OK;
}

/* address, message */
static enum ps_status
failed_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf *b = arg;

	if (n < 2)
		return PS_FAIL;
	buf_str(b, "  ");
	add_shown(b, &v[0], 300);
	buf_str(b, ": ");
	add_shown(b, &v[1], 300);
	buf_char(b, '\n');
	return PS_OK;
}

/* id, started, status, documents, rows, issues, command */
static enum ps_status
run_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct buf	*b = arg;
	char		 documents[32], rows[32];

	if (n < 7)
		return PS_FAIL;
	buf_printf(b, "  %llu  ", (unsigned long long)value_count(&v[0]));
	add_shown(b, &v[1], 40);
	buf_str(b, "  ");
	add_shown(b, &v[2], 40);
	buf_printf(b, "  %s document%s, %s row%s  ",
	    human_count(value_count(&v[3]), documents),
	    value_count(&v[3]) == 1 ? "" : "s",
	    human_count(value_count(&v[4]), rows),
	    value_count(&v[4]) == 1 ? "" : "s");
	add_shown(b, &v[6], 120);
	buf_char(b, '\n');
	return PS_OK;
}

static const struct list {
	const char	*title;		/* printed if there are rows */
	const char	*sql;
	ps_row_fn	*row;
	uint64_t	 since;		/* version of the ledger */
} lists[] = {
	{ "documents\n",
	  "SELECT status, count(*), sum(rows) FROM _ps_documents "
	  "GROUP BY status ORDER BY count(*) DESC, status", document_row, 0 },
	{ "\ntables                                        rows   columns   "
	  "documents\n",
	  "SELECT t.name, t.rows, (SELECT count(*) FROM _ps_columns c "
	  "WHERE c.table_name = t.name), t.documents FROM _ps_tables t "
	  "ORDER BY t.name", table_row, 0 },
	{ "\nnot read, for no plugin reads such          documents\n",
	  "SELECT seems, count(*), min(mime) FROM _ps_documents "
	  "WHERE status = 'skipped' AND seems IS NOT NULL GROUP BY seems "
	  "ORDER BY count(*) DESC, seems", unread_row, 0 },
	{ "\nvisits by host                      queued   visited  left out"
	  "    failed     later\n",
	  "SELECT s.site, sum(CASE WHEN f.state IN (0, 5) THEN 1 ELSE 0 END), "
	  "sum(CASE WHEN f.state IN (1, 6) THEN 1 ELSE 0 END), "
	  "sum(CASE WHEN f.state = 2 THEN 1 ELSE 0 END), "
	  "sum(CASE WHEN f.state = 3 THEN 1 ELSE 0 END), "
	  "sum(CASE WHEN f.state = 4 THEN 1 ELSE 0 END), "
	  "max(CASE WHEN f.state IN (2, 3, 4) THEN f.why END), "
	  "max(s.not_before) "
	  "FROM _ps_frontier f JOIN _ps_crawls c ON c.id = f.crawl AND "
	  "c.round = f.round JOIN _ps_sites s ON s.id = f.site "
	  "GROUP BY s.site ORDER BY 2 DESC, 6 DESC, 5 DESC, 3 DESC, s.site "
	  "LIMIT 20", site_row, 6 },
	{ "\nnot loaded ('issues' lists more, 'issues --replay' tries again)\n",
	  "SELECT address, message FROM _ps_documents WHERE status = 'failed' "
	  "ORDER BY address LIMIT 10", failed_row, 0 },
	{ "\nlast runs\n",
	  "SELECT id, started, status, documents, rows, issues, command "
	  "FROM _ps_runs ORDER BY id DESC LIMIT 5", run_row, 0 },
};

static bool
print_list(struct ledger_view *l, const struct list *list, struct buf *b)
{
	struct buf	part;
	bool		good;

	buf_init(&part, OUT_MAX);
	good = ledger_view_ask(l, list->sql, list->row, &part);
	if (part.n > 0) {
		buf_str(b, list->title);
		buf_add(b, part.p, part.n);
	}
	buf_free(&part);
	return good;
}

static enum ps_status
version_row(void *arg, const struct ps_value *v, uint32_t n)
{
	*(uint64_t *)arg = n > 0 ? value_count(&v[0]) : 0;
	return PS_OK;
}

int
cmd_status(struct cli *cli)
{
	struct buf	 b;
	struct ledger_view	*l;
	uint64_t	 version = 0;
	int		 status;

	l = ledger_view_open(cli, &status);
	if (l == NULL)
		return status;
	buf_init(&b, OUT_MAX);
	if (!ledger_view_ask(l, "SELECT max(version) FROM _ps_ledger",
	    version_row, &version))
		status = EXIT_UNREACHABLE;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (lists[i].since <= version && !print_list(l, &lists[i], &b))
			status = EXIT_UNREACHABLE;
	if (b.n == 0)
		buf_str(&b, "nothing was loaded yet\n");
	fwrite(b.p, 1, b.n, stdout);
	buf_free(&b);
	ledger_view_close(l);
	return status;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_issues.c - issues [DB]: documents that were not loaded, and what was said
 * about rows, by document and rule; --replay loads those that failed once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli_ledger.h"
#include "cli_options.h"
#include "cli_pipeline.h"
#include "log.h"
#include "mem.h"
#include "pipeline.h"
#include "str.h"

#define OUT_MAX		(256u << 20)

static const char failed_sql[] =
    "SELECT address, message FROM _ps_documents WHERE status = 'failed' "
    "ORDER BY address";

static const char unloaded_sql[] =
    "SELECT address, message, status FROM _ps_documents WHERE status IN "
    "('failed', 'skipped') ORDER BY status, address";

static const char issues_sql[] =
    "SELECT d.address, i.severity, i.rule, count(*), min(i.line), "
    "min(i.reason) FROM _ps_issues i JOIN _ps_documents d "
    "ON d.id = i.document GROUP BY d.address, i.severity, i.rule "
    "ORDER BY d.address, i.severity, i.rule";

struct listing {
	struct buf	 out;
	char		*address;	/* of the document being listed */
	uint64_t	 documents, issues, failed, skipped;
};

static void
add_shown(struct buf *b, const char *s)
{
	show(b, s, strlen(s), 300);
}

static enum ps_status
unloaded_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct listing *l = arg;

	if (n < 3)
		return PS_FAIL;
	*(strcmp(value_text(&v[2]), "failed") == 0 ? &l->failed :
	    &l->skipped) += 1;
	add_shown(&l->out, value_text(&v[0]));
	buf_printf(&l->out, "\n  %s: ", value_text(&v[2]));
	add_shown(&l->out, value_text(&v[1]));
	buf_char(&l->out, '\n');
	return PS_OK;
}

/* address, severity, rule, count, first line, a reason */
static enum ps_status
issue_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct listing	*l = arg;
	char		 count[32];

	if (n < 6)
		return PS_FAIL;
	if (l->address == NULL || strcmp(l->address, value_text(&v[0])) != 0) {
		free(l->address);
		l->address = xstrdup(value_text(&v[0]));
		l->documents++;
		add_shown(&l->out, l->address);
		buf_char(&l->out, '\n');
	}
	l->issues += value_count(&v[3]);
	buf_printf(&l->out, "  %s %s: ",
	    human_count(value_count(&v[3]), count), value_text(&v[1]));
	add_shown(&l->out, value_text(&v[2]));
	if (value_count(&v[4]) > 0)
		buf_printf(&l->out, ", %sline %llu",
		    value_count(&v[3]) > 1 ? "first in " : "",
		    (unsigned long long)value_count(&v[4]));
	buf_str(&l->out, ": ");
	add_shown(&l->out, value_text(&v[5]));
	buf_char(&l->out, '\n');
	return PS_OK;
}

static int
list(struct ledger_view *ledger)
{
	struct listing	l = { .address = NULL };
	bool		good;
	char		issues[32], documents[32], failed[32], skipped[32];

	buf_init(&l.out, OUT_MAX);
	good = ledger_view_ask(ledger, unloaded_sql, unloaded_row, &l) &&
	    ledger_view_ask(ledger, issues_sql, issue_row, &l);
	if (l.out.n > 0)
		fwrite(l.out.p, 1, l.out.n, stdout);
	printf("%s issue%s in %s document%s, %s document%s failed",
	    human_count(l.issues, issues), l.issues == 1 ? "" : "s",
	    human_count(l.documents, documents), l.documents == 1 ? "" : "s",
	    human_count(l.failed, failed), l.failed == 1 ? "" : "s");
	if (l.skipped > 0)
		printf(", %s skipped", human_count(l.skipped, skipped));
	printf("\n");
	free(l.address);
	buf_free(&l.out);
	return good ? EXIT_DONE : EXIT_UNREACHABLE;
}

/* The failed documents become the operands: a member by its archive. */
static enum ps_status
operand_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct cli	*cli = arg;
	const char	*address = n > 0 ? value_text(&v[0]) : "";
	const char	*end = strchr(address, '!');
	size_t		 length = end == NULL ? strlen(address) :
			    (size_t)(end - address);

	if (length == 0 || (cli->n_args > 0 &&
	    strncmp(cli->args[cli->n_args - 1], address, length) == 0 &&
	    cli->args[cli->n_args - 1][length] == '\0'))
		return PS_OK;
	GROW(cli->args, cli->n_args, cli->room_args);
	cli->args[cli->n_args++] = arena_strndup(cli->arena, address, length);
	return PS_OK;
}

static int
replay(struct cli *cli, const char *db)
{
	struct pipeline	*p;
	int		 status = EXIT_USAGE;
	char		 count[32];

	if (cli->n_args == 0) {
		log_say(PS_INFO, "%s: no document failed; nothing to replay",
		    shown_str(db));
		return EXIT_DONE;
	}
	log_say(PS_INFO, "%s: trying %s document%s again", shown_str(db),
	    human_count(cli->n_args, count), cli->n_args == 1 ? "" : "s");
	p = cli_pipeline(cli);
	if (p == NULL)
		return status;
	if (cli_output(cli, p, db))
		status = load_run(p);
	pipeline_free(p);
	return status;
}

int
cmd_issues(struct cli *cli)
{
	struct ledger_view	*l;
	const char	*db;
	int		 status;

	l = ledger_view_open(cli, &status);
	if (l == NULL)
		return status;
	if (!cli_has(cli, "replay")) {
		status = list(l);
		ledger_view_close(l);
		return status;
	}
	db = arena_strdup(cli->arena, ledger_view_db(l));
	cli->n_args = 0;
	status = ledger_view_ask(l, failed_sql, operand_row, cli) ? EXIT_DONE :
	    EXIT_UNREACHABLE;
	ledger_view_close(l);
	return status == EXIT_DONE ? replay(cli, db) : status;
}

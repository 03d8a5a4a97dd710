/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_test.c - test FILE.lua: each test of the file is a load of its input
 * into a database of its own, which is then compared with what is expected.
 *
 * What is printed is TAP: a line for each test, differences as comments.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cli_ledger.h"
#include "cli_options.h"
#include "cli_script.h"
#include "cmd_test.h"
#include "log.h"
#include "lua_config.h"
#include "mem.h"
#include "str.h"

#define WRONG_SHOWN	10u
#define OUT_MAX		(1u << 20)

struct testing {
	struct cli		*cli;
	struct lua_config	*config;
	const char		*folder;	/* of the databases */
	uint32_t		 n, n_bad;
};

void
trial_wrong(struct trial *t, const char *fmt, ...)
{
	va_list	ap;

	if (t->n_wrong++ >= WRONG_SHOWN)
		return;
	buf_printf(t->out, "# %s: ", t->test->place);
	va_start(ap, fmt);
	buf_vprintf(t->out, fmt, ap);
	va_end(ap);
	buf_char(t->out, '\n');
}

bool
trial_ask(struct trial *t, const char *sql, const struct ps_value *values,
    uint32_t n, ps_row_fn *row, void *arg)
{
	const char	*error = sink_use_ask(t->db, sql, values, n, row, arg);

	if (error != NULL)
		trial_wrong(t, "%s", error);
	return error == NULL;
}

/* What the load left is looked at through the sink that wrote it. */
static void
compare(struct trial *t, const struct pipeline *pipeline, const char *db)
{
	struct pipeline		 p = *pipeline;
	const char		*error = NULL;
	struct ps_opened	 opened;

	if (!test_sink(&p, db, &error)) {
		trial_wrong(t, "%s", error);
		return;
	}
	if (access(db, F_OK) == -1 ||
	    (t->db = sink_use_open(&p.sinks[0], t->arena, &opened)) == NULL) {
		trial_wrong(t, "nothing came of it");
		return;
	}
	test_counts(t);
	test_tables(t);
	sink_use_close(t->db);
}

static void
print_result(struct testing *s, const struct script_test *t, uint32_t number,
    const struct buf *out, uint32_t n_wrong)
{
	printf("%sok %u - %s", n_wrong > 0 ? "not " : "", ++s->n,
	    t->name != NULL ? shown_str(t->name) : t->place);
	if (t->pipeline == 0 && lua_config_count(s->config) > 1)
		printf(" (pipeline %u)", number);
	putchar('\n');
	if (out->n > 0)
		fwrite(out->p, 1, out->n, stdout);
	if (n_wrong > WRONG_SHOWN)
		printf("# and %u more differences\n", n_wrong - WRONG_SHOWN);
	fflush(stdout);
	s->n_bad += n_wrong > 0;
}

/* false: interrupted */
static bool
run_test(struct testing *s, const struct script_test *test, uint32_t number)
{
	const struct pipeline	*p = lua_config_pipeline(s->config, number -
				    1);
	struct arena		*arena = arena_new();
	struct buf		 out;
	struct trial		 t = { .test = test, .arena = arena,
				    .out = &out,
				    .provenance = p->provenance };
	const char		*error, *db = arena_printf(arena, "%s/%u.db",
				    s->folder, s->n + 1);
	int			 status;

	buf_init(&out, OUT_MAX);
	status = test_load(p, test, db, arena, &error);
	if (error != NULL)
		trial_wrong(&t, "%s", error);
	else if (status == EXIT_MISMATCH)
		trial_wrong(&t, "its counts do not match; please report this");
	else if (status != EXIT_INTERRUPTED)
		compare(&t, p, db);
	if (status != EXIT_INTERRUPTED)
		print_result(s, test, number, &out, t.n_wrong);
	buf_free(&out);
	arena_free(arena);
	return status != EXIT_INTERRUPTED;
}

static bool
run_all(struct testing *s)
{
	uint32_t	last = lua_config_count(s->config);

	for (uint32_t i = 0; i < lua_config_tests(s->config); i++) {
		const struct script_test *t = lua_config_test(s->config, i);

		for (uint32_t k = 1; k <= last; k++)
			if ((t->pipeline == 0 || t->pipeline == k) &&
			    !run_test(s, t, k))
				return false;
	}
	return true;
}

/* Tests that name a pipeline which is not there. */
static bool
are_possible(const struct testing *s)
{
	uint32_t	n = lua_config_count(s->config);
	bool		good = true;

	for (uint32_t i = 0; i < lua_config_tests(s->config); i++) {
		const struct script_test *t = lua_config_test(s->config, i);

		if (t->pipeline <= n)
			continue;
		log_say(PS_ERROR, "%s: test: there is no pipeline %u; the file "
		    "has %u", t->place, t->pipeline, n);
		good = false;
	}
	if (lua_config_tests(s->config) > 0)
		return good;
	log_say(PS_ERROR, "%s: it has no test { ... }, so there is nothing to "
	    "try", shown_str(s->cli->args[0]));
	return false;
}

static void
remove_folder(const char *folder)
{
	DIR		*d = opendir(folder);
	struct dirent	*e;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d != NULL)
		closedir(d);
	(void)rmdir(folder);
}

static int
try_all(struct testing *s)
{
	const char	*tmp = getenv("TMPDIR");
	char		*folder = arena_printf(s->cli->arena,
			    "%s/polyscraper.XXXXXX", tmp == NULL ||
			    *tmp == '\0' ? "/tmp" : tmp);
	bool		 whole;

	if (mkdtemp(folder) == NULL) {
		log_say(PS_ERROR, "%s: cannot be made: %s; set TMPDIR",
		    shown_str(folder), strerror(errno));
		return EXIT_UNREACHABLE;
	}
	s->folder = folder;
	whole = run_all(s);
	remove_folder(folder);
	if (!whole)
		return EXIT_INTERRUPTED;
	printf("1..%u\n", s->n);
	return s->n_bad == 0 && !lua_config_is_wrong(s->config) ? EXIT_DONE :
	    EXIT_USAGE;
}

int
cmd_test(struct cli *cli)
{
	struct testing	s = { .cli = cli, .config = script_run(cli) };
	int		status = EXIT_USAGE;

	if (s.config == NULL)
		return EXIT_USAGE;
	if (are_possible(&s))
		status = try_all(&s);
	lua_config_free(s.config);
	return status;
}

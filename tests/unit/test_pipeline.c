/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_pipeline.c - uses are checked and copied; the reader's hash changes
 * with all that changes what is read, and with nothing else.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "tap.h"

static void
reader_of(const struct registry *r, const char *glob, const char *skip,
    const char *encoding, char date_order, char out[17])
{
	struct setting	 s = { "skip", skip, PS_NULL, NULL };
	struct pipeline	*p = pipeline_new(r);
	struct selector	 select = { .globs = { NULL } };
	const char	*error = NULL;

	if (glob != NULL)
		selector_add(&select, p->arena, SELECT_PATH, glob);
	if (skip != NULL)
		pipeline_add_rule(p, &select, "good", &s, 1, &error);
	p->encoding = encoding;
	p->prefer.date_order = date_order;
	pipeline_reader(p, out);
	pipeline_free(p);
}

static void
test_reader(const struct registry *r)
{
	char	a[17], b[17];

	reader_of(r, NULL, NULL, NULL, 0, a);
	is_int(strlen(a), 16, "sixteen digits");
	reader_of(r, NULL, NULL, NULL, 0, b);
	is_str(a, b, "the same again");
	reader_of(r, NULL, NULL, "latin1", 0, b);
	ok(strcmp(a, b) != 0, "an encoding changes it");
	reader_of(r, NULL, NULL, NULL, 'd', b);
	ok(strcmp(a, b) != 0, "a date order changes it");
	reader_of(r, NULL, "2", NULL, 0, b);
	ok(strcmp(a, b) != 0, "a rule changes it");
	reader_of(r, "*.x", "2", NULL, 0, a);
	ok(strcmp(a, b) != 0, "its glob too");
	reader_of(r, "*.x", "3", NULL, 0, b);
	ok(strcmp(a, b) != 0, "its options too");
}

static void
test_uses(const struct registry *r)
{
	char		 value[] = "7", place[] = "a.lua:3";
	struct setting	 s = { "skip", value, PS_INT, place };
	struct pipeline	*p = pipeline_new(r);
	const char	*error = NULL;

	ok(p->provenance && p->jobs == 0 && p->n_sinks == 0, "defaults");
	ok(pipeline_add_rule(p, NULL, "good", &s, 1, &error), "a rule");
	value[0] = '8';
	place[0] = 'b';
	is_str(p->rules[0].format.settings[0].value, "7", "values are copied");
	is_str(p->rules[0].format.settings[0].place, "a.lua:3", "places too");
	is_int(*(const int64_t *)p->rules[0].format.options, 7, "and filled");
	ok(!pipeline_add_rule(p, NULL, "godo", NULL, 0, &error), "no such");
	is_str(error, "unknown format 'godo'; did you mean 'good'?", "words");
	s.name = "skap";
	ok(!pipeline_add_rule(p, NULL, "good", &s, 1, &error), "no such");
	is_str(error, "b.lua:3: format.good: unknown option 'skap', did you "
	    "mean 'skip'? (polyscraper plugins good)", "words");
	ok(!pipeline_add_sink(p, "good", NULL, 0, &error), "a format is no "
	    "sink");
	is_int(p->n_rules, 1, "what was refused is not there");
	pipeline_free(p);
	pipeline_free(NULL);
}

/* A directory of plugins with a link to the one that was built for tests. */
static struct registry *
load(void)
{
	char		 dir[] = "/tmp/ps-pipeline-XXXXXX", formats[60];
	char		 link_path[80], target[PATH_MAX];
	const char	*build = getenv("PS_BUILD"), *list[] = { dir, NULL };
	struct registry	*r;

	if (mkdtemp(dir) == NULL)
		return NULL;
	snprintf(formats, sizeof(formats), "%s/formats", dir);
	snprintf(link_path, sizeof(link_path), "%s/good.so", formats);
	snprintf(target, sizeof(target), "%s/tests/plugins/.libs/good.so",
	    build == NULL ? "." : build);
	if (mkdir(formats, 0755) == -1 || symlink(target, link_path) == -1)
		return NULL;
	r = registry_load(list);
	unlink(link_path);
	rmdir(formats);
	rmdir(dir);
	return r;
}

int
main(void)
{
	struct registry	*r;

	log_level(PS_ERROR);
	r = load();
	if (r == NULL || registry_find(r, PS_FORMAT, "good") == NULL) {
		printf("1..0 # SKIP the plugin 'good' is not built\n");
		return 0;
	}
	test_reader(r);
	test_uses(r);
	registry_free(r);
	return done_testing();
}

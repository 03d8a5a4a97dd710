/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_selector.c - documents and tables chosen by globs.
 */
#include "mem.h"
#include "selector.h"
#include "tap.h"

static const struct ps_doc	file = {
	.address = "/in/2019/budget/A.CSV", .root = "/in", .name = "A.CSV"
};
static const struct ps_doc	page = {
	.address = "https://user@www.Data.gov:8080/raw/674?x=1",
	.root = "https://www.data.gov/", .name = "674"
};

static const struct ps_doc	member = {
	.address = "/in/a.zip!one.csv", .root = "/in", .name = "one.csv"
};

static const struct choice {
	enum select_key		 key;
	const char		*glob;
	const struct ps_doc	*doc;
	bool			 matches;
} choices[] = {
	{ SELECT_EXT, "csv", &file, true },
	{ SELECT_EXT, ".csv", &file, true },
	{ SELECT_EXT, "*.csv", &file, true },
	{ SELECT_EXT, "*.tsv", &file, false },
	{ SELECT_EXT, "CS?", &file, true },
	{ SELECT_EXT, "sv", &file, false },
	{ SELECT_NAME, "A.*", &file, true },
	{ SELECT_NAME, "a.*", &file, false },
	{ SELECT_PATH, "2019/**", &file, true },
	{ SELECT_PATH, "budget/*", &file, true },
	{ SELECT_PATH, "2019/*", &file, false },
	{ SELECT_PATH, "/in/**", &file, true },
	{ SELECT_PATH, "A.*", &file, true },
	{ SELECT_PATH, "a.zip!*", &member, true },
	{ SELECT_PATH, "b.zip!*", &member, false },
	{ SELECT_PATH, "one.*", &member, true },
	{ SELECT_HOST, "*", &file, false },
	{ SELECT_HOST, "data.gov", &page, true },
	{ SELECT_HOST, "WWW.data.gov", &page, true },
	{ SELECT_HOST, "ata.gov", &page, false },
	{ SELECT_HOST, "*.gov", &page, true },
	{ SELECT_PATH, "/raw/*", &page, true },
	{ SELECT_PATH, "/row/*", &page, false },
	{ SELECT_PATH, "raw/*", &page, true },
	{ SELECT_PATH, "row/*", &page, false },
	{ SELECT_MAGIC, "%PDF*", &file, true },
	{ SELECT_MAGIC, "PDF*", &file, false },
	{ SELECT_TABLE, "sal?", &file, true },
	{ SELECT_TABLE, "sales", &file, false },
	{ SELECT_FORMAT, "json", &file, false },
};

static void
test_keys(struct arena *a)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		const struct choice	*c = &choices[i];
		struct selector		 s = { .globs = { NULL } };
		struct selected		 d = { c->doc, "sale", NULL,
					    "%PDF-1.4\n/x", 11 };

		ok(selector_add(&s, a, c->key, c->glob) == NULL, "%s",
		    c->glob);
		ok(selector_matches(&s, &d) == c->matches, "%s = %s",
		    select_names[c->key], c->glob);
	}
}

static void
test_together(struct arena *a)
{
	struct selector	s = { .globs = { NULL } }, copy;
	struct selected	d = { &file, NULL, "delimited", NULL, 0 };

	ok(selector_matches(&s, &d), "nothing told: all");
	selector_add(&s, a, SELECT_EXT, "tsv");
	ok(!selector_matches(&s, &d), "another suffix");
	selector_add(&s, a, SELECT_EXT, "csv");
	ok(selector_matches(&s, &d), "one of two");
	selector_add(&s, a, SELECT_FORMAT, "delim*");
	ok(selector_matches(&s, &d), "and the format");
	copy = selector_copy(&s, a);
	selector_add(&s, a, SELECT_NAME, "B*");
	ok(!selector_matches(&s, &d), "but not the name");
	ok(selector_matches(&copy, &d), "which the copy knows nothing of");
	is_str(selector_text(&copy, a), "ext=*.tsv\next=*.csv\nformat=delim*\n",
	    "as text");
}

static void
test_wrong(struct arena *a)
{
	struct selector	s = { .globs = { NULL } };

	ok(selector_add(&s, a, SELECT_NAME, "") != NULL, "empty");
	ok(selector_add(&s, a, SELECT_NAME, "a/b") != NULL, "a name with /");
	ok(selector_add(&s, a, SELECT_HOST, "http://x") != NULL, "a URL");
	is_str(selector_text(&s, a), "", "nothing of it stays");
	is_int(select_key("glob"), SELECT_PATH, "glob is path");
	is_int(select_key("magic"), SELECT_MAGIC, "by name");
	is_int(select_key("what"), N_SELECT_KEYS, "or none");
}

int
main(void)
{
	struct arena	*a = arena_new();

	test_keys(a);
	test_together(a);
	test_wrong(a);
	arena_free(a);
	return done_testing();
}

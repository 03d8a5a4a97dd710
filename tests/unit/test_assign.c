/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_assign.c - which documents share a table, and what it is called. */
#include "assign.h"
#include "buf.h"
#include "index.h"
#include "tap.h"

struct ask {
	const char	*address;
	const char	*names[8];
	bool		 headerless;
	double		 confidence;
	const char	*want;
	bool		 is_new;
	const char	*why;
};

static struct answered
put(struct assigner *a, const struct ask *k)
{
	struct asked	q = { .address = k->address, .names = k->names,
			    .headerless = k->headerless,
			    .confidence = k->confidence, .rows = 10 };

	while (q.n < 8 && k->names[q.n] != NULL)
		q.n++;
	return assign(a, &q);
}

static const struct ask cases[] = {
	{ "/d/budget-2019.csv", { "ward", "supplier", "dept" }, false, 1,
	    "budget", true, "first of its shape" },
	{ "/d/budget-2020.csv", { "dept", "supplier", "ward" }, false, 1,
	    "budget", false, "the same set in another order" },
	{ "/e/other.csv", { "dept", "supplier", "ward" }, false, 1,
	    "budget", false, "elsewhere, but three telling names" },
	{ "/e/x.csv", { "id", "name", "value" }, false, 1,
	    "x", true, "generic names" },
	{ "/f/y.csv", { "id", "name", "value" }, false, 1,
	    "y", true, "generic names elsewhere do not share" },
	{ "/e/z.csv", { "id", "name", "value" }, false, 1,
	    "x", false, "generic names in one folder do" },
	{ "/d/budget-2021.csv", { "ward", "supplier", "dept", "a", "b" }, false,
	    1, "budget_2", true, "three of five names are too few" },
	{ "/g/m1.csv", { "p", "q", "r", "s" }, false, 1, NULL, true,
	    "another shape" },
	{ "/g/m2.csv", { "p", "q", "r", "s", "t" }, false, 1, NULL, false,
	    "four of five names in one folder" },
	{ "/h/m3.csv", { "p", "q", "r", "s", "t", "u" }, false, 1, NULL, true,
	    "drift needs the place" },
	{ "/k/run_1.txt", { "c1", "c2" }, true, 1, "run", true,
	    "headerless" },
	{ "/k/run_2.txt", { "c1", "c2" }, true, 1, "run", false,
	    "headerless, same folder and stem" },
	{ "/k/walk.txt", { "c1", "c2" }, true, 1, "walk", true,
	    "headerless, another stem" },
	{ "/d/budget-2022.csv", { "dept", "ward", "supplier" }, false, 0.3,
	    "budget", false, "names that agree confirm a doubtful document" },
	{ "/k/run_3.txt", { "c1", "c2" }, true, 0.5, "run_2", true,
	    "names that are made up confirm nothing" },
	{ "/d/budget-2023.csv", { "ward", "town", "dept" }, false, 0.5,
	    "budget_3", true, "a doubtful document of other names is apart" },
	{ "/d/budget-2023.csv", { "ward", "town", "dept" }, false, 0.5,
	    "budget_3", false, "and is found again" },
};

static void
test_cases(void)
{
	struct assigner	*a = assigner_new(TABLES_SHAPE);

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct answered r = put(a, &cases[i]);

		if (cases[i].want != NULL)
			is_str(r.table, cases[i].want, "%s: name",
			    cases[i].why);
		is_int(r.is_new, cases[i].is_new, "%s: %s", cases[i].why,
		    r.table);
	}
	assigner_free(a);
}

/* What the ledger kept gives the same answers in a later run. */
static void
test_again(void)
{
	struct assigner	*a = assigner_new(TABLES_SHAPE);
	struct assigner	*b = assigner_new(TABLES_SHAPE);
	struct answered	 r, s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		r = put(a, &cases[i]);
		if (r.is_new)
			assigner_known(b, r.table, r.shape);
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		r = put(a, &cases[i]);
		s = put(b, &cases[i]);
		ok(!s.is_new, "%s: known", cases[i].address);
		is_str(s.table, r.table, "%s: same table", cases[i].address);
	}
	assigner_free(a);
	assigner_free(b);
}

static void
test_names(void)
{
	struct assigner	*a = assigner_new(TABLES_DOCUMENT);
	struct ask	 k = { "/d/budget-2019.csv", { "x", "y" }, false, 1,
			    NULL, true, NULL };
	struct answered	 r;

	assigner_known(a, "budget_2019", NULL);
	r = put(a, &k);
	is_str(r.table, "budget_2019_2", "a taken name is not used");
	assigner_forget(a, r.id);
	r = put(a, &k);
	ok(r.is_new, "a forgotten table is made anew");
	is_int(put(a, &k).is_new, false, "a document keeps its table");
	k.address = "/d/budget-2020.csv";
	is_str(put(a, &k).table, "budget_2020", "a table a document");
	assigner_free(a);
}

static struct answered
put_wished(struct assigner *a, const char *address, enum drift drift,
    const char *const *names, uint32_t n)
{
	return assign(a, &(struct asked){ .address = address, .names = names,
	    .n = n, .confidence = 1, .together = true, .drift = drift,
	    .wanted = (const char **)(uintptr_t)names, .n_wanted = n });
}

/* Documents of one name share a table; with variants, those that fit. */
static void
test_wished(void)
{
	static const char *const abc[] = { "a", "b", "c" };
	static const char *const xyz[] = { "x", "y" };
	struct assigner		*a = assigner_new(TABLES_SHAPE);
	struct answered		 r;
	struct buf		 b;

	r = put_wished(a, "/d/sale-1.csv", DRIFT_EVOLVE, abc, 3);
	is_str(r.table, "sale", "a table");
	r = put_wished(a, "/e/sale-2.csv", DRIFT_FREEZE, xyz, 2);
	is_str(r.table, "sale", "whatever the columns and the folder are");
	for (int i = 0; i < 3; i++)
		assigner_column(a, r.id, abc[i]);
	assigner_column(a, r.id, "a");
	ok(assigner_has(a, r.id, "b") && !assigner_has(a, r.id, "x"),
	    "its columns are known");
	buf_init(&b, 1000);
	assigner_put(a, r.id, &b);
	ok(b.n > 0, "... and can be told");
	buf_free(&b);
	r = put_wished(a, "/e/sale-3.csv", DRIFT_VARIANT, abc + 1, 2);
	is_str(r.table, "sale", "variant: one that fits");
	r = put_wished(a, "/e/sale-4.csv", DRIFT_VARIANT, xyz, 2);
	is_str(r.table, "sale_2", "variant: one that does not");
	ok(r.is_new, "... makes a table");
	assigner_column(a, r.id, "x");
	assigner_column(a, r.id, "y");
	r = put_wished(a, "/f/sale.csv", DRIFT_VARIANT, xyz + 1, 1);
	is_str(r.table, "sale_2", "variant: the first that has them all");
	r = put_wished(a, "/f/sale.csv", DRIFT_VARIANT, abc, 1);
	is_str(r.table, "sale", "variant: the first is asked first");
	assigner_free(a);
}

static void
test_index(void)
{
	struct index	x = { 0 };
	uint32_t	n = 0, i;

	for (uint32_t k = 0; k < 5000; k++)
		index_add(&x, k % 1000, k);
	for (i = index_first(&x, 7); i != INDEX_END; i = index_next(&x, i))
		is_int(index_value(&x, i), 7 + 1000 * n++, "in order");
	is_int(n, 5, "all of a key");
	ok(index_first(&x, 5000) == INDEX_END, "no such key");
	index_free(&x);
}

int
main(void)
{
	test_cases();
	test_again();
	test_names();
	test_wished();
	test_index();
	return done_testing();
}

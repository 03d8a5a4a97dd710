/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_tree.c - objects within objects, told one by one, and the tables they
 * become.
 *
 * A tree is written in signs: '{' '[' '<' enter an object, a list of objects
 * and a list of values, '}' leaves; 'key=value' tells a value, 'key' alone
 * names what is entered next; '!' ends a batch.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tap.h"
#include "tree_host.h"

struct told {
	const char		*what, *signs, *text;
	struct ps_tree_options	 options;
};

static const struct told trees[] = {
	{ "one object", "{ a=1 b=2 }", "(a,b)\n 1: 1|2\n", { 0 } },
	{ "a list of objects", "[ { a=1 b=2 } { b=3 a=4 } }",
	  "(a,b)\n 1: 1|2\n 2: 4|3\n", { 0 } },
	{ "objects within a record", "[ { a { b=1 c { d=2 } } } }",
	  "(a_b,a_c_d)\n 1: 1|2\n", { 0 } },
	{ "a column that comes late", "[ { a=1 } ! { a=2 b=3 } }",
	  "(a,b)\n 1: 1\n 2: 2|3\n", { 0 } },
	{ "a list in a record",
	  "[ { a=1 l [ { x=5 } { x=6 } } } { a=2 l [ { x=7 } } } }",
	  "(a)\n 1: 1\n 2: 2\nl(_parent,_ord,x)\n 1: 1|1|5\n 2: 1|2|6\n"
	  " 3: 2|1|7\n", { 0 } },
	{ "a list in a list",
	  "[ { l [ { m [ { x=1 } { x=2 } } } { y=3 m [ { x=4 } } } } } }",
	  "(value)\n 1: {}\n"
	  "l_m(_parent,_ord,x)\n 1: 1|1|1\n 2: 1|2|2\n 3: 2|1|4\n"
	  "l(_parent,_ord,y)\n 1: 1|1\n 2: 1|2|3\n", { 0 } },
	{ "lone values among objects", "[ { a=1 } =7 { a=2 } }",
	  "(a,value)\n 1: 1\n 2: ~|7\n 3: 2\n", { 0 } },
	{ "... which may have a member of that name",
	  "[ =7 { value=2 b=1 } { } }",
	  "(value,b)\n 1: 7\n 2: 2|1\n 3:\n", { 0 } },
	{ "a key that stands twice", "[ { a=1 a=2 } }",
	  "(a)\n 1: 2\nnote 1 double-key: 1\n", { 0 } },
	{ "an empty object is a value", "[ { a { } b=1 } }",
	  "(a,b)\n 1: {}|1\n", { 0 } },
	{ "an empty record is a row", "[ { } { a=1 } }",
	  "(value,a)\n 1: {}\n 2: ~|1\n", { 0 } },
	{ "a path", "{ n=9 r { i [ { a=1 } { a=2 } } } }",
	  "(a)\n 1: 1\n 2: 2\ndocument(n)\n 1: 9\n", { .path = "/r/i" } },
	{ "a path with signs in it", "{ a/b~c [ { a=1 } } }",
	  "(a)\n 1: 1\n", { .path = "/a~1b~0c" } },
	{ "members as records", "{ de { a=1 } fr { a=2 } }",
	  "(_key,a)\n 1: de|1\n 2: fr|2\n", { .path = "", .keyed = true } },
	{ "members at a path", "{ n=1 m { de { a=1 } fr { a=2 } } }",
	  "(_key,a)\n 1: de|1\n 2: fr|2\ndocument(n)\n 1: 1\n",
	  { .path = "/m", .keyed = true } },
	{ "a value among members", "{ de { a=1 } fr=5 }",
	  "(_key,a,value)\n 1: de|1\n 2: fr|~|5\n", { .keyed = true } },
	{ "objects that give no prefix", "[ { p { a=1 } q { b=2 } } }",
	  "(a,q_b)\n 1: 1|2\n", { .unwrap = "x,p" } },
	{ "many at the root", "{ a=1 } =5 { a=2 }",
	  "(a,value)\n 1: 1\n 2: ~|5\n 3: 2\n", { .sequence = true } },
	{ "lists as rows", "[ < =1 =2 } < =3 =4 =5 } < } }",
	  "(c1,c2,c3)\n 1: 1|2\n 2: 3|4|5\n 3:\n", { .tuples = true } },
	{ "lists as rows below their names",
	  "{ n=1 l < < =a =b =a } < =1 =2 =3 ! =4 } ! { b=5 } =6 } }",
	  "(a,b,a,c4,b,value)\n 1: 1|2|3|4\n 2: ~|~|~|~|5\n"
	  " 3: ~|~|~|~|~|6\ndocument(n)\n 1: 1\n",
	  { .path = "/l", .tuples = true, .header = true } },
	{ "many lists at the root as rows", "< =a =b } < =1 =2 }",
	  "(a,b)\n 1: 1|2\n",
	  { .sequence = true, .tuples = true, .header = true } },
	{ "lists as columns", "{ a < =1 =2 ! } b < =3 =4 =5 } c=6 }",
	  "(a,b,c)\n 1: 1|3|6\n 2: 2|4\n 3: ~|5\n",
	  { .columns = true } },
	{ "a batch that ends amid a record",
	  "[ { a=1 b { c=2 ! d=3 } ! } ! { a=4 ! } }",
	  "(a,b_c,b_d)\n 1: 1|2|3\n 2: 4\n", { 0 } },
	{ "a batch that ends amid a list of a record",
	  "[ { a=1 l [ { x=5 ! } ! { x=6 } } b=2 } }",
	  "(a,b)\n 1: 1|2\nl(_parent,_ord,x)\n 1: 1|1|5\n 2: 1|2|6\n",
	  { 0 } },
};

/* Names and values live as long as the batch: then they are overwritten. */
static char	bytes[4096];
static size_t	n_bytes;

static const char *
lend(const char *p, size_t n)
{
	char	*to = bytes + n_bytes;

	memcpy(to, p, n);
	n_bytes += n;
	return to;
}

static void
end_batch(struct tree_host *h)
{
	tree_pause(h->tree);
	tree_host_flush(h);
	memset(bytes, '?', sizeof(bytes));
	n_bytes = 0;
	tree_into(h->tree, &h->rows);
}

static void
tell(struct tree_host *h, const char *signs)
{
	char	key[64] = "", copy[400];
	char	*at = copy, *word, *value;

	snprintf(copy, sizeof(copy), "%s", signs);
	while ((word = strsep(&at, " ")) != NULL) {
		size_t	n = strlen(key);

		if (strchr("{[<", word[0]) != NULL) {
			(void)tree_enter(h->tree, key, n, word[0] == '{' ?
			    PS_TREE_OBJECT : word[0] == '[' ? PS_TREE_LIST :
			    PS_TREE_VALUES, 0);
			key[0] = '\0';
		} else if (word[0] == '}')
			(void)tree_leave(h->tree);
		else if (word[0] == '!')
			end_batch(h);
		else if ((value = strchr(word, '=')) != NULL) {
			*value++ = '\0';
			tree_value(h->tree, word, strlen(word), lend(value,
			    strlen(value)), strlen(value), value[0] > '9' ?
			    PS_STRING : 0, 0);
		} else
			snprintf(key, sizeof(key), "%s", word);
	}
}

static void
test_told(const struct told *t)
{
	struct tree_host	*h = tree_host_new(NULL);

	n_bytes = 0;
	tree_host_begin(h, &t->options);
	tell(h, t->signs);
	tree_pause(h->tree);
	is_str(tree_host_text(h), t->text, "%s", t->what);
	tree_host_free(h);
}

/* The tree says which values it wants whole. */
static void
test_answers(void)
{
	struct ps_tree_options	 o = { .whole = "geometry" };
	struct tree_host	*h = tree_host_new(NULL);

	tree_host_begin(h, &o);
	is_int(tree_enter(h->tree, "", 0, PS_TREE_LIST, 0), PS_TREE_GO,
	    "a list at the root is entered");
	is_int(tree_enter(h->tree, "", 0, PS_TREE_VALUES, 0), PS_TREE_WHOLE,
	    "a list in it is one value");
	is_int(tree_enter(h->tree, "", 0, PS_TREE_OBJECT, 0), PS_TREE_GO,
	    "an object in it is entered");
	is_int(tree_enter(h->tree, "v", 1, PS_TREE_VALUES, 0), PS_TREE_WHOLE,
	    "a list of values is one value");
	is_int(tree_enter(h->tree, "geometry", 8, PS_TREE_OBJECT, 0),
	    PS_TREE_WHOLE, "so is what the options name");
	tree_host_free(h);
}

static void
test_depth(void)
{
	struct ps_tree_options	 o = { .path = NULL };
	struct tree_host	*h = tree_host_new(NULL);
	int			 depth = 0;
	const char		*text;

	tree_host_begin(h, &o);
	while (tree_enter(h->tree, "a", 1, PS_TREE_OBJECT, 0) == PS_TREE_GO)
		depth++;
	is_int(depth, 1000, "a thousand levels, and no more");
	tree_value(h->tree, "x", 1, "7", 1, 0, 0);
	while (depth-- > 0)
		(void)tree_leave(h->tree);
	text = tree_host_text(h);
	ok(strlen(text) > 900 && strlen(text) < 1100 &&
	    strstr(text, "_a_x)\n 1: 7\n") != NULL,
	    "what is in them has a name that has an end");
	tree_host_free(h);
}

/* Keys beyond what a table may have columns; far beyond what a tree keeps. */
static void
test_many_keys(uint32_t n)
{
	struct ps_tree_options	 o = { .path = NULL };
	struct tree_host	*h = tree_host_new(NULL);
	const char		*text, *more;
	char			 key[16], last[32];

	tree_host_begin(h, &o);
	(void)tree_enter(h->tree, "", 0, PS_TREE_OBJECT, 0);
	for (uint32_t i = 0; i < n; i++) {
		int	k = snprintf(key, sizeof(key), "k%u", i);

		tree_value(h->tree, key, (size_t)k, "\"1", 2, PS_STRING, 0);
	}
	(void)tree_leave(h->tree);
	is_int(h->rows.sheets[0]->n_columns, 1401, "%u keys: columns", n);
	text = tree_host_text(h);
	more = strstr(text, "|{\"k1400\":\"\\\"1\",");
	snprintf(last, sizeof(last), "\"k%u\":\"\\\"1\"}\n", n - 1);
	ok(strstr(text, "k1399,more_keys)\n") != NULL,
	    "%u keys: what is left over has a column", n);
	ok(more != NULL && strstr(more, last) != NULL,
	    "%u keys: and all of them are in it", n);
	tree_host_free(h);
}

/* Many rows, many of whose keys are new: not in more than linear time. */
static void
test_hashed(void)
{
	struct ps_tree_options	 o = { .path = NULL };
	struct tree_host	*h = tree_host_new(NULL);
	char			 key[16];

	tree_host_begin(h, &o);
	(void)tree_enter(h->tree, "", 0, PS_TREE_LIST, 0);
	for (uint32_t i = 0; i < 200000; i++) {
		int	k = snprintf(key, sizeof(key), "k%u", i % 300);

		(void)tree_enter(h->tree, "", 0, PS_TREE_OBJECT, 0);
		tree_value(h->tree, key, (size_t)k, "1", 1, 0, 0);
		if (tree_leave(h->tree)) {
			tree_pause(h->tree);
			tree_host_flush(h);
			tree_into(h->tree, &h->rows);
		}
	}
	is_int(h->rows.sheets[0]->n_columns, 300, "each key once");
	is_int((int64_t)h->rows.counts.records, 200000, "each row once");
	is_int((int64_t)h->rows.counts.emitted, 0, "and none beside them");
	tree_host_free(h);
}

struct shaped {
	/* how: keyed, tuples, header, columns */
	const char	*what, *signs, *path, *how;
	uint32_t	 records;
};

static const struct shaped shapes[] = {
	{ "a list", "[ { a=1 } { a=2 } }", "", "", 2 },
	{ "an object", "{ a=1 b=2 }", "", "", 1 },
	{ "a list in an object", "{ n=1 l [ { a=1 b=2 } { a=2 b=3 } } }",
	  "/l", "", 2 },
	{ "the larger of two", "{ k [ { a=1 } } l [ { a=1 } { a=2 } } }",
	  "/l", "", 2 },
	{ "deep down", "{ d { e { l [ { a=1 } { a=2 } } } } }", "/d/e/l",
	  "", 2 },
	{ "a list that is the least part",
	  "{ a=1 b=2 c=3 d=4 e=5 l [ { x=1 } } }", "", "", 1 },
	{ "lists in a list", "[ < =a =b } < =1 =x } < =2 =y } }", "", "th",
	  2 },
	{ "lists without names", "{ n=1 l < < =1 =x } < =2 =y } } }", "/l",
	  "t", 2 },
	{ "lists of any length", "[ < =a } < =1 =x } }", "", "", 2 },
	{ "columns", "{ a < =1 =2 } b < =x =y } }", "", "c", 2 },
	{ "columns of any length", "{ a < =1 =2 } b < =x } }", "", "", 1 },
	{ "columns below the root", "{ n=1 u { a=x b=y } h { a < =1 =2 =3 "
	  "=4 =5 =6 =7 =8 } b < =1 =2 =3 =4 =5 =6 =7 =8 } } }", "/h", "c", 8 },
	{ "... that are short", "{ n=1 h { a < =1 =2 } b < =3 =4 } } }", "", "",
	  1 },
	{ "alike members", "{ a { x=1 } b { x=1 } c { x=1 } d { x=1 } "
	  "e { x=1 } f { x=1 } g { x=1 } h { x=1 } }", "", "k", 8 },
	{ "members that differ", "{ a { x=1 } b { y=1 } c { z=1 } d { u=1 } "
	  "e { v=1 } f { w=1 } g { s=1 } h { t=1 } }", "", "", 1 },
};

/* Where any key may repeat. */
static const struct shaped repeated[] = {
	{ "a key that repeats", "{ n=1 r { a=1 b=2 } r { a=1 b=2 } }", "/r",
	  "", 2 },
	{ "... in no one object",
	  "{ g { x=1 r { a=1 } } g { x=1 r { a=1 } } }", "/g", "", 2 },
	{ "... that has nothing of its own",
	  "{ s { p { a=1 } p { a=2 } } s { p { a=3 } p { a=4 } } }", "/s/p",
	  "", 4 },
	{ "... beside as many values of fewer",
	  "{ k { a=1 b=1 c=1 } k { a=1 } r { a=1 } r { a=1 } r { a=1 } "
	  "r { a=1 } }", "/r", "", 4 },
	{ "... a part of the one record", "{ a=1 b=2 c=3 r { x=1 } r { x=2 } }",
	  "", "", 1 },
	{ "... often, beside more", "{ a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 "
	  "k=1 r { x=1 } r { x=1 } r { x=1 } r { x=1 } r { x=1 } r { x=1 } "
	  "r { x=1 } r { x=1 } r { x=1 } r { x=1 } }", "/r", "", 10 },
	{ "alike members that could repeat",
	  "{ a { x=1 } b { x=1 } c { x=1 } d { x=1 } "
	  "e { x=1 } f { x=1 } g { x=1 } h { x=1 } }", "", "", 1 },
};

static const struct shaped one_repeats = {
	"the one key that may repeat",
	"{ k { a=1 } k { a=2 } d { a=1 } d { a=2 } }", "/d", "", 2
};

static const struct shaped at_path = {
	"what is at a path", "{ a=1 b=2 c=3 r { x=1 } }", "/r", "", 1
};

static const struct shaped not_at_path = {
	"a path that is not met", "{ a=1 b=2 c=3 }", "", "", 1
};

static void
test_shape(const struct shaped *t, struct ps_tree_options o)
{
	struct tree_host	*h = tree_host_new(NULL);
	struct ps_tree_shape	 s;
	char			 how[8];

	n_bytes = 0;
	h->tree = tree_new(h->arena, &o);
	tell(h, t->signs);
	tree_shape(h->tree, &s);
	is_str(s.path, t->path, "shape of %s: path", t->what);
	snprintf(how, sizeof(how), "%s%s%s%s", s.keyed ? "k" : "",
	    s.tuples ? "t" : "", s.header ? "h" : "", s.columns ? "c" : "");
	is_str(how, t->how, "... how");
	is_int(s.records, t->records, "... records");
	tree_host_free(h);
}

/* Taken up by a new tree, which tells the same; however little is left. */
static void
take_up(const struct buf *b, size_t n, bool whole)
{
	struct arena		*arena = arena_new();
	struct ps_tree_options	 o = { .sequence = true };
	struct ps_tree		*t = tree_new(arena, &o);
	struct buf		 again;
	bool			 good = tree_get(t, b->p, n);

	buf_init(&again, 1 << 20);
	tree_put(t, &again);
	if (whole)
		ok(good && again.n == b->n && memcmp(again.p, b->p, b->n) == 0,
		    "what is known of keys: goes to another tree as it is");
	buf_free(&again);
	tree_free(t);
	arena_free(arena);
}

static void
test_state(void)
{
	struct tree_host	*h = tree_host_new(NULL);
	struct ps_tree_options	 o = { .sequence = true };
	struct buf		 b;

	buf_init(&b, 1 << 20);
	tree_host_begin(h, &o);
	tell(h, "{ a=1 b { c=2 } l [ { x=5 m [ { y=6 } } } =7 } } { d=3 }");
	tree_put(h->tree, &b);
	take_up(&b, b.n, true);
	for (size_t i = 0; i < b.n; i++) {
		take_up(&b, i, false);
		for (int bit = 1; bit < 256; bit *= 4) {
			b.p[i] ^= (char)bit;
			take_up(&b, b.n, false);
			b.p[i] ^= (char)bit;
		}
	}
	ok(true, "what is known of keys: garbled, it does no harm");
	buf_free(&b);
	tree_host_free(h);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(trees) / sizeof(*trees); i++)
		test_told(&trees[i]);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		test_shape(&shapes[i], (struct ps_tree_options){ 0 });
	for (size_t i = 0; i < sizeof(repeated) / sizeof(*repeated); i++)
		test_shape(&repeated[i],
		    (struct ps_tree_options){ .repeats = "" });
	test_shape(&one_repeats, (struct ps_tree_options){ .repeats = "x,d" });
	test_shape(&at_path, (struct ps_tree_options){ .path = "/r" });
	test_shape(&not_at_path, (struct ps_tree_options){ .path = "/r" });
	test_answers();
	test_depth();
	test_many_keys(1500);
	test_many_keys(120000);
	test_hashed();
	test_state();
	return done_testing();
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_page.c - any bytes as a page that a handler looks at.
 *
 * The first line is a label that is sought, and the base of all links.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "html_tree.h"
#include "mem.h"
#include "url.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_page: %s\n", what);
	abort();
}

/* Text as it is shown. */
static void
check_text(const struct buf *b)
{
	for (size_t i = 0; i < b->n; i++) {
		check(b->p[i] != '\n' && b->p[i] != '\t', "a line end in it");
		check(b->p[i] != ' ' || (i > 0 && i + 1 < b->n &&
		    b->p[i - 1] != ' '), "a blank too many");
	}
}

static void
check_link(const char *url)
{
	if (url == NULL)
		return;
	check(url[0] == '/' || url_scheme(url, strlen(url)) > 0,
	    "a link that leads from somewhere");
	if (url[0] != '/')
		return;
	check(url[1] != '/' && strstr(url, "/../") == NULL &&
	    strstr(url, "/./") == NULL, "a path that is not straight");
	check(url[1] == '\0' || url[strlen(url) - 1] != '/',
	    "a name that ends in a slash");
}

static void
links(struct arena *a, const struct html_tree *t, const char *label,
    const struct html_node *x)
{
	static const struct url_page	from[] = {
		{ "/d/i.html", NULL, NULL },
		{ "https://h/d/i.html", NULL, NULL },
		{ "/d/a.zip!p/i.html", "/d/a.zip", NULL },
	};
	struct url_page			page;

	for (uint32_t i = 0; i < x->n_attributes; i++)
		for (size_t k = 0; k < sizeof(from) / sizeof(from[0]); k++) {
			page = from[k];
			page.base = t->base != NULL ? t->base : label;
			check_link(url_link(a, &page, x->attributes[i].value,
			    x->attributes[i].n));
		}
}

static void
count(void *arg, const char *name, const char *value, size_t n)
{
	size_t	*bytes = arg;

	*bytes += strlen(name) + (n > 0 ? (unsigned char)value[n - 1] : 0);
}

static void
look(struct arena *a, const struct html_tree *t, const char *label,
    struct buf *b)
{
	uint32_t	nodes = 0;
	size_t		bytes = 0;

	for (struct html_node *x = t->root; x != NULL;
	    x = html_next(x, t->root, true)) {
		uint32_t	depth = 0;

		for (const struct html_node *p = x; p != NULL; p = p->parent)
			depth++;
		check(depth <= HTML_TREE_DEPTH + 2, "too deep");
		if (x->name == NULL || nodes++ > 200)
			continue;
		html_text_of(x, b);
		check_text(b);
		links(a, t, label, x);
		html_form_fields(t, x, count, &bytes, b);
		(void)html_form_has(t, x, label);
	}
	if (html_text_after(t, label, strlen(label), b))
		check_text(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t	*end = size == 0 ? NULL : memchr(data, '\n', size);
	struct arena	*a = arena_new();
	struct buf	 b;
	char		*label, *text;
	size_t		 n = end == NULL ? 0 : (size_t)(end - data), rest;

	/* Of just that size, for the tools that watch memory. */
	rest = end == NULL ? size : size - n - 1;
	text = malloc(rest + 1);
	if (text == NULL)
		abort();
	if (rest > 0)
		memcpy(text, data + (size - rest), rest);
	text = realloc(text, rest > 0 ? rest : 1);
	label = arena_strndup(a, n == 0 ? "x" : (const char *)data, n == 0 ?
	    1 : n);
	buf_init(&b, 32u << 20);
	look(a, html_tree_new(a, text, rest), label, &b);
	buf_free(&b);
	free(text);
	arena_free(a);
	return 0;
}

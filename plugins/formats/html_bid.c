/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_bid.c - is it a page?
 *
 * It says so by <!doctype html> or <html>, or it begins with an element that
 * only pages have.  What is mixed with a program (PHP, JSX, templates) is
 * source code and not a page.
 */
#include <stdio.h>
#include <string.h>

#include "html_format.h"

struct trial {
	uint32_t	known, other;	/* tags */
	uint32_t	tables, rows, begun;
	bool		program;
	uint8_t		first;		/* enum ps_html_id */
	bool		page;		/* <html> or <body> */
	bool		text;		/* before the first tag */
};

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct trial	*t = arg;
	bool		 known = tag->known->name[0] != '\0';

	if (t->begun++ == 0)
		t->first = known ? tag->known->id : PS_H_OTHER;
	t->known += known;
	t->other += !known;
	t->tables += tag->known->id == PS_H_TABLE;
	t->rows += tag->known->id == PS_H_TR;
	t->page |= strcmp(tag->known->name, "html") == 0 ||
	    strcmp(tag->known->name, "body") == 0;
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	(void)arg;
	(void)tag;
}

static void
on_text(void *arg, const char *p, size_t n)
{
	struct trial	*t = arg;

	for (size_t i = 0; i < n && t->begun == 0 && !t->text; i++)
		t->text = (unsigned char)p[i] > ' ';
}

static const struct ps_html_sink sink = {
	.start = on_start, .end = on_end, .text = on_text
};

static bool
is_at(const struct ps_sample *s, size_t i, const char *what)
{
	size_t	n = strlen(what);

	return s->length - i >= n && strncasecmp(s->text + i, what, n) == 0;
}

static size_t
skip_past(const struct ps_sample *s, size_t i, const char *what)
{
	while (i < s->length && !is_at(s, i, what))
		i++;
	return i < s->length ? i + strlen(what) : i;
}

/* Past blanks, comments and a declaration of XML. */
static size_t
begin_of(const struct ps_sample *s)
{
	size_t	i = 0;

	for (;;) {
		if (i < s->length && (unsigned char)s->text[i] <= ' ')
			i++;
		else if (is_at(s, i, "<!--"))
			i = skip_past(s, i, "-->");
		else if (is_at(s, i, "<?xml"))
			i = skip_past(s, i, "?>");
		else
			return i;
	}
}

/* What no browser is shown: the page is yet to be made. */
static bool
is_program(const struct ps_sample *s)
{
	static const char *const	marks[] = {
		"<?php", "<?=", "<%", "className={", "={`", "{% ", "{{#", NULL
	};
	const char	*p = s->text, *end = s->text + s->length;

	for (; p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++)
		for (size_t k = 0; k < 3; k++)
			if (is_at(s, (size_t)(p - s->text), marks[k]))
				return true;
	for (p = s->text; p < end; p++) {
		if (*p != '{' && *p != 'c' && *p != '=')
			continue;
		for (size_t k = 3; marks[k] != NULL; k++)
			if (is_at(s, (size_t)(p - s->text), marks[k]))
				return true;
	}
	return false;
}

static const char *
suffix_of(const struct ps_sample *s)
{
	const char	*name = s->doc == NULL ? NULL : s->doc->name;
	const char	*dot = name == NULL ? NULL : strrchr(name, '.');

	return dot == NULL ? "" : dot;
}

static bool
is_named(const struct ps_sample *s)
{
	const char	*suffix = suffix_of(s);

	return strncasecmp(suffix, ".htm", 4) == 0 ||
	    strncasecmp(suffix, ".xht", 4) == 0;
}

/* Texts and programs that may begin with a tag. */
static bool
is_source(const struct ps_sample *s)
{
	static const char *const	suffixes[] = {
		".md", ".markdown", ".mdx", ".mkd", ".rst", ".php", ".jsx",
		".tsx", ".js", ".ts", ".vue", ".svelte", ".jsp", ".asp",
		".aspx", ".erb", ".ejs", ".hbs", ".j2", ".tmpl", ".tpl", NULL
	};
	const char			*suffix = suffix_of(s);

	for (const char *const *x = suffixes; *x != NULL; x++)
		if (strcasecmp(suffix, *x) == 0)
			return true;
	return false;
}

static bool
try_sample(struct ps_self *self, const struct ps_sample *s, struct trial *t)
{
	struct ps_html	*page = ps_html_new(self, &sink, t);

	if (page == NULL)
		return false;
	ps_html_feed(self, page, s->text, s->length);
	ps_html_free(self, page);
	return true;
}

/* Without a doctype: a piece of a page. */
static bool
is_piece(const struct trial *t, bool named)
{
	if (t->begun == 0 || t->other * 4 > t->known)
		return false;
	if ((t->first == PS_H_TABLE || t->first == PS_H_TR) && !t->text)
		return t->rows > (t->first == PS_H_TR);
	if (t->page && !t->text)
		return true;
	return named && t->known >= 3;
}

static bool
is_url(const char *s)
{
	return strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0;
}

static void
suggest_base(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess)
{
	const char	*address = s->doc == NULL ? NULL : s->doc->address;
	const char	*place = address;

	/* A web archive's member lies at the address it was fetched from. */
	while (place != NULL && !is_url(place)) {
		place = strchr(place, '!');
		place += place != NULL;
	}
	if (place != NULL)
		ps_suggest(self, guess, "base", place);
}

enum ps_status
html_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct trial	t = { .known = 0 };
	size_t		at = begin_of(s);
	bool		declared = is_at(s, at, "<!doctype html") ||
			    is_at(s, at, "<html");

	if (s->binary || (!declared && !is_at(s, at, "<") && !is_named(s) &&
	    !s->forced))
		return PS_OK;
	if (!try_sample(self, s, &t) || (!s->forced && is_program(s)))
		return PS_OK;
	if (!s->forced && (is_source(s) || (!declared &&
	    !is_piece(&t, is_named(s)))))
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 60;
	suggest_base(self, s, guess);
	ps_because(self, guess, declared ? "it begins as a page does" :
	    "its elements are those of pages");
	if (t.tables > 0)
		ps_because(self, guess, "%u <table>, %u <tr>%s", t.tables,
		    t.rows, s->whole ? "" : " in its beginning");
	return PS_OK;
}

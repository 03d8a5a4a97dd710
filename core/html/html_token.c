/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_token.c - a machine of states that reads HTML byte by byte.
 *
 * The states are those of the HTML standard (section 13.2.5), as far as they
 * differ in what a reader of tables sees.
 */
#include <stdlib.h>
#include <string.h>

#include "html_impl.h"

enum state {
	IN_TEXT, IN_LT, IN_REFERENCE, IN_RAW, IN_RAW_LT, IN_TAG_NAME,
	BEFORE_NAME, IN_NAME, AFTER_NAME, BEFORE_VALUE, IN_DOUBLE, IN_SINGLE,
	IN_PLAIN, IN_MARKUP, IN_COMMENT, IN_BOGUS, IN_CDATA
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

struct ps_html *
html_new(const struct ps_html_sink *sink, void *arg)
{
	struct tokens	*t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->sink = sink;
	t->arg = arg;
	t->page.line = 1;
	t->tag.bytes = malloc(HTML_TAG_BYTES);
	t->tag.pairs = t->pairs;
	t->comment = malloc(HTML_TAG_BYTES);
	if (t->tag.bytes != NULL && t->comment != NULL)
		return &t->page;
	html_free(&t->page);
	return NULL;
}

/* The page is the first member. */
static struct tokens *
tokens_of(struct ps_html *page)
{
	struct tokens	*t;

	memcpy(&t, &(void *){ page }, sizeof(t));
	return t;
}

void
html_free(struct ps_html *page)
{
	struct tokens	*t = tokens_of(page);

	if (t == NULL)
		return;
	free(t->tag.bytes);
	free(t->comment);
	free(t);
}

static void
begin_tag(struct tokens *t, bool ending, char c)
{
	t->ending = ending;
	t->slash = false;
	t->used = 0;
	t->tag.n_pairs = 0;
	t->attribute = -1;
	t->pair = NULL;
	memset(t->tag.values, 0, sizeof(t->tag.values));
	t->tag.line = t->page.line;
	t->tag.name[0] = lower(c);
	t->tag.n_name = 1;
	t->state = IN_TAG_NAME;
}

static void
end_tag(struct tokens *t)
{
	struct ps_html_tag	*tag = &t->tag;

	tag->known = html_element(tag->name, tag->n_name);
	t->state = IN_TEXT;
	if (t->ending) {
		t->sink->end(t->arg, tag);
		return;
	}
	t->sink->start(t->arg, tag);
	if (t->page.xhtml && t->slash &&
	    (tag->known->flags & PS_HTML_VOID) == 0)
		t->sink->end(t->arg, tag);
	else if ((tag->known->flags & PS_HTML_RAW) != 0) {
		t->raw = tag->known;
		t->state = IN_RAW;
	}
}

static void
tell_comment(struct tokens *t)
{
	if (t->sink->comment != NULL && t->n_comment > 0)
		t->sink->comment(t->arg, t->comment, t->n_comment);
	t->n_comment = 0;
}

static void
put_comment(struct tokens *t, char c)
{
	if (t->n_comment == HTML_TAG_BYTES)
		tell_comment(t);
	t->comment[t->n_comment++] = c;
}

static void
end_comment(struct tokens *t, size_t less)
{
	t->n_comment -= t->n_comment < less ? t->n_comment : less;
	tell_comment(t);
	t->state = IN_TEXT;
}

/* Text of the document, or of a value. */
static void
put(struct tokens *t, unsigned state, const char *p, size_t n)
{
	if (state == IN_TEXT || state == IN_RAW)
		t->sink->text(t->arg, p, n);
	else
		html_put_value(t, p, n);
}

static void
put_back(struct tokens *t, const char *first)
{
	put(t, t->back, first, strlen(first));
	put(t, t->back, t->name, t->n_name);
	t->state = t->back;
}

static void
begin_reference(struct tokens *t)
{
	t->back = t->state;
	t->state = IN_REFERENCE;
	t->n_name = 0;
}

/* True: `c` belonged to the reference. */
static bool
in_reference(struct tokens *t, char c)
{
	bool	text = t->back == IN_TEXT || t->back == IN_RAW;
	char	to[8];
	size_t	n;

	if (t->n_name < PS_HTML_NAME_BYTES - 1 && (is_letter(c) ||
	    (c >= '0' && c <= '9') || (c == '#' && t->n_name == 0))) {
		t->name[t->n_name++] = c;
		return true;
	}
	n = c == ';' || (text || (c != '=' && t->n_name > 0 &&
	    t->name[0] == '#')) ?
	    html_reference(t->name, t->n_name, c == ';', to) : 0;
	if (n == 0) {
		put_back(t, "&");
		return false;
	}
	put(t, t->back, to, n);
	t->state = t->back;
	return c == ';';
}

/* Behind `<`; true: `c` was part of what begins so. */
static bool
in_lt(struct tokens *t, char c)
{
	if (t->n_name == 0 && c == '/') {
		t->name[t->n_name++] = c;
		return true;
	}
	if (is_letter(c)) {
		begin_tag(t, t->n_name > 0, c);
		return true;
	}
	if (t->n_name > 0 || c == '?') {
		t->state = IN_BOGUS;
		t->n_comment = 0;
		return t->n_name == 0;
	}
	if (c == '!') {
		t->state = IN_MARKUP;
		return true;
	}
	t->sink->text(t->arg, "<", 1);
	t->state = IN_TEXT;
	return false;
}

/* Behind `<!`: what kind of markup is it? */
static bool
in_markup(struct tokens *t, char c)
{
	static const char	cdata[] = "[CDATA[";
	uint32_t		n = t->n_name;

	if (c == '-' && n < 2 && (n == 0 || t->name[0] == '-')) {
		t->name[t->n_name++] = c;
		t->dashes = 0;
		t->n_comment = 0;
		if (t->n_name == 2)
			t->state = IN_COMMENT;
		return true;
	}
	if (n < 7 && c == cdata[n] && (n == 0 || t->name[0] == '[')) {
		t->name[t->n_name++] = c;
		t->dashes = 0;
		if (t->n_name == 7)
			t->state = IN_CDATA;
		return true;
	}
	t->state = IN_BOGUS;
	t->n_comment = 0;
	return false;
}

static void
in_comment(struct tokens *t, char c)
{
	size_t	n = t->n_comment;

	if (c == '>' && (t->dashes >= 2 || n == 0 || (n == 1 && t->dashes ==
	    1))) {
		end_comment(t, n > 0 && t->comment[n - 1] == '!' ? 3 : 2);
		return;
	}
	t->dashes = c == '-' ? t->dashes + 1 : c == '!' && t->dashes >= 2 ?
	    t->dashes : 0;
	put_comment(t, c);
}

/* It stands in XHTML, and there it is text. */
static void
in_cdata(struct tokens *t, char c)
{
	if (c == ']' && t->dashes < 2) {
		t->dashes++;
		return;
	}
	if (c == '>' && t->dashes == 2) {
		t->state = IN_TEXT;
		return;
	}
	if (c == ']') {
		t->sink->text(t->arg, "]", 1);
		return;
	}
	t->sink->text(t->arg, "]]", t->dashes);
	t->dashes = 0;
	t->sink->text(t->arg, &c, 1);
}

/* Behind `<` in raw text: is this its end? */
static bool
in_raw_lt(struct tokens *t, char c)
{
	const char	*name = t->raw->name;
	uint32_t	 n = t->n_name;

	if (n == 0 ? c == '/' : name[n - 1] != '\0' &&
	    lower(c) == name[n - 1]) {
		t->name[t->n_name++] = c;
		return true;
	}
	if (n > 0 && name[n - 1] == '\0' && (is_blank(c) || c == '/' ||
	    c == '>')) {
		begin_tag(t, true, name[0]);
		memcpy(t->tag.name, name, n - 1);
		t->tag.n_name = n - 1;
		return false;
	}
	t->back = IN_RAW;
	put_back(t, "<");
	return false;
}

static void
begin_name(struct tokens *t, char c)
{
	t->n_name = 1;
	t->name[0] = lower(c);
	t->slash = false;
	t->state = IN_NAME;
}

/* Between and in the names of attributes. */
static void
in_names(struct tokens *t, char c)
{
	if (t->state == IN_TAG_NAME && !is_blank(c) && c != '/' && c != '>') {
		if (t->tag.n_name < PS_HTML_NAME_BYTES)
			t->tag.name[t->tag.n_name++] = lower(c);
		return;
	}
	if (t->state == IN_NAME && !is_blank(c) && c != '/' && c != '>' &&
	    c != '=') {
		if (t->n_name < PS_HTML_NAME_BYTES)
			t->name[t->n_name++] = lower(c);
		return;
	}
	if (t->state == IN_NAME)
		html_begin_value(t);
	if (c == '>')
		end_tag(t);
	else if (c == '=' && t->state != BEFORE_NAME)
		t->state = BEFORE_VALUE;
	else if (is_blank(c))
		t->state = t->state == IN_NAME || t->state == AFTER_NAME ?
		    AFTER_NAME : BEFORE_NAME;
	else if (c == '/') {
		t->state = BEFORE_NAME;
		t->slash = true;
	} else
		begin_name(t, c);
}

static void
in_value(struct tokens *t, char c)
{
	if (t->state == BEFORE_VALUE) {
		if (is_blank(c))
			return;
		t->state = c == '"' ? IN_DOUBLE : c == '\'' ? IN_SINGLE :
		    IN_PLAIN;
		if (t->state != IN_PLAIN)
			return;
	}
	if ((t->state == IN_DOUBLE && c == '"') ||
	    (t->state == IN_SINGLE && c == '\'') ||
	    (t->state == IN_PLAIN && is_blank(c)))
		t->state = BEFORE_NAME;
	else if (t->state == IN_PLAIN && c == '>')
		end_tag(t);
	else if (c == '&')
		begin_reference(t);
	else
		html_put_value(t, &c, 1);
}

/* One byte; true: it is dealt with. */
static bool
step(struct tokens *t, char c)
{
	switch ((enum state)t->state) {
	case IN_LT:
		return in_lt(t, c);
	case IN_REFERENCE:
		return in_reference(t, c);
	case IN_RAW_LT:
		return in_raw_lt(t, c);
	case IN_MARKUP:
		return in_markup(t, c);
	case IN_COMMENT:
		in_comment(t, c);
		return true;
	case IN_CDATA:
		in_cdata(t, c);
		return true;
	case IN_BOGUS:
		if (c == '>')
			t->state = IN_TEXT;
		return true;
	case BEFORE_VALUE:
	case IN_DOUBLE:
	case IN_SINGLE:
	case IN_PLAIN:
		in_value(t, c);
		return true;
	default:
		in_names(t, c);
		return true;
	}
}

/* A run of text, up to what may end it. */
static size_t
run(struct tokens *t, const char *p, size_t n)
{
	bool	references = t->state == IN_TEXT ||
		    (t->raw->flags & PS_HTML_TEXT) != 0;
	size_t	i = 0;

	t->page.text_line = t->page.line;
	while (i < n && p[i] != '<' && (p[i] != '&' || !references)) {
		t->page.line += p[i] == '\n';
		i++;
	}
	if (i > 0)
		t->sink->text(t->arg, p, i);
	if (i == n)
		return n;
	if (p[i] == '&')
		begin_reference(t);
	else {
		t->state = t->state == IN_RAW ? IN_RAW_LT : IN_LT;
		t->n_name = 0;
	}
	return i + 1;
}

void
html_feed(struct ps_html *page, const char *p, size_t n)
{
	struct tokens	*t = tokens_of(page);

	for (size_t i = 0; i < n;) {
		if (t->state == IN_TEXT || t->state == IN_RAW) {
			i += run(t, p + i, n - i);
			continue;
		}
		if (!step(t, p[i]))
			continue;
		t->page.line += p[i] == '\n';
		i++;
	}
}

void
html_end(struct ps_html *page)
{
	struct tokens	*t = tokens_of(page);

	if (t->state == IN_REFERENCE)
		(void)in_reference(t, '\0');
	else if (t->state == IN_RAW_LT) {
		t->back = IN_RAW;
		put_back(t, "<");
	} else if (t->state == IN_LT) {
		t->back = IN_TEXT;
		put_back(t, "<");
	} else if (t->state == IN_COMMENT)
		end_comment(t, 0);
	else if (t->state == IN_CDATA)
		t->sink->text(t->arg, "]]", t->dashes);
	t->state = IN_TEXT;
}

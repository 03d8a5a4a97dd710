/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_parse.c - JSON by RFC 8259: no recursion, no copy but of escaped text.
 *
 * What is met goes to a tree; a value that the tree wants whole is passed over
 * by the same grammar and given as it is written.
 */
#include <stdlib.h>
#include <string.h>

#include "json_parse.h"

void
json_start(struct json *j)
{
	j->state = AT_VALUE;
	j->depth = j->whole_depth = 0;
	j->n_key = 0;
	j->wrong = NULL;
	if (j->line == 0)
		j->line = 1;
}

static enum json_result
wrong(struct json *j, const char *why)
{
	j->wrong = why;
	return JSON_WRONG;
}

static bool
in_object(const struct json *j)
{
	uint32_t	i = j->depth - 1;

	return j->depth > 0 && (j->is_object[i / 8] & 1u << i % 8) != 0;
}

bool
json_has_key(const struct json *j)
{
	return j->whole_depth > 0 ? j->whole_named : in_object(j) &&
	    (j->state == AT_COLON || j->state == AT_VALUE);
}

static uint64_t
line_of(const struct json *j)
{
	return j->by_line ? j->line : 0;
}

/* One value is complete. */
static void
after_value(struct json *j)
{
	if (j->depth > 0) {
		j->state = AFTER_VALUE;
		return;
	}
	j->values++;
	j->state = j->sequence ? AT_VALUE : AT_END;
}

static bool
wants_events(const struct json *j)
{
	return j->tree != NULL && j->whole_depth == 0;
}

static void
tell_value(struct json *j, const char *p, size_t n, unsigned flags)
{
	if (wants_events(j))
		ps_tree_value(j->self, j->tree, j->key, j->n_key, p, n, flags,
		    line_of(j));
	after_value(j);
}

/* A list begins with what its first element is. */
static enum json_result
kind_of_list(const char *p, size_t n, size_t at, bool last,
    enum ps_tree_kind *kind)
{
	while (at < n && (p[at] == ' ' || p[at] == '\n' || p[at] == '\r' ||
	    p[at] == '\t'))
		at++;
	if (at == n && !last)
		return JSON_MORE;
	*kind = at < n && p[at] == '{' ? PS_TREE_LIST : PS_TREE_VALUES;
	return JSON_DONE;
}

static enum json_result
open_one(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	bool			object = p[*at] == '{';
	enum ps_tree_kind	kind = PS_TREE_OBJECT;
	enum ps_tree_answer	answer = PS_TREE_GO;
	uint32_t		i = j->depth;
	bool			named = in_object(j);

	if (i >= JSON_DEPTH)
		return wrong(j, "it is nested deeper than 1,000 levels");
	if (!object && kind_of_list(p, n, *at + 1, last, &kind) == JSON_MORE)
		return JSON_MORE;
	if (wants_events(j))
		answer = ps_tree_enter(j->self, j->tree, j->key, j->n_key,
		    kind, line_of(j));
	if (answer == PS_TREE_FAIL)
		return wrong(j, "it is nested too deep");
	j->depth++;
	if (object)
		j->is_object[i / 8] |= (uint8_t)(1u << i % 8);
	else
		j->is_object[i / 8] &= (uint8_t)~(1u << i % 8);
	if (answer == PS_TREE_WHOLE) {
		j->whole_named = named;
		j->whole_depth = j->depth;
		j->whole_at = *at;
	}
	j->state = object ? AT_FIRST_KEY : AT_FIRST;
	++*at;
	return JSON_DONE;
}

static enum json_result
close_one(struct json *j, const char *p, size_t *at)
{
	bool	full = false;
	size_t	n;

	if (p[*at] != (in_object(j) ? '}' : ']'))
		return wrong(j, in_object(j) ? "'}' is missing" :
		    "']' is missing");
	++*at;
	if (j->whole_depth == j->depth) {
		j->whole_depth = 0;
		j->depth--;
		n = *at - j->whole_at;
		tell_value(j, p + j->whole_at, n, 0);
		return JSON_DONE;
	}
	if (wants_events(j))
		full = ps_tree_leave(j->self, j->tree);
	j->depth--;
	after_value(j);
	return full ? JSON_FULL : JSON_DONE;
}

static bool
keep_key(struct json *j, const char *p, size_t n, bool escapes)
{
	char	*room;

	/* What is within a value taken whole has no name here. */
	if (j->whole_depth > 0)
		return !escapes || json_unescape(p, n, NULL) != STRING_BAD;
	if (n >= j->key_room) {
		room = realloc(j->key, n + 64);
		if (room == NULL)
			return false;
		j->key = room;
		j->key_room = n + 64;
	}
	if (escapes)
		n = json_unescape(p, n, j->key);
	else
		memcpy(j->key, p, n);
	j->n_key = n;
	return n != STRING_BAD;
}

/* Escaped text is undone where it stays as long as the row does. */
static bool
tell_string(struct json *j, const char *p, size_t n, bool escapes)
{
	char	small[256], *to = small;
	bool	told = wants_events(j) && j->out != NULL;

	if (j->whole_depth > 0) {
		if (escapes && json_unescape(p, n, NULL) == STRING_BAD)
			return false;
		after_value(j);
		return true;
	}
	if (escapes) {
		if (told)
			to = ps_scratch(j->self, j->out, n);
		else if (n > sizeof(small) && (to = malloc(n)) == NULL)
			return false;
		n = json_unescape(p, n, to);
		p = to;
	}
	if (n != STRING_BAD)
		tell_value(j, p, n, PS_QUOTED | PS_STRING);
	if (to != small && !told)
		free(to);
	return n != STRING_BAD;
}

static enum json_result
take_string(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	bool	escapes, is_key = j->state == AT_KEY ||
		    j->state == AT_FIRST_KEY;
	size_t	length = json_string(p + *at + 1, n - *at - 1, &escapes);

	if (length == STRING_CUT)
		return last ? wrong(j, "a string has no end") :
		    n - *at > JSON_TOKEN_MAX ? wrong(j, "a string is longer "
		    "than 64 MiB") : JSON_MORE;
	if (length == STRING_BAD)
		return wrong(j, "a control character in a string");
	p += *at + 1;
	if (!is_key && !tell_string(j, p, length, escapes))
		return wrong(j, "a backslash that escapes nothing");
	if (is_key) {
		if (!keep_key(j, p, length, escapes))
			return wrong(j, "a backslash that escapes nothing");
		j->state = AT_COLON;
	}
	*at += length + 2;
	return JSON_DONE;
}

static size_t
digits(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

/* The length of the number at p, by the grammar; 0: it is none. */
static size_t
number_length(const char *p, size_t n)
{
	size_t	i = n > 0 && p[0] == '-', k;

	if ((k = digits(p + i, n - i)) == 0 || (k > 1 && p[i] == '0'))
		return 0;
	i += k;
	if (i < n && p[i] == '.') {
		if ((k = digits(p + i + 1, n - i - 1)) == 0)
			return 0;
		i += k + 1;
	}
	if (i < n && (p[i] == 'e' || p[i] == 'E')) {
		i++;
		if (i < n && (p[i] == '+' || p[i] == '-'))
			i++;
		if ((k = digits(p + i, n - i)) == 0)
			return 0;
		i += k;
	}
	return i;
}

static bool
may_go_on(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' ||
	    (c >= 'A' && c <= 'Z') || c == '+' || c == '-';
}

/* A number, true, false or null. */
static enum json_result
take_word(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	const char	*word = p + *at;
	size_t		 length = 0, left = n - *at;

	while (length < left && may_go_on(word[length]))
		length++;
	if (length == left && !last)
		return left > JSON_TOKEN_MAX ? wrong(j, "a number is longer "
		    "than 64 MiB") : JSON_MORE;
	if (length == 4 && memcmp(word, "null", 4) == 0)
		tell_value(j, "", 0, PS_ABSENT);
	else if ((length == 4 && memcmp(word, "true", 4) == 0) ||
	    (length == 5 && memcmp(word, "false", 5) == 0) ||
	    (length > 0 && number_length(word, length) == length))
		tell_value(j, word, length, 0);
	else
		return wrong(j, length == 0 ? "a value was expected here" :
		    "this is no value of JSON");
	*at += length;
	return JSON_DONE;
}

static enum json_result
take_value(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	switch (p[*at]) {
	case '{':
	case '[':
		return open_one(j, p, n, at, last);
	case '"':
		return take_string(j, p, n, at, last);
	default:
		return take_word(j, p, n, at, last);
	}
}

static enum json_result
after(struct json *j, const char *p, size_t *at)
{
	if (p[*at] != ',')
		return close_one(j, p, at);
	++*at;
	j->state = in_object(j) ? AT_KEY : AT_VALUE;
	return JSON_DONE;
}

/* One token, of which the first byte is there. */
static enum json_result
token(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	switch (j->state) {
	case AT_FIRST:
		return p[*at] == ']' ? close_one(j, p, at) :
		    take_value(j, p, n, at, last);
	case AT_VALUE:
		return take_value(j, p, n, at, last);
	case AT_FIRST_KEY:
	case AT_KEY:
		if (p[*at] == '"')
			return take_string(j, p, n, at, last);
		if (p[*at] == '}' && j->state == AT_FIRST_KEY)
			return close_one(j, p, at);
		return wrong(j, "a name in quotes was expected here");
	case AT_COLON:
		if (p[*at] != ':')
			return wrong(j, "':' was expected here");
		++*at;
		j->state = AT_VALUE;
		return JSON_DONE;
	case AFTER_VALUE:
		return after(j, p, at);
	default:
		return wrong(j, "something follows the end of the text; option "
		    "'sequence' reads many");
	}
}

/* RS begins each text of a sequence (RFC 7464). */
static size_t
skip_blanks(struct json *j, const char *p, size_t n, size_t at)
{
	for (; at < n; at++) {
		if (p[at] == '\n')
			j->line++;
		else if (p[at] != ' ' && p[at] != '\t' && p[at] != '\r' &&
		    !(p[at] == '\036' && j->sequence && j->depth == 0))
			break;
	}
	return at;
}

/* At the end of the document: is that where it may end? */
static enum json_result
at_end(struct json *j)
{
	if (j->depth > 0)
		return wrong(j, "the text ends too early");
	if (j->values == 0)
		return wrong(j, "there is no value");
	return JSON_DONE;
}

enum json_result
json_parse(struct json *j, const char *p, size_t n, size_t *at, bool last)
{
	enum json_result	r;

	for (;;) {
		*at = skip_blanks(j, p, n, *at);
		if (*at >= n)
			return last ? at_end(j) : JSON_MORE;
		r = token(j, p, n, at, last);
		if (r != JSON_DONE)
			return r;
	}
}

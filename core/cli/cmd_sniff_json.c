/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_sniff_json.c - `sniff --json`: one object a line for each input.
 *
 * A container's object stays open while its members are told, which come
 * right after it with addresses that begin with its own and '!'.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cmd_sniff.h"
#include "mem.h"
#include "str.h"

#define MAX_OPEN	16

static void
add_str(struct buf *b, const char *s)
{
	if (s == NULL)
		buf_str(b, "null");
	else
		buf_json(b, s, strlen(s));
}

static void
add_key(struct buf *b, const char *key, const char *value)
{
	buf_printf(b, "\"%s\":", key);
	add_str(b, value);
}

/* The keys of "dialect", and the options of the format they come from. */
static const struct {
	const char	*key, *option;
} dialect_keys[] = {
	{ "delimiter", "delimiter" }, { "quotechar", "quote" },
	{ "escapechar", "escape" }, { "comment", "comment" },
};

static int
hex_digit(char c)
{
	static const char	 digits[] = "0123456789abcdef";
	const char		*p = c == '\0' ? NULL :
				    strchr(digits, to_lower(c));

	return p == NULL ? -1 : (int)(p - digits);
}

/* An option as the format reads it: \t, \\ and \x1f mean one byte. */
static void
add_bytes(struct buf *b, const char *s)
{
	char	out[64];
	size_t	n = 0;

	while (*s != '\0' && n < sizeof(out)) {
		if (*s != '\\' || s[1] == '\0') {
			out[n++] = *s++;
			continue;
		}
		if (s[1] == 'x' && hex_digit(s[2]) >= 0 &&
		    hex_digit(s[3]) >= 0) {
			out[n++] = (char)(hex_digit(s[2]) * 16 +
			    hex_digit(s[3]));
			s += 4;
			continue;
		}
		out[n++] = s[1] == 't' ? '\t' : s[1];
		s += 2;
	}
	buf_json(b, out, n);
}

static void
add_dialect(struct buf *b, const struct registry *r, const struct told *t)
{
	const char *cr = sniff_option(r, t, "newline");

	buf_str(b, ",\"dialect\":{");
	for (size_t i = 0; i < sizeof(dialect_keys) / sizeof(dialect_keys[0]);
	    i++) {
		const char *value = sniff_option(r, t, dialect_keys[i].option);

		if (i == 0 && *value == '\0')
			value = ",";
		buf_printf(b, "\"%s\":", dialect_keys[i].key);
		add_bytes(b, value);
		buf_char(b, ',');
	}
	add_key(b, "newline", strcmp(cr, "cr") == 0 ? "\r" :
	    strcmp(cr, "crlf") == 0 ? "\r\n" : "\n");
	buf_char(b, '}');
}

static void
add_column_runner_up(struct buf *b, const struct told_column *c)
{
	if (c->runner_up == NULL || *c->runner_up == '\0') {
		buf_str(b, ",\"runner_up\":null");
		return;
	}
	buf_str(b, ",\"runner_up\":{");
	add_key(b, "type", c->runner_up);
	buf_char(b, ',');
	add_key(b, "why", c->against);
	buf_char(b, '}');
}

static void
add_columns(struct buf *b, const struct told_table *table)
{
	buf_str(b, ",\"columns\":[");
	for (uint32_t i = 0; i < table->n_columns; i++) {
		const struct told_column *c = &table->columns[i];

		buf_str(b, i == 0 ? "{" : ",{");
		add_key(b, "name", c->name);
		buf_char(b, ',');
		add_key(b, "original", c->original);
		if (c->unit != NULL) {
			buf_char(b, ',');
			add_key(b, "unit", c->unit);
		}
		buf_char(b, ',');
		add_key(b, "type", c->type);
		buf_char(b, ',');
		add_key(b, "format", c->format);
		buf_printf(b, ",\"nulls\":%llu,", (unsigned long long)c->nulls);
		add_key(b, "why", c->why);
		add_column_runner_up(b, c);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
add_table(struct buf *b, const struct registry *r, const struct told *t,
    const struct told_table *table)
{
	buf_char(b, '{');
	add_key(b, "name", table->name);
	if (table->whole)
		buf_printf(b, ",\"rows\":%llu",
		    (unsigned long long)table->rows);
	else
		buf_str(b, ",\"rows\":null");
	buf_str(b, ",\"header_lines\":[");
	for (uint32_t i = 0; i < table->n_header_lines; i++)
		buf_printf(b, "%s%u", i == 0 ? "" : ",",
		    table->header_lines[i]);
	buf_printf(b, "],\"first_data\":%lld,\"last_data\":%lld",
	    (long long)table->first_data, (long long)table->last_data);
	if (strcmp(t->format, "delimited") == 0)
		add_dialect(b, r, t);
	add_columns(b, table);
	buf_char(b, '}');
}

static void
add_why(struct buf *b, const struct told *t)
{
	const char *comma = "";

	buf_str(b, ",\"why\":[");
	for (uint32_t i = 0; i < t->n_why; i++, comma = ",") {
		buf_str(b, comma);
		add_str(b, t->why[i]);
	}
	if (t->message != NULL) {
		buf_str(b, comma);
		add_str(b, t->message);
	}
	buf_char(b, ']');
}

static void
add_decisions(struct buf *b, const struct told *t)
{
	buf_str(b, ",\"decisions\":[");
	for (uint32_t i = 0; i < t->n_decided; i++) {
		const struct decision *d = &t->decided[i];

		buf_str(b, i == 0 ? "{" : ",{");
		add_key(b, "what", d->what);
		buf_char(b, ',');
		add_key(b, "choice", d->choice);
		buf_char(b, ',');
		add_key(b, "why", d->why);
		buf_char(b, ',');
		add_key(b, "runner_up", d->runner_up);
		if (d->bits > 0)
			buf_printf(b, ",\"lost_by\":\"%.0f bits\"}",
			    d->bits);
		else
			buf_str(b, ",\"lost_by\":null}");
	}
	buf_char(b, ']');
}

static void
add_evidence(struct buf *b, const struct told *t)
{
	double	numbers[N_EVIDENCE];

	memcpy(numbers, &t->evidence, sizeof(numbers));
	buf_str(b, ",\"evidence\":{");
	for (int i = 0; i < N_EVIDENCE; i++)
		buf_printf(b, "%s\"%s\":%.6g", i == 0 ? "" : ",",
		    evidence_names[i], isfinite(numbers[i]) ? numbers[i] : 0);
	buf_char(b, '}');
}

/* How many there are, and the first of them. */
static void
add_notes(struct buf *b, const char *key, uint64_t count,
    const struct told_notes *notes)
{
	buf_printf(b, ",\"%s\":{\"count\":%llu,\"first\":[", key,
	    (unsigned long long)count);
	for (uint32_t i = 0; i < notes->n; i++) {
		const struct told_note *n = &notes->first[i];

		buf_printf(b, "%s{\"line\":%llu,", i == 0 ? "" : ",",
		    (unsigned long long)n->line);
		add_key(b, "kind", n->kind);
		buf_char(b, ',');
		add_key(b, "why", n->why);
		buf_char(b, ',');
		add_key(b, "text", n->text);
		buf_char(b, '}');
	}
	buf_str(b, "]}");
}

/* All of the object but its members and its end. */
static void
add_document(struct buf *b, const struct registry *r, const struct told *t)
{
	buf_char(b, '{');
	add_key(b, "path", t->address);
	buf_char(b, ',');
	add_key(b, "format", t->format == NULL || *t->format == '\0' ? NULL :
	    t->format);
	buf_printf(b, ",\"confidence\":%.2f,", t->confidence);
	if (t->seems != NULL) {
		add_key(b, "seems", t->seems);
		buf_char(b, ',');
		add_key(b, "mime", t->mime);
		buf_char(b, ',');
	}
	add_key(b, "encoding", t->encoding);
	buf_printf(b, ",\"bom\":%s", t->bom ? "true" : "false");
	add_why(b, t);
	if (t->runner_up == NULL || *t->runner_up == '\0')
		buf_str(b, ",\"runner_up\":null");
	else {
		buf_str(b, ",\"runner_up\":{");
		add_key(b, "format", t->runner_up);
		buf_char(b, ',');
		add_key(b, "why", t->runner_up_why);
		buf_char(b, '}');
	}
	buf_printf(b, ",\"doubtful\":%s",
	    sniff_is_doubtful(t) ? "true" : "false");
	add_decisions(b, t);
	add_evidence(b, t);
	add_notes(b, "set_aside", t->set_aside, &t->asides);
	add_notes(b, "issues", t->issues, &t->repairs);
	buf_str(b, ",\"tables\":[");
	for (uint32_t i = 0; i < t->n_tables; i++) {
		if (i > 0)
			buf_char(b, ',');
		add_table(b, r, t, &t->tables[i]);
	}
	buf_str(b, "],\"members\":[");
}

static void
close_one(struct sniff_json *j)
{
	free(j->open[--j->n_open]);
	buf_str(j->out, "]}");
	if (j->n_open == 0)
		buf_char(j->out, '\n');
}

static bool
is_member(const char *address, const char *container)
{
	size_t n = strlen(container);

	return strncmp(address, container, n) == 0 && address[n] == '!';
}

void
sniff_json(struct sniff_json *j, const struct registry *r,
    const struct told *t)
{
	while (j->n_open > 0 && !is_member(t->address, j->open[j->n_open - 1]))
		close_one(j);
	if (j->n_open == MAX_OPEN)
		close_one(j);
	if (j->n_open > 0 && j->members[j->n_open]++ > 0)
		buf_char(j->out, ',');
	add_document(j->out, r, t);
	j->open[j->n_open++] = xstrdup(t->address);
	j->members[j->n_open] = 0;
}

void
sniff_json_end(struct sniff_json *j)
{
	while (j->n_open > 0)
		close_one(j);
}

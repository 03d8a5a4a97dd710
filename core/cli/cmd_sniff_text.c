/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_sniff_text.c - one document explained to a person, or to a Lua file.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "buf.h"
#include "cli_text.h"
#include "cmd_sniff.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "str.h"

#define MAX_CELL	24	/* columns of the terminal for one cell */
#define LINE		80	/* columns, where no terminal says more */
#define LINE_LEAST	40
#define NOTES_SHOWN	6
#define MAX_REASON	1000
#define MAX_COLUMNS	40	/* described one by one */

static void
add_shown(struct buf *b, const char *s)
{
	show(b, s, strlen(s), 400);
}

static void
add_unread(struct buf *b, const struct told *t)
{
	if (t->seems != NULL)
		buf_printf(b, "%s (%s); no plugin reads it\n", t->seems,
		    t->mime);
	else
		buf_str(b, t->status != NULL && strcmp(t->status,
		    "empty") == 0 ? "it is empty\n" : "nobody reads it\n");
}

static void
add_verdict(struct buf *b, const struct told *t)
{
	if (t->format == NULL || *t->format == '\0') {
		buf_str(b, "  ");
		add_unread(b, t);
	} else
		buf_printf(b, "  %s%s, %.0f %% sure\n",
		    sniff_is_doubtful(t) ? "doubtful: " : "", t->format,
		    100 * t->confidence);
	for (uint32_t i = 0; i < t->n_why; i++) {
		buf_str(b, i == 0 ? "  because    " : "             ");
		add_shown(b, t->why[i]);
		buf_char(b, '\n');
	}
	/* Its own other reading stands among the decisions. */
	if (t->runner_up != NULL && *t->runner_up != '\0' &&
	    (t->n_decided == 0 || strcmp(t->runner_up, t->format) != 0)) {
		buf_printf(b, "  rather than %s", t->runner_up);
		if (t->runner_up_why != NULL && *t->runner_up_why != '\0') {
			buf_str(b, ": ");
			add_shown(b, t->runner_up_why);
		}
		buf_char(b, '\n');
	}
	if (t->message != NULL && t->seems == NULL) {
		buf_printf(b, "  %s: ", t->status);
		add_shown(b, t->message);
		buf_char(b, '\n');
	}
}

/* Each decision: what was chosen and why, what came next. */
static void
add_decisions(struct buf *b, const struct told *t)
{
	char	bits[32];

	for (uint32_t i = 0; i < t->n_decided; i++) {
		const struct decision *d = &t->decided[i];

		buf_str(b, "  ");
		text_cell(b, d->what, 10, false);
		buf_char(b, ' ');
		add_shown(b, d->choice);
		if (d->why != NULL && *d->why != '\0') {
			buf_str(b, "  (");
			add_shown(b, d->why);
			buf_char(b, ')');
		}
		if (d->runner_up != NULL) {
			buf_str(b, ", rather than ");
			add_shown(b, d->runner_up);
		}
		if (d->bits > 0)
			buf_printf(b, ": %s bits",
			    human_count((uint64_t)d->bits, bits));
		buf_char(b, '\n');
	}
}

/* An option's own backslashes are not doubled: it can be typed so. */
static const char *
as_written(const char *value)
{
	for (const char *p = value; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			return shown_str(value);
	return value;
}

/* Whether an option is other than its default. */
static bool
is_telling(const struct registry *r, const struct told *t,
    const struct setting *s)
{
	const struct ps_plugin	*plugin = registry_find(r, PS_FORMAT,
				    t->format);
	const struct ps_option	*o = plugin == NULL || s->name == NULL ||
				    s->value == NULL ? NULL :
				    options_find(plugin, s->name);

	return o != NULL && (o->def == NULL || strcmp(o->def, s->value) != 0);
}

static void
add_options(struct buf *b, const struct registry *r, const struct told *t)
{
	bool any = false;

	if (t->bom)
		buf_str(b, "  begins     with a byte order mark\n");
	for (uint32_t i = 0; i < t->n_options; i++) {
		if (!is_telling(r, t, &t->options[i]))
			continue;
		buf_printf(b, "%s%s='%s'", any ? " " : "  options    ",
		    t->options[i].name, as_written(t->options[i].value));
		any = true;
	}
	if (any)
		buf_char(b, '\n');
}

static unsigned
at_most(unsigned n, unsigned max)
{
	return n < max ? n : max;
}

static unsigned
widest_name(const struct told_table *t)
{
	unsigned width = 6, w;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		w = text_width(t->columns[i].name);
		if (w > width)
			width = w;
	}
	return at_most(width, MAX_CELL);
}

/* Of the terminal, or as COLUMNS says. */
static unsigned
line_width(void)
{
	const char	*told = getenv("COLUMNS");
	struct winsize	 size;
	int64_t		 n = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	if (n == 0 && (told == NULL || !parse_int(told, strlen(told), &n)))
		n = LINE;
	return n < LINE_LEAST ? LINE_LEAST : n > 1000 ? 1000 : (unsigned)n;
}

/* Words, in lines that begin with as many blanks. */
static void
add_wrapped(struct buf *b, const char *text, unsigned indent)
{
	unsigned	most = line_width(), at = 0;
	struct buf	word;

	buf_init(&word, 2 * MAX_REASON);
	for (; *text != '\0'; text += strspn(text, " ")) {
		size_t		n = strcspn(text, " ");
		unsigned	width;

		buf_clear(&word);
		show(&word, text, n, MAX_REASON);
		width = text_width(buf_cstr(&word));
		if (at == 0 || at + 1 + width > most) {
			buf_printf(b, "%s%*s", at == 0 ? "" : "\n",
			    (int)indent, "");
			at = indent;
		} else {
			buf_char(b, ' ');
			at++;
		}
		buf_str(b, buf_cstr(&word));
		at += width;
		text += n;
	}
	buf_char(b, '\n');
	buf_free(&word);
}

/* Why it is of its type, below it. */
static void
add_reason(struct buf *b, const struct told_column *c)
{
	struct buf	text;

	if (c->why == NULL || *c->why == '\0')
		return;
	buf_init(&text, 2 * MAX_REASON);
	buf_str(&text, c->why);
	if (c->runner_up != NULL && *c->runner_up != '\0')
		buf_printf(&text, "; rather than %s: %s", c->runner_up,
		    c->against == NULL ? "" : c->against);
	add_wrapped(b, buf_cstr(&text), 6);
	buf_free(&text);
}

static void
add_column(struct buf *b, const struct told_column *c, unsigned width,
    uint64_t rows)
{
	char count[32];

	buf_str(b, "    ");
	text_cell(b, c->name, width, false);
	buf_str(b, "  ");
	text_cell(b, c->type, 11, false);
	buf_str(b, "  ");
	text_cell(b, c->format == NULL ? "" : c->format, 16, false);
	if (rows > 0 && c->nulls == rows)
		buf_str(b, "  always empty");
	else if (c->nulls > 0)
		buf_printf(b, "  %s empty", human_count(c->nulls, count));
	if (c->unit != NULL && *c->unit != '\0') {
		buf_str(b, "  in ");
		add_shown(b, c->unit);
	}
	if (c->original != NULL && *c->original != '\0' &&
	    strcmp(c->original, c->name) != 0) {
		buf_str(b, "  '");
		add_shown(b, c->original);
		buf_char(b, '\'');
	}
	while (b->n > 0 && b->p[b->n - 1] == ' ')
		b->n--;
	buf_char(b, '\n');
	add_reason(b, c);
}

static void
add_column_list(struct buf *b, const struct told_table *t)
{
	unsigned width = widest_name(t);

	for (uint32_t i = 0; i < t->n_columns && i < MAX_COLUMNS; i++)
		add_column(b, &t->columns[i], width, t->rows);
	if (t->n_columns > MAX_COLUMNS)
		buf_printf(b, "    ... and %u more\n",
		    t->n_columns - MAX_COLUMNS);
}

static const char *
preview_cell(const struct told_table *t, uint32_t row, uint32_t column)
{
	const char *s = t->preview[(size_t)row * t->n_columns + column];

	return s == NULL ? "" : s;
}

static unsigned
preview_width(const struct told_table *t, uint32_t column)
{
	unsigned width = text_width(t->columns[column].name), w;

	for (uint32_t i = 0; i < t->n_preview; i++) {
		w = text_width(preview_cell(t, i, column));
		if (w > width)
			width = w;
	}
	return at_most(width, MAX_CELL);
}

static bool
is_number(const char *type)
{
	return type != NULL && (strcmp(type, "int") == 0 ||
	    strcmp(type, "bigint") == 0 || strcmp(type, "decimal") == 0 ||
	    strcmp(type, "real") == 0);
}

/* Row -1 is the line of names. */
static void
add_preview_row(struct buf *b, const struct told_table *t, int64_t row,
    uint32_t columns)
{
	buf_str(b, "   ");
	for (uint32_t i = 0; i < columns; i++) {
		buf_char(b, ' ');
		text_cell(b, row < 0 ? t->columns[i].name :
		    preview_cell(t, (uint32_t)row, i), preview_width(t, i),
		    is_number(t->columns[i].type));
		buf_char(b, ' ');
	}
	while (b->n > 0 && b->p[b->n - 1] == ' ')
		b->n--;
	buf_str(b, columns < t->n_columns ? " ...\n" : "\n");
}

static void
add_preview(struct buf *b, const struct told_table *t)
{
	unsigned	most = line_width();
	unsigned	width = 8;
	uint32_t	columns = 0;

	if (t->n_preview == 0 || t->preview == NULL)
		return;
	while (columns < t->n_columns) {
		width += preview_width(t, columns) + 2;
		if (columns > 0 && width > most)
			break;
		columns++;
	}
	buf_char(b, '\n');
	for (int64_t row = -1; row < (int64_t)t->n_preview; row++)
		add_preview_row(b, t, row, columns);
	if (columns < t->n_columns)
		buf_printf(b, "    and %u more column%s\n",
		    t->n_columns - columns,
		    t->n_columns - columns == 1 ? "" : "s");
}

static void
add_table(struct buf *b, const struct told_table *t)
{
	char count[32];

	buf_str(b, "\n  table ");
	add_shown(b, t->name == NULL ? "" : t->name);
	buf_printf(b, ": %s%s row%s, %u column%s%s\n",
	    t->whole ? "" : "at least ", human_count(t->rows, count),
	    t->rows == 1 ? "" : "s", t->n_columns, t->n_columns == 1 ? "" : "s",
	    t->headerless ? "; no header, so the names are made up" : "");
	add_column_list(b, t);
	add_preview(b, t);
}

/* How many records, then the first of them by line. */
static void
add_notes(struct buf *b, const char *title, uint64_t count,
    const struct told_notes *notes)
{
	char	 text[32];

	if (count == 0)
		return;
	buf_printf(b, "  %-10s %s record%s", title, human_count(count, text),
	    count == 1 ? "" : "s");
	for (uint32_t i = 0; i < notes->n && i < NOTES_SHOWN; i++) {
		const struct told_note *n = &notes->first[i];

		buf_printf(b, "%s line %llu %s", i == 0 ? ":" : ",",
		    (unsigned long long)n->line, n->kind);
		if (n->why != NULL && *n->why != '\0') {
			buf_str(b, " (");
			add_shown(b, n->why);
			buf_char(b, ')');
		}
	}
	buf_str(b, count > NOTES_SHOWN ? ", ...\n" : "\n");
}

static void
add_counts(struct buf *b, const struct told *t)
{
	char count[32];

	add_notes(b, "set aside", t->set_aside, &t->asides);
	if (t->rejected > 0)
		buf_printf(b, "  rejected   %s record%s\n",
		    human_count(t->rejected, count),
		    t->rejected == 1 ? "" : "s");
	add_notes(b, "issues", t->issues, &t->repairs);
}

void
sniff_text(struct buf *b, const struct registry *r, const struct told *t)
{
	add_shown(b, t->address);
	buf_char(b, '\n');
	add_verdict(b, t);
	add_decisions(b, t);
	add_options(b, r, t);
	add_counts(b, t);
	for (uint32_t i = 0; i < t->n_tables; i++)
		add_table(b, &t->tables[i]);
}

static void
lua_string(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c < ' ' || c == 0x7f)
			buf_printf(b, "\\%03u", c);
		else
			buf_char(b, *s);
	}
	buf_char(b, '"');
}

static const char *
file_name(const char *address)
{
	const char *p = address + strlen(address);

	while (p > address && p[-1] != '/' && p[-1] != '!')
		p--;
	return p;
}

void
sniff_lua(struct buf *b, struct arena *arena, const struct registry *r,
    const struct told *t, bool by_path)
{
	const struct ps_plugin *plugin = t->format == NULL ? NULL :
	    registry_find(r, PS_FORMAT, t->format);

	if (plugin == NULL) {
		buf_str(b, "    -- ");
		add_shown(b, t->address);
		buf_str(b, ": ");
		add_unread(b, t);
		return;
	}
	by_path = by_path && *t->address == '/';
	buf_str(b, "    ");
	plugin_written(b, PS_FORMAT, t->format);
	buf_printf(b, " { %s = ", by_path ? "path" : "name");
	lua_string(b, text_glob(arena, by_path ? t->address :
	    file_name(t->address)));
	for (uint32_t i = 0; i < t->n_options; i++) {
		const struct setting	*s = &t->options[i];
		const struct ps_option	*o;

		o = s->name == NULL || s->value == NULL ? NULL :
		    options_find(plugin, s->name);
		if (o == NULL)
			continue;
		buf_printf(b, ", %s = ", s->name);
		if (o->type == PS_TEXT)
			lua_string(b, s->value);
		else
			buf_str(b, s->value);
	}
	buf_str(b, " },\n");
}

void
sniff_lua_begin(struct buf *b, const char *const *inputs, uint32_t n)
{
	buf_str(b, "pipeline {\n    source.file { ");
	for (uint32_t i = 0; i < n; i++) {
		buf_str(b, i == 0 ? "" : ", ");
		lua_string(b, inputs[i]);
	}
	buf_str(b, " },\n");
}

void
sniff_lua_end(struct buf *b, const char *db)
{
	buf_str(b, "    sink.sqlite { ");
	lua_string(b, db);
	buf_str(b, " },\n}\n");
}

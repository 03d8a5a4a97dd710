/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_values.c - tables of the values of templates that are frequent: a column
 * is called after what the template says before it.
 */
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "log_template_impl.h"

#define TABLES		50u
#define LEAST		20u	/* records among the first that are looked at */
#define NAME		40u

static bool
is_name_byte(char c)
{
	return log_is_letter(c) || log_is_digit(c) || c == '_' ||
	    (unsigned char)c >= 0x80;
}

/*
 * What a value is called: "took <*>" took, "len=<*>" len; `from` is where the
 * value before it ends.
 */
static void
name_value(const char *p, size_t from, size_t at, char name[NAME])
{
	size_t	end = at, start, n;

	while (end > from && !is_name_byte(p[end - 1]))
		end--;
	start = end;
	while (start > from && is_name_byte(p[start - 1]))
		start--;
	n = end - start < NAME - 1 ? end - start : NAME - 1;
	memcpy(name, n > 0 ? p + start : "value", n > 0 ? n : 6);
	if (n > 0)
		name[n] = '\0';
}

/*
 * The first words of a template; its number only where another has them, too,
 * for in the next log it has another one.
 */
static void
name_table(const struct log_template *x, char name[NAME + 16],
    char (*others)[NAME + 16], uint32_t n_others)
{
	size_t	n = 0;

	for (uint32_t i = 0; i < x->n && n < NAME; i++) {
		if (log_is_letter(x->text[i]))
			name[n++] = x->text[i];
		else if (n > 0 && name[n - 1] != '_')
			name[n++] = '_';
	}
	while (n > 0 && name[n - 1] == '_')
		n--;
	name[n] = '\0';
	for (uint32_t i = 0; i < n_others || n == 0; i++)
		if (n == 0 || strcmp(others[i], name) == 0) {
			(void)snprintf(name + n, 16, "_%s", x->number);
			return;
		}
}

static void
make_table(struct log_templates *t, struct ps_rows *out,
    struct log_template *x, char (*tables)[NAME + 16], uint32_t n_tables)
{
	char			names[LOG_SLOTS][NAME];
	struct ps_column	columns[LOG_SLOTS + 1] = {
		{ .name = "_parent", .type = PS_INT }
	};
	struct ps_table		what = { .columns = columns,
				    .flags = PS_OWN_NAMES };
	size_t			from = 0;
	uint32_t		n = 0;

	for (uint32_t i = 0; i + 3 <= x->n && n < LOG_SLOTS; i++) {
		if (memcmp(x->text + i, "<*>", 3) != 0)
			continue;
		name_value(x->text, from, i, names[n]);
		from = i + 3;
		columns[n + 1] = (struct ps_column){ .name = names[n] };
		n++;
	}
	if (n == 0)
		return;
	x->n_slots = n;
	name_table(x, tables[n_tables], tables, n_tables);
	what.name = tables[n_tables];
	what.n_columns = n + 1;
	x->table = ps_add_table(t->self, out, &what);
}

void
log_templates_tables(struct log_templates *t, struct ps_rows *out)
{
	char		tables[TABLES][NAME + 16];
	uint32_t	n = 0;

	for (uint32_t i = 1; i <= t->n; i++) {
		struct log_template	*x = &t->all[i];

		if (x->count >= LEAST && n < TABLES)
			make_table(t, out, x, tables, n);
		n += x->table != 0;
		x->count = 0;
	}
	t->all[0].count = 0;
	ps_into(t->self, out, 0);
}

bool
log_templates_row(struct log_templates *t, struct ps_rows *out,
    const struct log_template *x, const struct log_slots *s, uint64_t line)
{
	struct ps_slice	cells[LOG_SLOTS + 1];
	char		*parent;
	bool		 full;

	if (x->table == 0)
		return false;
	parent = ps_scratch(t->self, out, 24);
	cells[0] = (struct ps_slice){ .p = parent, .type = PS_INT };
	cells[0].n = (uint32_t)snprintf(parent, 24, "%llu",
	    (unsigned long long)line);
	for (uint32_t i = 0; i < x->n_slots; i++)
		cells[i + 1] = i < s->n ? s->value[i] : (struct ps_slice){
		    .flags = PS_ABSENT };
	ps_into(t->self, out, x->table);
	full = ps_row(t->self, out, cells, x->n_slots + 1, line);
	ps_into(t->self, out, 0);
	return full;
}

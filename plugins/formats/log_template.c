/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_template.c - the templates of a log, numbered as they come, and the table
 * of them.
 */
#include <stdio.h>
#include <string.h>

#include "log_template_impl.h"

#define CHUNK	65536u

struct log_templates *
log_templates_new(struct ps_self *self)
{
	struct log_templates	*t = ps_alloc(self, sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->self = self;
	t->all[0].text = "";
	t->all[0].number[0] = '0';
	return t;
}

static uint32_t
hash_of(const char *p, size_t n)
{
	uint32_t	h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 16777619u;
	return h ^ h >> 15;
}

static const char *
keep(struct log_templates *t, const char *p, size_t n)
{
	char	*to;

	if (n == 0)
		return "";
	if (n > t->left) {
		t->room = ps_alloc(t->self, CHUNK);
		t->left = CHUNK;
	}
	to = memcpy(t->room, p, n);
	t->room += n;
	t->left -= n;
	return to;
}

static struct log_template *
lookup(struct log_templates *t, const char *p, size_t n)
{
	uint32_t		 hash = hash_of(p, n), i = hash % SLOTS;
	struct log_template	*x;

	for (; t->slot[i] != 0; i = (i + 1) % SLOTS) {
		x = &t->all[t->slot[i]];
		if (x->hash == hash && x->n == n && memcmp(x->text, p, n) == 0)
			return x;
	}
	if (t->n == LOG_TEMPLATES)
		return &t->all[0];
	t->slot[i] = (uint16_t)++t->n;
	x = &t->all[t->n];
	x->text = keep(t, p, n);
	x->n = (uint32_t)n;
	x->hash = hash;
	(void)snprintf(x->number, sizeof(x->number), "%u", t->n % 100000);
	return x;
}

const struct log_template *
log_templates_cut(struct log_templates *t, const char *p, size_t n,
    struct log_slots *slots)
{
	char			 text[LOG_MASKED];
	struct log_template	*x = lookup(t, text, p == NULL ? 0 :
				    log_mask(p, n, text, slots));

	x->count++;
	return x;
}

const struct log_template *
log_templates_find(struct log_templates *t, const char *p, size_t n)
{
	return log_templates_cut(t, p, n, NULL);
}

static void
announce(struct log_templates *t, struct ps_rows *out)
{
	static const struct ps_column	columns[] = {
		{ .name = "template_id", .type = PS_INT },
		{ .name = "template", .type = PS_TEXT },
		{ .name = "records", .type = PS_INT },
	};
	const struct ps_table		table = { .name = "templates",
	    .columns = columns, .n_columns = 3, .flags = PS_OWN_NAMES };

	t->table = ps_add_table(t->self, out, &table);
	t->told = t->all[0].count > 0 ? 0 : 1;
}

bool
log_templates_tell(struct log_templates *t, struct ps_rows *out)
{
	struct ps_slice	cells[3];
	bool		full = false;

	if (t->table == 0)
		announce(t, out);
	ps_into(t->self, out, t->table);
	for (; !full && t->told <= t->n; t->told++) {
		const struct log_template	*x = &t->all[t->told];
		char				*count = ps_scratch(t->self,
						    out, 24);

		cells[0] = (struct ps_slice){ .p = x->number,
		    .n = (uint32_t)strlen(x->number), .type = PS_INT };
		cells[1] = (struct ps_slice){ .p = x->text, .n = x->n,
		    .type = PS_TEXT };
		cells[2] = (struct ps_slice){ .p = count, .type = PS_INT };
		cells[2].n = (uint32_t)snprintf(count, 24, "%llu",
		    (unsigned long long)x->count);
		full = ps_row(t->self, out, cells, 3, t->told);
	}
	return full && t->told <= t->n;
}

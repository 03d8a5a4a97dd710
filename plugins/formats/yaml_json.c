/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_json.c - a value that is one cell, whatever is in it: as JSON.
 *
 * What JSON has no word for stays a text.  A map or list that is a key becomes
 * the value of "?", and its value that of ":"; a list with a tag of its own is
 * the value of that, as `!Join [a, b]` is {"!Join": ["a", "b"]}.
 */
#include "yaml_format.h"

/* What stands between what is written and what comes. */
static bool
json_next(struct yaml *y)
{
	char	last = y->json.n == 0 ? '[' : y->json.p[y->json.n - 1];

	return last == '[' || last == '{' || last == ' ' ||
	    yaml_text(&y->json, ", ", 2);
}

bool
yaml_json_key(struct yaml *y, const char *p, size_t n)
{
	return json_next(y) && yaml_quote(&y->json, p, n) &&
	    yaml_text(&y->json, ": ", 2);
}

bool
yaml_json_scalar(struct yaml *y, const struct event *e, enum scalar kind,
    bool json)
{
	if (!json_next(y))
		return false;
	if (kind == SCALAR_NULL)
		return yaml_text(&y->json, "null", 4);
	if (kind == SCALAR_WORD && json)
		return yaml_text(&y->json, (*e->p | 0x20) == 't' ? "true" :
		    "false", (*e->p | 0x20) == 't' ? 4 : 5);
	if (kind == SCALAR_NUMBER && json)
		return yaml_text(&y->json, e->p, e->n);
	return yaml_quote(&y->json, e->p, e->n);
}

bool
yaml_json_open(struct yaml *y, const struct event *e, struct frame *f)
{
	char	tag[200];
	size_t	n = yaml_tag(e->tag, tag, sizeof(tag));
	bool	good = json_next(y);

	if (n > 0 && !f->is_map) {
		f->wrapped = true;
		good = good && yaml_char(&y->json, '{') &&
		    yaml_json_key(y, tag, n);
	}
	good = good && yaml_char(&y->json, f->is_map ? '{' : '[');
	if (n > 0 && f->is_map)
		good = good && yaml_json_key(y, "_tag", 4) &&
		    yaml_quote(&y->json, tag, n);
	return good;
}

bool
yaml_json_close(struct yaml *y, const struct frame *f)
{
	return yaml_char(&y->json, f->is_map ? '}' : ']') &&
	    (!f->wrapped || yaml_char(&y->json, '}'));
}

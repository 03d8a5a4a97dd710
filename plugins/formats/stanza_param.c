/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_param.c - properties of vCard and iCalendar: NAME;PARAM=x:value.
 *
 * Lines may be folded anywhere, so a property is unfolded before it is cut.
 * Sources: RFC 6350, RFC 5545; vCard 2.1 for parameters without names.
 */
#include <string.h>

#include "stanza.h"

#define PARAMS_MAX	16u

struct param {
	struct stanza_text	name, value;
};

/* The end of what is at p: a sign of these that is in no quotes. */
static size_t
until(const char *p, size_t n, char a, char b)
{
	bool	quoted = false;
	size_t	i;

	for (i = 0; i < n && (quoted || (p[i] != a && p[i] != b)); i++)
		quoted ^= p[i] == '"';
	return i;
}

static struct param
param_at(const char *p, size_t n)
{
	size_t		at = until(p, n, '=', '=');
	struct param	x = { .name = { p, at } };

	if (at == n)
		return (struct param){ .name = { "TYPE", 4 },
		    .value = { p, n } };
	x.value = (struct stanza_text){ p + at + 1, n - at - 1 };
	if (x.value.n > 1 && *x.value.p == '"' &&
	    x.value.p[x.value.n - 1] == '"') {
		x.value.p++;
		x.value.n -= 2;
	}
	return x;
}

/* Of ";A=b;C=d"; those beyond PARAMS_MAX are in the last. */
static uint32_t
params_of(struct stanza_text t, struct param *list)
{
	uint32_t	n = 0;
	size_t		at = 0, len;

	while (at < t.n && *t.p == ';') {
		at++;
		len = n + 1 < PARAMS_MAX ? until(t.p + at, t.n - at, ';',
		    ';') : t.n - at;
		if (len > 0)
			list[n++] = param_at(t.p + at, len);
		at += len;
		if (n == PARAMS_MAX)
			break;
	}
	return n;
}

bool
stanza_is(struct stanza_text t, const char *word)
{
	size_t	n = strlen(word);

	if (t.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char	a = t.p[i], b = word[i];

		if (a >= 'a' && a <= 'z')
			a = (char)(a - 0x20);
		if (b >= 'a' && b <= 'z')
			b = (char)(b - 0x20);
		if (a != b)
			return false;
	}
	return true;
}

struct stanza_text
stanza_param(struct stanza_text params, const char *name)
{
	struct param	list[PARAMS_MAX];
	uint32_t	n = params_of(params, list);

	for (uint32_t i = 0; i < n; i++)
		if (stanza_is(list[i].name, name))
			return list[i].value;
	return (struct stanza_text){ .p = "", .n = 0 };
}

/* A semicolon without a backslash parts what belongs together. */
static bool
has_parts(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\\')
			i++;
		else if (p[i] == ';')
			return true;
	}
	return false;
}

static size_t
unescape(const char *p, size_t n, char *to)
{
	bool	parts = has_parts(p, n);
	size_t	out = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\\' || i + 1 == n || (p[i + 1] == ';' && parts)) {
			to[out++] = p[i];
			continue;
		}
		i++;
		if (p[i] == 'n' || p[i] == 'N')
			to[out++] = '\n';
		else if (p[i] == ',' || p[i] == ';' || p[i] == '\\')
			to[out++] = p[i];
		else {
			to[out++] = '\\';
			to[out++] = p[i];
		}
	}
	return out;
}

/* ";A=b:value" cut in two; then the value is what it stands for. */
static struct ps_slice
cut(struct stanza *s, struct ps_slice v, struct stanza_text *params)
{
	size_t		 at = until(v.p, v.n, ':', ':');
	struct ps_slice	 was;
	char		*to;

	*params = (struct stanza_text){ v.p, at < v.n ? at : 0 };
	at += at < v.n;
	v.p += at;
	v.n -= (uint32_t)at;
	was = v;
	if (stanza_is(stanza_param(*params, "ENCODING"), "QUOTED-PRINTABLE") ||
	    stanza_is(stanza_param(*params, "TYPE"), "QUOTED-PRINTABLE")) {
		to = ps_scratch(s->self, s->out, v.n + 1u);
		v.n = (uint32_t)stanza_printable(v.p, v.n, false, to);
		v.p = to;
		if (!stanza_is_utf8(v.p, v.n))
			v = was;
	}
	if (v.n > 0 && memchr(v.p, '\\', v.n) != NULL) {
		to = ps_scratch(s->self, s->out, v.n + 1u);
		v.n = (uint32_t)unescape(v.p, v.n, to);
		v.p = to;
	}
	return v;
}

/* Values of one name, ',' between; told under NAME_PARAM, or PARAM. */
static void
tell_param(struct stanza *s, struct stanza_text key, const struct param *list,
    uint32_t n, uint32_t i, bool in_list)
{
	size_t	room = 0, out = 0, n_key;
	char	*to, *name;

	for (uint32_t k = 0; k < n; k++)
		room += list[k].value.n + 1;
	to = ps_scratch(s->self, s->out, room + 1);
	for (uint32_t k = i; k < n; k++) {
		const struct param	*x = &list[k];

		if (x->name.n != list[i].name.n || memcmp(x->name.p,
		    list[i].name.p, x->name.n) != 0)
			continue;
		if (out > 0)
			to[out++] = ',';
		memcpy(to + out, x->value.p, x->value.n);
		out += x->value.n;
	}
	n_key = in_list ? 0 : key.n + 1;
	name = ps_scratch(s->self, s->out, n_key + list[i].name.n + 1);
	if (n_key > 0) {
		memcpy(name, key.p, key.n);
		name[key.n] = '_';
	}
	memcpy(name + n_key, list[i].name.p, list[i].name.n);
	ps_tree_value(s->self, s->tree, name, n_key + list[i].name.n, to, out,
	    0, 0);
}

static bool
stood_before(const struct param *list, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (list[k].name.n == list[i].name.n && memcmp(list[k].name.p,
		    list[i].name.p, list[i].name.n) == 0)
			return true;
	return false;
}

void
stanza_tell_property(struct stanza *s, const struct stanza_item *x,
    bool in_list)
{
	struct ps_slice		v = s->value(s, x);
	struct stanza_text	params;
	struct param		list[PARAMS_MAX];
	uint32_t		n;

	v = cut(s, v, &params);
	n = params_of(params, list);
	if (x->key.p > x->raw.p + 1 && n < PARAMS_MAX)
		list[n++] = (struct param){ .name = { "group", 5 }, .value = {
		    x->raw.p, (size_t)(x->key.p - x->raw.p) - 1 } };
	if (in_list)
		(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT,
		    x->line);
	ps_tree_value(s->self, s->tree, in_list ? "value" : x->key.p,
	    in_list ? 5 : x->key.n, v.p, v.n, v.flags, x->line);
	for (uint32_t i = 0; i < n; i++)
		if (!stood_before(list, i))
			tell_param(s, x->key, list, n, i, in_list);
	if (in_list)
		(void)ps_tree_leave(s->self, s->tree);
}

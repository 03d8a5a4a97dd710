/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sibling.c - what the last document of a folder was read with.
 *
 * Files of one folder and suffix mostly are of one kind, so a probe that tries
 * the neighbour's options first has its best answer at once and may give up
 * the others earlier.  It is a hint for time only: a probe answers the same
 * without it, and which worker saw which document before does not show.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "options.h"
#include "sibling.h"

enum {
	KEPT	   = 32,	/* folders and suffixes, the latest used */
	KEY_MOST   = 4096,	/* bytes of a folder and a suffix */
	TEXT_MOST  = 8192	/* bytes of options */
};

struct sibling {
	struct buf		 key, text;
	const struct ps_format	*format;	/* NULL: the place is free */
	uint64_t		 used;		/* the clock then */
};

struct siblings {
	struct sibling	 of[KEPT];
	uint64_t	 clock;
};

struct siblings *
siblings_new(void)
{
	struct siblings	*s = xcalloc(1, sizeof(*s));

	for (int i = 0; i < KEPT; i++) {
		buf_init(&s->of[i].key, KEY_MOST);
		buf_init(&s->of[i].text, TEXT_MOST);
	}
	return s;
}

void
siblings_free(struct siblings *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < KEPT; i++) {
		buf_free(&s->of[i].key);
		buf_free(&s->of[i].text);
	}
	free(s);
}

/* Where a document's folder ends and its suffix begins. */
struct place {
	const char	*folder, *suffix;
	size_t		 n_folder, n_suffix;
};

static struct place
place_of(const struct ps_doc *doc)
{
	const char	*a = doc->address, *slash = strrchr(a, '/');
	const char	*name = slash == NULL ? a : slash + 1;
	const char	*dot = strrchr(name, '.');

	return (struct place){ .folder = a, .n_folder = (size_t)(name - a),
	    .suffix = dot == NULL ? "" : dot,
	    .n_suffix = dot == NULL ? 0 : strlen(dot) };
}

static bool
is_at(const struct sibling *s, const struct place *at)
{
	return s->format != NULL &&
	    s->key.n == at->n_folder + at->n_suffix &&
	    memcmp(s->key.p + at->n_folder, at->suffix, at->n_suffix) == 0 &&
	    memcmp(s->key.p, at->folder, at->n_folder) == 0;
}

/* Its place, or the one that was not used for longest. */
static struct sibling *
look(struct siblings *s, const struct place *at)
{
	struct sibling	*oldest = &s->of[0];

	for (struct sibling *i = s->of; i < s->of + KEPT; i++) {
		if (is_at(i, at))
			return i;
		if (i->used < oldest->used)
			oldest = i;
	}
	return oldest;
}

const char *
siblings_find(struct siblings *s, const struct ps_doc *doc,
    const struct ps_format **format)
{
	struct place	 at = place_of(doc);
	struct sibling	*found = look(s, &at);

	*format = NULL;
	if (!is_at(found, &at))
		return NULL;
	found->used = ++s->clock;
	*format = found->format;
	return buf_cstr(&found->text);
}

static void
add_line(struct buf *b, const struct setting *o)
{
	if (o->name == NULL || o->value == NULL ||
	    strchr(o->value, '\n') != NULL)
		return;
	buf_str(b, o->name);
	buf_char(b, '=');
	buf_str(b, o->value);
	buf_char(b, '\n');
}

void
siblings_keep(struct siblings *s, const struct ps_doc *doc,
    const struct ps_format *format, const struct setting *options, uint32_t n)
{
	struct place	 at = place_of(doc);
	struct sibling	*to = look(s, &at);

	if (at.n_folder + at.n_suffix == 0 ||
	    at.n_folder + at.n_suffix > KEY_MOST)
		return;
	buf_clear(&to->key);
	buf_clear(&to->text);
	buf_add(&to->key, at.folder, at.n_folder);
	buf_add(&to->key, at.suffix, at.n_suffix);
	for (uint32_t i = 0; i < n; i++)
		add_line(&to->text, &options[i]);
	to->format = to->text.full || to->key.full ? NULL : format;
	to->used = ++s->clock;
}

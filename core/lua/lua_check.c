/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_check.c - what is wrong with a file as a whole, once it has run: values
 * that nothing uses, and rules that can never choose anything.  These are
 * warnings, in the order of the file.
 */
#include <string.h>

#include "log.h"
#include "lua_impl.h"
#include "mem.h"
#include "pipeline.h"
#include "plugin.h"
#include "str.h"

static bool
is_for_all(const struct selector *s)
{
	for (unsigned i = 0; i < N_SELECT_KEYS; i++)
		if (s->globs[i] != NULL)
			return false;
	return true;
}

static bool
is_among(const char *word, const char *const *names)
{
	for (; *names != NULL; names++)
		if (glob_match(word, *names))
			return true;
	return false;
}

/* A format of any pipeline, since the script may define some of its own. */
static bool
is_format(const struct lua_config *c, const char *glob, const char **near)
{
	const char *const	*names = registry_names(c->registry,
				    PS_FORMAT);
	bool			 found = is_among(glob, names);

	*near = nearest(glob, names);
	for (uint32_t i = 0; i < c->n_pipelines && !found; i++) {
		names = registry_names(c->pipelines[i]->registry, PS_FORMAT);
		found = is_among(glob, names);
		if (*near == NULL)
			*near = nearest(glob, names);
	}
	return found;
}

/* format = "jsn" in a selector. */
static void
check_formats(const struct lua_config *c, const struct node *n)
{
	const char *const	*g = n->select.globs[SELECT_FORMAT];
	const char		*near;

	for (; g != NULL && *g != NULL; g++)
		if (!is_format(c, *g, &near))
			warn("%s: %s: format = \"%s\": there is no such "
			    "format%s%s%s (warning)", n->place, n->word,
			    shown_str(*g), near != NULL ? "; did you mean '" :
			    "", near != NULL ? near : "", near != NULL ?
			    "'?" : "");
}

/* A format behind one that is forced on everything. */
static void
check_rules(const struct pipeline *p)
{
	for (uint32_t i = 0; i + 1 < p->n_rules; i++) {
		const struct use	*u = &p->rules[i + 1].format;

		if (!is_for_all(&p->rules[i].select))
			continue;
		warn("%s: 'format.%s' is never asked: format.%s before it "
		    "takes all documents; let it stand before that (warning)",
		    u->place, u->plugin->name, p->rules[i].format.plugin->name);
		return;
	}
}

void
lua_check_file(const struct lua_config *c)
{
	uint32_t		 n = 0;
	const struct node	**list;

	for (const struct node *p = c->nodes; p != NULL; p = p->next)
		n++;
	list = arena_alloc(c->arena, (n + 1) * sizeof(*list));
	/* The newest stands first. */
	for (const struct node *p = c->nodes; p != NULL; p = p->next)
		list[--n] = p;
	for (; list[n] != NULL; n++) {
		if (!list[n]->used)
			warn("%s: '%s' is not used in any pipeline (warning)",
			    list[n]->place, list[n]->word);
		else
			check_formats(c, list[n]);
	}
	for (uint32_t i = 0; i < c->n_pipelines; i++)
		check_rules(c->pipelines[i]);
}

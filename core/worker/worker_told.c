/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_told.c - what a container says of its member: the format it is in,
 * and options of that.
 */
#include <string.h>

#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "worker.h"

/* One line of them: a setting, or the format they are of. */
static void
take_setting(struct worker *w, struct use *use, struct setting *to, char *line)
{
	char	*value = strchr(line, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	if (strcmp(line, "format") == 0)
		use->plugin = registry_find(w->pipeline->registry, PS_FORMAT,
		    value);
	else
		to[use->n_settings++] = (struct setting){ .name = line,
		    .value = value };
}

/*
 * What the container of the document says of it; then what the user says, if
 * that is about the same format.  NULL: it says nothing.
 */
static const struct use *
told_format(struct worker *w, const struct use *user)
{
	uint32_t	 told = user != NULL ? user->n_settings : 0, n = told;
	char		*text = arena_strdup(w->arena, w->doc->settings);
	struct use	*use;
	struct setting	*s;

	for (const char *p = text; p != NULL && *p != '\0'; p++)
		n += *p == '\n';
	use = arena_alloc(w->arena, sizeof(*use));
	use->settings = s = arena_alloc(w->arena, (n + 1) * sizeof(*s));
	for (char *end; text != NULL && *text != '\0'; text = end) {
		end = strchr(text, '\n');
		if (end != NULL)
			*end++ = '\0';
		take_setting(w, use, s, text);
	}
	if (use->plugin != NULL && user != NULL &&
	    user->plugin == use->plugin && told > 0) {
		memcpy(s + use->n_settings, user->settings, told * sizeof(*s));
		use->n_settings += told;
	}
	return use->plugin != NULL ? use : NULL;
}

static bool
opens_containers(const struct use *use)
{
	const struct ps_format	*f =
	    (const struct ps_format *)(const void *)use->plugin;

	return (f->flags & PS_CONTAINER) != 0;
}

const struct use *
worker_told(struct worker *w, const struct use *user)
{
	const struct use	*told = NULL;

	if (w->doc->settings != NULL)
		told = told_format(w, user);
	w->told = told != NULL && (user == NULL ||
	    user->plugin == told->plugin || opens_containers(user));
	return w->told ? told : user;
}

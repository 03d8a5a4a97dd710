/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * selector.c - documents chosen by globs: * within a part, ** across parts.
 */
#include <stdio.h>
#include <string.h>

#include "doc.h"
#include "mem.h"
#include "selector.h"
#include "str.h"

#define MAGIC_MAX	64u	/* bytes that a glob may be about */
#define HOST_MAX	256u

const char *const select_names[N_SELECT_KEYS + 1] = {
	"host", "path", "name", "ext", "table", "format", "magic", NULL
};

enum select_key
select_key(const char *name)
{
	unsigned i = 0;

	if (strcmp(name, "glob") == 0)
		return SELECT_PATH;
	while (i < N_SELECT_KEYS && strcmp(select_names[i], name) != 0)
		i++;
	return (enum select_key)i;
}

static uint32_t
count(const char *const *globs)
{
	uint32_t	n = 0;

	while (globs != NULL && globs[n] != NULL)
		n++;
	return n;
}

static char *
lower(char *s)
{
	for (char *p = s; *p != '\0'; p++)
		*p = (char)to_lower((unsigned char)*p);
	return s;
}

/* csv, .csv and *.csv are a suffix; budget/x lies anywhere below the input. */
static const char *
as_glob(struct arena *arena, enum select_key key, const char *glob)
{
	if (key == SELECT_HOST)
		return lower(arena_strdup(arena, glob));
	if (key == SELECT_EXT && strncmp(glob, "*.", 2) == 0)
		glob++;
	if (key == SELECT_EXT)
		return lower(arena_printf(arena, "*.%s", glob +
		    (*glob == '.')));
	if (key == SELECT_PATH && *glob != '/' && strchr(glob, '/') != NULL &&
	    strncmp(glob, "**/", 3) != 0)
		return arena_printf(arena, "**/%s", glob);
	return arena_strdup(arena, glob);
}

const char *
selector_add(struct selector *s, struct arena *arena, enum select_key key,
    const char *glob)
{
	uint32_t	  n = count(s->globs[key]);
	const char	**longer;

	if (*glob == '\0')
		return "it is empty";
	if (key == SELECT_NAME && strchr(glob, '/') != NULL)
		return "a name has no '/'; use 'path'";
	if (key == SELECT_HOST && strpbrk(glob, "/:") != NULL)
		return "a host has no '/' and no ':'; use 'path' for the rest";
	longer = arena_alloc(arena, ((size_t)n + 2) * sizeof(*longer));
	if (n > 0)
		memcpy(longer, s->globs[key], n * sizeof(*longer));
	longer[n] = as_glob(arena, key, glob);
	s->globs[key] = longer;
	return NULL;
}

/* "data.gov" of https://user@Data.gov:8080/raw: lower case; "" for files. */
static void
host_of(const char *address, char out[HOST_MAX])
{
	const char	*p = strstr(address, "://"), *end, *at;
	size_t		 n = 0;

	out[0] = '\0';
	if (p == NULL)
		return;
	p += 3;
	end = p + strcspn(p, "/?#");
	for (at = p; at < end; at++)
		if (*at == '@')
			p = at + 1;
	while (p < end && *p != ':' && n < HOST_MAX - 1)
		out[n++] = (char)to_lower((unsigned char)*p++);
	out[n] = '\0';
}

/* A site's name stands for all hosts below it, too. */
static bool
matches_host(const char *glob, const char *address)
{
	char		 host[HOST_MAX];
	const char	*below;
	size_t		 n = strlen(glob);

	host_of(address, host);
	if (host[0] == '\0')
		return false;
	if (glob_match(glob, host))
		return true;
	below = strlen(host) > n ? host + strlen(host) - n : host;
	return below > host && below[-1] == '.' && strcmp(below, glob) == 0;
}

static bool
matches_suffix(const char *glob, const char *name)
{
	char	low[HOST_MAX];
	size_t	n = strlen(name);

	name += n < HOST_MAX ? 0 : n - (HOST_MAX - 1);
	snprintf(low, sizeof(low), "%s", name);
	return glob_match(glob, lower(low));
}

/* Of a URL the path is what is behind the host; of a file, see doc.h. */
static bool
matches_path(const struct ps_doc *doc, const char *glob)
{
	const char	*p = strstr(doc->address, "://");

	if (p != NULL)
		p = strchr(p + 3, '/');
	if (*glob != '/' && p != NULL && glob_match(glob, p + 1))
		return true;
	if (*glob != '/' || strstr(doc->address, "://") == NULL)
		return doc_matches(doc, glob);
	return glob_match(glob, p == NULL ? "/" : p);
}

static bool
matches_magic(const char *glob, const struct selected *d)
{
	char	text[MAGIC_MAX + 1];
	size_t	n = d->n_magic < MAGIC_MAX ? d->n_magic : MAGIC_MAX;

	/* A glob's star takes no slash: there are no parts here. */
	for (size_t i = 0; i < n; i++)
		text[i] = d->magic[i] == '/' || d->magic[i] == '\0' ? '\1' :
		    d->magic[i];
	text[n] = '\0';
	return glob_match(glob, text);
}

static bool
matches(enum select_key key, const char *glob, const struct selected *d)
{
	switch (key) {
	case SELECT_HOST:
		return matches_host(glob, d->doc->address);
	case SELECT_PATH:
		return matches_path(d->doc, glob);
	case SELECT_TABLE:
		return d->table != NULL && glob_match(glob, d->table);
	case SELECT_FORMAT:
		return d->format != NULL && glob_match(glob, d->format);
	case SELECT_MAGIC:
		return d->magic != NULL && matches_magic(glob, d);
	case SELECT_EXT:
		return matches_suffix(glob, d->doc->name);
	default:
		return glob_match(glob, d->doc->name);
	}
}

bool
selector_matches(const struct selector *s, const struct selected *d)
{
	for (unsigned i = 0; i < N_SELECT_KEYS; i++) {
		const char *const	*g = s->globs[i];

		while (g != NULL && *g != NULL &&
		    !matches((enum select_key)i, *g, d))
			g++;
		if (g != NULL && *g == NULL)
			return false;
	}
	if (s->met != NULL)
		*s->met = true;
	return true;
}

bool
selector_is_empty(const struct selector *s)
{
	for (unsigned i = 0; i < N_SELECT_KEYS; i++)
		if (s->globs[i] != NULL)
			return false;
	return true;
}

const char *
selector_text(const struct selector *s, struct arena *arena)
{
	const char	*text = "";

	for (unsigned i = 0; i < N_SELECT_KEYS; i++)
		for (const char *const *g = s->globs[i];
		    g != NULL && *g != NULL; g++)
			text = arena_printf(arena, "%s%s=%s\n", text,
			    select_names[i], *g);
	return text;
}

struct selector
selector_copy(const struct selector *s, struct arena *arena)
{
	struct selector	to = { .met = NULL };

	for (unsigned i = 0; i < N_SELECT_KEYS; i++) {
		uint32_t	  n = count(s->globs[i]);
		const char	**copy;

		if (n == 0)
			continue;
		copy = arena_alloc(arena, ((size_t)n + 1) * sizeof(*copy));
		for (uint32_t k = 0; k < n; k++)
			copy[k] = arena_strdup(arena, s->globs[i][k]);
		to.globs[i] = copy;
	}
	return to;
}

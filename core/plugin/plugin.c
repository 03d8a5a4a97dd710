/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plugin.c - finding and loading plugins, and the registry of them.
 *
 * libltdl searches in places that others may control and believes what .la
 * files say.  So directories are read here, only modules with an absolute and
 * resolved path are opened, and nothing is searched for.
 */
#include <errno.h>
#include <limits.h>
#include <ltdl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "log.h"
#include "mem.h"
#include "plugin.h"
#include "plugin_check.h"
#include "str.h"

#define SUFFIX	".so"

struct entry {
	const struct ps_plugin	*plugin;
	const char		*path;
	lt_dlhandle		 handle;
};

struct registry {
	struct arena		*arena;
	struct entry		*entries;	/* by kind, then by name */
	uint32_t		 n, room;
	const char *const	*names[PS_SINK + 1];
	bool			 loaded;	/* not copied */
};

static int
compare(const void *a, const void *b)
{
	const struct entry	*x = a, *y = b;

	if (x->plugin->kind != y->plugin->kind)
		return x->plugin->kind < y->plugin->kind ? -1 : 1;
	return strcmp(x->plugin->name, y->plugin->name);
}

static const struct entry *
find(const struct registry *r, int kind, const char *name)
{
	for (uint32_t i = 0; i < r->n; i++) {
		const struct ps_plugin	*p = r->entries[i].plugin;

		if ((kind == 0 || (int)p->kind == kind) &&
		    strcmp(p->name, name) == 0)
			return &r->entries[i];
	}
	return NULL;
}

/* Why this one is not wanted, or NULL.  Kind 0: whatever kind it says. */
static const char *
refusal(const struct registry *r, const struct ps_plugin *p, int kind)
{
	const struct entry	*other;
	const char		*wrong;

	if (kind == 0 && p != NULL && p->kind <= PS_SINK)
		kind = (int)p->kind;
	wrong = plugin_unusable(p, (enum ps_kind)kind, r->arena);
	if (wrong != NULL)
		return wrong;
	other = find(r, kind, p->name);
	if (other != NULL)
		return arena_printf(r->arena, "%s '%s' is already there from "
		    "%s", kind_words[kind], p->name, shown_str(other->path));
	return NULL;
}

/* Takes an opened module in, if it is what it should be. */
static void
admit(struct registry *r, lt_dlhandle handle, const char *path, int kind)
{
	const struct ps_plugin	*(*describe)(void);
	const struct ps_plugin	*p = NULL;
	void			*symbol = lt_dlsym(handle, "ps_plugin");
	const char		*wrong = "is no plugin: it exports no "
				    "NAME_LTX_ps_plugin with its own name";

	if (symbol != NULL) {
		memcpy(&describe, &symbol, sizeof(describe));
		p = describe();
		wrong = refusal(r, p, kind);
	}
	if (wrong != NULL) {
		warn("%s: %s; it is left out", shown_str(path), wrong);
		lt_dlclose(handle);
		return;
	}
	GROW(r->entries, r->n, r->room);
	r->entries[r->n++] = (struct entry){
		.plugin = p, .handle = handle,
		.path = arena_strdup(r->arena, path)
	};
}

static lt_dlhandle
open_module(const char *path)
{
	lt_dladvise	advise;
	lt_dlhandle	handle = NULL;

	if (lt_dladvise_init(&advise) != 0)
		return NULL;
	if (lt_dladvise_local(&advise) == 0)
		handle = lt_dlopenadvise(path, advise);
	lt_dladvise_destroy(&advise);
	return handle;
}

static bool
is_loaded(const struct registry *r, const char *path)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (strcmp(r->entries[i].path, path) == 0)
			return true;
	return false;
}

static void
load_module(struct registry *r, const char *file, int kind)
{
	char		 path[PATH_MAX];
	lt_dlhandle	 handle;

	if (!plugin_resolve(file, SUFFIX, path, r->arena) ||
	    is_loaded(r, path))
		return;
	handle = open_module(path);
	if (handle == NULL)
		warn("%s: cannot be loaded: %s", shown_str(path),
		    shown_str(lt_dlerror()));
	else
		admit(r, handle, path, kind);
}

static void
load_kind(struct registry *r, const char *directory, int kind)
{
	const char	*dir = arena_printf(r->arena, "%s/%ss", directory,
			    kind_words[kind]);
	const char	**names;
	int		 n;

	if (access(dir, F_OK) == -1 || !plugin_is_safe(dir, true, r->arena))
		return;
	n = plugin_files(dir, SUFFIX, &names, r->arena);
	if (n == -1) {
		warn("%s: %s; its plugins are not there", shown_str(dir),
		    strerror(errno));
		return;
	}
	for (int i = 0; i < n; i++)
		load_module(r, arena_printf(r->arena, "%s/%s", dir, names[i]),
		    kind);
}

static void
load_directory(struct registry *r, const char *directory)
{
	char	path[PATH_MAX];

	if (realpath(directory, path) == NULL) {
		warn("%s: %s; its plugins are not there", shown_str(directory),
		    strerror(errno));
		return;
	}
	if (!plugin_is_safe(path, true, r->arena))
		return;
	for (int kind = PS_SOURCE; kind <= PS_SINK; kind++)
		load_kind(r, path, kind);
}

#ifdef PS_PRELOAD
/* libltdl hands over no more than the module. */
static struct registry *preloading;

static int
admit_preloaded(lt_dlhandle handle)
{
	const lt_dlinfo	*info = lt_dlgetinfo(handle);

	admit(preloading, handle, info != NULL && info->name != NULL ?
	    info->name : "built in", 0);
	return 0;
}

static void
load_preloaded(struct registry *r)
{
	preloading = r;
	lt_dlpreload_open("@PROGRAM@", admit_preloaded);
	preloading = NULL;
}
#endif

static void
list_names(struct registry *r)
{
	for (int kind = 0; kind <= PS_SINK; kind++) {
		uint32_t	  n = registry_count(r, kind);
		const char	**list = arena_alloc(r->arena,
				    (n + 1) * sizeof(*list));

		for (uint32_t i = 0; i < n; i++)
			list[i] = registry_at(r, kind, i)->name;
		r->names[kind] = list;
	}
}

static void
sort(struct registry *r)
{
	if (r->n > 0)
		qsort(r->entries, r->n, sizeof(*r->entries), compare);
	list_names(r);
}

struct registry *
registry_load(const char *const *directories)
{
	struct registry	*r;

	unsetenv("LTDL_LIBRARY_PATH");
#ifdef PS_PRELOAD
	LTDL_SET_PRELOADED_SYMBOLS();
#endif
	if (lt_dlinit() != 0) {
		log_say(PS_ERROR, "plugins: libltdl does not start: %s",
		    shown_str(lt_dlerror()));
		return NULL;
	}
	r = xcalloc(1, sizeof(*r));
	r->arena = arena_new();
	r->loaded = true;
#ifdef PS_PRELOAD
	load_preloaded(r);
#endif
	for (; directories != NULL && *directories != NULL; directories++)
		load_directory(r, *directories);
	sort(r);
	return r;
}

struct registry *
registry_copy(const struct registry *from)
{
	struct registry	*r = xcalloc(1, sizeof(*r));

	r->arena = arena_new();
	r->n = r->room = from->n;
	r->entries = xcalloc(r->n + 1, sizeof(*r->entries));
	for (uint32_t i = 0; i < r->n; i++)
		r->entries[i] = (struct entry){ from->entries[i].plugin,
		    from->entries[i].path, NULL };
	sort(r);
	return r;
}

void
registry_add(struct registry *r, const struct ps_plugin *p, const char *path)
{
	GROW(r->entries, r->n, r->room);
	r->entries[r->n++] = (struct entry){
		.plugin = p, .path = arena_strdup(r->arena, path)
	};
	sort(r);
}

void
registry_free(struct registry *r)
{
	if (r == NULL)
		return;
	for (uint32_t i = 0; i < r->n; i++)
		if (r->entries[i].handle != NULL)
			lt_dlclose(r->entries[i].handle);
	if (r->loaded)
		lt_dlexit();
	free(r->entries);
	arena_free(r->arena);
	free(r);
}

uint32_t
registry_count(const struct registry *r, int kind)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < r->n; i++)
		n += kind == 0 || (int)r->entries[i].plugin->kind == kind;
	return n;
}

const struct ps_plugin *
registry_at(const struct registry *r, int kind, uint32_t i)
{
	for (uint32_t k = 0; k < r->n; k++)
		if ((kind == 0 || (int)r->entries[k].plugin->kind == kind) &&
		    i-- == 0)
			return r->entries[k].plugin;
	return NULL;
}

const struct ps_plugin *
registry_find(const struct registry *r, int kind, const char *name)
{
	const struct entry	*e = find(r, kind, name);

	return e == NULL ? NULL : e->plugin;
}

const char *
registry_path(const struct registry *r, const struct ps_plugin *p)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (r->entries[i].plugin == p)
			return r->entries[i].path;
	return NULL;
}

const char *const *
registry_names(const struct registry *r, int kind)
{
	return r->names[kind];
}

void
plugin_written(struct buf *b, enum ps_kind kind, const char *name)
{
	bool	plain = !is_digit((unsigned char)*name);

	for (const char *p = name; *p != '\0'; p++)
		plain &= is_alnum((unsigned char)*p) || *p == '_';
	buf_printf(b, plain ? "%s.%s" : "%s[\"%s\"]", kind_words[kind],
	    name);
}

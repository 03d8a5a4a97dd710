/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_formats.c - formats in Lua that are installed: a state for each file,
 * made before the first fork, and none where there is no file.
 *
 * The same is asked of them as of modules: from a place where nobody else can
 * put files.  That their name ends in .lua is all that says what they are.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "lua_config.h"
#include "lua_define.h"
#include "lua_formats.h"
#include "lua_impl.h"
#include "mem.h"
#include "plugin.h"
#include "plugin_check.h"
#include "str.h"

#define SUFFIX	".lua"

struct lua_formats {
	struct arena		*arena;
	struct registry		*registry;
	struct lua_config	**files;
	const char		**paths;
	uint32_t		 n, room, paths_room;
};

static bool
is_known(const struct lua_formats *f, const char *path)
{
	for (uint32_t i = 0; i < f->n; i++)
		if (strcmp(f->paths[i], path) == 0)
			return true;
	return false;
}

static void
load_file(struct lua_formats *f, const char *file)
{
	char			 path[PATH_MAX];
	const char		*kept;
	struct lua_config	*c;

	if (!plugin_resolve(file, SUFFIX, path, f->arena) ||
	    is_known(f, path))
		return;
	kept = arena_strdup(f->arena, path);
	if ((c = lua_config_formats(f->registry, kept)) == NULL) {
		warn("%s: its formats are left out", shown_str(path));
		return;
	}
	for (struct definition *d = c->definitions; d != NULL; d = d->next)
		registry_add(f->registry, &d->format.plugin, kept);
	GROW(f->files, f->n, f->room);
	GROW(f->paths, f->n, f->paths_room);
	f->files[f->n] = c;
	f->paths[f->n++] = kept;
}

static void
load_directory(struct lua_formats *f, const char *directory)
{
	const char	*dir = arena_printf(f->arena, "%s/formats", directory);
	const char	**names;
	int		 n = plugin_files(dir, SUFFIX, &names, f->arena);

	if (n == -1 && errno != ENOENT)
		warn("%s: %s; its formats in Lua are not there", shown_str(
		    dir), strerror(errno));
	if (n <= 0 || !plugin_is_safe(dir, true, f->arena) ||
	    !plugin_is_safe(directory, true, f->arena))
		return;
	for (int i = 0; i < n; i++)
		load_file(f, arena_printf(f->arena, "%s/%s", dir, names[i]));
}

struct lua_formats *
lua_formats_load(struct registry *registry, const char *const *directories)
{
	struct lua_formats	*f = xcalloc(1, sizeof(*f));

	f->arena = arena_new();
	f->registry = registry;
	for (; *directories != NULL; directories++)
		load_directory(f, *directories);
	if (f->n > 0)
		return f;
	lua_formats_free(f);
	return NULL;
}

void
lua_formats_free(struct lua_formats *f)
{
	if (f == NULL)
		return;
	for (uint32_t i = 0; i < f->n; i++)
		lua_config_free(f->files[i]);
	free(f->files);
	free(f->paths);
	arena_free(f->arena);
	free(f);
}

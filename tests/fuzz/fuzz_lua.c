/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_lua.c - any bytes as a Lua file: it gives whole pipelines, or nothing.
 *
 * Functions of Lua's own that may run for long on few bytes are left out: no
 * error can stop them, and what does would end the process.  So is print.
 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log.h"
#include "lua_config.h"
#include "pipeline.h"
#include "plugin.h"

#define SECONDS		0.2
#define BYTES_MAX	16384u

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

const struct ps_plugin *file_LTX_ps_plugin(void);
const struct ps_plugin *delimited_LTX_ps_plugin(void);
const struct ps_plugin *json_LTX_ps_plugin(void);
const struct ps_plugin *sqlite_LTX_ps_plugin(void);

static const char *const left_out[] = {
	"find", "gmatch", "gsub", "match", "rep", "move", "insert", "remove",
	"unpack", "concat", "pack", "print"
};

static struct registry *
plugins(void)
{
	static struct registry	*r;
	const char *const	 none[] = { NULL };

	if (r != NULL)
		return r;
	r = registry_load(none);
	if (r == NULL)
		abort();
	registry_add(r, file_LTX_ps_plugin(), "file");
	registry_add(r, delimited_LTX_ps_plugin(), "delimited");
	registry_add(r, json_LTX_ps_plugin(), "json");
	registry_add(r, sqlite_LTX_ps_plugin(), "sqlite");
	return r;
}

static bool
is_left_out(const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (memmem(bytes, n, left_out[i], strlen(left_out[i])) != NULL)
			return true;
	return false;
}

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_lua: %s\n", what);
	abort();
}

static void
look_at(const struct lua_config *c)
{
	uint32_t	n = lua_config_count(c);

	check(n > 0, "a file of no pipelines");
	for (uint32_t i = 0; i < n; i++) {
		const struct pipeline *p = lua_config_pipeline(c, i);

		check(p->n_sources > 0 && p->n_sinks > 0,
		    "a pipeline from nowhere or to nowhere");
		check(p->script == c && p->script_hash != NULL,
		    "a pipeline without its script");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const args[] = { "one", "two" };
	struct lua_config	*c;
	char			 path[40];
	int			 fd;

	if (n > BYTES_MAX || is_left_out(bytes, n))
		return 0;
	log_level(PS_ERROR + 1);
	fd = memfd_create("lua", MFD_CLOEXEC);
	if (fd == -1 || write(fd, bytes, n) != (ssize_t)n)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	c = lua_config_run(plugins(), path, args, 2, n & 1 ? LUA_VERBOSE : 0,
	    SECONDS);
	if (c != NULL) {
		look_at(c);
		lua_config_document(c, path);
		lua_config_free(c);
	}
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_plugin.c - which modules are loaded, and which are turned away.
 *
 * The modules of tests/plugins are copied into directories made for each
 * case; $PS_BUILD says where they were built.
 */
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "tap.h"

static char	root[] = "/tmp/ps-plugin-XXXXXX";

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

/* root/directory/kind/, made where it is missing. */
static const char *
place(const char *directory, const char *kind)
{
	static char	path[200];

	snprintf(path, sizeof(path), "%s/%s", root, directory);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "%s/%s/%s", root, directory, kind);
	mkdir(path, 0755);
	return path;
}

static void
copy(const char *module, const char *directory, const char *kind)
{
	const char	*build = getenv("PS_BUILD");
	char		 path[PATH_MAX], bytes[65536];
	int		 in, out;
	ssize_t		 n;

	snprintf(path, sizeof(path), "%s/tests/plugins/.libs/%s.so",
	    build == NULL ? "." : build, module);
	in = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "%s/%s.so", place(directory, kind),
	    module);
	out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	while (in != -1 && out != -1 &&
	    (n = read(in, bytes, sizeof(bytes))) > 0)
		if (write(out, bytes, (size_t)n) != n)
			break;
	close(in);
	close(out);
}

static struct registry *
load(const char *first, const char *second)
{
	char		 a[100], b[100];
	const char	*list[3] = { a, second == NULL ? NULL : b, NULL };

	snprintf(a, sizeof(a), "%s/%s", root, first);
	if (second != NULL)
		snprintf(b, sizeof(b), "%s/%s", root, second);
	return registry_load(list);
}

static void
count_is(const char *first, const char *second, int want, const char *what)
{
	struct registry	*r = load(first, second);

	is_int(registry_count(r, 0), want, "%s", what);
	registry_free(r);
}

static void
test_good(void)
{
	const struct ps_plugin	*p;
	struct registry		*r;

	copy("good", "one", "formats");
	copy("future", "one", "formats");
	r = load("one", NULL);
	is_int(registry_count(r, PS_FORMAT), 2, "two formats");
	is_int(registry_count(r, PS_SINK), 0, "no sink");
	is_str(registry_at(r, PS_FORMAT, 0)->name, "future", "in order");
	is_str(registry_at(r, 0, 1)->name, "good", "of names");
	ok(registry_at(r, 0, 2) == NULL, "and no third");
	p = registry_find(r, PS_FORMAT, "good");
	ok(p != NULL && strstr(registry_path(r, p), "/one/formats/good.so"),
	    "found by name, with its path");
	ok(registry_find(r, PS_SINK, "good") == NULL, "not as a sink");
	is_str(registry_names(r, PS_FORMAT)[1], "good", "names are listed");
	ok(registry_names(r, PS_FORMAT)[2] == NULL, "to their end");
	registry_free(r);
}

/* Structs that grew at their end, in a plugin built with a later header. */
static void
test_future(void)
{
	struct registry			*r = load("one", NULL);
	const struct ps_plugin		*p;
	const struct ps_format		*f;
	struct arena			*a = arena_new();

	p = registry_find(r, PS_FORMAT, "future");
	f = (const void *)p;
	is_int(options_count(p), 2, "rows are walked by their own size");
	is_str(options_row(p, 1)->name, "strict", "the second row");
	is_str(options_text(options_row(p, 0), options_fill(p, NULL, 0, a,
	    NULL), a), ";", "its default");
	ok(PLUGIN_HAS(f, rows) && !PLUGIN_HAS(f, align),
	    "callbacks it has and has not");
	arena_free(a);
	registry_free(r);
}

static void
test_refused(void)
{
	static const char *const	bad[] = {
		"old_abi", "cut_short", "bad_default", "no_symbol", NULL
	};

	for (int i = 0; bad[i] != NULL; i++) {
		copy(bad[i], bad[i], "formats");
		count_is(bad[i], NULL, 0, bad[i]);
	}
	copy("good", "wrong", "sinks");
	count_is("wrong", NULL, 0, "a format among the sinks");
}

static void
test_twins(void)
{
	struct registry	*r;

	copy("twin", "two", "formats");
	r = load("one", "two");
	is_int(registry_count(r, 0), 2, "the second 'good' is left out");
	ok(strstr(registry_path(r, registry_find(r, 0, "good")), "/one/"),
	    "the first directory wins");
	registry_free(r);
	count_is("one", "one", 2, "a directory named twice counts once");
}

/* A text file that would make libltdl load any file of the system. */
static void
test_la(void)
{
	char	 path[300];
	FILE	*f;

	snprintf(path, sizeof(path), "%s/good.la", place("la", "formats"));
	f = fopen(path, "w");
	fprintf(f, "# good.la - a libtool library file\ndlname='good.so'\n"
	    "library_names='good.so good.so good.so'\nold_library=''\n"
	    "installed=yes\nshouldnotlink=yes\nlibdir='%s/one/formats'\n",
	    root);
	fclose(f);
	setenv("LTDL_LIBRARY_PATH", "/tmp", 1);
	count_is("la", NULL, 0, "a .la file is not followed");
	ok(getenv("LTDL_LIBRARY_PATH") == NULL, "no search path is left");
}

static void
test_rights(void)
{
	char	path[300], link_path[320];

	copy("good", "open", "formats");
	snprintf(path, sizeof(path), "%s/open/formats/good.so", root);
	chmod(path, 0646);
	count_is("open", NULL, 0, "a file that everybody can write");
	chmod(path, 0644);
	count_is("open", NULL, 1, "the same with proper rights");
	snprintf(path, sizeof(path), "%s/open/formats", root);
	chmod(path, 0757);
	count_is("open", NULL, 0, "a directory that everybody can write");
	if (geteuid() == 0) {
		chmod(path, 01777);
		count_is("open", NULL, 1, "but root's with the sticky bit");
	}
	chmod(path, 0757);
	snprintf(path, sizeof(path), "%s/open/formats/good.so", root);
	snprintf(link_path, sizeof(link_path), "%s/good.so",
	    place("link", "formats"));
	ok(symlink(path, link_path) == 0, "a link into that directory");
	count_is("link", NULL, 0, "is judged by where it ends");
	snprintf(path, sizeof(path), "%s/open/formats", root);
	chmod(path, 0755);
	count_is("link", NULL, 1, "and followed where that is safe");
}

static void
test_owner(void)
{
	char	path[300];

	if (geteuid() != 0) {
		ok(true, "another's file # SKIP only root can make one");
		return;
	}
	copy("good", "foreign", "formats");
	snprintf(path, sizeof(path), "%s/foreign/formats/good.so", root);
	ok(chown(path, 12345, 0) == 0, "a file given away");
	count_is("foreign", NULL, 0, "is not loaded");
}

static void
test_nothing(void)
{
	struct registry	*r = registry_load(NULL);

	is_int(registry_count(r, 0), 0, "no directories, no plugins");
	ok(registry_names(r, 0)[0] == NULL, "and no names");
	registry_free(r);
	count_is("absent", NULL, 0, "a directory that is not there");
}

int
main(void)
{
	log_level(PS_ERROR);
#ifdef PS_PRELOAD
	printf("1..0 # SKIP plugins are part of the program\n");
	return 0;
#endif
	if (mkdtemp(root) == NULL)
		return 1;
	test_good();
	test_future();
	test_refused();
	test_twins();
	test_la();
	test_rights();
	test_owner();
	test_nothing();
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return done_testing();
}

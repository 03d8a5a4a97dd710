/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * junk.c - what systems leave lying about, and nobody means to load.
 */
#include <string.h>

#include "str.h"

static const char *const junk[] = {
	".git", "__MACOSX", ".DS_Store", "Thumbs.db"
};

static bool
is_junk(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++)
		if (strlen(junk[i]) == n && memcmp(name, junk[i], n) == 0)
			return true;
	return n >= 2 && (memcmp(name, "._", 2) == 0 ||
	    memcmp(name, "~$", 2) == 0);
}

bool
path_is_junk(const char *path)
{
	size_t	n;

	for (;; path += n + 1) {
		n = strcspn(path, "/");
		if (is_junk(path, n))
			return true;
		if (path[n] == '\0')
			return false;
	}
}

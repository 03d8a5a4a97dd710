/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_files.c - inputs named in a file: --files-from FILE [-0].
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "cli_options.h"
#include "mem.h"
#include "str.h"

#define LIST_MAX	(256u << 20)	/* bytes of all names together */

static bool
read_all(const char *path, struct buf *b)
{
	bool	 standard = strcmp(path, "-") == 0;
	FILE	*f = standard ? stdin : fopen(path, "re");
	char	 part[16384];
	size_t	 n;
	int	 error = errno;

	if (f != NULL) {
		while ((n = fread(part, 1, sizeof(part), f)) > 0)
			buf_add(b, part, n);
		error = ferror(f) ? errno : b->full ? EFBIG : 0;
		if (!standard)
			fclose(f);
	}
	if (error != 0)
		cli_wrong("--files-from: '%s' cannot be read: %s",
		    shown_str(path), strerror(error));
	return error == 0;
}

static void
add_name(struct cli *cli, const char *p, size_t n, char end)
{
	if (end == '\n' && n > 0 && p[n - 1] == '\r')
		n--;
	if (n == 0)
		return;
	GROW(cli->args, cli->n_args, cli->room_args);
	cli->args[cli->n_args++] = arena_strndup(cli->arena, p, n);
}

bool
cli_files_from(struct cli *cli)
{
	const char	*path = cli_value(cli, "files-from");
	char		 end = cli_has(cli, "null") ? '\0' : '\n';
	struct buf	 b;
	size_t		 at = 0;

	if (path == NULL) {
		if (end == '\0')
			cli_wrong("-0: belongs to --files-from; give both");
		return end != '\0';
	}
	buf_init(&b, LIST_MAX);
	if (!read_all(path, &b)) {
		buf_free(&b);
		return false;
	}
	while (at < b.n) {
		const char	*stop = memchr(b.p + at, end, b.n - at);
		size_t		 n = stop == NULL ? b.n - at :
				    (size_t)(stop - (b.p + at));

		add_name(cli, b.p + at, n, end);
		at += n + 1;
	}
	buf_free(&b);
	return true;
}

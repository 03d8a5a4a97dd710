/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_editor.c - plugins --editor=DIR: definitions for editors, beside the
 * scripts that they are for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cli_options.h"
#include "cmd_plugins.h"
#include "editor.h"
#include "mem.h"
#include "output.h"
#include "str.h"

#define BYTES_MAX	(4u << 20)

/* 0, or an errno. */
static int
write_file(const char *path, int flags, const char *p, size_t n)
{
	int	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
	int	wrong = 0;

	if (fd == -1)
		return errno;
	if (!write_all(fd, p, n))
		wrong = errno;
	if (close(fd) == -1 && wrong == 0)
		wrong = errno;
	return wrong;
}

static int
failed(const char *path, int wrong)
{
	return cli_wrong("%s: cannot be written: %s", shown_str(path),
	    strerror(wrong));
}

/* Settings that are there already are the user's own. */
static int
write_luarc(struct cli *cli, const char *dir)
{
	const char	*path = arena_printf(cli->arena, "%s/.luarc.json", dir);
	int		 wrong = write_file(path, O_EXCL, editor_luarc,
			    strlen(editor_luarc));

	if (wrong == EEXIST) {
		printf("%s: left as it is\n", shown_str(path));
		return EXIT_DONE;
	}
	if (wrong != 0)
		return failed(path, wrong);
	printf("%s: written\n", shown_str(path));
	return EXIT_DONE;
}

int
write_definitions(struct cli *cli, const char *dir)
{
	const char	*path = arena_printf(cli->arena,
			    "%s/polyscraper.meta.lua", dir);
	struct buf	 b;
	int		 wrong;

	buf_init(&b, BYTES_MAX);
	editor_definitions(cli->registry, &b);
	wrong = write_file(path, O_TRUNC, b.p, b.n);
	buf_free(&b);
	if (wrong != 0)
		return failed(path, wrong);
	printf("%s: written\n", shown_str(path));
	return write_luarc(cli, dir);
}

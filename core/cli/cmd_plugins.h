/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_plugins.h - the parts of the command `plugins`.
 */
#ifndef PS_CMD_PLUGINS_H
#define PS_CMD_PLUGINS_H

struct cli;

/* cmd_editor.c: definitions for editors, into a folder; an exit status. */
int	write_definitions(struct cli *, const char *dir);

#endif

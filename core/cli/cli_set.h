/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_set.h - options of plugins on the command line.
 *
 * These print their own message where they fail.
 */
#ifndef PS_CLI_SET_H
#define PS_CLI_SET_H

#include "cmd.h"

struct setting;

/* Those of this plugin; NULL: those that name none. */
bool	cli_set(struct cli *, const struct ps_plugin *, struct setting **,
	    uint32_t *n);
/* Whether all that name a source name one of these n that are used. */
bool	cli_set_used(struct cli *, const struct ps_plugin *const *used,
	    uint32_t n);

#endif

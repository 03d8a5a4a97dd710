/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_typed.h - the command line as others may see it.
 */
#ifndef PS_CLI_TYPED_H
#define PS_CLI_TYPED_H

struct arena;

/* For the ledger: quoted where needed, without secrets. */
const char *typed_text(struct arena *, int argc, char *const *argv);
/*
 * A copy to work with; in the arguments themselves, which ps shows of this
 * process and those that it forks, secrets become stars.
 */
char	**typed_hide(struct arena *, int argc, char **argv);

#endif

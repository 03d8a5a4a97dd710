/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_ledger.h - questions to the ledger of a database, through its sink.
 *
 * Nothing is made or changed: only what exists is opened, and only asked.
 */
#ifndef PS_CLI_LEDGER_H
#define PS_CLI_LEDGER_H

#include "cmd.h"

struct ledger_view;

/* By the operand, or polyscraper.db.  NULL after a message; *status is set. */
struct ledger_view *ledger_view_open(struct cli *, int *status);
void		 ledger_view_close(struct ledger_view *);
/* What was opened, as -o takes it, and for people. */
const char	*ledger_view_db(const struct ledger_view *);
/* One statement of portable SQL; false after a message. */
bool		 ledger_view_ask(struct ledger_view *, const char *sql,
		    ps_row_fn *, void *arg);
/* The i-th value as text or number; "" and 0 where it is NULL. */
const char	*value_text(const struct ps_value *);
uint64_t	 value_count(const struct ps_value *);

/* A sink used by this process itself, for a moment; for `check`, too. */
struct sink_use;
struct use;
struct arena;
struct sink_use	*sink_use_open(const struct use *, struct arena *,
		    struct ps_opened *);	/* NULL after a message */
/* One statement; NULL, or what is wrong, until the use is closed. */
const char	*sink_use_ask(struct sink_use *, const char *sql,
		    const struct ps_value *, uint32_t n, ps_row_fn *,
		    void *arg);
void		 sink_use_close(struct sink_use *);

#endif

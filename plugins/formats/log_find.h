/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_find.h - the lines in which patterns are looked for, and a pattern that
 * is being written.  Everything belongs to log_find().
 */
#ifndef PS_LOG_FIND_H
#define PS_LOG_FIND_H

#include "log.h"

#define LOG_LINES	600u
#define LOG_TOKENS	14u
#define LOG_BRIDGE	6u	/* words before a time or a level */

struct log_line {
	const char	*p;
	size_t		 n;
	bool		 done;		/* fits a pattern */
	bool		 alive;		/* fits the one being written */
	struct log_token tok[LOG_TOKENS];
};

struct log_lines {
	struct log_line	*line;
	uint32_t	 n, most;
};

/* What the lines that are alive have at one position. */
struct log_share {
	uint32_t	 all, wide, flush;
	uint32_t	 kind[TOK_KINDS], stamp[5], open[128], mark[128];
	const struct log_token *sample;
};

struct log_build {
	struct log_lines	*lines;
	struct log_share	 share;		/* at the position at hand */
	char			 text[LOG_TEXT + 64];
	size_t			 length;
	char			 used[LOG_COLUMNS][LOG_NAME];
	uint32_t		 n_used, n_brackets;
	bool			 strong, named, after_time, after_level, texts;
	bool			 phrase;	/* the word may be several */
	bool			 full;
};

/* log_start.c: which lines are alive at first; false: no pattern is there */
bool	log_start(struct log_build *, struct log_lines *, bool first);

/* log_field.c: writes a field, or what stands before the message */
void	log_field(struct log_build *, uint32_t at, enum log_kind, char mark);
void	log_message(struct log_build *);

/* log_bid.c: the bits that the patterns save */
void	log_weigh(struct ps_self *, struct log_found *,
	    const struct log_lines *);

#endif

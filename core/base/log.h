/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log.h - messages to the person at the terminal: "place: what; what to do".
 *
 * One message is one line and one write.  Children write to the same stderr.
 */
#ifndef PS_LOG_H
#define PS_LOG_H

#include <stdarg.h>

#include "polyscraper.h"

void	log_level(enum ps_level least);		/* what is below is not said */
void	log_say(enum ps_level, const char *, ...) PS_PRINTF(2, 3);
void	log_vsay(enum ps_level, const char *, va_list);
/* Called before each message, e.g. to wipe the progress line; may be NULL. */
void	log_before(void (*)(void));

#define warn(...)	log_say(PS_WARN, __VA_ARGS__)
#define debug(...)	log_say(PS_DEBUG, __VA_ARGS__)

#endif

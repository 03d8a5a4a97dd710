/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log.c - one message, one line, one write.
 *
 * Several processes share the terminal; a single write() of a whole line is
 * what keeps their messages apart.  Secrets are hidden here, whoever speaks.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "output.h"
#include "secret.h"
#include "str.h"

#define LINE_MAX_BYTES	4000

static enum ps_level least_said = PS_INFO;
static void (*before_message)(void);

void
log_level(enum ps_level least)
{
	least_said = least;
}

void
log_before(void (*fn)(void))
{
	before_message = fn;
}

void
log_vsay(enum ps_level level, const char *fmt, va_list ap)
{
	char	line[LINE_MAX_BYTES];
	int	n, saved = errno;
	size_t	length, most = sizeof(line) - 8;

	if (level < least_said)
		return;
	n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	if (n < 0)
		return;
	length = (size_t)n < sizeof(line) - 1 ? (size_t)n :
	    sizeof(line) - 2;
	length = secret_mask(line, length, sizeof(line) - 2);
	if ((size_t)n >= sizeof(line) - 1 && length > most)
		length = utf8_cut(line, length, most);
	/* A line end inside a message would forge a second one. */
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = ' ';
	if ((size_t)n >= sizeof(line) - 1 && length <= most) {
		memcpy(line + length, "...", 3);
		length += 3;
	}
	line[length++] = '\n';
	if (before_message != NULL)
		before_message();
	(void)write_all(STDERR_FILENO, line, length);
	errno = saved;
}

void
log_say(enum ps_level level, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	log_vsay(level, fmt, ap);
	va_end(ap);
}

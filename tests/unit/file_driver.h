/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * file_driver.h - the source of local files, and a core that writes down what
 * it reports.
 */
#ifndef FILE_DRIVER_H
#define FILE_DRIVER_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../core/base/str.h"
#include "../../plugins/sources/file.h"
#include "../tap.h"

const struct ps_plugin *file_LTX_ps_plugin(void);

/* Everything reported, as lines: "+a.csv", "skip a: why", "listed ." */
struct ps_found {
	char		 text[200000];
	size_t		 n;
	const char	*top;		/* cut from paths */
	int		 credit;	/* so many documents, then PS_RETRY */
	enum ps_status	 then;
	uint32_t	 in_step;
	int		 fd;
	struct ps_doc	 fetched;
};

static struct ps_found found;
static char message[500];
static char said[2000];

static inline void __attribute__((format(printf, 1, 2)))
note(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	found.n += (size_t)vsnprintf(found.text + found.n,
	    sizeof(found.text) - found.n, fmt, ap);
	va_end(ap);
}

static inline const char *
cut(const char *path)
{
	size_t	n = strlen(found.top);

	if (strncmp(path, found.top, n) != 0)
		return path;
	return path[n] == '/' ? path + n + 1 : ".";
}

static inline enum ps_status
on_found(struct ps_found *to, const struct ps_doc *d)
{
	note("+%s\n", cut(d->address));
	to->in_step++;
	return --to->credit > 0 ? PS_OK : to->then;
}

static inline enum ps_status
on_fetched(struct ps_found *to, const struct ps_doc *d, int fd)
{
	to->fetched = *d;
	to->fd = fd;
	return PS_OK;
}

static inline void __attribute__((format(printf, 4, 5)))
on_skipped(struct ps_found *to, const struct ps_doc *d, enum ps_status st,
    const char *fmt, ...)
{
	char	why[300];
	va_list	ap;

	(void)to;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	note("%s %s: %s\n", st == PS_SKIP ? "skip" : "fail", cut(d->address),
	    why);
}

static inline void
on_listed(struct ps_found *to, const char *root, bool whole)
{
	(void)to;
	note("%s %s\n", whole ? "listed" : "partly", cut(root));
}

static inline void __attribute__((format(printf, 3, 4)))
on_log(const struct ps_host *h, enum ps_level level, const char *fmt, ...)
{
	va_list	ap;

	(void)h;
	(void)level;
	va_start(ap, fmt);
	vsnprintf(said, sizeof(said), fmt, ap);
	va_end(ap);
}

static inline enum ps_status __attribute__((format(printf, 4, 5)))
on_fail(const struct ps_host *h, enum ps_status st, uint64_t at,
    const char *fmt, ...)
{
	va_list	ap;

	(void)h;
	(void)at;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	return st;
}

static const struct ps_host host = {
	.size = sizeof(host), .log = on_log, .fail = on_fail,
	.found = on_found, .fetched = on_fetched, .skipped = on_skipped,
	.listed = on_listed, .glob = glob_match, .is_junk = path_is_junk
};

static struct file_options options;
static struct ps_self self = { .host = &host, .options = &options };

static inline const struct ps_source *
source(void)
{
	return (const struct ps_source *)(const void *)file_LTX_ps_plugin();
}

static inline void
start(void)
{
	self.state = calloc(1, source()->plugin.state_size);
	found.n = 0;
	found.text[0] = message[0] = said[0] = '\0';
	found.credit = 1 << 30;
	found.then = PS_RETRY;
}

static inline void
stop(void)
{
	source()->close(&self);
	free(self.state);
	self.state = NULL;
}

/* Lists the inputs (a NULL ends them) and tells all that was reported. */
static inline const char *
list(const char *first, ...)
{
	const char	*inputs[20] = { first };
	uint32_t	 n = 1, most = 0;
	enum ps_status	 st;
	va_list		 ap;

	va_start(ap, first);
	while ((inputs[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	start();
	st = source()->open(&self, inputs, n);
	if (st == PS_OK)
		do {
			found.in_step = 0;
			st = source()->step(&self, &found);
			if (found.in_step > most)
				most = found.in_step;
		} while (st == PS_OK);
	if (st != PS_EOF)
		note("status %d: %s\n", st, message);
	if (most > 64)
		note("%u in one step\n", most);
	stop();
	return found.text;
}

static inline void
put(const char *path, const char *text)
{
	FILE	*f = fopen(path, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF)
		abort();
}

#endif

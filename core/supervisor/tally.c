/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tally.c - what the person at the terminal sees while a load runs, and after.
 *
 * The line is rewritten in place on a terminal, written as JSON lines where
 * that was asked for, and not at all where nobody looks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "log.h"
#include "mem.h"
#include "proc.h"
#include "secret.h"
#include "str.h"
#include "tally.h"

#define EVERY	0.2		/* seconds between two looks */
#define WIPE	"\r\033[K"

void
tally_start(struct tally *t, uint32_t workers)
{
	memset(t, 0, sizeof(*t));
	t->started = now_seconds();
	t->workers = workers;
}

void
tally_free(struct tally *t)
{
	for (uint32_t i = 0; i < t->n_apart; i++) {
		free(t->apart[i].document);
		free(t->apart[i].table);
	}
	free(t->apart);
	free(t->summary);
	free(t->where);
}

static char *
without_secrets(const char *s)
{
	struct arena	*arena = arena_new();
	char		*text = xstrdup(secret_masked(arena, s));

	arena_free(arena);
	return text;
}

void
tally_apart(struct tally *t, const char *document, const char *table,
    const char *why)
{
	GROW(t->apart, t->n_apart, t->apart_room);
	t->apart[t->n_apart++] = (struct apart){ without_secrets(document),
	    xstrdup(table), why };
}

static uint64_t
ended(const struct tally *t)
{
	return t->unchanged + t->loaded + t->skipped + t->failed;
}

static double
left(const struct tally *t, double seconds)
{
	uint64_t	done = ended(t);

	if (t->bytes > 0 && t->bytes_found > t->bytes)
		return seconds * (double)(t->bytes_found - t->bytes) /
		    (double)t->bytes;
	return done == 0 ? 0 : seconds * (double)(t->found - done) /
	    (double)done;
}

static void
show_line(const struct tally *t, double seconds)
{
	char	docs[32], rows[32], bytes[32], rate[32], time[32], line[240];
	int	n;

	n = snprintf(line, sizeof(line), WIPE "%s documents, %s rows",
	    human_count(ended(t), docs), human_count(t->rows, rows));
	if (t->rejected > 0)
		n += snprintf(line + n, sizeof(line) - (size_t)n,
		    ", %llu rejected", (unsigned long long)t->rejected);
	n += snprintf(line + n, sizeof(line) - (size_t)n,
	    ", %s at %s/s, %u of %u workers busy",
	    human_bytes((double)t->bytes, bytes),
	    human_bytes((double)t->bytes / seconds, rate), t->busy,
	    t->workers);
	if (t->listed)
		n += snprintf(line + n, sizeof(line) - (size_t)n,
		    ", %s left", human_time(left(t, seconds), time));
	if (n > 0)
		(void)!write(STDERR_FILENO, line, (size_t)n);
}

/* "12 of 340 addresses visited, 2 under way, 1.2 MB at 40 kB/s; h: 503" */
static void
show_visits(const struct tally *t, double seconds)
{
	char	done[32], all[32], docs[32], bytes[32], rate[32], line[480];
	int	n;

	n = snprintf(line, sizeof(line), WIPE "%s of %s addresses visited, "
	    "%u under way, %s documents of %s",
	    human_count(t->visits[VISITS_DONE], done),
	    human_count(t->visits[VISITS_DONE] + t->visits[VISITS_QUEUED],
	    all), t->under_way, human_count(ended(t), docs),
	    human_count(t->found, bytes));
	if (t->visits[VISITS_FAILED] + t->failed > 0)
		n += snprintf(line + n, sizeof(line) - (size_t)n,
		    ", %llu failed", (unsigned long long)
		    (t->visits[VISITS_FAILED] + t->failed));
	n += snprintf(line + n, sizeof(line) - (size_t)n,
	    ", %s at %s/s%s%s", human_bytes((double)t->received, bytes),
	    human_bytes((double)t->received / seconds, rate),
	    t->waits[0] == '\0' ? "" : "; ", t->waits);
	if (n > 0)
		(void)!write(STDERR_FILENO, line, (size_t)n);
}

/* More members of the object. */
static void
show_json_visits(const struct tally *t)
{
	static const char *const	names[N_VISITS] = {
		[VISITS_QUEUED] = "queued", [VISITS_DONE] = "visited",
		[VISITS_LEFT_OUT] = "left_out",
		[VISITS_FAILED] = "visits_failed", [VISITS_LATER] = "later"
	};
	struct buf			 waits;

	for (int i = 0; i < N_VISITS; i++)
		fprintf(stderr, "\"%s\":%llu,", names[i],
		    (unsigned long long)t->visits[i]);
	buf_init(&waits, 4096);
	buf_json(&waits, t->waits, strlen(t->waits));
	fprintf(stderr, "\"under_way\":%u,\"received\":%llu,"
	    "\"waits\":%s,", t->under_way, (unsigned long long)t->received,
	    t->waits[0] == '\0' ? "null" : buf_cstr(&waits));
	buf_free(&waits);
}

static void
show_json(const struct tally *t, double seconds, bool last)
{
	fputc('{', stderr);
	if (t->crawls)
		show_json_visits(t);
	fprintf(stderr, "\"seconds\":%.1f,\"documents\":%llu,\"found\":%llu,"
	    "\"rows\":%llu,\"rejected\":%llu,\"failed\":%llu,\"bytes\":%llu,"
	    "\"busy\":%u,\"workers\":%u,\"left\":%.1f,\"done\":%s}\n",
	    seconds, (unsigned long long)ended(t),
	    (unsigned long long)t->found, (unsigned long long)t->rows,
	    (unsigned long long)t->rejected, (unsigned long long)t->failed,
	    (unsigned long long)t->bytes, t->busy, t->workers,
	    last ? 0 : left(t, seconds), last ? "true" : "false");
}

static enum progress_mode
mode_of(const struct pipeline *p)
{
	if (p->progress != PROGRESS_AUTO)
		return p->progress;
	return isatty(STDERR_FILENO) && !p->quiet ? PROGRESS_BAR :
	    PROGRESS_NONE;
}

void
tally_progress(struct tally *t, const struct pipeline *p, bool last)
{
	double			now = now_seconds();
	double			seconds = now - t->started;
	enum progress_mode	mode;

	if (!last && now - t->shown < EVERY)
		return;
	t->shown = now;
	if ((mode = mode_of(p)) == PROGRESS_NONE)
		return;
	if (mode == PROGRESS_JSON)
		show_json(t, seconds, last);
	else if (last)
		tally_wipe();
	else {
		log_before(tally_wipe);
		(t->crawls ? show_visits : show_line)(t,
		    seconds > 0.01 ? seconds : 0.01);
	}
}

void
tally_wipe(void)
{
	(void)!write(STDERR_FILENO, WIPE, sizeof(WIPE) - 1);
}

static void
tell_apart(const struct tally *t)
{
	for (uint32_t i = 0; i < t->n_apart && i < 10; i++)
		fprintf(stderr, "  %s has a table of its own, %s: %s\n",
		    shown_str(t->apart[i].document),
		    shown_str(t->apart[i].table), t->apart[i].why);
	if (t->n_apart > 10)
		fprintf(stderr, "  and %u more documents have tables of their "
		    "own\n", t->n_apart - 10);
}

static void
add_count(struct buf *b, uint64_t n, const char *what)
{
	char	text[32];

	if (n > 0)
		buf_printf(b, ", %s %s", human_count(n, text), what);
}

void
tally_summary(const struct tally *t, const struct pipeline *p)
{
	double		seconds = now_seconds() - t->started;
	char		docs[32], rows[32], bytes[32], time[32];
	struct buf	b;

	if (p->quiet || p->progress == PROGRESS_JSON)
		return;
	if (t->summary != NULL && t->summary[0] != '\0')
		fprintf(stderr, "%s\n", t->summary);
	tell_apart(t);
	buf_init(&b, 4096);
	buf_printf(&b, "%s document%s, %s row%s, %s in %s",
	    human_count(t->loaded, docs), t->loaded == 1 ? "" : "s",
	    human_count(t->rows, rows), t->rows == 1 ? "" : "s",
	    human_bytes((double)t->bytes, bytes), human_time(seconds, time));
	if (seconds > 0.05)
		buf_printf(&b, " on %.1f cores", cpu_seconds() / seconds);
	add_count(&b, t->unchanged, "unchanged");
	add_count(&b, t->skipped, "skipped");
	add_count(&b, t->failed, "failed");
	add_count(&b, t->rejected, t->rejected == 1 ? "row rejected" :
	    "rows rejected");
	fprintf(stderr, "%s\n", buf_cstr(&b));
	buf_free(&b);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_open.c - what the document is taken for, and why: told before its
 * first table.
 */
#include <string.h>

#include "magic.h"
#include "options.h"
#include "plugin.h"
#include "worker.h"

static void
put_options(struct worker *w, struct buf *b)
{
	struct buf	text;

	if (w->verdict.format == NULL) {
		put_text(b, NULL);
		return;
	}
	buf_init(&text, 64u << 10);
	plugin_written(&text, PS_FORMAT, w->verdict.format->plugin.name);
	buf_str(&text, " {");
	for (uint32_t i = 0; i < w->n_settings; i++) {
		buf_str(&text, i == 0 ? " " : ", ");
		buf_printf(&text, "%s = ", w->settings[i].name);
		buf_json(&text, w->settings[i].value,
		    strlen(w->settings[i].value));
	}
	buf_str(&text, w->n_settings > 0 ? " }" : "}");
	put_text(b, buf_cstr(&text));
	buf_free(&text);
}

/* As it is stored: what there was to choose, in a few words. */
static void
add_decision(struct buf *b, const struct decision *d)
{
	if (d->runner_up == NULL)
		return;
	buf_printf(b, "%s %s rather than %s", d->what, d->choice,
	    d->runner_up);
	buf_printf(b, d->bits > 0 ? ": %.0f bits\n" : "\n", d->bits);
}

/* The other format; its own other readings are among the decisions. */
static void
add_runner_up(struct buf *b, const struct verdict *v)
{
	if (v->runner_up == NULL ||
	    strcmp(v->runner_up, v->format->plugin.name) == 0)
		return;
	buf_printf(b, "%s rather than %s%s%s\n", v->format->plugin.name,
	    v->runner_up, v->runner_up_why == NULL ? "" : ": ",
	    v->runner_up_why == NULL ? "" : v->runner_up_why);
}

static void
put_why(struct worker *w, struct buf *b)
{
	struct buf	text;

	buf_init(&text, 16u << 10);
	if (w->told)
		buf_str(&text, "as its container says\n");
	if (w->doc->note != NULL)
		buf_printf(&text, "%s\n", w->doc->note);
	for (uint32_t i = 0; i < w->verdict.n_why; i++)
		buf_printf(&text, "%s\n", w->verdict.why[i]);
	if (!w->describe) {
		add_runner_up(&text, &w->verdict);
		for (uint32_t i = 0; i < w->verdict.n_decided; i++)
			add_decision(&text, &w->verdict.decided[i]);
	}
	if (w->charset.why[0] != '\0')
		buf_printf(&text, "%s\n", w->charset.why);
	put_text(b, buf_cstr(&text));
	buf_free(&text);
}

static void
put_decision(struct buf *b, const struct decision *d)
{
	put_text(b, d->what);
	put_text(b, d->choice);
	put_text(b, d->why);
	put_text(b, d->runner_up);
	put_f64(b, d->bits);
}

/* Of the encoding we know ourselves; the rest is the format's. */
static void
put_decisions(struct worker *w, struct buf *b)
{
	const struct decision	encoding = { .what = "encoding",
				    .choice = w->charset.name,
				    .why = w->charset.why,
				    .runner_up = w->charset.runner_up,
				    .bits = w->charset.bits };
	const struct verdict	*v = &w->verdict;

	put_u32(b, w->describe ? v->n_decided + 1 : 0);
	if (!w->describe)
		return;
	for (uint32_t i = 0; i < v->n_decided; i++)
		put_decision(b, &v->decided[i]);
	put_decision(b, &encoding);
	put_raw(b, &v->evidence, sizeof(v->evidence));
}

/* What it is taken for by name, where no format reads it. */
static void
put_seems(struct worker *w, struct buf *b)
{
	struct seems	s = { NULL, NULL };

	if (w->verdict.format == NULL)
		s = worker_seems(w);
	put_text(b, s.name);
	put_text(b, s.mime);
	if (s.name != NULL)
		(void)ps_fail(&w->self, PS_SKIP, 0, "%s; no plugin reads it",
		    s.name);
}

void
worker_opened(struct worker *w)
{
	struct buf	*b = frame_begin(w->channel, M_OPEN);

	put_u64(b, w->seq);
	put_text(b, w->verdict.format == NULL ? NULL :
	    w->verdict.format->plugin.name);
	put_text(b, w->charset.name);
	put_u8(b, w->charset.bom > 0);
	put_f64(b, w->charset.doubtful && w->verdict.confidence > 0.8 ? 0.8 :
	    w->verdict.confidence);
	put_options(w, b);
	put_why(w, b);
	put_text(b, w->verdict.runner_up);
	put_text(b, w->verdict.runner_up_why);
	put_u32(b, w->n_settings);
	for (uint32_t i = 0; i < w->n_settings; i++) {
		put_text(b, w->settings[i].name);
		put_text(b, w->settings[i].value);
	}
	put_seems(w, b);
	put_decisions(w, b);
	frame_end(w->channel);
}

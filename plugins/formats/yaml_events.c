/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_events.c - the events of libyaml, and those that aliases repeat.
 *
 * The parser is fed line by line, so that it knows no more than it needs: what
 * it was given and what is not yet told is at hand when the document breaks
 * off, and where it does the next one is looked for behind that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

enum { PIECE = 64 << 10 };

/* What aliases may repeat: so much anyway, and so much for each one read. */
#define AGAIN_EVENTS	100000u
#define AGAIN_SHARE	50u
#define AGAIN_BYTES	((uint64_t)64 << 20)
#define AGAIN_BYTE_SHARE 10u
/* Each token costs libyaml as many steps as brackets are open. */
#define STEPS		50000000u
#define STEPS_SHARE	64u

/* What comes next in the document, at least a line if there is one. */
size_t
events_show(struct events *v, const char **p)
{
	ptrdiff_t	n;

	if (v->at_ahead < v->ahead.n) {
		*p = v->ahead.p + v->at_ahead;
		return v->ahead.n - v->at_ahead;
	}
	if (v->in == NULL) {
		*p = v->sample + v->at_sample;
		return v->n_sample - v->at_sample;
	}
	n = ps_peek(v->self, v->in, PIECE, p);
	return n < 0 ? 0 : (size_t)n;
}

bool
events_take(struct events *v, size_t n)
{
	v->bytes += n;
	if (v->at_ahead < v->ahead.n) {
		v->at_ahead += n;
		return true;
	}
	if (v->in != NULL)
		return ps_take(v->self, v->in, n) >= PS_SKIP;
	v->at_sample += n;
	return true;
}

/* Bytes that are done with make room. */
static void
shift(struct events *v)
{
	if (v->used < v->fed.n / 2)
		return;
	memmove(v->fed.p, v->fed.p + v->used, v->fed.n - v->used);
	v->fed.n -= v->used;
	v->used = 0;
}

static int
feed(void *arg, unsigned char *to, size_t size, size_t *n)
{
	struct events	*v = arg;
	const char	*p, *end;
	size_t		 left = events_show(v, &p);

	*n = 0;
	if (left == 0)
		return 1;
	if (left > size)
		left = size;
	end = memchr(p, '\n', left);
	if (end != NULL)
		left = (size_t)(end - p) + 1;
	if (v->used > 0)
		shift(v);
	if (v->fed.n - v->used > TEXT_MAX) {
		v->cut_short = true;
		return 0;
	}
	if (!yaml_text(&v->fed, p, left))
		return 0;
	memcpy(to, p, left);
	*n = left;
	return events_take(v, left);
}

static void
shut(struct events *v)
{
	if (v->has_event)
		yaml_event_delete(&v->event);
	if (v->open)
		yaml_parser_delete(&v->parser);
	v->has_event = v->open = false;
}

/* Another parser, for what comes next. */
bool
events_open(struct events *v)
{
	shut(v);
	v->fed.n = v->used = v->used_index = v->used_line = 0;
	v->n_cursors = 0;
	v->depth = 0;
	anchors_clear(&v->anchors);
	if (yaml_parser_initialize(&v->parser) == 0) {
		snprintf(v->wrong, sizeof(v->wrong), "no memory to read it");
		return false;
	}
	v->open = true;
	yaml_parser_set_encoding(&v->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&v->parser, feed, v);
	return true;
}

void
events_close(struct events *v)
{
	shut(v);
	anchors_free(&v->anchors);
	free(v->cursors);
	free(v->fed.p);
	free(v->ahead.p);
}

/* The place of a mark in what was fed, from what is done with. */
static size_t
place_of(const struct events *v, size_t index)
{
	size_t	at = v->used, i = v->used_index;

	while (i < index && at < v->fed.n) {
		at++;
		while (at < v->fed.n && (v->fed.p[at] & 0xc0) == 0x80)
			at++;
		i++;
	}
	return at;
}

void
events_done(struct events *v)
{
	size_t	index = v->event.end_mark.index;

	if (!v->has_event || index <= v->used_index)
		return;
	v->used = place_of(v, index);
	v->used_index = index;
	v->used_line = v->event.end_mark.line;
}

static const char *
text_of(const yaml_char_t *p)
{
	return (const char *)p;
}

/* What libyaml says is wrong, and where. */
static void
explain(struct events *v)
{
	const yaml_parser_t	*y = &v->parser;
	const yaml_mark_t	*at = y->error == YAML_READER_ERROR ?
				    &y->mark : &y->problem_mark;

	v->line = v->lines_before + at->line + 1;
	if (v->cut_short)
		snprintf(v->wrong, sizeof(v->wrong), "a value of more than "
		    "64 MiB");
	else if (y->error == YAML_MEMORY_ERROR || y->problem == NULL)
		snprintf(v->wrong, sizeof(v->wrong), "no memory to read it");
	else
		snprintf(v->wrong, sizeof(v->wrong), "column %zu: %s%s%s",
		    at->column + 1, y->problem, y->context == NULL ? "" : ", ",
		    y->context == NULL ? "" : y->context);
}

/* True: it is an event that somebody wants. */
static bool
translate(struct events *v, struct event *e, const char **anchor)
{
	const yaml_event_t	*y = &v->event;

	*anchor = NULL;
	*e = (struct event){ .target = NO_ANCHOR, .p = "",
	    .line = v->lines_before + y->start_mark.line + 1,
	    .last_line = v->lines_before + y->end_mark.line + 1 };
	switch (y->type) {
	case YAML_SCALAR_EVENT:
		e->kind = EV_SCALAR;
		e->p = text_of(y->data.scalar.value);
		e->n = y->data.scalar.length;
		e->plain = y->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
		e->tag = text_of(y->data.scalar.tag);
		*anchor = text_of(y->data.scalar.anchor);
		return true;
	case YAML_MAPPING_START_EVENT:
		e->kind = EV_MAP;
		e->tag = text_of(y->data.mapping_start.tag);
		*anchor = text_of(y->data.mapping_start.anchor);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		e->kind = EV_LIST;
		e->tag = text_of(y->data.sequence_start.tag);
		*anchor = text_of(y->data.sequence_start.anchor);
		return true;
	case YAML_ALIAS_EVENT:
		e->kind = EV_ALIAS;
		e->p = text_of(y->data.alias.anchor);
		e->n = strlen(e->p);
		e->target = anchors_find(&v->anchors, e->p);
		return true;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		e->kind = EV_LEAVE;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		e->kind = EV_DOCUMENT;
		return true;
	case YAML_DOCUMENT_END_EVENT:
		e->kind = EV_DOCUMENT_END;
		return true;
	case YAML_STREAM_END_EVENT:
		e->kind = EV_END;
		return true;
	default:
		return false;
	}
}

static bool
is_too_slow(struct events *v, const struct event *e)
{
	v->steps += (uint64_t)v->parser.flow_level;
	if (v->steps <= STEPS + STEPS_SHARE * v->events)
		return false;
	v->line = e->line;
	snprintf(v->wrong, sizeof(v->wrong), "so much within %d brackets "
	    "takes too long; as JSON it would be read", v->parser.flow_level);
	return true;
}

static bool
next_read(struct events *v, struct event *e)
{
	const char	*anchor;

	do {
		if (v->has_event)
			yaml_event_delete(&v->event);
		v->has_event = false;
		if (yaml_parser_parse(&v->parser, &v->event) == 0) {
			explain(v);
			return false;
		}
		v->has_event = true;
	} while (!translate(v, e, &anchor));
	v->events++;
	if (is_too_slow(v, e))
		return false;
	if (e->kind == EV_DOCUMENT)
		anchors_clear(&v->anchors);
	if (e->kind <= EV_ALIAS)
		anchors_keep(&v->anchors, e, anchor, v->depth);
	if (e->kind == EV_MAP || e->kind == EV_LIST)
		v->depth++;
	else if (e->kind == EV_LEAVE)
		v->depth--;
	return true;
}

/* What aliases repeat has a bound, however they are nested. */
static bool
is_too_much(struct events *v, const struct event *e)
{
	v->again++;
	v->bytes_again += e->n;
	if (v->again <= AGAIN_EVENTS + AGAIN_SHARE * v->events &&
	    v->bytes_again <= AGAIN_BYTES + AGAIN_BYTE_SHARE * v->bytes)
		return false;
	v->bomb = true;
	v->line = e->line;
	snprintf(v->wrong, sizeof(v->wrong), "aliases repeat %llu values and "
	    "%llu bytes, which is more than is read of any document of this "
	    "size", (unsigned long long)v->again,
	    (unsigned long long)v->bytes_again);
	return true;
}

bool
events_next(struct events *v, struct event *e)
{
	struct cursor	*c;

	while (v->n_cursors > 0) {
		c = &v->cursors[v->n_cursors - 1];
		if (c->at == c->end) {
			v->n_cursors--;
			continue;
		}
		*e = anchors_event(&v->anchors, c->at++);
		e->line = e->last_line = c->line;
		return !is_too_much(v, e);
	}
	return next_read(v, e);
}

bool
events_again(struct events *v, uint32_t anchor, uint64_t line, bool inside)
{
	const struct anchor	*a = &v->anchors.list[anchor];
	struct cursor		*more;

	/* Those at their end are left first: their number has a bound. */
	while (v->n_cursors > 0 && v->cursors[v->n_cursors - 1].at ==
	    v->cursors[v->n_cursors - 1].end)
		v->n_cursors--;
	more = yaml_grown(v->cursors, v->n_cursors, &v->cursors_room,
	    sizeof(*v->cursors));
	if (more == NULL)
		return false;
	v->cursors = more;
	v->cursors[v->n_cursors++] = (struct cursor){ .at = a->from + inside,
	    .end = a->to, .line = line };
	return true;
}

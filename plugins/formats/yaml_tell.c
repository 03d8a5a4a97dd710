/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_tell.c - events, told to the tree.
 *
 * A list waits for its first element, which says what it is.  What the tree
 * wants whole becomes JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

static struct frame *
top(struct yaml *y)
{
	return y->depth > 0 ? &y->frames[y->depth - 1] : NULL;
}

static bool
fail(struct yaml *y, const struct event *e, const char *why)
{
	y->events.line = e->line;
	snprintf(y->events.wrong, sizeof(y->events.wrong), "%s", why);
	return false;
}

static bool
no_memory(struct yaml *y, const struct event *e, bool good)
{
	return good || fail(y, e, "a value of more than 64 MiB");
}

static bool
set_key(struct yaml *y, const char *p, size_t n)
{
	y->key.n = 0;
	return yaml_text(&y->key, p, n);
}

/* What is told is no longer at risk. */
static void
told(struct yaml *y)
{
	if (y->whole == 0 && !y->held)
		events_done(&y->events);
}

/* A value has come: its key is past.  What cannot be merged has a key, too. */
static bool
use_key(struct yaml *y, struct frame *f)
{
	bool	merge = f != NULL && (f->kind == FRAME_MERGES || f->merge);

	if (f != NULL)
		f->at_value = f->merge = false;
	if (!merge)
		return true;
	return y->whole > 0 ? yaml_json_key(y, "<<", 2) : set_key(y, "<<", 2);
}

static void
tell(struct yaml *y, const char *p, size_t n, unsigned flags)
{
	char	*to;

	if (y->tree == NULL)
		return;
	if (y->out != NULL && n > 0) {
		to = ps_scratch(y->self, y->out, n);
		memcpy(to, p, n);
		p = to;
	}
	ps_tree_value(y->self, y->tree, y->key.n == 0 ? "" : y->key.p,
	    y->key.n, p, n, flags, 0);
}

static bool
put_scalar(struct yaml *y, const struct event *e)
{
	bool		json;
	enum scalar	kind = yaml_scalar_kind(e, &json);

	if (y->whole > 0)
		return yaml_json_scalar(y, e, kind, json);
	if (kind == SCALAR_NULL)
		tell(y, "", 0, PS_ABSENT);
	else
		tell(y, e->p, e->n, kind == SCALAR_TEXT ? PS_STRING |
		    (e->plain ? 0u : PS_QUOTED) : 0u);
	return true;
}

/* A tag that YAML does not know is part of the text: `!Ref name`. */
static bool
with_tag(struct yaml *y, struct event *e)
{
	char	tag[200];
	size_t	n = yaml_tag(e->tag, tag, sizeof(tag));

	if (n == 0)
		return true;
	y->tagged.n = 0;
	if (!yaml_text(&y->tagged, tag, n) || !yaml_char(&y->tagged, ' ') ||
	    !yaml_text(&y->tagged, e->p, e->n))
		return false;
	e->p = y->tagged.p;
	e->n = y->tagged.n - (e->n == 0);
	return true;
}

static bool
on_key(struct yaml *y, struct frame *f, const struct event *e)
{
	look_event(y, e, true);
	f->at_value = true;
	f->merge = e->plain && e->n == 2 && memcmp(e->p, "<<", 2) == 0;
	if (f->merge)
		return true;
	if (merge_key(y, f, e->p, e->n)) {
		f->skip = true;
		return true;
	}
	return no_memory(y, e, y->whole > 0 ? yaml_json_key(y, e->p, e->n) :
	    set_key(y, e->p, e->n));
}

static bool
on_scalar(struct yaml *y, struct event *e)
{
	struct frame	*f = top(y);

	if (!with_tag(y, e))
		return no_memory(y, e, false);
	if (f != NULL && f->is_map && !f->at_value)
		return on_key(y, f, e);
	look_event(y, e, false);
	if (f != NULL && f->skip) {
		f->skip = f->at_value = false;
		return true;
	}
	if (f == NULL && y->look != NULL)
		y->look->scalars += e->n > 0;
	if (f == NULL && e->n == 0 && e->plain)
		return true;	/* there is no document */
	if (!no_memory(y, e, use_key(y, f) && put_scalar(y, e)))
		return false;
	told(y);
	return true;
}

static void
push(struct yaml *y, enum frame_kind kind, bool is_map)
{
	y->frames[y->depth++] = (struct frame){ .kind = kind,
	    .is_map = is_map, .keys = y->n_keys, .sorted = y->n_keys,
	    .merges = y->n_merges };
}

static bool
begin_whole(struct yaml *y, const struct event *e, bool is_key)
{
	y->whole = y->depth;
	y->whole_key = is_key;
	y->json.n = 0;
	return no_memory(y, e, yaml_json_open(y, e, top(y)));
}

static bool
enter(struct yaml *y, const struct event *e, enum ps_tree_kind kind)
{
	enum ps_tree_answer	answer = PS_TREE_GO;
	char			tag[200];
	size_t			n;

	if (y->tree != NULL)
		answer = ps_tree_enter(y->self, y->tree, y->key.n == 0 ? "" :
		    y->key.p, y->key.n, kind, 0);
	if (answer == PS_TREE_FAIL)
		return fail(y, e, "it is nested too deep");
	if (answer == PS_TREE_WHOLE)
		return begin_whole(y, e, false);
	n = yaml_tag(e->tag, tag, sizeof(tag));
	if (n > 0 && kind == PS_TREE_OBJECT) {
		if (!set_key(y, "_tag", 4))
			return no_memory(y, e, false);
		tell(y, tag, n, PS_STRING);
	}
	return true;
}

/* The list that waited is known by what comes first in it. */
static bool
open_held(struct yaml *y, const struct event *e)
{
	const struct anchors	*a = &y->events.anchors;
	enum event_kind		 kind = e->kind;

	y->held = false;
	if (kind == EV_ALIAS && e->target != NO_ANCHOR)
		kind = a->nodes[a->list[e->target].from].kind;
	return enter(y, &(struct event){ .line = e->line }, kind == EV_MAP ?
	    PS_TREE_LIST : PS_TREE_VALUES);
}

/* A map or list as a key: its text is. */
static bool
open_key(struct yaml *y, const struct event *e)
{
	bool	within = y->whole > 0;

	if (within && !no_memory(y, e, yaml_json_key(y, "?", 1)))
		return false;
	push(y, e->kind == EV_MAP ? FRAME_MAP : FRAME_LIST, e->kind ==
	    EV_MAP);
	top(y)->is_key = true;
	return within ? no_memory(y, e, yaml_json_open(y, e, top(y))) :
	    begin_whole(y, e, true);
}

static bool
on_open(struct yaml *y, const struct event *e)
{
	struct frame	*f = top(y);
	bool		 is_map = e->kind == EV_MAP;
	char		 tag[8];

	look_event(y, e, false);
	if (y->depth >= YAML_DEPTH)
		return fail(y, e, "it is nested deeper than 1,000 levels");
	if (f != NULL && f->is_map && !f->at_value)
		return open_key(y, e);
	if (f != NULL && f->skip) {
		f->skip = f->at_value = false;
		y->skipping = 1;
		return true;
	}
	if (f != NULL && (f->kind == FRAME_MERGES || f->merge)) {
		f->at_value = f->merge = false;
		push(y, is_map ? FRAME_MERGED : FRAME_MERGES, is_map);
		return true;
	}
	if (f != NULL)
		f->at_value = false;
	push(y, is_map ? FRAME_MAP : FRAME_LIST, is_map);
	if (y->whole > 0)
		return no_memory(y, e, yaml_json_open(y, e, top(y)));
	if (is_map)
		return enter(y, e, PS_TREE_OBJECT);
	if (f != NULL && yaml_tag(e->tag, tag, sizeof(tag)) > 0)
		return begin_whole(y, e, false);
	y->held = true;
	return true;
}

/* What was taken whole is complete: a value, or the name of one. */
static bool
end_whole(struct yaml *y, const struct event *e)
{
	y->whole = 0;
	if (!y->whole_key) {
		tell(y, y->json.p, y->json.n, 0);
		return true;
	}
	top(y)->skip = merge_key(y, top(y), y->json.p, y->json.n);
	return no_memory(y, e, set_key(y, y->json.p, y->json.n));
}

static bool
leave_json(struct yaml *y, const struct event *e, const struct frame *f)
{
	bool	good = yaml_json_close(y, f);

	if (f->is_key)
		top(y)->at_value = true;
	if (!no_memory(y, e, good && y->json.n <= TEXT_MAX))
		return false;
	if (y->whole == y->depth + 1)
		return end_whole(y, e);
	return !f->is_key || no_memory(y, e, yaml_json_key(y, ":", 1));
}

static bool
on_leave(struct yaml *y, const struct event *e)
{
	struct frame	*f = top(y);

	if (f->is_map && y->n_merges > f->merges)
		return no_memory(y, e, merge_next(y, f, e->line));
	if (y->look != NULL && f->is_map)
		y->look->doubles += merge_doubles(y, f);
	y->n_keys = f->keys;
	y->depth--;
	if (f->kind == FRAME_MERGES)
		merge_reverse(y, f->merges);
	if (f->kind == FRAME_MERGES || f->kind == FRAME_MERGED)
		return true;
	if (y->whole > 0) {
		if (!leave_json(y, e, f))
			return false;
	} else if (y->tree != NULL)
		y->full |= ps_tree_leave(y->self, y->tree);
	if (y->whole == 0 && !f->is_key)
		told(y);
	return true;
}

/* What it stands for is not known, or too large: it stands for itself. */
static bool
bare_alias(struct yaml *y, struct event *e)
{
	char	*raw;

	y->tagged.n = 0;
	if (!yaml_char(&y->tagged, '*') || !yaml_text(&y->tagged, e->p, e->n))
		return no_memory(y, e, false);
	if (y->out != NULL) {
		raw = ps_scratch(y->self, y->out, y->tagged.n);
		memcpy(raw, y->tagged.p, y->tagged.n);
		ps_issue(y->self, y->out, PS_NOTE, e->line, "alias",
		    "what it stands for is not known here, within itself, or "
		    "too large to be repeated", raw, y->tagged.n);
	}
	*e = (struct event){ .kind = EV_SCALAR, .p = y->tagged.p,
	    .n = y->tagged.n, .target = NO_ANCHOR, .line = e->line,
	    .last_line = e->line };
	return on_scalar(y, e);
}

static bool
on_alias(struct yaml *y, struct event *e)
{
	const struct anchors	*a = &y->events.anchors;
	struct frame		*f = top(y);
	bool			 merge = f != NULL && (f->merge ||
				    f->kind == FRAME_MERGES);

	if (e->target == NO_ANCHOR || (merge && f->forgot))
		return bare_alias(y, e);
	if (f != NULL && f->skip) {
		f->skip = f->at_value = false;
		return true;
	}
	if (!merge || a->nodes[a->list[e->target].from].kind != EV_MAP)
		return no_memory(y, e, events_again(&y->events, e->target,
		    e->line, false));
	f->at_value = f->merge = false;
	return no_memory(y, e, merge_later(y, e->target));
}

/* In documents that have kinds, each kind is a list of its own. */
static bool
enter_kind(struct yaml *y)
{
	char	name[100] = "document";
	size_t	n = events_word(&y->events, y->kind, name, sizeof(name));

	if (!y->in_root && ps_tree_enter(y->self, y->tree, "", 0,
	    PS_TREE_OBJECT, 0) != PS_TREE_GO)
		return false;
	y->in_root = true;
	if (!set_key(y, name, n > 0 ? n : strlen(name)))
		return false;
	y->in_kind = ps_tree_enter(y->self, y->tree, y->key.p, y->key.n,
	    PS_TREE_LIST, 0) == PS_TREE_GO;
	return true;
}

static bool
on_document(struct yaml *y, const struct event *e)
{
	events_done(&y->events);
	y->key.n = 0;
	look_document(y);
	return y->kind == NULL || y->tree == NULL ||
	    no_memory(y, e, enter_kind(y));
}

static bool
on_end(struct yaml *y, bool *is_open)
{
	told(y);
	if (*is_open)
		y->full |= ps_tree_leave(y->self, y->tree);
	*is_open = false;
	return true;
}

bool
yaml_tell(struct yaml *y, const struct event *event)
{
	struct event	e = *event;

	if (y->skipping > 0) {
		if (e.kind == EV_LEAVE)
			y->skipping--;
		else if (e.kind == EV_MAP || e.kind == EV_LIST)
			y->skipping++;
		return true;
	}
	if (y->held && !open_held(y, &e))
		return false;
	switch (e.kind) {
	case EV_SCALAR:
		return on_scalar(y, &e);
	case EV_MAP:
	case EV_LIST:
		return on_open(y, &e);
	case EV_LEAVE:
		return on_leave(y, &e);
	case EV_ALIAS:
		return on_alias(y, &e);
	case EV_DOCUMENT:
		return on_document(y, &e);
	case EV_DOCUMENT_END:
		return on_end(y, &y->in_kind);
	default:
		return on_end(y, &y->in_root);
	}
}

void
yaml_cut(struct yaml *y)
{
	if (y->tree != NULL)
		ps_tree_cut(y->self, y->tree);
	y->depth = y->whole = y->skipping = 0;
	y->n_keys = y->n_merges = 0;
	y->held = y->in_root = y->in_kind = false;
}

void
yaml_free(struct yaml *y)
{
	events_close(&y->events);
	free(y->key.p);
	free(y->json.p);
	free(y->tagged.p);
	free(y->keys);
	free(y->merges);
}

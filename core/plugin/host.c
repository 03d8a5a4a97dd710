/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * host.c - the table of functions that the core lends to plugins.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beside.h"
#include "bid.h"
#include "charset.h"
#include "host.h"
#include "html_token.h"
#include "input.h"
#include "layout.h"
#include "log.h"
#include "mem.h"
#include "number.h"
#include "reading.h"
#include "rows.h"
#include "secret.h"
#include "str.h"
#include "tree.h"
#include "url.h"

/* The table is the first member of the host it belongs to. */
static struct host *
host_of(const struct ps_host *api)
{
	struct host	*h;

	memcpy(&h, &(const void *){ api }, sizeof(h));
	return h;
}

static void __attribute__((format(printf, 3, 4)))
say(const struct ps_host *api, enum ps_level level, const char *fmt, ...)
{
	const struct host *h = host_of(api);
	char		 text[800];
	va_list		 ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_say(level, "%s: %s", h->document != NULL ? h->document : h->plugin,
	    text);
}

static enum ps_status __attribute__((format(printf, 4, 5)))
fail(const struct ps_host *api, enum ps_status status, uint64_t at,
    const char *fmt, ...)
{
	struct host	*h = host_of(api);
	size_t		 n = 0;
	va_list		 ap;

	h->at = at;
	if (at > 0)
		n = (size_t)snprintf(h->message, sizeof(h->message),
		    "line %llu: ", (unsigned long long)at);
	va_start(ap, fmt);
	vsnprintf(h->message + n, sizeof(h->message) - n, fmt, ap);
	va_end(ap);
	return status;
}

static void *
alloc(const struct ps_host *api, size_t n)
{
	return arena_alloc(host_of(api)->arena, n);
}

static size_t
hide(const struct ps_host *api, char *p, size_t n, size_t room)
{
	(void)api;
	return secret_mask(p, n, room);
}

static struct ps_tree *
new_tree(const struct ps_host *api, const struct ps_tree_options *o)
{
	struct host	*h = host_of(api);

	tree_free(h->tree);
	h->tree = tree_new(h->arena, o);
	if (h->tree_state != NULL &&
	    !tree_get(h->tree, h->tree_state, h->tree_state_size))
		log_say(PS_ERROR, "what is known of its keys is garbled");
	return h->tree;
}

static void
scan(const struct ps_host *api, const char *p, size_t n, struct ps_scan *out)
{
	struct host	*h = host_of(api);

	scan_sample(p, n, out, &h->lines, &h->lines_room);
}

static struct ps_input *
beside(const struct ps_host *api, const char *suffix)
{
	struct besides	*b = host_of(api)->besides;

	return b == NULL ? NULL : besides_input(b, suffix);
}

static size_t
to_utf8(const struct ps_host *api, const char *encoding, const char *p,
    size_t n, char *to, size_t *bad)
{
	return as_utf8(&host_of(api)->as_utf8, encoding, p, n, to, bad);
}

static const char *
type_name(enum ps_type type)
{
	return (unsigned)type <= PS_TEXT ? type_names[type] : "text";
}

static const struct ps_host functions = {
	.size = sizeof(struct ps_host),
	.log = say, .fail = fail, .alloc = alloc,
	.because = guess_because, .suggest = guess_suggest,
	.decided = guess_decided,
	.peek = input_peek, .take = input_take, .line = input_line,
	.offset = input_offset, .limit = input_limit,
	.scratch = rows_scratch, .row = rows_add, .aside = rows_aside,
	.issue = rows_issue, .full = rows_full, .refer = rows_refer,
	.add_table = rows_add_table, .add_columns = rows_add_columns,
	.into = rows_into,
	.tree_new = new_tree, .tree_into = tree_into,
	.tree_enter = tree_enter, .tree_value = tree_value,
	.tree_leave = tree_leave, .tree_pause = tree_pause,
	.tree_shape = tree_shape, .tree_cut = tree_cut,
	.length = input_length, .pread = input_pread,
	.type_name = type_name, .glob = glob_match,
	.scan = scan, .is_junk = path_is_junk,
	.line_ends = input_line_ends, .one_piece = input_one_piece,
	.hold = input_hold,
	.real = real_text, .utf8 = to_utf8, .charset = charset_name,
	.beside = beside,
	.resolve = url_resolve,
	.hide = hide,
	LAYOUT_SERVICES, HTML_SERVICES
};

void
host_init(struct host *h)
{
	memset(h, 0, sizeof(*h));
	h->api = functions;
	h->arena = arena_new();
}

void
host_free(struct host *h)
{
	tree_free(h->tree);
	arena_free(h->arena);
	free(h->lines);
	as_utf8_close(&h->as_utf8);
}

void
host_begin(struct host *h, const char *plugin, const char *document)
{
	tree_free(h->tree);
	h->tree = NULL;
	h->tree_state = NULL;
	arena_reset(h->arena);
	h->plugin = plugin;
	h->document = document;
	h->message[0] = '\0';
	h->at = 0;
}

struct ps_self
host_self(struct host *h, const struct ps_plugin *plugin, const void *options)
{
	return (struct ps_self){ .host = &h->api, .options = options,
	    .plugin = plugin,
	    .state = arena_alloc(h->arena, plugin->state_size) };
}

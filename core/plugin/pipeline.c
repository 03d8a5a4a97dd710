/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pipeline.c - a pipeline is put together, each use of a plugin checked.
 *
 * All texts are copied, so that a pipeline outlives the Lua state or command
 * line it was made from.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "buf.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "plugin_check.h"
#include "shape.h"
#include "str.h"

#ifndef PACKAGE_VERSION
# define PACKAGE_VERSION "0"
#endif
#define DEADLINE	60.0	/* seconds without progress */
#define READER_MAX	(16u << 20)

static const struct unpack_limits unpack_defaults = {
	.depth = 3, .members = 1000000, .member_bytes = (uint64_t)4 << 30,
	.bytes = (uint64_t)16 << 30, .ratio = 200
};

struct pipeline *
pipeline_new(const struct registry *r)
{
	struct arena	*a = arena_new();
	struct pipeline	*p = arena_alloc(a, sizeof(*p));

	p->arena = a;
	p->registry = r;
	p->provenance = true;
	p->siblings = true;
	p->deadline = DEADLINE;
	p->unpack = unpack_defaults;
	p->met = mmap(NULL, MET_ALL, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->met == MAP_FAILED)
		p->met = NULL;
	return p;
}

bool
pipeline_sink_remembers(const struct use *u)
{
	const struct ps_sink	*sink = (const void *)u->plugin;

	return (sink->flags & PS_KEEPS_LEDGER) != 0 && PLUGIN_HAS(sink, past);
}

void
pipeline_free(struct pipeline *p)
{
	if (p == NULL)
		return;
	registry_free(p->own);
	if (p->met != NULL)
		munmap(p->met, MET_ALL);
	arena_free(p->arena);
}

static const struct setting *
copy_settings(struct arena *a, const struct setting *from, uint32_t n)
{
	struct setting	*to = arena_alloc(a, n * sizeof(*to));

	for (uint32_t i = 0; i < n; i++) {
		to[i].name = arena_strdup(a, from[i].name);
		to[i].value = arena_strdup(a, from[i].value);
		to[i].type = from[i].type;
		to[i].place = arena_strdup(a, from[i].place);
	}
	return to;
}

/* "place: unknown sink 'sqlit'; did you mean 'sqlite'?" */
static const char *
unknown(const struct pipeline *p, int kind, const char *what, const char *name,
    const char *place)
{
	const char *const	*names = registry_names(p->registry, kind);
	const char		*near = nearest(name, names), *advice;

	if (near != NULL)
		advice = arena_printf(p->arena, "did you mean '%s'?", near);
	else
		advice = "`polyscraper plugins` lists those there are";
	return arena_printf(p->arena, "%s%sunknown %s '%s'; %s",
	    place == NULL ? "" : place, place == NULL ? "" : ": ", what,
	    shown_str(name), advice);
}

/* A plugin of that kind with its options filled. */
static bool
make_use(struct pipeline *p, struct use *use, int kind, const char *name,
    const struct setting *settings, uint32_t n, const char **error)
{
	use->plugin = registry_find(p->registry, kind, name);
	if (use->plugin == NULL) {
		*error = unknown(p, kind, kind_words[kind], name,
		    n > 0 ? settings[0].place : NULL);
		return false;
	}
	use->settings = copy_settings(p->arena, settings, n);
	use->n_settings = n;
	use->options = options_fill(use->plugin, use->settings, n, p->arena,
	    error);
	return use->options != NULL;
}

void *
pipeline_append(struct arena *a, const void *array, uint32_t n, size_t size)
{
	char	*longer = arena_alloc(a, ((size_t)n + 1) * size);

	if (n > 0)
		memcpy(longer, array, n * size);
	return longer;
}

bool
pipeline_add_source(struct pipeline *p, const char *name,
    const char *const *inputs, uint32_t n, const struct setting *settings,
    uint32_t n_settings, const char **error)
{
	struct use	  use = { 0 };
	const char	**copy;

	if (!make_use(p, &use, PS_SOURCE, name, settings, n_settings, error))
		return false;
	copy = arena_alloc(p->arena, ((size_t)n + 1) * sizeof(*copy));
	for (uint32_t i = 0; i < n; i++)
		copy[i] = arena_strdup(p->arena, inputs[i]);
	use.inputs = copy;
	use.n_inputs = n;
	p->sources = pipeline_append(p->arena, p->sources, p->n_sources,
	    sizeof(use));
	p->sources[p->n_sources++] = use;
	return true;
}

bool
pipeline_add_sink(struct pipeline *p, const char *name,
    const struct setting *settings, uint32_t n_settings, const char **error)
{
	struct use	use = { 0 };

	if (!make_use(p, &use, PS_SINK, name, settings, n_settings, error))
		return false;
	p->sinks = pipeline_append(p->arena, p->sinks, p->n_sinks,
	    sizeof(use));
	p->sinks[p->n_sinks++] = use;
	return true;
}

/* A copy that is watched: one that asks for nothing need not be. */
static struct selector
watched(struct pipeline *p, const struct selector *select)
{
	struct selector	s = selector_copy(select, p->arena);

	if (p->met != NULL && p->n_met < MET_ALL - MET_INCLUDES &&
	    !selector_is_empty(&s))
		s.met = &p->met[p->n_met++];
	return s;
}

bool
pipeline_add_rule(struct pipeline *p, const struct selector *select,
    const char *format, const struct setting *settings, uint32_t n_settings,
    const char **error)
{
	struct rule	rule = { 0 };

	if (!make_use(p, &rule.format, PS_FORMAT, format, settings, n_settings,
	    error))
		return false;
	if (select != NULL)
		rule.select = watched(p, select);
	p->rules = pipeline_append(p->arena, p->rules, p->n_rules,
	    sizeof(rule));
	p->rules[p->n_rules++] = rule;
	return true;
}

void
pipeline_add_format(struct pipeline *p, const struct ps_plugin *format,
    const char *path)
{
	if (registry_find(p->registry, PS_FORMAT, format->name) == format)
		return;
	if (p->own == NULL)
		p->registry = p->own = registry_copy(p->registry);
	registry_add(p->own, format, path);
}

void
pipeline_add_map(struct pipeline *p, const struct selector *select,
    int function, bool whole, const char *place)
{
	struct map		 map = { .function = function, .whole = whole,
				    .place = arena_strdup(p->arena, place) };
	const char *const	*tables;

	map.select = watched(p, select);
	tables = map.select.globs[SELECT_TABLE];
	map.label = tables == NULL ? "map" :
	    arena_printf(p->arena, "map \"%s\"", tables[0]);
	p->maps = pipeline_append(p->arena, p->maps, p->n_maps,
	    sizeof(map));
	p->maps[p->n_maps++] = map;
}

void
pipeline_add_handler(struct pipeline *p, const struct selector *select,
    int function, const char *label, const char *place)
{
	struct handler	h = {
		.select = watched(p, select),
		.function = function,
		.label = arena_strdup(p->arena, label),
		.place = arena_strdup(p->arena, place)
	};

	p->handlers = pipeline_append(p->arena, p->handlers, p->n_handlers,
	    sizeof(h));
	p->handlers[p->n_handlers++] = h;
}

const char *
use_message(const struct use *u, const char *message, struct arena *a)
{
	if (u->place == NULL)
		return message;
	return arena_printf(a, "%s: %s.%s: %s", u->place,
	    kind_words[u->plugin->kind], u->plugin->name, message);
}

/* A text with its end, so that "ab" "c" and "a" "bc" differ. */
static void
add_text(struct buf *b, const char *s)
{
	buf_str(b, s == NULL ? "\1" : s);
	buf_char(b, '\0');
}

/* A rule by the options it comes to, however they were written. */
static void
add_rule(struct buf *b, const struct rule *rule, struct arena *a)
{
	const struct ps_plugin	*p = rule->format.plugin;

	add_text(b, selector_text(&rule->select, a));
	add_text(b, p->name);
	for (uint32_t i = 0; i < options_count(p); i++) {
		add_text(b, options_row(p, i)->name);
		add_text(b, options_text(options_row(p, i),
		    rule->format.options, a));
	}
}

/* Any format may win a document, so the versions of all of them count. */
void
pipeline_reader(const struct pipeline *p, char out[17])
{
	struct arena	*a = arena_new();
	struct buf	 b;

	buf_init(&b, READER_MAX);
	add_text(&b, PACKAGE_VERSION);
	for (uint32_t i = 0; i < registry_count(p->registry, PS_FORMAT); i++) {
		add_text(&b, registry_at(p->registry, PS_FORMAT, i)->name);
		add_text(&b, registry_at(p->registry, PS_FORMAT, i)->version);
	}
	for (uint32_t i = 0; i < p->n_rules; i++)
		add_rule(&b, &p->rules[i], a);
	for (uint32_t i = 0; i < p->n_maps; i++)
		add_text(&b, selector_text(&p->maps[i].select, a));
	for (uint32_t i = 0; i < p->n_handlers; i++)
		add_text(&b, selector_text(&p->handlers[i].select, a));
	add_text(&b, p->n_maps + p->n_handlers > 0 ? p->script_hash : NULL);
	shapes_text(p, &b);
	add_text(&b, p->encoding);
	buf_printf(&b, "%d %d %d %x %d %d", p->prefer.decimal,
	    p->prefer.date_order, p->prefer.decimal_hint,
	    (unsigned)p->prefer.tokens, p->coerce, (int)p->unpack.depth);
	if (p->prefer.words.n > 0)
		buf_add(&b, p->prefer.words.text,
		    sizeof(p->prefer.words.text));
	snprintf(out, 17, "%016llx",
	    (unsigned long long)XXH3_64bits(buf_cstr(&b), b.n));
	buf_free(&b);
	arena_free(a);
}

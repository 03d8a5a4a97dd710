/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_doc.c - a document from its descriptor to its last row.
 *
 * Encoding, contest of formats, then the winner's reader on options only:
 * a range of a split document is read by the same code from a plan.
 */
#include <string.h>
#include <sys/stat.h>

#include "lua_config.h"
#include "map.h"
#include "mem.h"
#include "odd.h"
#include "options.h"
#include "pack.h"
#include "plugin.h"

#define NO_LIMIT	UINT64_MAX

static enum ps_status
open_format(struct worker *w)
{
	const struct ps_plugin	*p = &w->verdict.format->plugin;
	const void		*options = options_fill(p, w->settings,
				    w->n_settings, w->arena, NULL);

	script_look(w);
	host_begin(&w->host, p->name, w->doc->address);
	w->host.tree_state = w->tree_state;
	w->host.tree_state_size = w->tree_state_size;
	w->self = host_self(&w->host, p, options);
	return w->verdict.format->open(&w->self, w->input);
}

static void
note_record(struct worker *w, uint32_t kind, int64_t record)
{
	put_u8(&w->notes, 'R');
	put_u32(&w->notes, w->table->number);
	put_u32(&w->notes, kind);
	put_u64(&w->notes, (uint64_t)record);
}

static void
note_records(struct worker *w)
{
	struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_headers; i++)
		note_record(w, 0, r->headers[i]);
	note_record(w, 1, r->first_data);
	note_record(w, 2, r->last_data);
	r->n_headers = 0;
	r->first_data = r->last_data = -1;
}

/* What formats fill: what is sent, or what goes through the maps first. */
static struct ps_rows *
rows_of(struct worker *w)
{
	return w->mapper == NULL ? &w->rows : mapper_rows(w->mapper);
}

static struct sheet *
open_table(struct worker *w, const struct ps_table *t)
{
	return w->mapper == NULL ? rows_open(&w->rows, t) :
	    mapper_open(w->mapper, t);
}

/* The table at hand may do so in the next range. */
static bool
goes_on(const struct worker *w)
{
	uint64_t	limit = input_limit(w->input);

	return w->splits && limit != NO_LIMIT &&
	    input_offset(w->input) >= limit;
}

/* All rows of the table at hand, a batch a turn. */
static enum ps_status
read_rows(struct worker *w)
{
	const struct ps_format	*f = w->verdict.format;
	struct ps_rows		*rows = rows_of(w);
	enum ps_status		 st, packed;
	uint64_t		 at;

	do {
		at = input_offset(w->input);
		rows->judged = w->table->n_told > 0 &&
		    (f->flags & PS_SPLITS) != 0;
		st = f->rows(&w->self, rows);
		if (st < PS_SKIP)
			return st;
		if (st == PS_OK && at == input_offset(w->input) &&
		    rows->n_cells + rows->n_asides + rows->n_issues == 0)
			return ps_fail(&w->self, PS_FAIL, 0,
			    "the format makes no progress");
		if (input_error(w->input) != 0)
			return ps_fail(&w->self, PS_FAIL, 0, "reading: %s",
			    strerror(input_error(w->input)));
		if (w->mapper != NULL && (packed = mapper_pass(w->mapper,
		    st == PS_EOF && !goes_on(w))) < PS_SKIP)
			return packed;
		note_oddities(w);
		if ((packed = pack_batch(w, st == PS_EOF)) < PS_SKIP)
			return packed;
		if (w->rows.n_cells == 0)
			worker_alive(w);
		rows_clear(&w->rows);
		rows_clear(rows);
		input_release(w->input);
	} while (st != PS_EOF && !w->ended);
	pack_end(w);
	return PS_OK;
}

/*
 * A table may be read under other options than the document was opened with:
 * ranges of it are, and the delimiter has a say in what its numbers mean.
 */
static void
add_settings(struct worker *w, const struct ps_table *t)
{
	uint32_t	 n = 0;
	struct setting	*s;

	if (t->n_settings == 0)
		return;
	s = arena_alloc(w->arena, (w->n_settings + t->n_settings) *
	    sizeof(*s));
	for (uint32_t i = 0; i < w->n_settings; i++) {
		bool	again = false;

		for (uint32_t k = 0; k < t->n_settings && !again; k++)
			again = strcmp(w->settings[i].name,
			    t->settings[k].name) == 0;
		if (!again)
			s[n++] = w->settings[i];
	}
	for (uint32_t k = 0; k < t->n_settings; k++)
		s[n++] = (struct setting){ .name = t->settings[k].name,
		    .value = t->settings[k].value };
	w->settings = s;
	w->n_settings = n;
}

/* At the end of a range: what those who read the next do not know yet. */
static enum ps_status
tell_more(struct worker *w)
{
	return w->splits && plan_is_old(w) ? tell_split(w, SPLIT_MORE) :
	    PS_OK;
}

/*
 * The tables that are left.  Where one was found that the ranges to come go on
 * with, these must be told.
 */
static enum ps_status
read_tables(struct worker *w)
{
	const struct ps_format	*f = w->verdict.format;
	uint32_t		 n = 0;
	struct ps_table		 table;
	enum ps_status		 st;

	for (; !w->ended; n++) {
		memset(&table, 0, sizeof(table));
		st = f->table(&w->self, rows_of(w), &table);
		if (st == PS_EOF)
			break;
		if (st < PS_SKIP)
			return st;
		if (w->n_tables == TABLES_MAX)
			return ps_fail(&w->self, PS_FAIL, input_lines(w->input),
			    "more than %u tables", TABLES_MAX);
		add_settings(w, &table);
		w->table = work_table(w, open_table(w, &table)->number);
		if ((st = read_rows(w)) < PS_SKIP)
			return st;
		if (w->describe)
			note_records(w);
	}
	note_oddities(w);
	if (w->range == 0 && w->doc->note != NULL)
		rows_issue(&w->rows, PS_NOTE, 0, "note", w->doc->note, "", 0);
	if (w->range == 0 && w->doc->broken != NULL)
		rows_issue(&w->rows, PS_REJECTED, 0, "broken", w->doc->broken,
		    "", 0);
	pack_asides(w);
	if (w->splits && (n > (w->range == 0) || !w->planned))
		return tell_split(w, SPLIT_NEW);
	return tell_more(w);
}

/*
 * Its members are documents: another process takes them out.  What was read
 * of a stream must be given back.
 */
static void
tell_container(struct worker *w)
{
	struct reader	 r = worker_reader(w);
	struct buf	*b = frame_begin(w->channel, M_CONTAINER);
	const char	*p = "";
	ptrdiff_t	 n = 0;

	if (input_length(w->input) == -1)
		n = input_peek(w->input, 1, &p);
	put_u64(b, w->seq);
	put_reader(b, &r);
	put_bytes(b, p, n > 0 ? (size_t)n : 0);
	frame_end(w->channel);
}

static enum ps_status
read_document(struct worker *w, bool splits)
{
	enum ps_status	 st;
	const char	*nothing;
	bool		 empty;

	if (!worker_decode(w))
		return ps_fail(&w->self, PS_FAIL, 0, "cannot be read: %s",
		    input_error(w->input) ? strerror(input_error(w->input)) :
		    "its encoding is not known here");
	empty = input_peek(w->input, 1, &nothing) == 0;
	worker_judge(w);
	if (w->verdict.failed)
		return PS_FAIL;
	if ((st = worker_handle(w)) <= PS_SKIP)
		return st;
	/* Empty is nothing, unless somebody says that it is something. */
	if (empty && (w->forced == NULL || w->told))
		return PS_OK;
	if (w->verdict.format == NULL) {
		worker_opened(w);
		return PS_SKIP;
	}
	if (w->verdict.format->flags & PS_CONTAINER) {
		tell_container(w);
		worker_opened(w);
		return PS_OK;
	}
	w->splits = splits && mapper_splits(w) && input_has_ranges(w->input) &&
	    (w->verdict.format->flags & PS_SPLITS) &&
	    PLUGIN_HAS(w->verdict.format, align);
	input_set_limit(w->input, w->splits ? RANGE_BYTES : NO_LIMIT);
	if ((st = open_format(w)) >= PS_SKIP) {
		if (w->splits && input_is_one_piece(w->input)) {
			w->splits = false;
			input_set_limit(w->input, NO_LIMIT);
		}
		worker_opened(w);
		st = read_tables(w);
	}
	if (PLUGIN_HAS(w->verdict.format, close))
		w->verdict.format->close(&w->self);
	return st;
}

/* False: what it inherits is not told. */
static bool
begin_document(struct worker *w, const struct ps_doc *doc, struct frame *f)
{
	mapper_forget(w->mapper);
	lua_config_document(w->pipeline->script, doc->address);
	arena_reset(w->arena);
	rows_reset(&w->rows);
	buf_clear(&w->notes);
	memset(&w->verdict, 0, sizeof(w->verdict));
	w->refused = NULL;
	memset(&w->charset, 0, sizeof(w->charset));
	w->n_tables = 0;
	w->table = NULL;
	w->doc = doc;
	w->splits = w->planned = false;
	w->planned_keys = 0;
	w->tree_state = NULL;
	w->line_start = 0;
	w->pieces = 0;
	w->settings = NULL;
	w->n_settings = 0;
	host_begin(&w->host, "polyscraper", doc->address);
	w->self.host = &w->host.api;
	return script_begin(w, f);
}

static bool
is_large_file(int fd)
{
	struct stat	sb;

	return fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode) &&
	    sb.st_size > 2 * (off_t)RANGE_BYTES;
}

void
worker_document(struct worker *w, struct frame *f)
{
	struct ps_doc	doc;
	enum ps_status	st;
	bool		split;
	uint8_t		flags;

	w->seq = get_u64(f);
	w->range = 0;
	flags = get_u8(f);
	if (!get_doc(f, &doc) || f->fd == -1 ||
	    !begin_document(w, &doc, f) || !drift_begin(w, f)) {
		w->ended = true;
		return;
	}
	w->fd = f->fd;
	split = (flags & DOC_MAY_SPLIT) != 0 && !w->describe &&
	    is_large_file(f->fd);
	input_open(w->input, f->fd, 0, NO_LIMIT);
	st = read_document(w, split);
	worker_finish(w, st, 0);
}

static void
tell_started(struct worker *w, uint64_t start)
{
	struct buf	*b = frame_begin(w->channel, M_STARTED);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u64(b, start);
	frame_end(w->channel);
}

static enum ps_status
read_range(struct worker *w, bool exact, uint64_t *start)
{
	const struct ps_format	*f = w->verdict.format;
	enum ps_status		 st;

	if ((st = open_format(w)) < PS_SKIP)
		return st;
	plan_begin(w);
	if (!exact && (st = f->align(&w->self, w->input)) < PS_SKIP)
		return st;
	*start = input_place(w->input);
	skip_oddities(w);
	w->line_start = input_lines(w->input);
	tell_started(w, *start);
	if (*start < input_limit(w->input) &&
	    (st = read_rows(w)) >= PS_SKIP &&
	    (f->flags & PS_SPLITS_TABLES) != 0)
		st = read_tables(w);
	else if (st >= PS_SKIP)
		st = tell_more(w);
	if (PLUGIN_HAS(f, close))
		f->close(&w->self);
	return st;
}

void
work_range(struct worker *w, struct frame *f)
{
	struct ps_doc	doc;
	uint64_t	from, limit, at, start = 0;
	enum ps_status	st;
	bool		exact;

	w->seq = get_u64(f);
	w->range = get_u32(f);
	from = get_u64(f);
	limit = get_u64(f);
	exact = get_u8(f) != 0;
	if (!get_doc(f, &doc) || f->fd == -1 ||
	    !begin_document(w, &doc, f)) {
		w->ended = true;
		return;
	}
	w->fd = f->fd;
	w->splits = true;
	if (!get_plan(w, f)) {
		w->ended = true;
		return;
	}
	/*
	 * A byte early: align() sees a record that begins right here.  What
	 * lines are in the range is judged from its start in any case.
	 */
	at = (uint64_t)w->range * RANGE_BYTES;
	if (!exact || from > at)
		at--;
	input_open(w->input, f->fd, at, limit);
	input_hash_from(w->input, (uint64_t)w->range * RANGE_BYTES);
	(void)input_decode(w->input, w->charset.name, w->charset.other, 0);
	if (exact && from >= limit) {
		/* The record before goes on beyond it: only the hash is due. */
		tell_started(w, from);
		worker_finish(w, PS_OK, from);
		return;
	}
	if (exact)
		input_skip_to(w->input, from);
	st = read_range(w, exact, &start);
	worker_finish(w, st, start);
}

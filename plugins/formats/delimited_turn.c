/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_turn.c - from one table of a document to the next.
 *
 * The reader knows options only; those of the next table are made here from
 * what was found.
 */
#include "delimited_probe.h"

enum {
	PART		= 2 << 20,	/* bytes; what is read alone is one */
	FRESH		= 256 << 10,	/* bytes that tell the types */
	MOST_SETTINGS	= 24
};

/* Where options go as they are told. */
struct told_options {
	struct teller		 t;
	struct delimited	*f;
};

static const char *
keep_text(struct ps_self *self, const char *p)
{
	size_t	 n = strlen(p) + 1;
	char	*text = ps_alloc(self, n);

	memcpy(text, p, n);
	return text;
}

static void
collect(const struct teller *t, const char *name, const char *value)
{
	struct delimited	*f = ((const struct told_options *)
				    (const void *)t)->f;

	/* That is the document's own. */
	if (strcmp(name, "newline") == 0)
		return;
	if (f->n_settings < MOST_SETTINGS)
		f->settings[f->n_settings++] = (struct ps_setting){ name,
		    keep_text(t->self, value) };
}

static struct told_options
new_settings(struct ps_self *self)
{
	struct delimited	*f = self->state;

	f->settings = ps_alloc(self, MOST_SETTINGS * sizeof(*f->settings));
	f->n_settings = 0;
	return (struct told_options){ { collect, self, NULL }, f };
}

/* What was found, while the text it was found in is still there. */
static void
keep_next(struct ps_self *self)
{
	struct delimited	*f = self->state;
	struct told_options	 told = new_settings(self);

	tell_options(f->lookout->judge, &f->lookout->layout, &told.t);
}

bool
is_amid(const struct delimited *f, uint64_t offset)
{
	return offset < f->fresh_until || offset < f->again_until ||
	    (f->lookout != NULL && f->lookout->steady.after_blank);
}

static bool
begin_block(struct lookout *o, uint64_t offset)
{
	if (offset / PART == o->block)
		return false;
	o->block = offset / PART;
	o->looks = o->failed = o->tables = 0;
	return true;
}

/* Other fields in a log. */
static bool
keep_fields(struct ps_self *self, uint64_t offset)
{
	struct delimited	*f = self->state;
	struct told_options	 told;
	uint32_t		 n = other_fields(f);

	if (n == 0 || f->lookout->tables >= MOST_TABLES)
		return false;
	told = new_settings(self);
	tell_fields(f, n, &told.t);
	(void)begin_block(f->lookout, offset);
	f->lookout->tables++;
	return true;
}

enum turn
watch_record(struct ps_self *self)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec, scratch = { .room = r->room };
	struct lookout		*o = f->lookout;
	struct place		 at = { .d = &f->d, .p = r->start,
				    .end = f->s.end,
				    .header = f->n_head > 0 ? f->head :
				    NULL };
	uint64_t		 offset = f->at + (uint64_t)(r->start -
				    f->window);
	enum look		 look;

	if (o == NULL) {
		o = f->lookout = ps_alloc(self, sizeof(*o));
		memset(o, 0, sizeof(*o));
		o->block = f->told ? offset / PART : UINT64_MAX;
	}
	if (!is_amid(f, offset) && begin_block(o, offset))
		o->steady = (struct steady){ .usual = f->width };
	if (keep_fields(self, offset))
		return TURN_TABLE;
	if (r->kind != PS_RECORD_CELLS ||
	    (!o->steady.after_blank && r->n == o->steady.usual))
		return TURN_NO;
	scratch.cells = r->cells + r->room;
	look = look_for_table(self, o, offset, at, f->s.eof, &scratch);
	if (look == LOOK_TABLE) {
		(void)begin_block(o, offset);
		keep_next(self);
	}
	return look == LOOK_TABLE ? TURN_TABLE :
	    look == LOOK_MORE && r->start > f->window ? TURN_MORE : TURN_NO;
}

void
watch_done(struct delimited *f)
{
	if (f->lookout != NULL)
		steady_add(&f->lookout->steady, &f->rec);
}

/* What was found becomes the options of the reader. */
void
turn_to_next(struct ps_self *self)
{
	struct delimited		*f = self->state;
	struct delimited_options	*opt = ps_alloc(self, sizeof(*opt));
	const char			*why;

	*opt = *f->opt;
	for (uint32_t i = 0; i < f->n_settings; i++)
		set_option(opt, f->settings[i].name, f->settings[i].value);
	(void)dialect_parse(opt, &f->d, &why);
	use_options(self, opt);
	f->next = f->begun = f->uneven = f->after_blank = false;
	f->data_until = 0;
	if (f->totals != NULL)
		f->totals = ps_totals_new(self, f->totals);
	f->fresh_until = ps_offset(self, f->in) + FRESH;
	f->want = WINDOW;
	f->lookout->steady = (struct steady){ .n = 0 };
}

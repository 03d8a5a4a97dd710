/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_bid.c - is it names and values throughout, and are they records?
 *
 * Prose has lines with a colon, too.  So all lines must be of the kind, but
 * for a few where the file is called so; and either names come back from
 * record to record, or there are several and none comes back.
 */
#include <stdlib.h>
#include <string.h>

#include "stanza_bid.h"

#define FEW_OTHERS	200u	/* names for each line that is none */
#define FEW_IF_CALLED	10u
#define FIRST_LEAST	3u	/* times that the first name comes back */

static bool
is_text(const struct ps_sample *s)
{
	size_t	i = 0;

	while (i < s->length && (unsigned char)s->text[i] <= ' ')
		i++;
	return i < s->length && memchr("{<", s->text[i], 2) == NULL;
}

static bool
fits_text(const struct tally *t, bool called)
{
	return t->pairs > 0 && t->others * (called ? FEW_IF_CALLED :
	    FEW_OTHERS) <= t->pairs;
}

/* Records that are alike: rows. */
static bool
are_rows(const struct stanza_kind *k, const struct tally *t, bool called)
{
	if (t->records < 2 || t->distinct < 2 ||
	    t->pairs + 1 < 2 * t->records || t->pairs > 2 * t->incidences ||
	    2 * t->shared < t->incidences)
		return false;
	return called || (k->flags & KIND_FIRST) == 0 ||
	    10 * t->same_first >= 6 * t->records;
}

static bool
is_one_row(const struct stanza_kind *k, const struct tally *t, bool called)
{
	return (k->flags & KIND_ONE_ROW) != 0 && t->records == 1 &&
	    t->distinct >= (called && k->least > 2 ? 2 : k->least) &&
	    10 * t->distinct >= 6 * t->pairs;
}

static bool
are_pairs(const struct stanza_kind *k, const struct tally *t, bool called)
{
	if ((k->flags & KIND_ONE_ROW) != 0 || t->distinct < (called ? 1 :
	    k->least))
		return false;
	if ((k->flags & KIND_SECTIONS) != 0)
		return t->sections > 0 || called;
	return called || 10 * t->distinct >= 9 * t->pairs;
}

static bool
begins_so(const struct stanza_kind *k, const struct tally *t)
{
	for (uint32_t i = 0; k->opens != NULL && k->opens[i] != NULL; i++) {
		size_t	n = strlen(k->opens[i]);

		if (t->begin.n >= n && memcmp(t->begin.p, k->opens[i], n) == 0)
			return true;
	}
	return k->opens == NULL;
}

static bool
has_name(const struct tally *t, const char *name)
{
	size_t	n = strlen(name);

	for (uint32_t i = 0; i < t->n_names; i++)
		if (t->names[i].key.n == n &&
		    memcmp(t->names[i].key.p, name, n) == 0)
			return true;
	return false;
}

/*
 * A licence that is written for machines, too (copyright-format of Debian), is
 * a text all the same.
 */
static bool
is_licence(const struct tally *t)
{
	return has_name(t, "License") && (has_name(t, "Copyright") ||
	    has_name(t, "Files"));
}

/* What was sent has a path or a name that no other text has. */
static bool
is_mail(const struct tally *t, bool called)
{
	uint32_t	n = has_name(t, "From") + has_name(t, "Date") +
			    has_name(t, "Subject") + has_name(t, "To");

	if (called)
		return n > 0;
	return n > 1 && (has_name(t, "Message-ID") ||
	    has_name(t, "Message-Id") || has_name(t, "Received") ||
	    (has_name(t, "_from") && t->records > 1));
}

/* What every text of its kind has somewhere. */
static bool
has_own(const struct stanza_kind *k, const struct tally *t)
{
	static const char *const	own[] = { "title", "author", "year" };

	if (k->names == NAMES_FASTA || k->names == NAMES_FASTQ)
		return has_name(t, "sequence");
	for (uint32_t i = 0; k->names == NAMES_BIBTEX && i < t->n_names; i++)
		for (int j = 0; j < 3; j++)
			if (stanza_is(t->names[i].key, own[j]))
				return true;
	return k->names != NAMES_BIBTEX;
}

/* What the text is under this kind; SHAPE_NONE: it is not of it. */
static enum shape
shape_of(const struct stanza_kind *k, const struct tally *t, bool called)
{
	called |= (k->flags & KIND_DECLARED) != 0;
	/* Code has blanks around the sign. */
	if (k->names == NAMES_SHELL && !called && t->wide > 0)
		return SHAPE_NONE;
	if (!fits_text(t, called) || !begins_so(k, t) ||
	    (!called && is_licence(t)) || ((k->flags & KIND_GAP) != 0 &&
	    2 * t->wide < t->pairs))
		return SHAPE_NONE;
	if ((k->flags & KIND_DECLARED) != 0)
		return t->pairs > 1 && has_own(k, t) ? SHAPE_ROWS :
		    SHAPE_NONE;
	if (k->names == NAMES_MAIL)
		return is_mail(t, called) ? SHAPE_ROWS : SHAPE_NONE;
	if (are_rows(k, t, called) || is_one_row(k, t, called))
		return SHAPE_ROWS;
	return are_pairs(k, t, called) ? SHAPE_PAIRS : SHAPE_NONE;
}

/* Without blank lines between: the first name comes back. */
static bool
begins_records(const struct stanza_kind *k, const struct tally *t)
{
	return (k->flags & (KIND_FIRST | KIND_GAP)) != 0 && t->records == 1 &&
	    t->n_names > 0 && t->names[0].total >= FIRST_LEAST &&
	    t->pairs >= 2 * t->names[0].total;
}

static enum shape
judge(struct ps_self *self, const struct ps_sample *s,
    const struct stanza_kind *k, bool called, struct stanza_cut *cut,
    struct tally *t)
{
	enum shape	shape;

	*cut = (struct stanza_cut){ .kind = k, .end = stanza_end(s->text,
	    s->length) };
	if (k->first != NULL)
		cut->first = (struct stanza_text){ k->first,
		    strlen(k->first) };
	if ((k->flags & KIND_TABLES) != 0)
		stanza_signs(cut, s->text, s->length);
	if (k->names == NAMES_PLACES && (cut->period = stanza_period(self, s,
	    cut)) == 0)
		return SHAPE_NONE;
	if ((k->names == NAMES_FIELDS && !stanza_are_types(s, cut)) ||
	    !tally_sample(s, cut, called, t))
		return SHAPE_NONE;
	if (k->first == NULL && begins_records(k, t)) {
		cut->first = t->names[0].key;
		(void)tally_sample(s, cut, called, t);
	}
	shape = shape_of(k, t, called);
	if (shape == SHAPE_NONE && s->forced)
		shape = k->names == NAMES_MAIL || (k->flags &
		    (KIND_ONE_ROW | KIND_DECLARED)) != 0 ? SHAPE_ROWS :
		    SHAPE_PAIRS;
	return shape;
}

static void
tell_first(struct ps_self *self, const struct stanza_cut *cut,
    struct ps_guess *guess)
{
	char	name[STANZA_KEY_MAX + 1];
	size_t	n = cut->first.n <= STANZA_KEY_MAX ? cut->first.n : 0;

	if (n > 0)
		memcpy(name, cut->first.p, n);
	name[n] = '\0';
	ps_suggest(self, guess, "first", name);
	if (n > 0)
		ps_because(self, guess, "a record begins where '%s' comes "
		    "back", name);
}

/* Alarms and what time zones consist of are never records. */
static bool
has_steps(struct stanza_text key)
{
	return stanza_is(key, "VALARM") || stanza_is(key, "STANDARD") ||
	    stanza_is(key, "DAYLIGHT") || stanza_is(key, "VTIMEZONE") ||
	    memchr(key.p, '/', key.n) != NULL;
}

/* The commonest of the components in what is around them. */
static void
tell_records(struct ps_self *self, const struct stanza_kind *k,
    const struct tally *t, struct ps_guess *guess)
{
	const struct tally_name	*most = NULL, *x;
	char			 path[STANZA_KEY_MAX + 2];

	for (uint32_t i = 0; i < t->n_components; i++) {
		x = &t->components[i];
		if ((k->around == NULL || !stanza_is(x->key, k->around)) &&
		    !has_steps(x->key) &&
		    (most == NULL || x->total > most->total))
			most = x;
	}
	if (most == NULL || most->key.n > STANZA_KEY_MAX || (k->around ==
	    NULL && (k->flags & KIND_TABLES) == 0))
		return;
	path[0] = '/';
	memcpy(path + 1, most->key.p, most->key.n);
	path[most->key.n + 1] = '\0';
	ps_suggest(self, guess, "records", path);
	ps_because(self, guess, "%u records are %s, others have tables of "
	    "their own", most->total, path + 1);
}

/* What is only known by how it looks competes by bits. */
static void
tell_period(struct ps_self *self, const struct ps_sample *s,
    const struct stanza_cut *cut, struct ps_guess *guess, struct ps_bid *bid)
{
	char	lines[3] = { (char)('0' + cut->period / 10),
		    (char)('0' + cut->period % 10), '\0' };

	bid->tier = PS_STATISTICAL;
	bid->bits_saved = 0.3 * s->scan->plain_bits;
	ps_suggest(self, guess, "lines", lines + (lines[0] == '0'));
	ps_because(self, guess, "what lines look like comes back every %u "
	    "lines", cut->period);
}

static void
tell(struct ps_self *self, const struct ps_sample *s, enum shape shape,
    const struct stanza_cut *cut, const struct tally *t,
    struct ps_guess *guess, struct ps_bid *bid)
{
	bool	rows = shape == SHAPE_ROWS;
	bool	units = !rows && t->measured == t->pairs &&
		    2 * t->united >= t->pairs;

	bid->tier = PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits / 2;
	bid->records = bid->records_ok = rows ? t->records : t->pairs;
	bid->specificity = 60;
	ps_suggest(self, guess, "kind", cut->kind->name);
	ps_suggest(self, guess, "shape", rows ? "rows" : "pairs");
	ps_suggest(self, guess, "units", units ? "true" : "false");
	ps_because(self, guess, "%s: %u names and values, %u of %u lines are "
	    "none", cut->kind->about, t->pairs, t->others, t->pairs +
	    t->others);
	if (!rows) {
		ps_because(self, guess, "a row a name, since names do not "
		    "come back%s", units ? "; all values are measures" : "");
		return;
	}
	if (cut->period > 0)
		tell_period(self, s, cut, guess, bid);
	else if (t->records > 1)
		ps_because(self, guess, "%u records share their names",
		    t->records);
	tell_first(self, cut, guess);
	tell_records(self, cut->kind, t, guess);
	tally_repeats(self, t, guess);
}

enum ps_status
stanza_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	const struct stanza_options	*o = self->options;
	const struct stanza_kind	*k;
	bool				 told = o->kind[0] != '\0';
	struct stanza_cut		 cut;
	struct tally			*t;
	enum shape			 shape;

	if (s->binary || (!is_text(s) && !s->forced) ||
	    (t = calloc(1, sizeof(*t))) == NULL)
		return PS_OK;
	for (uint32_t i = 0; (k = stanza_kind_at(i)) != NULL; i++) {
		if (told && strcmp(o->kind, k->name) != 0)
			continue;
		shape = judge(self, s, k, told || stanza_is_called(k,
		    s->doc->name), &cut, t);
		if (shape == SHAPE_NONE)
			continue;
		tell(self, s, shape, &cut, t, guess, bid);
		break;
	}
	free(t);
	return PS_OK;
}

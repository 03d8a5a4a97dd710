/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_form.h - the options of formats whose trees are alike, JSON and YAML,
 * and what a sample says of them.
 */
#ifndef PS_TREE_FORM_H
#define PS_TREE_FORM_H

#include "polyscraper.h"

#define HELD_MAX	(64 << 20)	/* bytes of a document of columns */

/* In a plugin's struct of options ... */
#define TREE_FORM_MEMBERS						\
	const char	*records, *unwrap, *whole, *names;		\
	bool		 keyed, tuples, header, columns;

/* ... and in its list of them. */
#define TREE_FORM_OPTIONS(T)						\
	PS_OPTION(T, records, .def = "", .flags = PS_GUESSED,		\
	    .doc = "Where the records are: the keys on the way, as "	\
	    "/result/items"),						\
	PS_OPTION(T, keyed, .def = "false", .flags = PS_GUESSED,	\
	    .doc = "There is an object whose members are the records"),	\
	PS_OPTION(T, tuples, .def = "false", .flags = PS_GUESSED,	\
	    .doc = "Lists in that list are records, too"),		\
	PS_OPTION(T, header, .def = "false", .flags = PS_GUESSED,	\
	    .doc = "The first of these has the names of the columns"),	\
	PS_OPTION(T, columns, .def = "false", .flags = PS_GUESSED,	\
	    .doc = "There is an object whose members are the columns"),	\
	PS_OPTION(T, unwrap, .def = "", .flags = PS_GUESSED,		\
	    .doc = "Objects in a record that give no prefix, ',' "	\
	    "between"),							\
	PS_OPTION(T, whole, .def = "", .flags = PS_GUESSED,		\
	    .doc = "Keys whose value is kept as it is, ',' between"),	\
	PS_OPTION(T, names, .def = "", .flags = PS_GUESSED,		\
	    .doc = "Where the names of the columns of tuples are, as "	\
	    "/columns")

#define TREE_FORM(o, many)						\
	{ .path = (o)->records, .keyed = (o)->keyed,			\
	  .tuples = (o)->tuples, .header = (o)->header,			\
	  .columns = (o)->columns, .unwrap = (o)->unwrap,		\
	  .whole = (o)->whole, .names = (o)->names,			\
	  .sequence = (many) }

/* Columns are held in memory. */
static inline bool
tree_form_may_be_held(const struct ps_sample *s)
{
	return s->whole || (s->doc->size >= 0 && s->doc->size <= HELD_MAX);
}

static inline void
tree_form_tell(struct ps_self *self, const struct ps_sample *sample,
    struct ps_tree *tree, struct ps_guess *guess, struct ps_bid *bid)
{
	struct ps_tree_shape	s;

	ps_tree_shape(self, tree, &s);
	if (s.columns && !tree_form_may_be_held(sample)) {
		s.columns = false;
		s.path[0] = '\0';
	}
	ps_suggest(self, guess, "tuples", s.tuples ? "true" : "false");
	ps_suggest(self, guess, "header", s.header ? "true" : "false");
	ps_suggest(self, guess, "columns", s.columns ? "true" : "false");
	ps_suggest(self, guess, "names", s.names);
	if (s.names[0] != '\0')
		ps_because(self, guess, "%s names the places of %u lists of "
		    "one length", s.names, s.records);
	else if (s.tuples)
		ps_because(self, guess, "%u lists of one length%s", s.records,
		    s.header ? " below one of names" : "");
	if (s.columns)
		ps_because(self, guess, "its lists are of one length");
	bid->records = bid->records_ok = s.records;
	ps_suggest(self, guess, "records", s.path);
	ps_suggest(self, guess, "keyed", s.keyed ? "true" : "false");
	if (s.path[0] != '\0' || s.keyed)
		ps_because(self, guess, "%u of %u values are in the %s of %s",
		    s.scalars_in, s.scalars, s.keyed ? "members" : "list",
		    s.path[0] == '\0' ? "the root" : s.path);
}

#endif

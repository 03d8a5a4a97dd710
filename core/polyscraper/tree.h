/* SPDX-License-Identifier: 0BSD */
/*
 * tree.h - objects within objects, made into tables.
 */
#ifndef POLYSCRAPER_TREE_H
#define POLYSCRAPER_TREE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a list begins with says what becomes of it: a list of objects is a
 * table, any other is one value.  PS_TREE_VALUES is a list of values or of
 * lists.
 */
enum ps_tree_kind { PS_TREE_OBJECT = 1, PS_TREE_LIST, PS_TREE_VALUES };
enum ps_tree_answer {
	PS_TREE_FAIL = -1,	/* too deep */
	PS_TREE_GO,		/* what is in it, then ps_tree_leave() */
	PS_TREE_WHOLE		/* pass over it, and give it as one value */
};

/* How a tree is made into tables; all may be NULL or false. */
struct ps_tree_options {
	const char	*path;	/* of the list that is the main table: */
				/* keys after '/' each; "" is the root */
	bool		 keyed;	/* it is an object: each member a row, its */
				/* name the column _key */
	const char	*unwrap; /* keys, ',' between them, of objects in a */
				/* record that give no prefix to their names */
	const char	*whole;	/* keys whose value is kept as it is written */
	bool		 sequence; /* the root is many values one by one */
	bool		 tuples; /* of that list, lists are rows, too; */
	bool		 header; /* its first one has their names */
	bool		 columns; /* it is an object of lists: columns, which */
				/* are held until its end */
	const char	*names;	/* a path, too: what stands there before */
				/* that list names the places of tuples */
	/* of a sample: keys, ',' between them ("": all), that an object may */
	/* have more than once: then the objects there are a list */
	const char	*repeats;
};

/* What a sample of a tree looks like. */
struct ps_tree_shape {
	char		path[400];	/* as in the options */
	bool		keyed;
	uint32_t	records;	/* met at that path */
	uint32_t	scalars, scalars_in;	/* in all; in those records */
	bool		tuples, header, columns;	/* as in the options */
	char		names[400];
};

/*
 * Trees.  A reader tells what it meets: ps_tree_enter() an object or list,
 * ps_tree_value() a value, ps_tree_leave() the end of the last entered; `key`
 * (n bytes) is its name within an object and ignored within a list, `line` 0
 * means that its number among the records is what tells it from others.
 * Values are slices like those of ps_row(), with its flags.  Objects within a
 * record become columns a_b, lists of objects tables of their own with _parent
 * (the _line of the row they belong to) and _ord.  ps_tree_leave() says true
 * when the batch is full.  In table(), announce a table without columns; in
 * rows(), begin with ps_tree_into() and end with ps_tree_pause(); with the
 * option `columns` the former may say true: the batch is full already, by what
 * was held, so pause and return PS_OK.  Without ps_tree_into() nothing is
 * stored, and ps_tree_shape() says what was seen, to be used in probe(); what
 * is at options->path, if anything is, are the records then.
 * ps_tree_cut() says that the document breaks off: all that was entered is
 * left, and a row that has nothing yet is none; what has nothing yet is named
 * in a note.  The tree is the host's.
 */
#define ps_tree_new(self, options)					\
	((self)->host->tree_new((self)->host, options))
#define ps_tree_into(self, tree, out)	(self)->host->tree_into(tree, out)
#define ps_tree_enter(self, tree, key, n, kind, line)			\
	(self)->host->tree_enter(tree, key, n, kind, line)
#define ps_tree_value(self, tree, key, n, p, length, flags, line)	\
	(self)->host->tree_value(tree, key, n, p, length, flags, line)
#define ps_tree_leave(self, tree)	(self)->host->tree_leave(tree)
#define ps_tree_cut(self, tree)		(self)->host->tree_cut(tree)
#define ps_tree_pause(self, tree)	(self)->host->tree_pause(tree)
#define ps_tree_shape(self, tree, shape) (self)->host->tree_shape(tree, shape)

#endif

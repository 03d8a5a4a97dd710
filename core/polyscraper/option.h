/* SPDX-License-Identifier: 0BSD */
/*
 * option.h - what a user may say of a plugin, as the plugin lists it.
 */
#ifndef POLYSCRAPER_OPTION_H
#define POLYSCRAPER_OPTION_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#include "base.h"

/*
 * Options.  A plugin lists them; the core checks the user's configuration
 * against the list, prints help from it, and fills the plugin's own struct
 * (members of type bool, int64_t, double or const char *).
 */
enum {
	PS_REQUIRED   = 1 << 0,	/* no default: the user must say */
	PS_GUESSED    = 1 << 1,	/* probe() may set it where the user did not */
	PS_SECRET     = 1 << 2,	/* never shown in logs or in the ledger */
	/* takes the unnamed value: sink.sqlite{"x.db"} */
	PS_POSITIONAL = 1 << 3,
	/* a PS_TEXT of lines "name: value", in Lua { name = "value" } */
	PS_PAIRS      = 1 << 4,
	/* how a source does its work, not what it finds: a crawl that was */
	/* broken off goes on with another value */
	PS_MANNER     = 1 << 5
};

struct ps_option {
	const char		*name;		/* the Lua key */
	enum ps_type		 type;		/* BOOL, INT, REAL or TEXT */
	unsigned		 flags;
	size_t			 offset; /* in the plugin's options struct */
	const char		*def;		/* the default, as text */
	int64_t			 min, max;	/* of a PS_INT, if min < max */
	const char *const	*choices;	/* of a PS_TEXT; NULL ends it */
	const char		*doc;		/* one line, no full stop */
	/*
	 * Of a PS_TEXT: NULL if the value will do, else what is expected
	 * instead, a constant: "N/s, N/min or N/h".  NULL: any text will do.
	 */
	const char		*(*expects)(const char *value);
};

#ifdef __cplusplus
template <typename T> struct ps_type_of;
template <> struct ps_type_of<bool> { static const ps_type value = PS_BOOL; };
template <> struct ps_type_of<int64_t> { static const ps_type value = PS_INT; };
template <> struct ps_type_of<double> { static const ps_type value = PS_REAL; };
template <> struct ps_type_of<const char *> {
	static const ps_type value = PS_TEXT;
};
# define PS_TYPE_OF(T, member)	(ps_type_of<decltype(T::member)>::value)
#else
# define PS_TYPE_OF(T, member) _Generic(((T *)0)->member,		\
	bool: PS_BOOL, int64_t: PS_INT, double: PS_REAL,		\
	const char *: PS_TEXT)
#endif

/* PS_OPTION(struct csv_options, delimiter, .def = ",", .doc = "...") */
#define PS_OPTION(T, member, ...)					\
	{ .name = #member, .type = PS_TYPE_OF(T, member),		\
	  .offset = offsetof(T, member), __VA_ARGS__ }

#endif

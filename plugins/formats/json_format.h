/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_format.h - what the parts of the plugin `json` share.
 */
#ifndef PS_JSON_FORMAT_H
#define PS_JSON_FORMAT_H

#include "json_parse.h"
#include "tree_form.h"

struct json_options {
	TREE_FORM_MEMBERS
	bool		 lines, sequence, strict;
};

struct json_state_of {
	struct ps_input	*in;
	struct json	 json, check;
	size_t		 at;		/* of what is shown: was used */
	uint64_t	 lines;		/* taken so far */
	bool		 amid;		/* a line that was not shown whole */
	bool		 told;		/* the one table that is announced */
};

/* json_bid.c */
enum ps_status json_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif

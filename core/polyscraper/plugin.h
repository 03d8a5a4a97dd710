/* SPDX-License-Identifier: 0BSD */
/*
 * plugin.h - a descriptor, which begins with the same head for each kind.
 */
#ifndef POLYSCRAPER_PLUGIN_H
#define POLYSCRAPER_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "host.h"
#include "option.h"

enum ps_kind { PS_SOURCE = 1, PS_FORMAT = 2, PS_SINK = 3 };

struct ps_plugin {
	uint32_t		 abi;		/* PS_ABI */
	uint32_t		 size;		/* of the whole descriptor */
	enum ps_kind		 kind;
	const char		*name;		/* as used in Lua */
	const char		*version;
	const char		*summary;	/* one line, no full stop */
	const struct ps_option	*options; /* a NULL name ends it, or NULL */
	size_t			 option_size;	/* sizeof(struct ps_option) */
	size_t			 options_size;
	size_t			 state_size;
};

#define PS_HEAD(T, KIND)						\
	.plugin.abi = PS_ABI, .plugin.size = sizeof(T),			\
	.plugin.kind = KIND, .plugin.option_size = sizeof(struct ps_option)

/*
 * PS_PLUGIN(lines, lines_format) exports the descriptor.  A function, since
 * ISO C promises nothing for data found by dlsym(); the name is the one that
 * libltdl looks up for both a shared and a preloaded (static) module.
 */
#define PS_PLUGIN(module, descriptor)					\
	PS_LINKAGE PS_EXPORT						\
	const struct ps_plugin *module##_LTX_ps_plugin(void);		\
	const struct ps_plugin *module##_LTX_ps_plugin(void)		\
	{								\
		return &(descriptor).plugin;				\
	}								\
	extern int ps_want_semicolon

#endif

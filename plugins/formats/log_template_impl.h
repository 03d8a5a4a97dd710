/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_template_impl.h - the templates of a document, for those who tell them.
 * Everything belongs to the host.
 */
#ifndef PS_LOG_TEMPLATE_IMPL_H
#define PS_LOG_TEMPLATE_IMPL_H

#include "log_template.h"

#define SLOTS	8192u		/* at least twice as many as templates */

struct log_templates {
	struct ps_self		*self;
	uint16_t		 slot[SLOTS];	/* number, 0: free */
	struct log_template	 all[LOG_TEMPLATES + 1];
	uint32_t		 n;		/* of the last */
	char			*room;		/* for their texts */
	size_t			 left;
	uint32_t		 table;		/* of rows; 0: not made yet */
	uint32_t		 told;
};

#endif

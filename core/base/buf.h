/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * buf.h - bytes that grow up to a stated maximum.
 *
 * A buffer owns its bytes.  What would exceed the maximum is not added and
 * sets `full`; the caller looks at the end, not at each step.
 */
#ifndef PS_BUF_H
#define PS_BUF_H

#include <stdarg.h>

#include "polyscraper.h"

struct buf {
	char	*p;		/* NULL while empty */
	size_t	 n, room, max;
	bool	 full;
};

void	buf_init(struct buf *, size_t max);
void	buf_clear(struct buf *);		/* keeps the memory */
void	buf_free(struct buf *);
char	*buf_space(struct buf *, size_t n);	/* room for n, or NULL */
void	buf_add(struct buf *, const void *, size_t);
void	buf_str(struct buf *, const char *);
void	buf_char(struct buf *, char);
void	buf_printf(struct buf *, const char *, ...) PS_PRINTF(2, 3);
void	buf_vprintf(struct buf *, const char *, va_list);
void	buf_take(struct buf *, size_t n);	/* drop the first n */
const char *buf_cstr(struct buf *);		/* with a NUL at the end */
/* s as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void	buf_json(struct buf *, const char *, size_t);

#endif

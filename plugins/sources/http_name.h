/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_name.h - what a document is called.
 */
#ifndef PS_HTTP_NAME_H
#define PS_HTTP_NAME_H

#include <stddef.h>

/*
 * The name that a Content-Disposition has (RFC 6266; NULL: there was none),
 * else the last part of the path, else the host, decoded; into `room` bytes,
 * with a NUL.  It is no path: no slash is in it.  Of a long one the end stays,
 * which has the suffix.
 */
void	name_of_document(const char *url, const char *told, char *to,
	    size_t room);

#endif

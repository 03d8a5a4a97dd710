/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_host.h - the part of the core that URLs, links and selectors use.
 */
#ifndef PS_HTTP_HOST_H
#define PS_HTTP_HOST_H

#include "html_token.h"
#include "polyscraper.h"
#include "str.h"
#include "url.h"

static const struct ps_host http_host = {
	.size = sizeof(struct ps_host),
	.resolve = url_resolve, .glob = glob_match, HTML_SERVICES
};
static struct ps_self http_self = { .host = &http_host };

#endif

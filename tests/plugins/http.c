/* SPDX-License-Identifier: 0BSD */
/*
 * http.c - a source that lists nothing, with options as one of the web has
 * them, for tests of messages.
 */
#include <string.h>

#include "polyscraper.h"

struct http {
	const char	*rate, *agent, *token, *revisit, *follow, *accept;
	const char	*header;
	int64_t		 depth, retries;
};

/* N/s, N/min or N/h */
static const char *
expect_rate(const char *s)
{
	size_t	n = strspn(s, "0123456789");

	if (n > 0 && (strcmp(s + n, "/s") == 0 || strcmp(s + n, "/min") == 0 ||
	    strcmp(s + n, "/h") == 0))
		return NULL;
	return "N/s, N/min or N/h";
}

static const char *const revisits[] = { "changed", "always", "never", NULL };

static const struct ps_option http_options[] = {
	PS_OPTION(struct http, follow, .flags = PS_PAIRS, .doc = "Pages"),
	PS_OPTION(struct http, accept, .flags = PS_PAIRS, .doc = "Documents"),
	PS_OPTION(struct http, header, .flags = PS_PAIRS | PS_SECRET,
	    .doc = "Lines of a request"),
	PS_OPTION(struct http, revisit, .def = "changed", .choices = revisits,
	    .doc = "Which are read again"),
	PS_OPTION(struct http, rate, .def = "1/s", .expects = expect_rate,
	    .doc = "Requests to a host"),
	PS_OPTION(struct http, agent, .doc = "What it calls itself"),
	PS_OPTION(struct http, token, .flags = PS_SECRET, .doc = "A secret"),
	PS_OPTION(struct http, depth, .def = "1", .max = 9, .doc = "Of links"),
	PS_OPTION(struct http, retries, .def = "5", .max = 9,
	    .doc = "Of these"),
	{ .name = NULL }
};

static enum ps_status
http_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (strstr(inputs[i], "unreachable") != NULL)
			return ps_fail(self, PS_FATAL, 0, "cannot reach '%s'",
			    inputs[i]);
	return PS_OK;
}

static enum ps_status
http_step(struct ps_self *self, struct ps_found *found)
{
	(void)self, (void)found;
	return PS_EOF;
}

static enum ps_status
http_fetch(struct ps_self *self, struct ps_found *found,
    const struct ps_doc *doc)
{
	(void)self, (void)found, (void)doc;
	return PS_FAIL;
}

static const char *const schemes[] = { "http", "https", NULL };

static const struct ps_source http = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name = "http", .plugin.version = "1",
	.plugin.summary = "For tests",
	.plugin.options = http_options,
	.plugin.options_size = sizeof(struct http),
	.schemes = schemes,
	.open = http_open, .step = http_step, .fetch = http_fetch,
};

PS_PLUGIN(http, http);

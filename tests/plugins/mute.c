/* SPDX-License-Identifier: 0BSD */
/*
 * mute.c - a source that lists nothing, and cannot be opened where its input
 * says so, for tests of messages.
 */
#include <string.h>

#include "polyscraper.h"

static enum ps_status
mute_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (strstr(inputs[i], "unreachable") != NULL)
			return ps_fail(self, PS_FATAL, 0, "cannot reach '%s'",
			    inputs[i]);
	return PS_OK;
}

static enum ps_status
mute_step(struct ps_self *self, struct ps_found *found)
{
	(void)self, (void)found;
	return PS_EOF;
}

static enum ps_status
mute_fetch(struct ps_self *self, struct ps_found *found,
    const struct ps_doc *doc)
{
	(void)self, (void)found, (void)doc;
	return PS_FAIL;
}

static const char *const schemes[] = { "mute", NULL };

static const struct ps_source mute = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name = "mute", .plugin.version = "1",
	.plugin.summary = "For tests",
	.schemes = schemes,
	.open = mute_open, .step = mute_step, .fetch = mute_fetch,
};

PS_PLUGIN(mute, mute);

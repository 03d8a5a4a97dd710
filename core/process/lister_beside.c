/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_beside.c - before a document is fetched: what belongs to it goes
 * first, and what belongs to another is no document.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "beside.h"
#include "doc.h"
#include "lister.h"
#include "mem.h"
#include "selector.h"

/* The last part of an address. */
static const char *
name_of(const char *address)
{
	const char	*slash = strrchr(address, '/');

	return slash == NULL ? address : slash + 1;
}

/* Somebody said how this one is to be read: then it is one. */
static bool
is_told(const struct pipeline *p, const struct ps_doc *doc)
{
	struct selected	d = { .doc = doc };

	for (uint32_t i = 0; i < p->n_rules; i++)
		if (selector_matches(&p->rules[i].select, &d))
			return true;
	return false;
}

static struct ps_doc
neighbour(const struct ps_doc *doc, char *address)
{
	struct ps_doc	d = *doc;

	d.address = address;
	d.name = name_of(address);
	d.etag = NULL;
	d.size = d.mtime = -1;
	return d;
}

bool
lister_is_part(struct lister *l, const struct ps_doc *doc, char *of,
    size_t room)
{
	const struct pipeline	*p = lister_pipeline(l);
	const struct ps_format	*format;
	const char		*suffix;
	bool			 found = false;

	/* One that was named itself was meant itself. */
	if (*doc->address != '/' || strcmp(doc->address, doc->root) == 0 ||
	    is_told(p, doc))
		return false;
	for (uint32_t i = 0; !found && (suffix = beside_to(p->registry,
	    doc->name, i, &format)) != NULL; i++) {
		char		*address = beside_address(doc->address, suffix);
		struct ps_doc	 d = neighbour(doc, address);

		found = lister_wants(p, &d) && lister_fetch(l, &d, NULL) &&
		    beside_begins(format, address);
		if (found)
			snprintf(of, room, "%s", d.name);
		free(address);
	}
	return found;
}

void
lister_send_beside(struct lister *l, const struct ps_doc *doc)
{
	const char	*suffix;

	if (*doc->address != '/')
		return;
	for (uint32_t i = 0; (suffix = beside_of(lister_pipeline(l)->registry,
	    doc->name, i)) != NULL; i++) {
		char		*address = beside_address(doc->address, suffix);
		struct ps_doc	 d = neighbour(doc, address);

		(void)lister_fetch(l, &d, suffix);
		free(address);
	}
}

/* Size and time of change of it and of all that belongs to it. */
const char *
lister_tag(const struct pipeline *p, const struct ps_doc *doc, char *to,
    size_t room)
{
	const char	*suffix;
	size_t		 n;

	if (*doc->address != '/' || doc->etag != NULL || doc->mtime < 0 ||
	    beside_of(p->registry, doc->name, 0) == NULL)
		return doc->etag;
	n = (size_t)snprintf(to, room, "%lld@%lld", (long long)doc->size,
	    (long long)doc->mtime);
	for (uint32_t i = 0; (suffix = beside_of(p->registry, doc->name,
	    i)) != NULL && n < room; i++) {
		char		*address = beside_address(doc->address, suffix);
		struct stat	 sb;

		if (stat(address, &sb) == 0)
			n += (size_t)snprintf(to + n, room - n,
			    " %s %lld@%lld.%09ld", suffix,
			    (long long)sb.st_size,
			    (long long)sb.st_mtim.tv_sec, sb.st_mtim.tv_nsec);
		free(address);
	}
	return to;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * doc.c - documents and their counts, field by field (doc/protocol.md).
 */
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "str.h"
#include "mem.h"

const char *const class_names[N_CLASS_NAMES] = {
	[PS_BLANK] = "blank", [PS_TITLE] = "title", [PS_COMMENT] = "comment",
	[PS_HEADER] = "header", [PS_UNITS] = "units",
	[PS_REPEATED_HEADER] = "repeated_header",
	[PS_FOOTNOTE] = "footnote", [PS_RULE] = "rule", [PS_OTHER] = "other",
	[PS_PAGE] = "page"
};

const char *const severity_names[N_SEVERITY_NAMES] = {
	[PS_NOTE] = "note", [PS_REPAIRED] = "repaired",
	[PS_REJECTED] = "rejected"
};

void
put_doc(struct buf *b, const struct ps_doc *d)
{
	put_text(b, d->address);
	put_text(b, d->root);
	put_text(b, d->name);
	put_text(b, d->mime);
	put_text(b, d->etag);
	put_u64(b, (uint64_t)d->size);
	put_u64(b, (uint64_t)d->mtime);
	put_u64(b, d->key);
	put_text(b, d->settings);
	put_text(b, d->called);
	put_text(b, d->note);
	put_text(b, d->broken);
}

/* A document without an address is none; the rest may be missing. */
bool
get_doc(struct frame *f, struct ps_doc *d)
{
	d->address = get_text(f);
	d->root = get_text(f);
	d->name = get_text(f);
	d->mime = get_text(f);
	d->etag = get_text(f);
	d->size = (int64_t)get_u64(f);
	d->mtime = (int64_t)get_u64(f);
	d->key = get_u64(f);
	d->settings = get_text(f);
	d->called = get_text(f);
	d->note = get_text(f);
	d->broken = get_text(f);
	if (d->address == NULL || d->address[0] == '\0')
		f->bad = true;
	if (d->name == NULL)
		d->name = d->address;
	return !f->bad;
}

static size_t
room_for(const char *s)
{
	return s == NULL ? 0 : strlen(s) + 1;
}

static const char *
copy(char **to, const char *s)
{
	size_t	n = room_for(s);
	char	*p = *to;

	if (n == 0)
		return NULL;
	memcpy(p, s, n);
	*to += n;
	return p;
}

struct ps_doc *
doc_copy(const struct ps_doc *d)
{
	struct ps_doc	*c;
	char		*text;

	c = xmalloc(sizeof(*c) + room_for(d->address) + room_for(d->root) +
	    room_for(d->name) + room_for(d->mime) + room_for(d->etag) +
	    room_for(d->settings) + room_for(d->called) + room_for(d->note) +
	    room_for(d->broken));
	text = (char *)(c + 1);
	*c = *d;
	c->address = copy(&text, d->address);
	c->root = copy(&text, d->root);
	c->name = copy(&text, d->name);
	c->mime = copy(&text, d->mime);
	c->etag = copy(&text, d->etag);
	c->settings = copy(&text, d->settings);
	c->called = copy(&text, d->called);
	c->note = copy(&text, d->note);
	c->broken = copy(&text, d->broken);
	return c;
}

void
put_counts(struct buf *b, const struct counts *c)
{
	put_u64(b, c->records);
	put_u64(b, c->emitted);
	put_u64(b, c->rows);
	put_u64(b, c->rejected);
	put_u64(b, c->set_aside);
	put_u64(b, c->skipped);
	put_u64(b, c->issues);
}

bool
get_counts(struct frame *f, struct counts *c)
{
	c->records = get_u64(f);
	c->emitted = get_u64(f);
	c->rows = get_u64(f);
	c->rejected = get_u64(f);
	c->set_aside = get_u64(f);
	c->skipped = get_u64(f);
	c->issues = get_u64(f);
	return !f->bad;
}

void
counts_add(struct counts *into, const struct counts *c)
{
	into->records += c->records;
	into->emitted += c->emitted;
	into->rows += c->rows;
	into->rejected += c->rejected;
	into->set_aside += c->set_aside;
	into->skipped += c->skipped;
	into->issues += c->issues;
}

bool
counts_balance(const struct counts *c)
{
	return c->records + c->emitted ==
	    c->rows + c->rejected + c->set_aside + c->skipped;
}

/* The part of a root before its first wildcard, up to a slash. */
static size_t
fixed_part(const char *root)
{
	size_t	n = strcspn(root, "*?[");

	if (root[n] == '\0')
		return n;
	while (n > 0 && root[n - 1] != '/')
		n--;
	return n;
}

static const char *
below_root(const struct ps_doc *d)
{
	size_t		 n = d->root == NULL ? 0 : fixed_part(d->root);
	const char	*below = d->address;

	if (n > 0 && strncmp(below, d->root, n) == 0) {
		below += n;
		below += *below == '/';
	}
	return below;
}

const char *
doc_below(const struct ps_doc *d)
{
	const char	*below = below_root(d);

	return *below == '\0' ? d->name : below;
}

bool
doc_matches(const struct ps_doc *d, const char *glob)
{
	if (strchr(glob, '/') == NULL)
		return glob_match(glob, d->name) ||
		    (strchr(glob, '!') != NULL &&
		    glob_match(glob, below_root(d)));
	if (*glob == '/')
		return glob_match(glob, d->address);
	return glob_match(glob, below_root(d));
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_follow.c - links that scripts follow: a source says which documents
 * they lead to, at once or when it knows; and forms that they send.
 */
#include <stdio.h>

#include "doc.h"
#include "host.h"
#include "lister.h"
#include "plugin.h"

void
lister_followed(struct ps_found *to, uint64_t number, const struct ps_doc *doc)
{
	struct ps_doc	 d = *doc;
	char		 tag[TAG_MAX];
	struct buf	*b;

	if (!lister_wants(to->pipeline, doc)) {
		lister_refused(to, number, "what is included and excluded "
		    "leaves it out");
		return;
	}
	d.etag = lister_tag(to->pipeline, doc, tag, sizeof(tag));
	b = frame_begin(to->channel, M_LINKED);
	put_u64(b, number);
	put_text(b, NULL);
	put_doc(b, &d);
	frame_end(to->channel);
}

void
lister_refused(struct ps_found *to, uint64_t number, const char *fmt, ...)
{
	char		 why[400];
	struct buf	*b;
	va_list		 ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	b = frame_begin(to->channel, M_LINKED);
	put_u64(b, number);
	put_text(b, why);
	frame_end(to->channel);
}

void
lister_follow(struct lister *l, struct frame *f)
{
	const struct pipeline	*p = lister_pipeline(l);
	struct ps_found		*to = lister_found(l);
	struct ps_link		 link = { .number = get_u64(f) };
	uint32_t		 i = get_u32(f);
	struct ps_doc		 page;
	const struct ps_source	*s;

	if (!get_doc(f, &page) || i >= p->n_sources ||
	    (link.address = get_text(f)) == NULL)
		return;
	link.page = &page;
	to->source = i;
	s = (const struct ps_source *)(const void *)p->sources[i].plugin;
	if (!PLUGIN_HAS(s, follow))
		lister_refused(to, link.number, "source.%s cannot follow "
		    "links", s->plugin.name);
	else if (s->follow(lister_self(l, i), to, &link) < PS_SKIP)
		lister_refused(to, link.number, "source.%s cannot say where "
		    "it leads", s->plugin.name);
}

void
lister_form(struct lister *l, struct frame *f)
{
	const struct pipeline	*p = lister_pipeline(l);
	struct ps_form		 form = { .page = NULL };
	uint32_t		 i = get_u32(f);
	struct ps_doc		 page;
	const struct ps_source	*s;
	bool			 has_body;
	const char		*body;

	if (!get_doc(f, &page) || i >= p->n_sources ||
	    (form.address = get_text(f)) == NULL)
		return;
	has_body = get_u8(f) != 0;
	body = get_bytes(f, &form.n_body);
	form.page = &page;
	form.body = !has_body ? NULL : form.n_body == 0 ? "" : body;
	lister_found(l)->source = i;
	s = (const struct ps_source *)(const void *)p->sources[i].plugin;
	if (!f->bad && PLUGIN_HAS(s, submit))
		(void)s->submit(lister_self(l, i), &form);
}

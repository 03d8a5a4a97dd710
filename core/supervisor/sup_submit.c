/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_submit.c - forms that scripts send: the page's source gets them, and
 * then the page is read anew, which what came of the form may have changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "plugin.h"
#include "sup_said.h"
#include "sup_submit.h"

#define SUBMIT_MOST	2u	/* of one page, in a run */

struct submit {
	char		*address;
	char		*body;		/* n bytes, or NULL */
	size_t		 n;
};

/* It may hold a password. */
static void
submit_drop(struct submit *m)
{
	if (m == NULL)
		return;
	if (m->body != NULL)
		explicit_bzero(m->body, m->n);
	explicit_bzero(m->address, strlen(m->address));
	free(m->body);
	free(m->address);
	free(m);
}

void
submit_free(struct job *j)
{
	submit_drop(j->submit);
	j->submit = NULL;
}

bool
job_submit(struct job *j, struct frame *f)
{
	struct submit	*m;
	const char	*address, *body;
	bool		 has_body;
	size_t		 n;

	(void)get_u64(f);
	(void)get_u32(f);
	address = get_text(f);
	has_body = get_u8(f) != 0;
	body = get_bytes(f, &n);
	if (f->bad || address == NULL)
		return false;
	submit_free(j);
	m = j->submit = xcalloc(1, sizeof(*m));
	m->address = xstrdup(address);
	if (!has_body)
		return true;
	m->body = xcalloc(1, n + 1);
	m->n = n;
	if (n > 0)
		memcpy(m->body, body, n);
	return true;
}

/* NULL, or why it cannot be sent. */
static const char *
obstacle(const struct supervisor *s, const struct job *j)
{
	const struct ps_source	*source = (const struct ps_source *)
	    (const void *)s->pipeline->sources[j->source].plugin;

	if (j->parent != NULL || !PLUGIN_HAS(source, submit))
		return "submit: this document's source cannot submit forms";
	if (s->lister == NULL)
		return "submit: its source is gone";
	return j->submits < SUBMIT_MOST ? NULL :
	    "the page has its form again after that was sent twice; is what "
	    "is sent right?";
}

static void
tell_source(struct supervisor *s, const struct job *j)
{
	struct buf	*b = frame_begin(s->lister, M_FORM);

	put_u32(b, j->source);
	put_doc(b, j->doc);
	put_text(b, j->submit->address);
	put_u8(b, j->submit->body != NULL);
	put_bytes(b, j->submit->body, j->submit->n);
	frame_end(s->lister);
}

bool
submit_pass(struct supervisor *s, struct job *j)
{
	const char	*why;

	if (j->submit == NULL)
		return false;
	why = obstacle(s, j);
	if (why != NULL) {
		job_failed(s, j, PS_FAIL, why);
		return true;
	}
	tell_source(s, j);
	j->submits++;
	job_undo(s, j);
	job_unsaid(j);
	buf_clear(&j->assigned);
	job_unread(s, j);
	return true;
}

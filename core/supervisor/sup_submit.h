/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_submit.h - forms that scripts send.
 */
#ifndef PS_SUP_SUBMIT_H
#define PS_SUP_SUBMIT_H

#include "sup.h"

/* A worker told of a form (M_SUBMIT); false: it broke the rules. */
bool	job_submit(struct job *, struct frame *);
/*
 * At the end of a document: whether a script sent a form of it, which goes to
 * the source; then the document is read again, or has failed.
 */
bool	submit_pass(struct supervisor *, struct job *);
void	submit_free(struct job *);

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_text.h - text on its way to a terminal: widths, cuts, quotes.
 */
#ifndef PS_CLI_TEXT_H
#define PS_CLI_TEXT_H

#include "polyscraper.h"

struct arena;
struct buf;

/* A path as a glob that matches nothing else. */
const char *text_glob(struct arena *, const char *);
/* As a shell would take it back: quoted where it must be. */
void	text_quoted(struct buf *, const char *);
/* Columns of a terminal that UTF-8 text takes up. */
unsigned text_width(const char *);
/* Padded to `width` columns; longer text ends in an ellipsis.  Control bytes */
/* and newlines are shown, not sent. */
void	text_cell(struct buf *, const char *, unsigned width, bool right);
/* Whether it looks like scheme://...; the scheme's length or 0. */
unsigned text_scheme(const char *);

#endif

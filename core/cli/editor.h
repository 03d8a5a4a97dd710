/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * editor.h - what the Lua language server must know to complete and check
 * pipelines (https://luals.github.io/wiki/annotations/).
 */
#ifndef PS_EDITOR_H
#define PS_EDITOR_H

struct buf;
struct registry;

/* Definitions of all names, the plugins' options among them. */
void	editor_definitions(const struct registry *, struct buf *);
/* editor_text.c: what does not depend on plugins; settings for .luarc.json. */
extern const char editor_names[], editor_luarc[];

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_compound.c - a stream of a compound file (MS-CFB): a file system
 * of sectors, with a table of which follows which, and a directory.
 *
 * All numbers are a stranger's: chains end after as many sectors as there are.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

enum {
	HEAD		= 512,
	ENTRY		= 128,		/* bytes, of the directory */
	IN_HEAD		= 109,		/* sectors of the table it lists */
	SMALL		= 4096,		/* shorter streams lie elsewhere */
	MOST		= 256 << 20	/* bytes of a stream */
};

#define LAST_SECTOR	0xfffffffau	/* higher numbers mean something else */

struct compound {
	struct ss_book	*book;
	unsigned	 shift;		/* of a sector's size */
	struct ss_bytes	 table;		/* the sector after each */
	uint32_t	 sectors;	/* of the file */
};

static enum ps_status
broken(struct ss_book *b)
{
	return ss_wrong(b, "the compound file is damaged");
}

/* A sector behind what is there; what the file lacks of it is zero. */
static enum ps_status
add_sector(struct compound *c, uint32_t sector, struct ss_bytes *to)
{
	char		piece[1 << 12];
	size_t		size = (size_t)1 << c->shift;
	ptrdiff_t	n;

	n = ps_pread(c->book->self, c->book->in, piece, size,
	    ((uint64_t)sector + 1) << c->shift);
	if (n <= 0 || to->n > MOST)
		return broken(c->book);
	memset(piece + n, 0, size - (size_t)n);
	ss_add(to, piece, size);
	return to->lost ? ss_wrong(c->book, "no memory") : PS_OK;
}

/* All sectors from this one on. */
static enum ps_status
add_chain(struct compound *c, uint32_t sector, struct ss_bytes *to)
{
	for (uint32_t n = 0; sector < LAST_SECTOR; n++) {
		if (n > c->sectors || sector > c->sectors ||
		    add_sector(c, sector, to) != PS_OK)
			return broken(c->book);
		if (4 * (size_t)sector + 4 > c->table.n)
			return broken(c->book);
		sector = ps_little(c->table.p + 4 * (size_t)sector, 4);
	}
	return PS_OK;
}

/* The table lies in sectors that the head lists, and others behind it. */
static enum ps_status
read_table(struct compound *c, const char *head)
{
	uint32_t	more = ps_little(head + 68, 4), sector;
	struct ss_bytes	list = { .p = NULL };
	enum ps_status	st = PS_OK;
	size_t		size = (size_t)1 << c->shift;

	ss_add(&list, head + 76, 4 * IN_HEAD);
	for (uint32_t n = 0; more < LAST_SECTOR && st == PS_OK; n++) {
		st = n > c->sectors ? broken(c->book) :
		    add_sector(c, more, &list);
		if (st == PS_OK) {
			list.n -= 4;	/* where it goes on */
			more = ps_little(list.p + list.n, 4);
		}
	}
	for (size_t i = 0; i + 4 <= list.n && st == PS_OK; i += 4) {
		sector = ps_little(list.p + i, 4);
		if (c->table.n / size > c->sectors)
			st = broken(c->book);
		else if (sector < LAST_SECTOR)
			st = add_sector(c, sector, &c->table);
	}
	ss_bytes_free(&list);
	return st;
}

/* The entry of that name; of the root if it is NULL. */
static const char *
find_entry(const struct ss_bytes *directory, const char *name)
{
	const char	*e;
	size_t		 n = name == NULL ? 0 : strlen(name);

	for (size_t at = 0; at + ENTRY <= directory->n; at += ENTRY) {
		size_t	same = 0;

		e = directory->p + at;
		if (name == NULL && e[66] == 5)
			return e;
		if (name == NULL || e[66] != 2 || ps_little(e + 64, 2) !=
		    2 * n + 2)
			continue;
		while (same < n && e[2 * same] == name[same] &&
		    e[2 * same + 1] == '\0')
			same++;
		if (same == n)
			return e;
	}
	return NULL;
}

/* Short streams lie in the root's, in sectors of 64 bytes. */
static enum ps_status
read_small(struct compound *c, const char *head, const char *root,
    const char *entry, struct ss_bytes *to)
{
	struct ss_bytes	all = { .p = NULL }, table = { .p = NULL };
	uint32_t	sector = ps_little(entry + 116, 4);
	enum ps_status	st;

	st = root == NULL ? broken(c->book) :
	    add_chain(c, ps_little(root + 116, 4), &all);
	if (st == PS_OK)
		st = add_chain(c, ps_little(head + 60, 4), &table);
	for (uint32_t n = 0; st == PS_OK && sector < LAST_SECTOR; n++) {
		if (n > SMALL / 64 || 64 * (size_t)sector + 64 > all.n ||
		    4 * (size_t)sector + 4 > table.n) {
			st = broken(c->book);
			break;
		}
		ss_add(to, all.p + 64 * (size_t)sector, 64);
		sector = ps_little(table.p + 4 * (size_t)sector, 4);
	}
	ss_bytes_free(&all);
	ss_bytes_free(&table);
	return st;
}

static enum ps_status
read_stream(struct compound *c, const char *head, const char *name,
    struct ss_bytes *to)
{
	struct ss_bytes	 directory = { .p = NULL };
	const char	*entry;
	enum ps_status	 st;
	size_t		 size;

	st = add_chain(c, ps_little(head + 48, 4), &directory);
	entry = find_entry(&directory, name);
	if (st == PS_OK && entry == NULL)
		st = PS_EOF;
	else if (st == PS_OK) {
		size = ps_little(entry + 120, 4);
		st = size < SMALL ? read_small(c, head,
		    find_entry(&directory, NULL), entry, to) :
		    add_chain(c, ps_little(entry + 116, 4), to);
		if (to->n > size)
			to->n = size;
	}
	ss_bytes_free(&directory);
	return st;
}

enum ps_status
ss_compound_read(struct ss_book *b, const char *name, struct ss_bytes *to)
{
	struct compound	 c = { .book = b };
	char		 head[HEAD];
	enum ps_status	 st;

	if (ps_pread(b->self, b->in, head, HEAD, 0) != HEAD)
		return broken(b);
	c.shift = ps_little(head + 30, 2);
	if (c.shift != 9 && c.shift != 12)
		return broken(b);
	c.sectors = (uint32_t)(ps_length(b->self, b->in) >> c.shift);
	st = read_table(&c, head);
	if (st == PS_OK)
		st = read_stream(&c, head, name, to);
	ss_bytes_free(&c.table);
	return st;
}

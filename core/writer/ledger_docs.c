/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_docs.c - what the ledger knows of documents.
 *
 * Which documents a run has touched is kept as one bit each; addresses seen in
 * this run are kept in a filter of fixed size that may say yes too often,
 * never no.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ledger.h"
#include "mem.h"

#define BLOOM_BITS	(1u << 23)
#define PARENTS_DEEP	32

static void
copy_word(char *out, size_t size, const struct ps_value *v)
{
	size_t	n = v->type == PS_TEXT ? v->length : 0;

	if (n > size - 1)
		n = size - 1;
	if (n > 0)
		memcpy(out, v->text, n);
	out[n] = '\0';
}

struct finding {
	struct known_doc	*doc;
	const char		*etag;
};

void
ledger_take_known(struct known_doc *k, const char *etag,
    const struct ps_value *v, uint32_t n)
{
	(void)n;
	k->id = v[0].integer;
	k->size = v[1].type == PS_INT ? v[1].integer : -1;
	k->mtime = v[2].type == PS_INT ? v[2].integer : -1;
	k->rows = v[3].integer;
	copy_word(k->status, sizeof(k->status), &v[4]);
	copy_word(k->reader, sizeof(k->reader), &v[5]);
	k->has_etag = v[6].type == PS_TEXT && etag != NULL;
	k->same_etag = k->has_etag && strlen(etag) == v[6].length &&
	    memcmp(etag, v[6].text, v[6].length) == 0;
}

static enum ps_status
take_known(void *arg, const struct ps_value *v, uint32_t n)
{
	struct finding	*f = arg;

	ledger_take_known(f->doc, f->etag, v, n);
	return PS_EOF;
}

enum ps_status
ledger_find(struct ledger *l, const char *address, const char *etag,
    struct known_doc *k)
{
	struct ps_value	 v = str_value(address);
	struct finding	 f = { k, etag };

	memset(k, 0, sizeof(*k));
	return ledger_query(l, "SELECT " KNOWN_COLUMNS " FROM _ps_documents "
	    "WHERE address = ?1", &v, 1, take_known, &f);
}

static bool
set_bit(uint8_t *bits, uint32_t i)
{
	bool	was = bits[i / 8] & 1u << i % 8;

	bits[i / 8] |= (uint8_t)(1u << i % 8);
	return was;
}

bool
ledger_seen_address(struct ledger *l, const char *address)
{
	uint64_t	h = 0xcbf29ce484222325;
	bool		a, b;

	if (l->bloom == NULL)
		l->bloom = xcalloc(BLOOM_BITS / 8, 1);
	for (; *address != '\0'; address++)
		h = (h ^ (unsigned char)*address) * 0x100000001b3;
	h ^= h >> 29;
	a = set_bit(l->bloom, (uint32_t)(h % BLOOM_BITS));
	b = set_bit(l->bloom, (uint32_t)((h >> 32) % BLOOM_BITS));
	return a && b;
}

static void
set_id(uint8_t **bits, uint64_t *room, int64_t id)
{
	uint64_t	at = (uint64_t)id / 8, more;

	if (id < 0 || id > (int64_t)1 << 36)
		return;
	if (at >= *room) {
		more = (at + 1) * 2 + 1024;
		*bits = xrealloc(*bits, more, 1);
		memset(*bits + *room, 0, more - *room);
		*room = more;
	}
	(*bits)[at] |= (uint8_t)(1u << id % 8);
}

static bool
has_id(const uint8_t *bits, uint64_t room, int64_t id)
{
	uint64_t	at = (uint64_t)id / 8;

	return id >= 0 && at < room && (bits[at] & 1u << id % 8) != 0;
}

void
ledger_touch(struct ledger *l, int64_t id)
{
	set_id(&l->touched, &l->touched_room, id);
}

bool
ledger_touched(const struct ledger *l, int64_t id)
{
	return has_id(l->touched, l->touched_room, id);
}

void
ledger_unchanged(struct ledger *l, int64_t id)
{
	set_id(&l->unchanged, &l->unchanged_room, id);
}

static void
gather_counts(struct ledger *l, const struct counts *c)
{
	gather_int(l, L_DOCUMENTS, (int64_t)c->records);
	gather_int(l, L_DOCUMENTS, (int64_t)c->emitted);
	gather_int(l, L_DOCUMENTS, (int64_t)c->rows);
	gather_int(l, L_DOCUMENTS, (int64_t)c->rejected);
	gather_int(l, L_DOCUMENTS, (int64_t)c->set_aside);
	gather_int(l, L_DOCUMENTS, (int64_t)c->skipped);
	gather_int(l, L_DOCUMENTS, (int64_t)c->issues);
}

static void
gather_size(struct ledger *l, int64_t v)
{
	if (v < 0)
		gather_null(l, L_DOCUMENTS);
	else
		gather_int(l, L_DOCUMENTS, v);
}

static void
hash_text(const uint64_t hash[2], char out[33])
{
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)hash[0],
	    (unsigned long long)hash[1]);
}

/* In the order of document_columns in ledger_rows.c. */
enum ps_status
ledger_add(struct ledger *l, const struct entry *e)
{
	char	hash[33];

	hash_text(e->hash, hash);
	gather_int(l, L_DOCUMENTS, e->id);
	gather_str(l, L_DOCUMENTS, e->doc->address);
	gather_str(l, L_DOCUMENTS, e->doc->root);
	gather_str(l, L_DOCUMENTS, e->parent);
	gather_int(l, L_DOCUMENTS, l->run);
	gather_size(l, e->doc->size);
	gather_size(l, e->doc->mtime);
	gather_str(l, L_DOCUMENTS, e->hash[0] | e->hash[1] ? hash : NULL);
	gather_str(l, L_DOCUMENTS, e->doc->etag);
	gather_str(l, L_DOCUMENTS, e->format);
	gather_str(l, L_DOCUMENTS, e->encoding);
	gather_str(l, L_DOCUMENTS, e->options);
	gather_str(l, L_DOCUMENTS, l->reader);
	if (e->format != NULL)
		gather_real(l, L_DOCUMENTS, e->confidence);
	else
		gather_null(l, L_DOCUMENTS);
	gather_str(l, L_DOCUMENTS, e->why);
	gather_counts(l, e->counts);
	gather_str(l, L_DOCUMENTS, e->status);
	gather_str(l, L_DOCUMENTS, e->message);
	gather_str(l, L_DOCUMENTS, e->seems);
	gather_str(l, L_DOCUMENTS, e->mime);
	gather_str(l, L_DOCUMENTS, e->started);
	gather_str(l, L_DOCUMENTS, e->finished);
	return gather_end_row(l, L_DOCUMENTS);
}

enum ps_status
ledger_mark(struct ledger *l, int64_t id, const char *status,
    const char *message)
{
	char	now[32];

	return ledger_sql(l, "UPDATE _ps_documents SET status = ?2, "
	    "message = ?3, run = ?4, finished = ?5 WHERE id = ?1",
	    (struct ps_value[]){ int_value(id), str_value(status),
	    str_value(message), int_value(l->run),
	    str_value(ledger_now(now)) }, 5);
}

enum ps_status
ledger_forget(struct ledger *l, int64_t id)
{
	static const char *const	steps[] = {
		"DELETE FROM _ps_facts WHERE document = ?1",
		"DELETE FROM _ps_cells WHERE document = ?1",
		"DELETE FROM _ps_lines WHERE document = ?1",
		"DELETE FROM _ps_issues WHERE document = ?1",
		"DELETE FROM _ps_told WHERE document = ?1",
		"DELETE FROM _ps_ranges WHERE document = ?1",
		"DELETE FROM _ps_documents WHERE id = ?1"
	};
	struct ps_value	v = int_value(id);
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (st == PS_OK)
			st = ledger_sql(l, steps[i], &v, 1);
	return st;
}

static enum ps_status
take_text(void *arg, const struct ps_value *v, uint32_t n)
{
	if (n > 0 && v[0].type == PS_TEXT)
		buf_add(arg, v[0].text, v[0].length);
	return PS_EOF;
}

enum ps_status
ledger_copy_of(struct ledger *l, const uint64_t hash[2], int64_t id,
    struct buf *address)
{
	char	text[33];

	if ((hash[0] | hash[1]) == 0)
		return PS_OK;
	hash_text(hash, text);
	return ledger_query(l, "SELECT address FROM _ps_documents WHERE "
	    "hash = ?1 AND status = 'loaded' AND id <> ?2",
	    (struct ps_value[]){ str_value(text), int_value(id) }, 2,
	    take_text, address);
}

/* "a.zip!b.csv" lies in "a.zip"; "c.csv" was found on "a.html". */
static bool
is_member(const char *p, size_t n, const char *parent, size_t parent_n)
{
	return n > parent_n && p[parent_n] == '!' &&
	    memcmp(p, parent, parent_n) == 0;
}

struct missing {
	struct ledger	*ledger;
	uint64_t	 documents;
	int64_t		*ids;
	char		**parents;	/* NULL: not below another */
	bool		*followed;	/* it lies in none: a page led to it */
	size_t		 n, room;
};

static enum ps_status
take_missing(void *arg, const struct ps_value *v, uint32_t n)
{
	struct missing	*m = arg;
	size_t		 room = m->room, followed_room = m->room;

	(void)n;
	m->documents++;
	if (ledger_touched(m->ledger, v[0].integer) ||
	    has_id(m->ledger->unchanged, m->ledger->unchanged_room,
	    v[0].integer))
		return PS_OK;
	GROW(m->ids, m->n, room);
	GROW(m->followed, m->n, followed_room);
	GROW(m->parents, m->n, m->room);
	m->ids[m->n] = v[0].integer;
	m->followed[m->n] = v[1].type == PS_TEXT && v[2].type == PS_TEXT &&
	    !is_member(v[2].text, v[2].length, v[1].text, v[1].length);
	m->parents[m->n++] = v[1].type == PS_TEXT ?
	    xstrndup(v[1].text, v[1].length) : NULL;
	return PS_OK;
}

struct parent {
	int64_t		 id;
	bool		 open;		/* it was, or is empty or gone */
	bool		 followed;	/* not a member of its own parent, */
	struct buf	*address;	/* whose address this is */
};

static enum ps_status
take_parent(void *arg, const struct ps_value *v, uint32_t n)
{
	struct parent	*p = arg;
	char		 status[16];

	(void)n;
	p->id = v[0].integer;
	buf_clear(p->address);
	if (v[1].type == PS_TEXT)
		buf_add(p->address, v[1].text, v[1].length);
	p->followed = v[1].type == PS_TEXT && v[3].type == PS_TEXT &&
	    !is_member(v[3].text, v[3].length, v[1].text, v[1].length);
	copy_word(status, sizeof(status), &v[2]);
	p->open = strcmp(status, "failed") != 0 &&
	    strcmp(status, "skipped") != 0;
	return PS_EOF;
}

/*
 * Members of a container that was not opened again, or could not be, or not
 * to its end, are there with it.  What pages that were not read lead to has
 * been visited; only where a page could not be read it stays.
 */
static enum ps_status
is_within_unchanged(struct ledger *l, const char *parent, bool followed,
    bool *within)
{
	struct buf	 at;
	struct parent	 p = { .address = &at };
	enum ps_status	 st = PS_OK;
	bool		 visited;

	*within = false;
	buf_init(&at, 1u << 20);
	buf_str(&at, parent);
	for (int i = 0; i < PARENTS_DEEP && at.n > 0 && st == PS_OK; i++) {
		struct ps_value v = text_value(at.p, at.n);

		p.id = 0;
		st = ledger_query(l, "SELECT id, parent, status, address FROM "
		    "_ps_documents WHERE address = ?1", &v, 1, take_parent, &p);
		if (p.id == 0)
			break;
		visited = has_id(l->unchanged, l->unchanged_room, p.id);
		*within = (visited && !followed) ||
		    (!p.open && ledger_touched(l, p.id));
		if (*within || (followed && (visited ||
		    ledger_touched(l, p.id))))
			break;
		followed = p.followed;
	}
	buf_free(&at);
	return st;
}

static enum ps_status
drop_members(struct ledger *l, struct missing *m)
{
	size_t		 n = 0;
	enum ps_status	 st = PS_OK;
	bool		 within;

	for (size_t i = 0; i < m->n && st == PS_OK; i++) {
		within = false;
		if (m->parents[i] != NULL)
			st = is_within_unchanged(l, m->parents[i],
			    m->followed[i], &within);
		if (!within)
			m->ids[n++] = m->ids[i];
	}
	for (size_t i = 0; i < m->n; i++)
		free(m->parents[i]);
	m->n = n;
	return st;
}

enum ps_status
ledger_gone(struct ledger *l, const char *root, bool prune, struct gone *g)
{
	struct missing	m = { .ledger = l };
	struct ps_value	v = str_value(root);
	enum ps_status	st = ledger_flush_one(l, L_DOCUMENTS);

	if (st == PS_OK)
		st = ledger_query(l, "SELECT id, parent, address FROM "
		    "_ps_documents WHERE root = ?1 AND status <> 'gone' "
		    "ORDER BY id", &v, 1, take_missing, &m);
	if (st == PS_OK)
		st = drop_members(l, &m);
	g->documents = m.documents;
	g->missing = m.n;
	g->refused = 2 * m.n > m.documents && !prune;
	for (size_t i = 0; i < m.n && st == PS_OK && !g->refused; i++) {
		v = int_value(m.ids[i]);
		st = ledger_sql(l, "UPDATE _ps_documents SET status = 'gone' "
		    "WHERE id = ?1", &v, 1);
	}
	g->ids = m.ids;
	free(m.parents);
	free(m.followed);
	return st;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_lookup.c - which of many documents are known, and unchanged.
 *
 * Each question may be a journey to another machine, so many documents are
 * asked for at once.  There are few forms of the statement: databases keep
 * those that they have prepared.
 */
#include "ledger.h"
#include "mem.h"
#include "str.h"

#define AT_ONCE		64u
#define FEW		8u

static bool
is_settled(const char *status)
{
	static const char *const	settled[] = {
		"loaded", "empty", "duplicate", "skipped"
	};

	for (size_t i = 0; i < sizeof(settled) / sizeof(settled[0]); i++)
		if (strcmp(status, settled[i]) == 0)
			return true;
	return false;
}

/* An etag decides where both have one; else size and time of change do. */
static bool
is_unchanged(const struct ledger *l, const struct known_doc *k,
    const struct ps_doc *d)
{
	if (!is_settled(k->status) || strcmp(k->reader, l->reader) != 0)
		return false;
	if (k->has_etag)
		return k->same_etag;
	return d->mtime >= 0 && d->mtime == k->mtime && d->size == k->size;
}

static enum ps_status
take_one(void *arg, const struct ps_value *v, uint32_t n)
{
	(void)v, (void)n;
	*(bool *)arg = true;
	return PS_EOF;
}

/*
 * A container is opened again as long as something in it failed.  Addresses
 * of what is in it begin with its own and '!', behind which '"' comes.
 */
static enum ps_status
has_failed_members(struct ledger *l, const struct known_doc *k,
    const char *address, bool *failed)
{
	struct buf	 from, to;
	struct ps_value	 v[2];
	enum ps_status	 st;

	*failed = false;
	if (k->rows > 0)
		return PS_OK;
	buf_init(&from, 1u << 20);
	buf_init(&to, 1u << 20);
	buf_printf(&from, "%s!", address);
	buf_printf(&to, "%s\"", address);
	v[0] = text_value(from.p, from.n);
	v[1] = text_value(to.p, to.n);
	st = ledger_query(l, "SELECT 1 FROM _ps_documents WHERE address > ?1 "
	    "AND address < ?2 AND status = 'failed'", v, 2, take_one, failed);
	buf_free(&from);
	buf_free(&to);
	return st;
}

struct asking {
	const struct ps_doc	*docs;
	struct known_doc	*known;
	uint32_t		 n;
};

static enum ps_status
take_found(void *arg, const struct ps_value *v, uint32_t n)
{
	struct asking	*a = arg;

	for (uint32_t i = 0; i < a->n; i++)
		if (v[0].type == PS_TEXT &&
		    strlen(a->docs[i].address) == v[0].length &&
		    memcmp(a->docs[i].address, v[0].text, v[0].length) == 0)
			ledger_take_known(&a->known[i], a->docs[i].etag, v + 1,
			    n - 1);
	return PS_OK;
}

/* "... IN (?1,?2)"; the last address fills up. */
static enum ps_status
find_some(struct ledger *l, struct asking *a)
{
	struct ps_value	v[AT_ONCE];
	uint32_t	room = a->n <= 1 ? 1 : a->n <= FEW ? FEW : AT_ONCE;
	struct buf	sql;
	enum ps_status	st;

	buf_init(&sql, 1u << 16);
	buf_str(&sql, "SELECT address, " KNOWN_COLUMNS " FROM _ps_documents "
	    "WHERE address IN (");
	for (uint32_t i = 0; i < room; i++) {
		buf_printf(&sql, "%s?%u", i == 0 ? "" : ",", i + 1);
		v[i] = str_value(a->docs[i < a->n ? i : a->n - 1].address);
	}
	buf_str(&sql, ")");
	st = ledger_query(l, buf_cstr(&sql), v, room, take_found, a);
	buf_free(&sql);
	return st;
}

static enum ps_status
judge(struct ledger *l, const struct ps_doc *d, const struct known_doc *k,
    uint8_t *verdict)
{
	enum ps_status	st;
	bool		failed;

	*verdict = k->id == 0 ? 0 : 2;
	if (k->id == 0 || !is_unchanged(l, k, d))
		return PS_OK;
	st = has_failed_members(l, k, d->address, &failed);
	if (st == PS_OK && !failed)
		*verdict = 1;
	return st;
}

enum ps_status
ledger_look_up(struct ledger *l, const struct ps_doc *docs, uint32_t n,
    uint8_t *verdicts, int64_t *ids)
{
	struct known_doc	known[AT_ONCE];
	struct asking		a = { .known = known };
	enum ps_status		st = PS_OK;

	memset(verdicts, 0, n * sizeof(*verdicts));
	memset(ids, 0, n * sizeof(*ids));
	for (uint32_t at = 0; at < n && l->known > 0 && st == PS_OK;
	    at += a.n) {
		a.docs = docs + at;
		a.n = n - at < AT_ONCE ? n - at : AT_ONCE;
		memset(known, 0, sizeof(known));
		st = find_some(l, &a);
		for (uint32_t i = 0; i < a.n && st == PS_OK; i++) {
			ids[at + i] = known[i].id;
			st = judge(l, &a.docs[i], &known[i],
			    &verdicts[at + i]);
		}
	}
	return st;
}

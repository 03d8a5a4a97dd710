/* SPDX-License-Identifier: 0BSD */
/*
 * host.h - what the core lends to plugins.
 */
#ifndef POLYSCRAPER_HOST_H
#define POLYSCRAPER_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "document.h"
#include "html.h"
#include "layout.h"
#include "probe.h"
#include "table.h"
#include "tree.h"
#include "visit.h"

struct ps_input;	/* a document's bytes, decoded to UTF-8, in order */
struct ps_guess;	/* what probe() found: reasons and option values */
struct ps_rows;		/* a batch being filled */
struct ps_found;	/* where a source reports to */
struct ps_tree;		/* objects within objects, made into tables */
struct ps_plugin;

/*
 * What the core lends.  Use the short forms below.
 *
 * peek() shows at least the wanted bytes unless the document ends first, and
 * consumes none; take() moves on.  What peek() showed stays in place until the
 * next call of rows().  limit() is the offset at which the reader stops: it
 * begins no record there or later (UINT64_MAX: the end of the document).
 * line() takes one line, shown without its end (LF, CRLF or CR), or returns -1
 * after the last.  row() adds a row (shorter ones are filled with NULL) and
 * says true when the batch is full: return PS_OK and be called again.
 */
struct ps_host {
	uint32_t	size;
	void		(*log)(const struct ps_host *, enum ps_level,
			    const char *, ...) PS_PRINTF(3, 4);
	enum ps_status	(*fail)(const struct ps_host *, enum ps_status,
			    uint64_t, const char *, ...) PS_PRINTF(4, 5);
	void		*(*alloc)(const struct ps_host *, size_t);

	/* formats: bidding */
	void		(*because)(struct ps_guess *, const char *, ...)
			    PS_PRINTF(2, 3);
	void		(*suggest)(struct ps_guess *, const char *,
			    const char *);

	/* formats: reading */
	ptrdiff_t	(*peek)(struct ps_input *, size_t, const char **);
	enum ps_status	(*take)(struct ps_input *, size_t);
	ptrdiff_t	(*line)(struct ps_input *, const char **);
	uint64_t	(*offset)(struct ps_input *);
	uint64_t	(*limit)(struct ps_input *);
	char		*(*scratch)(struct ps_rows *, size_t);
	bool		(*row)(struct ps_rows *, const struct ps_slice *,
			    uint32_t, uint64_t);
	void		(*aside)(struct ps_rows *, enum ps_class, uint64_t,
			    const char *, size_t);
	void		(*issue)(struct ps_rows *, enum ps_severity, uint64_t,
			    const char *, const char *, const char *, size_t);

	/* sources */
	enum ps_status	(*found)(struct ps_found *, const struct ps_doc *);
	enum ps_status	(*fetched)(struct ps_found *, const struct ps_doc *,
			    int);
	void		(*skipped)(struct ps_found *, const struct ps_doc *,
			    enum ps_status, const char *, ...) PS_PRINTF(4, 5);
	void		(*listed)(struct ps_found *, const char *, bool);

	/* all: the name of a type; does a glob match (* within a part of a */
	/* path, ** across parts)? */
	const char	*(*type_name)(enum ps_type);
	bool		(*glob)(const char *, const char *);

	/* formats, bidding: one decision; see ps_decided() */
	void		(*decided)(struct ps_guess *, const char *,
			    const char *, const char *, const char *, double);

	/* formats that do not read from front to end: see ps_length() */
	int64_t		(*length)(struct ps_input *);
	ptrdiff_t	(*pread)(struct ps_input *, void *, size_t, uint64_t);

	/* formats whose tables are filled in turn: see ps_add_table() */
	uint32_t	(*add_table)(struct ps_rows *, const struct ps_table *);
	void		(*add_columns)(struct ps_rows *, uint32_t,
			    const struct ps_column *, uint32_t);
	void		(*into)(struct ps_rows *, uint32_t);

	/* formats of objects within objects: see ps_tree_new() */
	struct ps_tree	*(*tree_new)(const struct ps_host *,
			    const struct ps_tree_options *);
	bool		(*tree_into)(struct ps_tree *, struct ps_rows *);
	enum ps_tree_answer (*tree_enter)(struct ps_tree *, const char *,
			    size_t, enum ps_tree_kind, uint64_t);
	void		(*tree_value)(struct ps_tree *, const char *, size_t,
			    const char *, size_t, unsigned, uint64_t);
	bool		(*tree_leave)(struct ps_tree *);
	void		(*tree_pause)(struct ps_tree *);
	void		(*tree_shape)(struct ps_tree *,
			    struct ps_tree_shape *);

	/* formats: the scan of some text as of a sample; its lines are */
	/* valid until the next one; see ps_scan_text() */
	void		(*scan)(const struct ps_host *, const char *, size_t,
			    struct ps_scan *);

	/* all: see ps_is_junk() */
	bool		(*is_junk)(const char *);

	/* formats: see ps_line_ends() */
	void		(*line_ends)(struct ps_input *, enum ps_ends);

	/* formats of objects within objects: see ps_tree_new() */
	void		(*tree_cut)(struct ps_tree *);

	/* formats that do not read from front to end: see ps_hold() */
	bool		(*hold)(struct ps_input *);

	/* formats whose numbers are doubles: see ps_real() */
	size_t		(*real)(double, char *);

	/* formats that know cells, not names: see layout.h */
	enum ps_look	(*look)(const char *, size_t, uint32_t *);
	const uint8_t	*text_costs;
	struct ps_layout *(*layout_new)(const struct ps_host *,
			    struct ps_layout *, uint32_t);
	bool		(*layout_add)(struct ps_layout *,
			    const struct ps_record *);
	const struct ps_record *(*layout_records)(const struct ps_layout *,
			    uint32_t *);
	void		(*layout_find)(struct ps_layout *,
			    const struct ps_layout_options *, struct ps_top *);
	bool		(*same_record)(const struct ps_record *,
			    const struct ps_record *);
	void		(*name_columns)(const struct ps_host *,
			    struct ps_slice *const *, uint32_t, uint32_t,
			    uint32_t, struct ps_column *);
	enum ps_summary	(*summary)(const struct ps_slice *, uint32_t, bool);
	struct ps_totals *(*totals_new)(const struct ps_host *,
			    struct ps_totals *);
	void		(*totals_row)(struct ps_totals *, struct ps_rows *,
			    const struct ps_record *, uint32_t,
			    enum ps_summary);
	bool		(*is_note)(const struct ps_slice *, uint32_t, uint32_t,
			    bool);

	/* containers: see ps_unpacked() */
	bool		(*unpacked)(const struct ps_host *, uint64_t);

	/* formats of raw bytes with texts in them: see ps_utf8() */
	size_t		(*utf8)(const struct ps_host *, const char *,
			    const char *, size_t, char *, size_t *);
	const char	*(*charset)(const char *, size_t);

	/* formats: see ps_one_piece() */
	void		(*one_piece)(struct ps_input *);

	/* formats: see ps_full() */
	bool		(*full)(const struct ps_rows *);

	/* formats of several files: see ps_beside() */
	struct ps_input	*(*beside)(const struct ps_host *, const char *);

	/* formats: see ps_refer() */
	void		(*refer)(struct ps_rows *, const char *, size_t,
			    const char *);

	/* formats of pages: see html.h */
	struct ps_html	*(*html_new)(const struct ps_html_sink *, void *);
	void		(*html_feed)(struct ps_html *, const char *, size_t);
	void		(*html_end)(struct ps_html *);
	void		(*html_free)(struct ps_html *);
	const struct ps_html_element *(*html_element)(const char *, size_t);
	uint32_t	(*html_starts)(const struct ps_html_tag *,
			    const void *, uint32_t, size_t);
	uint32_t	(*html_ends)(const struct ps_html_tag *, const void *,
			    uint32_t, size_t);
	uint32_t	(*html_name)(const struct ps_html_tag *);

	/* all: see ps_resolve() */
	size_t		(*resolve)(const char *, size_t, const char *, size_t,
			    char *);

	/* sources that can follow links: see ps_followed() */
	void		(*followed)(struct ps_found *, uint64_t,
			    const struct ps_doc *);
	void		(*refused)(struct ps_found *, uint64_t, const char *,
			    ...) PS_PRINTF(3, 4);

	/* sources that visit what they find: see struct ps_visit */
	void		(*enqueue)(struct ps_found *, const struct ps_visit *);
	void		(*visited)(struct ps_found *, uint64_t,
			    enum ps_outcome, const char *, int64_t,
			    const char *, ...) PS_PRINTF(6, 7);
	void		(*remember)(struct ps_found *, const char *,
			    const char *, int64_t);
	void		(*progress)(struct ps_found *,
			    const struct ps_progress *);
	uint32_t	(*room)(struct ps_found *);
	bool		 scripted;	/* see ps_scripted() */

	/* all: see ps_hide() */
	size_t		(*hide)(const struct ps_host *, char *, size_t,
			    size_t);
};

/*
 * One use of a plugin.  `state` is state_size zeroed bytes; `options` is the
 * plugin's options struct, filled and checked.
 */
struct ps_self {
	const struct ps_host	*host;
	void			*state;
	const void		*options;
	/* What this is a use of, for callbacks that several descriptors */
	/* share; plugins of that time know that the host is long enough. */
	const struct ps_plugin	*plugin;
};

#define ps_log(self, level, ...)					\
	(self)->host->log((self)->host, level, __VA_ARGS__)
#define ps_fail(self, status, at, ...)					\
	(self)->host->fail((self)->host, status, at, __VA_ARGS__)
#define ps_alloc(self, n)	((self)->host->alloc((self)->host, n))
#define ps_because(self, g, ...)	(self)->host->because(g, __VA_ARGS__)
#define ps_suggest(self, g, opt, val)	(self)->host->suggest(g, opt, val)
/*
 * What was decided ("delimiter"), what was chosen and why; what else it could
 * have been, and by how many bits that lost.  NULL and 0 where there was no
 * other or nothing was measured.  The texts are copied.  Tell the few that a
 * person would doubt; an older core passes them over.
 */
#define ps_decided(self, g, what, choice, why, other, bits) do {	\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, decided) +		\
	    sizeof(h_->decided) && h_->decided != NULL)			\
		h_->decided(g, what, choice, why, other, bits);		\
} while (0)
/*
 * What the core would say of these bytes if they were a sample: for a format
 * that judges part of a document.  False: an older core, which cannot.
 */
#define ps_scan_text(self, p, n, out)					\
	((self)->host->size >= offsetof(struct ps_host, scan) +		\
	    sizeof((self)->host->scan) && (self)->host->scan != NULL &&	\
	    ((self)->host->scan((self)->host, p, n, out), true))
#define ps_peek(self, in, want, p)	(self)->host->peek(in, want, p)
#define ps_take(self, in, n)		(self)->host->take(in, n)
#define ps_line(self, in, p)		(self)->host->line(in, p)
#define ps_offset(self, in)		(self)->host->offset(in)
#define ps_limit(self, in)		(self)->host->limit(in)
/*
 * In open(): what ends the lines of this document, so that the core counts
 * those of each range as the format does.  A document in which any end does is
 * read in one piece, PS_SPLITS or not.  Not told, lines end in LF, or in CR
 * where there is no LF to be seen.
 */
#define ps_line_ends(self, in, ends) do {				\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, line_ends) +		\
	    sizeof(h_->line_ends) && h_->line_ends != NULL)		\
		h_->line_ends(in, ends);				\
} while (0)
/*
 * In open(): this document is read from one end to the other, PS_SPLITS or not,
 * as its options ask for.
 */
#define ps_one_piece(self, in) do {					\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, one_piece) +		\
	    sizeof(h_->one_piece) && h_->one_piece != NULL)		\
		h_->one_piece(in);					\
} while (0)
/*
 * For raw bytes (PS_BINARY, PS_CONTAINER) of a document that lies whole in a
 * file or in memory: its length, and any part of it.  A stream has length -1
 * and is read by peek and take only; ps_pread() says -1 then and on an error,
 * else how many bytes there were.
 */
#define ps_length(self, in)		(self)->host->length(in)
#define ps_pread(self, in, to, n, at)	(self)->host->pread(in, to, n, at)
/*
 * In open(), before anything is taken: a stream is read to its end and kept,
 * so that ps_length() and ps_pread() are as those of a file.  False if it is
 * too large (256 MiB) or cannot be read, or the core is older.
 */
#define ps_hold(self, in)						\
	((self)->host->size >= offsetof(struct ps_host, hold) +		\
	    sizeof((self)->host->hold) && (self)->host->hold != NULL &&	\
	    (self)->host->hold(in))
/*
 * Another file of the document, by its suffix, which is one of the format's
 * `beside`: to be read by ps_length() and ps_pread(), until the document is
 * closed.  NULL: there is none, or the document is a member of a container, a
 * stream, or read by an older core.
 */
#define ps_beside(self, suffix)						\
	((self)->host->size >= offsetof(struct ps_host, beside) +	\
	    sizeof((self)->host->beside) && (self)->host->beside != NULL ? \
	    (self)->host->beside((self)->host, suffix) : NULL)
/*
 * A text of n bytes within raw bytes, in this encoding (a name for iconv; NULL
 * is UTF-8), as UTF-8 into PS_UTF8_ROOM(n) bytes; its length, or SIZE_MAX if
 * the encoding is not known.  Bytes that are not in it are read as
 * windows-1252; `bad` (of type size_t *) is how many.  ps_charset() is what
 * texts (lines of them) are likely to be in; its name is static.
 */
#define PS_UTF8_ROOM(n)	(4 * (n) + 4)
#define ps_utf8(self, encoding, p, n, to, bad)				\
	((self)->host->size >= offsetof(struct ps_host, utf8) +		\
	    sizeof((self)->host->utf8) && (self)->host->utf8 != NULL ?	\
	    (self)->host->utf8((self)->host, encoding, p, n, to, bad) :	\
	    SIZE_MAX)
#define ps_charset(self, p, n)						\
	((self)->host->size >= offsetof(struct ps_host, charset) +	\
	    sizeof((self)->host->charset) &&				\
	    (self)->host->charset != NULL ?				\
	    (self)->host->charset(p, n) : "windows-1252")
/*
 * The shortest text that reads back as this double, into PS_REAL_TEXT bytes;
 * its length, without a NUL.  What is no number gives nothing, infinite is
 * Infinity.  An older core has none: 0.
 */
#define PS_REAL_TEXT	32
#define ps_real(self, real_, out)					\
	((self)->host->size >= offsetof(struct ps_host, real) +		\
	    sizeof((self)->host->real) && (self)->host->real != NULL ?	\
	    (self)->host->real(real_, out) : 0)
/*
 * A container that unpacks what its members are made of says how many bytes
 * came out; they obey the same limits as members.  False: too many, which is
 * told already; end the member and the document with PS_FAIL.
 */
#define ps_unpacked(self, n)						\
	((self)->host->size < offsetof(struct ps_host, unpacked) +	\
	    sizeof((self)->host->unpacked) ||				\
	    (self)->host->unpacked == NULL ||				\
	    (self)->host->unpacked((self)->host, n))
#define ps_scratch(self, out, n)	(self)->host->scratch(out, n)
#define ps_row(self, out, cells, n, at)	(self)->host->row(out, cells, n, at)
/*
 * A record may make rows in several tables, and bring columns that no record
 * had before.  What table() announces is table 0 (or the next, if it announces
 * more); ps_add_table(), called in rows() at any time, makes another and gives
 * its number, ps_into() says which table the next rows are for, and
 * ps_add_columns() puts columns behind those a table has: rows before lack
 * them.  Names are copied.  Rows of added tables count as emitted; if the first
 * column of one is called _parent, it holds the line of a row these belong to,
 * and counts, like all lines of a range, from where the range begins.
 */
#define ps_add_table(self, out, t)	(self)->host->add_table(out, t)
#define ps_add_columns(self, out, table, columns, n)			\
	(self)->host->add_columns(out, table, columns, n)
#define ps_into(self, out, table)	(self)->host->into(out, table)
/* a record set aside: its class, its line, its raw bytes */
#define ps_aside(self, out, class, at, p, n)				\
	(self)->host->aside(out, class, at, p, n)
/* severity, line, rule (a word), reason (a sentence), raw bytes */
#define ps_issue(self, out, sev, at, rule, why, p, n)			\
	(self)->host->issue(out, sev, at, rule, why, p, n)
/*
 * The document refers to another: its address (n bytes), as it is written or
 * resolved where the document's own address is known, and how it is related:
 * "link", or what the document says, as "next" or "alternate".  For a source
 * that follows references; others pass it over, and so does an older core.
 */
#define ps_refer(self, out, target, n, relation) do {			\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, refer) +		\
	    sizeof(h_->refer) && h_->refer != NULL)			\
		h_->refer(out, target, n, relation);			\
} while (0)
/*
 * The target of a reference (RFC 3986, section 5) of n bytes on what has a base
 * of n_base bytes, into PS_RESOLVE_ROOM(n_base, n) bytes, without a NUL; its
 * length.  What is not hierarchical (mailto:x) is as it was.  SIZE_MAX: an
 * older core, which cannot.
 */
#define PS_RESOLVE_ROOM(n_base, n)	((n_base) + (n) + 1)
#define ps_resolve(self, base, n_base, p, n, to)			\
	((self)->host->size >= offsetof(struct ps_host, resolve) +	\
	    sizeof((self)->host->resolve) &&				\
	    (self)->host->resolve != NULL ?				\
	    (self)->host->resolve(base, n_base, p, n, to) : SIZE_MAX)
/*
 * Whether so much was set aside or said that rows() should return PS_OK, as it
 * does when a row fills the batch: what was peeked stays in memory till then.
 * To be asked where a document may have much of that and no rows.
 */
#define ps_full(self, out)						\
	((self)->host->size >= offsetof(struct ps_host, full) +		\
	    sizeof((self)->host->full) && (self)->host->full != NULL &&	\
	    (self)->host->full(out))
#define ps_found_doc(self, to, doc)	(self)->host->found(to, doc)
#define ps_fetched(self, to, doc, fd)	(self)->host->fetched(to, doc, fd)
#define ps_skipped(self, to, doc, st, ...)				\
	(self)->host->skipped(to, doc, st, __VA_ARGS__)
/*
 * What became of the link of that number (struct ps_link): it leads to this
 * document, whose root is that of the page, or it cannot be followed, and why
 * ("there is no such file").  The core that asks has both.
 */
#define ps_followed(self, to, number, doc)				\
	(self)->host->followed(to, number, doc)
#define ps_refused(self, to, number, ...)				\
	(self)->host->refused(to, number, __VA_ARGS__)
/*
 * Something to be visited; dropped without a word if this crawl knows it.  Its
 * number, memory and attempts are the core's.  See struct ps_visit.
 */
#define ps_enqueue(self, to, visit)	(self)->host->enqueue(to, visit)
/*
 * What became of a visit, by its number: what is to be remembered of it (NULL:
 * as before), when it may be tried again (milliseconds since 1970), and why as
 * for printf, "" if there is nothing to say.
 */
#define ps_visited(self, to, number, outcome, memory, not_before, ...)	\
	(self)->host->visited(to, number, outcome, memory, not_before,	\
	    __VA_ARGS__)
/* What is to be remembered of a site; when it may be visited again. */
#define ps_remember(self, to, site, memory, not_before)			\
	(self)->host->remember(to, site, memory, not_before)
/* Handlers of a script look at the documents and follow what they want, so */
/* that a source need not follow links unless it is told to. */
#define ps_scripted(self)		((self)->host->scripted)
/* How many documents may be found now: the core holds back what it must. */
#define ps_room(self, to)		(self)->host->room(to)
#define ps_progress(self, to, what)	(self)->host->progress(to, what)
/*
 * Secrets in n bytes of text, which has room for PS_HIDE_ROOM(n), become ***:
 * values from the environment, passwords, secret parameters of addresses.  How
 * many bytes it has then; 0 of an older core, which cannot.  The core does so
 * with all that is said and all that its ledger keeps; this is for what a
 * plugin stores itself.
 */
#define PS_HIDE_ROOM(n)	(4 * (n) + 16)
#define ps_hide(self, p, n, room)					\
	((self)->host->size >= offsetof(struct ps_host, hide) +		\
	    sizeof((self)->host->hide) && (self)->host->hide != NULL ?	\
	    (self)->host->hide((self)->host, p, n, room) : 0)
#define ps_glob(self, pattern, text)	(self)->host->glob(pattern, text)
/* Is a part of this path what systems leave behind (.git, ._x, Thumbs.db)? */
#define ps_is_junk(self, path)		(self)->host->is_junk(path)
#define ps_listed(self, to, root, whole) (self)->host->listed(to, root, whole)

#endif

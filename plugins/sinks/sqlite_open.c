/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_open.c - the database opened, set up, and left.
 *
 * One that does not exist yet is built as PATH.part and renamed at the end.
 * While it is built nobody else can read it, so a rollback journal is the
 * cheapest way to be safe: pages appended are written once.  One that exists
 * is written in place through a WAL, so that others can read meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "sqlite_sink.h"

#define BIG		(64 << 20)	/* documents that are worth a look */
#define WRITE_BACK	(4 << 20)	/* bytes between nudges to the disk */

/* What crawls look up lies anywhere: pages that fit need no journal early. */
static const char pragmas[] =
	"PRAGMA cache_size=-32768;"
	"PRAGMA secure_delete=OFF;"
	"PRAGMA foreign_keys=OFF;"
	"PRAGMA cell_size_check=ON;"
	"PRAGMA recursive_triggers=OFF;";

static const char build_pragmas[] =
	"PRAGMA auto_vacuum=NONE;"
	"PRAGMA locking_mode=EXCLUSIVE;"
	"PRAGMA journal_mode=TRUNCATE;"
	"PRAGMA synchronous=FULL;";

/* A journal in memory undoes documents, but does not survive a kill. */
static const char fresh_pragmas[] =
	"PRAGMA auto_vacuum=NONE;"
	"PRAGMA locking_mode=EXCLUSIVE;"
	"PRAGMA journal_mode=MEMORY;"
	"PRAGMA synchronous=OFF;";

static enum ps_status
connect(struct sink *s)
{
	int	rc = sqlite3_open_v2(s->file, &s->db, SQLITE_OPEN_READWRITE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
		    SQLITE_OPEN_EXRESCODE, NULL);

	if (s->db == NULL)
		return sq_no_memory(s);
	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
	    NULL);
	sqlite3_busy_timeout(s->db, SQ_BUSY_MS);
	if ((rc = sq_batch_register(s)) != SQLITE_OK ||
	    (rc = sq_settle_register(s)) != SQLITE_OK ||
	    (rc = sq_fold_register(s)) != SQLITE_OK)
		return sq_error(s, rc);
	return sq_exec(s, pragmas);
}

/* The mark is in the file before anything else, whatever happens later. */
static enum ps_status
mark(struct sink *s)
{
	enum ps_status	st = sq_run(s, sqlite3_mprintf(
			    "PRAGMA application_id=%d",
			    s->opt->fresh ? SQ_MARK_FRESH : SQ_MARK));

	if (st == PS_OK && s->opt->fresh && fsync(s->lock) == -1)
		return ps_fail(s->self, PS_FATAL, 0, "%s: does not reach the "
		    "disk (%s); check the disk", s->file, strerror(errno));
	return st;
}

static enum ps_status
open_part(struct sink *s, struct ps_opened *opened)
{
	enum ps_status	st;

	s->building = true;
	if ((s->file = sqlite3_mprintf("%s.part", s->path)) == NULL)
		return sq_no_memory(s);
	if ((st = sq_part_claim(s, &opened->resumed)) != PS_OK ||
	    (st = connect(s)) != PS_OK ||
	    (st = sq_exec(s, s->opt->fresh ? fresh_pragmas : build_pragmas))
	    != PS_OK)
		return st;
	s->worth = opened->resumed;
	if (!opened->resumed && (st = mark(s)) != PS_OK)
		return st;
	if ((st = sq_many_open(s)) != PS_OK)
		return st;
	return s->writing ? sq_exec(s, "COMMIT") + (s->writing = false) : PS_OK;
}

static bool
has_wal(struct sink *s)
{
	return sq_number(s, "SELECT journal_mode = 'wal' "
	    "FROM pragma_journal_mode") == 1;
}

/*
 * A WAL as soon as something is written, if nobody is in the way: else the
 * next transaction tries again.  Who only reads changes nothing.
 */
void
sq_choose_journal(struct sink *s)
{
	if (s->building || s->wal || (s->wal = has_wal(s)))
		return;
	sqlite3_busy_timeout(s->db, 0);
	sqlite3_exec(s->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	sqlite3_busy_timeout(s->db, SQ_BUSY_MS);
	s->wal = s->was_journal = has_wal(s);
}

/* Readers may be in the way: then the WAL stays, which is no harm. */
static void
restore_journal(struct sink *s)
{
	sqlite3_busy_timeout(s->db, 0);
	if (s->was_journal)
		sqlite3_exec(s->db, "PRAGMA journal_mode=DELETE", NULL, NULL,
		    NULL);
	s->was_journal = false;
}

static enum ps_status
open_in_place(struct sink *s, struct ps_opened *opened)
{
	enum ps_status	st;

	opened->existed = true;
	if ((s->file = sqlite3_mprintf("%s", s->path)) == NULL)
		return sq_no_memory(s);
	if (s->opt->fresh)
		return ps_fail(s->self, PS_FATAL, 0, "%s: exists already; "
		    "--fresh only builds new databases", s->opt->path);
	if ((st = connect(s)) != PS_OK ||
	    (st = sq_exec(s, "SELECT count(*) FROM main.sqlite_schema"))
	    != PS_OK)
		return st;
	return sq_exec(s, "PRAGMA synchronous=EXTRA");
}

enum ps_status
sq_open(struct ps_self *self, struct ps_opened *opened)
{
	struct sink	*s = self->state;
	struct stat	 st;

	s->self = self;
	s->opt = self->options;
	s->lock = -1;
	snprintf(opened->where, sizeof(opened->where), "%s", s->opt->path);
	/* SQLite gives names like ":memory:" and "file:x" a meaning. */
	s->path = sqlite3_mprintf("%s%s", s->opt->path[0] == '/' ? "" : "./",
	    s->opt->path);
	if (s->path == NULL)
		return ps_fail(self, PS_FATAL, 0, "%s: no memory is left; use "
		    "fewer workers", s->opt->path);
	if (stat(s->path, &st) == 0 && !S_ISREG(st.st_mode))
		return ps_fail(self, PS_FATAL, 0, "%s: is no file; name "
		    "another", s->opt->path);
	if (stat(s->path, &st) == 0)
		return open_in_place(s, opened);
	if (lstat(s->path, &st) == 0)
		return ps_fail(self, PS_FATAL, 0, "%s: is a link that leads "
		    "nowhere; remove it or name another file", s->opt->path);
	return open_part(s, opened);
}

/* The connection goes, with everything that hangs on it. */
static enum ps_status
disconnect(struct sink *s)
{
	int	rc;

	sq_forget_statements(s);
	rc = sqlite3_close(s->db);
	s->db = NULL;
	sq_many_close(s);
	return rc == SQLITE_OK ? PS_OK : ps_fail(s->self, PS_FATAL, 0,
	    "%s: SQLite does not let go of it; run again", s->file);
}

/* What was ended is kept, a document that was not is gone. */
static enum ps_status
keep_ended(struct sink *s, bool whole)
{
	enum ps_status	st = PS_OK;

	if (s->in_document)
		st = sq_exec(s, "ROLLBACK TO ps_document; RELEASE ps_document");
	s->in_document = false;
	if (st == PS_OK && whole && !s->lost)
		st = sq_many_restore(s);
	if (st == PS_OK && s->writing)
		st = sq_exec(s, "COMMIT");
	s->writing = false;
	return st;
}

enum ps_status
sq_finish(struct ps_self *self, bool whole)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if (s->db == NULL)
		return PS_OK;
	if ((st = keep_ended(s, whole)) != PS_OK)
		return st;
	restore_journal(s);
	if ((st = disconnect(s)) != PS_OK || !s->building)
		return st;
	if (!whole && !s->worth)
		return sq_part_drop(s);
	if (!whole || s->lost)
		return s->lost ? PS_OK : sq_part_seal(s);
	return sq_part_publish(s);
}

void
sq_close(struct ps_self *self)
{
	struct sink	*s = self->state;

	s->self = self;
	if (s->db != NULL) {
		sq_forget_statements(s);
		if (!sqlite3_get_autocommit(s->db))
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		restore_journal(s);
		sqlite3_close_v2(s->db);
		s->db = NULL;
	}
	sq_many_close(s);
	if (s->lock > 0)
		close(s->lock);
	s->lock = -1;
	sqlite3_free(s->file);
	sqlite3_free(s->path);
	s->file = s->path = NULL;
}

/* Text and its rows: twice the size, with the journal and the ledger. */
enum ps_status
sq_room(struct sink *s, int64_t size)
{
	struct statvfs	v;
	uint64_t	left;

	if (size < BIG || statvfs(s->file, &v) == -1)
		return PS_OK;
	left = (uint64_t)v.f_bavail * v.f_frsize;
	if (left / 2 >= (uint64_t)size)
		return PS_OK;
	return ps_fail(s->self, left < BIG ? PS_FATAL : PS_FAIL, 0,
	    "%s: %llu MB are left on its disk and this document needs about "
	    "%llu MB; make room", s->file, (unsigned long long)left >> 20,
	    (unsigned long long)size >> 19);
}

/* The disk begins early, so that the last fsync finds little to do. */
void
sq_write_back(struct sink *s, uint64_t bytes)
{
	s->written += bytes;
	if (!s->building || s->written < WRITE_BACK)
		return;
	s->written = 0;
	sync_file_range(s->lock, 0, 0, SYNC_FILE_RANGE_WRITE);
}

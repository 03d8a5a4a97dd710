/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_file.c - PATH.part: claimed, judged, and given its final name.
 *
 * A descriptor of ours stays open on the file as long as SQLite has it: it
 * holds the lock that keeps a second load away, and takes the last fsync().
 * The lock is flock()'s, so it does not meet SQLite's own.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite_sink.h"

#define HEADER		100		/* bytes of a database's header */
#define MARK_AT		68		/* application_id in it */

/* Files that stand beside a database and belong to no other. */
static const char *const beside[] = { "-journal", "-wal", "-shm" };

static enum ps_status
fail_system(struct sink *s, const char *what, const char *todo)
{
	return ps_fail(s->self, PS_FATAL, 0, "%s: %s (%s); %s", s->file, what,
	    strerror(errno), todo);
}

static enum ps_status
remove_beside(struct sink *s, const char *database)
{
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		char	*name = sqlite3_mprintf("%s%s", database, beside[i]);

		if (name == NULL)
			return sq_no_memory(s);
		if (unlink(name) == -1 && errno != ENOENT) {
			sqlite3_free(name);
			return fail_system(s, "an old journal beside it "
			    "cannot be removed", "remove it");
		}
		sqlite3_free(name);
	}
	return PS_OK;
}

/* True if the descriptor is still what the name stands for. */
static bool
is_current(const struct sink *s)
{
	struct stat	named, locked;

	return lstat(s->file, &named) == 0 && fstat(s->lock, &locked) == 0 &&
	    named.st_dev == locked.st_dev && named.st_ino == locked.st_ino;
}

/* Another load may rename the file while we wait at its lock. */
static enum ps_status
open_locked(struct sink *s)
{
	for (int tries = 0; tries < 10; tries++) {
		s->lock = open(s->file, O_RDWR | O_CREAT | O_CLOEXEC |
		    O_NOFOLLOW | O_NONBLOCK, 0666);
		if (s->lock == -1)
			return fail_system(s, "cannot be made",
			    "check that its directory exists and can be "
			    "written");
		if (flock(s->lock, LOCK_EX | LOCK_NB) == -1 &&
		    errno == EWOULDBLOCK)
			return ps_fail(s->self, PS_FATAL, 0, "%s: another "
			    "load is building it; wait for that one to end",
			    s->file);
		if (is_current(s))
			return PS_OK;
		close(s->lock);
		s->lock = -1;
	}
	return ps_fail(s->self, PS_FATAL, 0,
	    "%s: does not stay in place; run again", s->file);
}

enum kind { EMPTY, RESUMABLE, FRESH, FOREIGN };

static enum ps_status
judge(struct sink *s, enum kind *kind)
{
	unsigned char	h[HEADER];
	struct stat	st;
	ssize_t		n;
	uint32_t	mark;

	if (fstat(s->lock, &st) == -1 ||
	    (n = pread(s->lock, h, sizeof(h), 0)) == -1)
		return fail_system(s, "cannot be read", "move it away");
	mark = (uint32_t)h[MARK_AT] << 24 | (uint32_t)h[MARK_AT + 1] << 16 |
	    (uint32_t)h[MARK_AT + 2] << 8 | h[MARK_AT + 3];
	*kind = FOREIGN;
	if (S_ISREG(st.st_mode) && n == 0)
		*kind = EMPTY;
	else if (S_ISREG(st.st_mode) && n == HEADER &&
	    memcmp(h, "SQLite format 3", 16) == 0)
		*kind = mark == SQ_MARK ? RESUMABLE :
		    mark == SQ_MARK_FRESH ? FRESH : FOREIGN;
	return PS_OK;
}

enum ps_status
sq_part_claim(struct sink *s, bool *resumed)
{
	enum kind	kind;
	enum ps_status	st;

	if ((st = open_locked(s)) != PS_OK || (st = judge(s, &kind)) != PS_OK)
		return st;
	if (kind == FOREIGN)
		return ps_fail(s->self, PS_FATAL, 0, "%s: is no unfinished "
		    "load, but stands where one would be built; move it away",
		    s->file);
	*resumed = kind == RESUMABLE && !s->opt->fresh;
	if (*resumed)
		return PS_OK;
	if (kind == FRESH && !s->opt->fresh)
		ps_log(s->self, PS_INFO, "%s: a load with --fresh was broken "
		    "off here; it starts over", s->file);
	if (ftruncate(s->lock, 0) == -1)
		return fail_system(s, "cannot be emptied", "remove it");
	return remove_beside(s, s->file);
}

static enum ps_status
write_mark(struct sink *s, uint32_t mark)
{
	const unsigned char bytes[4] = { (unsigned char)(mark >> 24),
	    (unsigned char)(mark >> 16), (unsigned char)(mark >> 8),
	    (unsigned char)mark };

	if (pwrite(s->lock, bytes, 4, MARK_AT) != 4)
		return fail_system(s, "cannot be written", "run again");
	return PS_OK;
}

static enum ps_status
sync_file(struct sink *s)
{
	if (fsync(s->lock) == -1)
		return fail_system(s, "did not reach the disk",
		    "check the disk and load again");
	return PS_OK;
}

enum ps_status
sq_part_drop(struct sink *s)
{
	if (unlink(s->file) == -1 && errno != ENOENT)
		return fail_system(s, "cannot be removed",
		    "remove it by hand, it is empty");
	return remove_beside(s, s->file);
}

/* The mark changes only when all the rest is on the disk. */
enum ps_status
sq_part_seal(struct sink *s)
{
	enum ps_status	st;

	if ((st = sync_file(s)) != PS_OK || !s->opt->fresh ||
	    (st = write_mark(s, SQ_MARK)) != PS_OK)
		return st;
	return sync_file(s);
}

/* rename() that never replaces, also where the system has no such thing. */
static int
move(const char *from, const char *to)
{
	struct stat	st;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (lstat(to, &st) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

static enum ps_status
sync_directory(struct sink *s)
{
	const char	*slash = strrchr(s->path, '/');
	char		*name = slash == NULL ? sqlite3_mprintf(".") :
			    sqlite3_mprintf("%.*s/", (int)(slash - s->path),
			    s->path);
	int		 fd;

	if (name == NULL)
		return sq_no_memory(s);
	fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	sqlite3_free(name);
	if (fd == -1)
		return PS_OK;	/* not ours to read: the name is in place */
	if (fsync(fd) == -1 && errno != EINVAL && errno != EROFS) {
		close(fd);
		return fail_system(s, "its directory did not reach the disk",
		    "check the disk");
	}
	close(fd);
	return PS_OK;
}

/*
 * A journal left beside PATH by a database that is gone would be played back
 * into the new one.
 */
enum ps_status
sq_part_publish(struct sink *s)
{
	struct stat	there;
	enum ps_status	st;

	if ((st = remove_beside(s, s->file)) != PS_OK ||
	    (st = sq_part_seal(s)) != PS_OK)
		return st;
	if (lstat(s->path, &there) == -1 &&
	    (st = remove_beside(s, s->path)) != PS_OK)
		return st;
	if (move(s->file, s->path) == -1 && errno == EEXIST)
		return ps_fail(s->self, PS_FATAL, 0, "%s: appeared while '%s' "
		    "was built, which is whole; move one of them away and "
		    "run again", s->path, s->file);
	if (is_current(s))
		return fail_system(s, "cannot be renamed",
		    "rename it by hand, it is whole");
	return sync_directory(s);
}

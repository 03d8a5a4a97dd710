/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * database_file.c - the document as the only file that SQLite can open.
 *
 * It can be read and nothing else; no journal, log or temporary file beside it
 * exists or comes to exist.
 */
#include <stdio.h>
#include <string.h>

#include "database.h"

struct file {
	sqlite3_file	 base;
	struct database	*d;
};

static struct database *
of(sqlite3_file *f)
{
	return ((struct file *)f)->d;
}

static int
on_close(sqlite3_file *f)
{
	(void)f;
	return SQLITE_OK;
}

/* What is cut off is damaged, not empty. */
static int
on_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	struct database	*d = of(f);
	ptrdiff_t	 got, done = 0;

	while (done < n) {
		got = ps_pread(d->self, d->in, (char *)to + done,
		    (size_t)(n - done), (uint64_t)(at + done));
		if (got <= 0)
			return got < 0 ? SQLITE_IOERR_READ : SQLITE_CORRUPT;
		done += got;
	}
	return SQLITE_OK;
}

static int
on_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	(void)f;
	(void)p;
	(void)n;
	(void)at;
	return SQLITE_READONLY;
}

static int
on_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	(void)f;
	(void)n;
	return SQLITE_READONLY;
}

static int
on_flags(sqlite3_file *f, int flags)
{
	(void)f;
	(void)flags;
	return SQLITE_OK;
}

/* A database that is cut off would not be opened at all. */
static int
on_size(sqlite3_file *f, sqlite3_int64 *n)
{
	*n = of(f)->told > of(f)->length ? of(f)->told : of(f)->length;
	return SQLITE_OK;
}

static int
on_reserved(sqlite3_file *f, int *reserved)
{
	(void)f;
	*reserved = 0;
	return SQLITE_OK;
}

static int
on_control(sqlite3_file *f, int what, void *arg)
{
	(void)f;
	(void)what;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int
on_sector(sqlite3_file *f)
{
	(void)f;
	return 4096;
}

/* Nobody changes it: no locks, no journal that would have to be undone. */
static int
on_device(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1, .xClose = on_close, .xRead = on_read,
	.xWrite = on_write, .xTruncate = on_truncate, .xSync = on_flags,
	.xFileSize = on_size, .xLock = on_flags, .xUnlock = on_flags,
	.xCheckReservedLock = on_reserved, .xFileControl = on_control,
	.xSectorSize = on_sector, .xDeviceCharacteristics = on_device
};

static int
on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
    int *flags_out)
{
	(void)name;
	f->pMethods = NULL;
	if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
		return SQLITE_CANTOPEN;
	((struct file *)f)->d = vfs->pAppData;
	f->pMethods = &methods;
	if (flags_out != NULL)
		*flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
	return SQLITE_OK;
}

static int
on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	(void)name;
	(void)sync;
	return SQLITE_READONLY;
}

static int
on_access(sqlite3_vfs *vfs, const char *name, int flags, int *there)
{
	(void)vfs;
	(void)name;
	(void)flags;
	*there = 0;
	return SQLITE_OK;
}

static int
on_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	snprintf(out, (size_t)room, "%s", name);
	return SQLITE_OK;
}

/* The same in every run: nothing that is read may depend on chance. */
static int
on_random(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	memset(out, 7, (size_t)n);
	return n;
}

static int
on_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return microseconds;
}

static int
on_time(sqlite3_vfs *vfs, double *julian)
{
	(void)vfs;
	*julian = 2440587.5;	/* 1970, always */
	return SQLITE_OK;
}

int
database_register(struct database *d)
{
	int	st;

	snprintf(d->vfs_name, sizeof(d->vfs_name), "document-%p", (void *)d);
	d->vfs = (sqlite3_vfs){
		.iVersion = 1, .szOsFile = sizeof(struct file),
		.mxPathname = 64, .zName = d->vfs_name, .pAppData = d,
		.xOpen = on_open, .xDelete = on_delete, .xAccess = on_access,
		.xFullPathname = on_name, .xRandomness = on_random,
		.xSleep = on_sleep, .xCurrentTime = on_time
	};
	st = sqlite3_vfs_register(&d->vfs, 0);
	d->registered = st == SQLITE_OK;
	return st;
}

void
database_unregister(struct database *d)
{
	if (d->registered)
		sqlite3_vfs_unregister(&d->vfs);
	d->registered = false;
}

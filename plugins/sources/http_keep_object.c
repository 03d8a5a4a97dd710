/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_keep_object.c - bodies by their content: objects/ab/cdef..., where
 * abcdef... is the SHA-256 of the file.  Equal ones are there once, and one
 * that is there is whole: it got its name when it was.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http_keep_impl.h"

bool
keep_objects(struct keep *k)
{
	if (mkdirat(k->dir_fd, "objects", 0777) == -1 && errno != EEXIST)
		return keep_wrong(k, "cannot be made", "objects");
	k->objects_fd = openat(k->dir_fd, "objects", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC);
	if (k->objects_fd == -1)
		return keep_wrong(k, "cannot be opened", "objects");
	if (faccessat(k->objects_fd, ".", W_OK | X_OK, 0) == -1)
		return keep_wrong(k, "cannot be written to", "objects");
	return true;
}

ptrdiff_t
keep_read(const struct keep_exchange *x, char *to, size_t n, uint64_t at)
{
	ssize_t	got;

	if (at >= x->n_body)
		return 0;
	if (n > x->n_body - at)
		n = (size_t)(x->n_body - at);
	if (x->bytes != NULL) {
		memcpy(to, x->bytes + at, n);
		return (ptrdiff_t)n;
	}
	do
		got = pread(x->body, to, n, (off_t)at);
	while (got == -1 && errno == EINTR);
	if (got == 0)
		errno = EIO;
	return got > 0 ? got : -1;
}

bool
keep_digest(struct keep *k, const struct keep_exchange *x,
    unsigned char digest[DIGEST_BYTES])
{
	struct digest	d;
	char		bytes[16384];
	uint64_t	at = 0;
	ptrdiff_t	n;

	digest_begin(&d, DIGEST_SHA256);
	for (; (n = keep_read(x, bytes, sizeof(bytes), at)) > 0;
	    at += (uint64_t)n)
		digest_add(&d, bytes, (size_t)n);
	(void)digest_end(&d, digest);
	return n == 0 || keep_wrong(k, "cannot be read back", "a body");
}

static bool
write_all(int fd, const char *p, size_t n)
{
	ssize_t	done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(fd, p, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done <= 0)
			return false;
	}
	return true;
}

static bool
copy(int fd, const struct keep_exchange *x)
{
	char		bytes[16384];
	uint64_t	at = 0;
	ptrdiff_t	n;

	while ((n = keep_read(x, bytes, sizeof(bytes), at)) > 0) {
		if (!write_all(fd, bytes, (size_t)n))
			return false;
		at += (uint64_t)n;
	}
	return n == 0;
}

static bool
is_there(struct keep *k, const char *name, uint64_t n)
{
	struct stat	sb;

	/* What a disk lost after a power cut has another size. */
	return fstatat(k->objects_fd, name, &sb, 0) == 0 &&
	    S_ISREG(sb.st_mode) && (uint64_t)sb.st_size == n;
}

bool
keep_object(struct keep *k, const struct keep_exchange *x,
    const unsigned char digest[DIGEST_BYTES])
{
	char	hex[KEEP_HEX], name[KEEP_HEX + 1], temporary[64];
	int	fd;
	bool	good;

	digest_hex(digest, DIGEST_BYTES, hex);
	snprintf(name, sizeof(name), "%.2s/%s", hex, hex + 2);
	if (is_there(k, name, x->n_body))
		return true;
	snprintf(temporary, sizeof(temporary), ".new-%ld", (long)getpid());
	fd = openat(k->objects_fd, temporary, O_WRONLY | O_CREAT | O_TRUNC |
	    O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd == -1)
		return keep_wrong(k, "cannot be written", "objects");
	good = copy(fd, x);
	good = close(fd) == 0 && good;
	hex[2] = '\0';
	if (good && mkdirat(k->objects_fd, hex, 0777) == -1 &&
	    errno != EEXIST)
		good = false;
	if (good && renameat(k->objects_fd, temporary, k->objects_fd,
	    name) == 0) {
		k->stored = true;
		return true;
	}
	(void)keep_wrong(k, "cannot be written", "objects");
	(void)unlinkat(k->objects_fd, temporary, 0);
	return false;
}

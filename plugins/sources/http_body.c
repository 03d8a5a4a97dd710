/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_body.c - what arrives, and the hash of it.
 *
 * A body that nobody asks for never needs a descriptor.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#include "http_body.h"

#define FEW		((size_t)256 << 10)	/* bytes in `bytes` */
#define IN_MEMORY	((uint64_t)16 << 20)
#define KEPT_ROOM	((size_t)64 << 10)

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t	k = write(fd, p, n);

		if (k == -1 && errno == EINTR)
			continue;
		if (k == -1)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* A file that has no name, or none for longer than it takes to remove it. */
static int
file_on_disk(void)
{
	const char	*dir = getenv("TMPDIR");
	char		 path[4096];
	int		 fd;

	if (dir == NULL || *dir != '/')
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd != -1)
		return fd;
	if (snprintf(path, sizeof(path), "%s/polyscraper-XXXXXX", dir) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if ((fd = mkostemp(path, O_CLOEXEC)) != -1)
		(void)unlink(path);
	return fd;
}

static bool
copy_to(int to, int from, uint64_t n)
{
	char		*buf = malloc(FEW);
	uint64_t	 at = 0;
	bool		 good = buf != NULL;

	while (good && at < n) {
		ssize_t	k = pread(from, buf, FEW, (off_t)at);

		good = k > 0 && write_all(to, buf, (size_t)k);
		at += good ? (uint64_t)k : 0;
	}
	free(buf);
	return good;
}

static bool
move_to_disk(struct body *b)
{
	int	fd = file_on_disk();

	if (fd == -1)
		return false;
	if (!copy_to(fd, b->fd, b->size)) {
		close(fd);
		return false;
	}
	close(b->fd);
	b->fd = fd;
	b->on_disk = true;
	return true;
}

/* What is in memory, as a file. */
static int
as_file(const struct body *b)
{
	int	fd = memfd_create("polyscraper", MFD_CLOEXEC);

	if (fd == -1 || write_all(fd, b->bytes, b->size))
		return fd;
	close(fd);
	return -1;
}

static bool
begin_hash(struct body *b)
{
	if ((b->hash = XXH3_createState()) == NULL) {
		errno = ENOMEM;
		return false;
	}
	XXH3_128bits_reset(b->hash);
	XXH3_128bits_update(b->hash, b->bytes, b->size);
	return true;
}

static bool
grow(struct body *b, size_t n)
{
	size_t	 room = b->room == 0 ? 8192 : b->room;
	char	*p;

	while (room < n)
		room *= 2;
	if (room == b->room)
		return true;
	if ((p = realloc(b->bytes, room)) == NULL)
		return false;
	b->bytes = p;
	b->room = room;
	return true;
}

bool
body_add(struct body *b, const void *p, size_t n)
{
	if (b->fd == -1 && b->size + n <= FEW) {
		if (!grow(b, b->size + n))
			return false;
		memcpy(b->bytes + b->size, p, n);
		b->size += n;
		return true;
	}
	if (b->fd == -1 && (!begin_hash(b) || (b->fd = as_file(b)) == -1))
		return false;
	if (!b->on_disk && b->size + n > IN_MEMORY && !move_to_disk(b))
		return false;
	if (!write_all(b->fd, p, n))
		return false;
	XXH3_128bits_update(b->hash, p, n);
	b->size += n;
	return true;
}

void
body_clear(struct body *b)
{
	if (b->fd != -1)
		close(b->fd);
	if (b->hash != NULL)
		XXH3_freeState(b->hash);
	b->fd = -1;
	b->hash = NULL;
	b->on_disk = false;
	b->size = 0;
	if (b->room > KEPT_ROOM) {
		free(b->bytes);
		b->bytes = NULL;
		b->room = 0;
	}
}

void
body_free(struct body *b)
{
	body_clear(b);
	free(b->bytes);
	b->bytes = NULL;
	b->room = 0;
}

void
body_hash(const struct body *b, char to[BODY_HASH_ROOM])
{
	XXH128_hash_t	h = b->hash != NULL ? XXH3_128bits_digest(b->hash) :
	    XXH3_128bits(b->bytes, b->size);

	snprintf(to, BODY_HASH_ROOM, "xxh3-%016llx%016llx",
	    (unsigned long long)h.high64, (unsigned long long)h.low64);
}

int
body_copy(const struct body *b)
{
	int	fd = b->fd == -1 ? as_file(b) :
	    fcntl(b->fd, F_DUPFD_CLOEXEC, 3);

	if (fd == -1 || lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	return -1;
}

ptrdiff_t
body_read(const struct body *b, void *to, size_t n, uint64_t at)
{
	if (b->fd != -1)
		return pread(b->fd, to, n, (off_t)at);
	if (at >= b->size)
		return 0;
	if (n > b->size - at)
		n = b->size - at;
	memcpy(to, b->bytes + at, n);
	return (ptrdiff_t)n;
}

size_t
body_memory(const struct body *b)
{
	return b->room + (b->fd != -1 && !b->on_disk ? b->size : 0);
}

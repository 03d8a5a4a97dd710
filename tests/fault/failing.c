/* SPDX-License-Identifier: 0BSD */
/*
 * failing.c - a library to be preloaded: lets the n-th call of one kind fail.
 *
 * FAIL_CALL is the kind, FAIL_AT the number of the call (0: none, count only),
 * FAIL_ALWAYS lets all after it fail too.  Calls are counted over all processes
 * of a run, in FAIL_FILE, which they share.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

void	*__libc_malloc(size_t);
void	*__libc_calloc(size_t, size_t);
void	*__libc_realloc(void *, size_t);

static const char *kind;
static uint64_t at, *count;
static int always;

static void __attribute__((constructor))
start(void)
{
	const char	*file = getenv("FAIL_FILE"), *n = getenv("FAIL_AT");
	int		 fd;

	always = getenv("FAIL_ALWAYS") != NULL;
	at = n == NULL ? 0 : strtoull(n, NULL, 10);
	if (file == NULL || (fd = open(file, O_RDWR | O_CLOEXEC)) == -1)
		return;
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (count == MAP_FAILED)
		count = NULL;
	else
		kind = getenv("FAIL_CALL");
}

/* Whether this call is the one, with errno set. */
static int
fails(const char *name, int error)
{
	uint64_t	n;

	if (kind == NULL || strcmp(kind, name) != 0)
		return 0;
	n = __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
	if (at == 0 || (n != at && !(always && n > at)))
		return 0;
	errno = error;
	return 1;
}

#define REAL(type, name, ...)						\
	static type (*real)(__VA_ARGS__);				\
	if (real == NULL)						\
		*(void **)&real = dlsym(RTLD_NEXT, name)

#define CALL(type, name, what, error, params, types, args)		\
	type name params;						\
	type name params						\
	{								\
		REAL(type, #name, types);				\
		if (fails(what, error))					\
			return -1;					\
		return real args;					\
	}
#define LIST(...) __VA_ARGS__

CALL(ssize_t, read, "read", EIO, (int fd, void *p, size_t n),
    LIST(int, void *, size_t), (fd, p, n))
CALL(ssize_t, pread, "pread", EIO, (int fd, void *p, size_t n, off_t o),
    LIST(int, void *, size_t, off_t), (fd, p, n, o))
CALL(ssize_t, pread64, "pread", EIO, (int fd, void *p, size_t n, off64_t o),
    LIST(int, void *, size_t, off64_t), (fd, p, n, o))
CALL(ssize_t, write, "write", EIO, (int fd, const void *p, size_t n),
    LIST(int, const void *, size_t), (fd, p, n))
CALL(ssize_t, pwrite, "pwrite", EIO,
    (int fd, const void *p, size_t n, off_t o),
    LIST(int, const void *, size_t, off_t), (fd, p, n, o))
CALL(ssize_t, pwrite64, "pwrite", EIO,
    (int fd, const void *p, size_t n, off64_t o),
    LIST(int, const void *, size_t, off64_t), (fd, p, n, o))
CALL(int, fsync, "fsync", EIO, (int fd), LIST(int), (fd))
CALL(int, fdatasync, "fsync", EIO, (int fd), LIST(int), (fd))
CALL(int, ftruncate, "ftruncate", EIO, (int fd, off_t n), LIST(int, off_t),
    (fd, n))
CALL(int, ftruncate64, "ftruncate", EIO, (int fd, off64_t n),
    LIST(int, off64_t), (fd, n))
CALL(pid_t, fork, "fork", EAGAIN, (void), LIST(void), ())
CALL(int, socketpair, "socketpair", EMFILE, (int d, int t, int p, int s[2]),
    LIST(int, int, int, int *), (d, t, p, s))
CALL(ssize_t, sendmsg, "sendmsg", ECONNRESET,
    (int fd, const struct msghdr *m, int f),
    LIST(int, const struct msghdr *, int), (fd, m, f))
CALL(ssize_t, recvmsg, "recvmsg", ECONNRESET, (int fd, struct msghdr *m, int f),
    LIST(int, struct msghdr *, int), (fd, m, f))
CALL(int, unlink, "unlink", EIO, (const char *p), LIST(const char *), (p))
CALL(int, renameat2, "rename", EIO,
    (int a, const char *p, int b, const char *q, unsigned f),
    LIST(int, const char *, int, const char *, unsigned), (a, p, b, q, f))

#define OPEN(name)							\
	int name(const char *p, int flags, ...);			\
	int name(const char *p, int flags, ...)				\
	{								\
		va_list	ap;						\
		int	mode;						\
		REAL(int, #name, const char *, int, ...);		\
		va_start(ap, flags);					\
		mode = va_arg(ap, int);					\
		va_end(ap);						\
		if (fails("open", EMFILE))				\
			return -1;					\
		return real(p, flags, mode);				\
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)							\
	int name(int d, const char *p, int flags, ...);			\
	int name(int d, const char *p, int flags, ...)			\
	{								\
		va_list	ap;						\
		int	mode;						\
		REAL(int, #name, int, const char *, int, ...);		\
		va_start(ap, flags);					\
		mode = va_arg(ap, int);					\
		va_end(ap);						\
		if (fails("open", EMFILE))				\
			return -1;					\
		return real(d, p, flags, mode);				\
	}
OPENAT(openat)
OPENAT(openat64)

/* No dlsym() here: it may allocate. */
void *malloc(size_t n);
void *calloc(size_t n, size_t k);
void *realloc(void *p, size_t n);

void *
malloc(size_t n)
{
	return fails("malloc", ENOMEM) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t k)
{
	return fails("malloc", ENOMEM) ? NULL : __libc_calloc(n, k);
}

void *
realloc(void *p, size_t n)
{
	return fails("malloc", ENOMEM) ? NULL : __libc_realloc(p, n);
}

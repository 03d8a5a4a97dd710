/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * output.h - bytes to a descriptor.
 */
#ifndef PS_OUTPUT_H
#define PS_OUTPUT_H

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

/* All of them; false and errno if that fails.  Signals do not disturb it. */
static inline bool
write_all(int fd, const char *p, size_t n)
{
	ssize_t	done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(fd, p, n);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done == -1)
			return false;
	}
	return true;
}

#endif

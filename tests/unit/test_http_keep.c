/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_keep.c - what is kept of requests and answers: heads without
 * secrets, files that end and go on, records that are taken back.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../plugins/sources/http_keep_impl.h"
#include "tap.h"

/* "secret" is one. */
static size_t
hide(const struct ps_host *host, char *p, size_t n, size_t room)
{
	(void)host;
	(void)room;
	for (size_t i = 0; i + 6 <= n; i++)
		if (memcmp(p + i, "secret", 6) == 0)
			memset(p + i, '*', 6);
	return n;
}

static struct ps_host	host = { .size = sizeof(host), .hide = hide };
static struct ps_self	self = { .host = &host };

static void
head_is(const char *in, bool decoded, const char *out)
{
	struct keep_text	t = { 0 };

	keep_head(&self, &t, in, strlen(in), decoded, 7);
	is_str(t.p, out, "an answer's head");
	free(t.p);
}

static void
test_heads(void)
{
	struct keep_text	t = { 0 };
	static const char	request[] = "GET /a?x=secret HTTP/1.1\r\n"
	    "Host: h\r\nAuthorization: Basic abc\r\nX-Own: 1\r\n"
	    "cookie: a=b\r\nUser-Agent: me\r\n\r\n";

	keep_request(&self, &t, request, strlen(request));
	is_str(t.p, "GET /a?x=****** HTTP/1.1\r\nHost: h\r\n"
	    "Authorization: ***\r\nX-Own: ***\r\ncookie: ***\r\n"
	    "User-Agent: me\r\n\r\n", "a request's head");
	free(t.p);
	head_is("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nA: secret\r\n\r\n",
	    true, "HTTP/1.1 200 OK\r\nSet-Cookie: ***\r\nA: ******\r\n\r\n");
	head_is("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
	    "content-encoding: gzip\r\n\r\n", true,
	    "HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Length: 3\r\n"
	    "X-Archive-Orig-content-encoding: gzip\r\n"
	    "Content-Length: 7\r\n\r\n");
	head_is("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", false,
	    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
	head_is("HTTP/2 200 \r\na: b\r\n\r\n", true,
	    "HTTP/1.1 200 \r\na: b\r\n\r\n");
	head_is("HTTP/2 200\nno colon\nA:b", true,
	    "HTTP/1.1 200\r\nno colon\r\nA:b\r\n\r\n");
	head_is("", true, "\r\n");
	is_int(keep_status("HTTP/1.1 304 Not", 16), 304, "a status");
	is_int(keep_status("HTTP/1.1", 8), 0, "none");
}

static unsigned
count(const char *dir, const char *with)
{
	DIR		*d = opendir(dir);
	struct dirent	*e;
	unsigned	 n = 0;

	while (d != NULL && (e = readdir(d)) != NULL)
		n += strstr(e->d_name, with) != NULL;
	if (d != NULL)
		closedir(d);
	return n;
}

static bool
keep_one(struct keep *k, unsigned i, size_t n)
{
	char	*body = malloc(n);
	char	 url[64];
	bool	 good;

	/* Nothing that could be made shorter. */
	srand(i);
	for (size_t j = 0; j < n; j++)
		body[j] = (char)(rand() >> 8);
	snprintf(url, sizeof(url), "http://h.example/%u", i);
	good = keep_exchange(k, &(struct keep_exchange){ .url = url,
	    .head = "HTTP/1.1 200 OK\r\n\r\n", .n_head = 19, .bytes = body,
	    .body = -1, .n_body = n, .document = url });
	free(body);
	return good;
}

static void
test_files(const char *dir)
{
	char		 why[400] = "";
	struct keep	*k = keep_open(&self, dir, "test", why, sizeof(why));
	bool		 good = true;

	ok(k != NULL, "a folder is made: %s", why);
	k->most = 20000;
	for (unsigned i = 0; i < 10; i++)
		good &= keep_one(k, i, 10000);
	good &= keep_one(k, 9, 10000);
	ok(good, "all is kept");
	ok(keep_close(k, why, sizeof(why)), "to the end: %s", why);
	is_int(count(dir, ".warc.gz"), 5, "a file goes on in another");
	k = keep_open(&self, dir, "test", why, sizeof(why));
	is_int(count(dir, ".warc.gz"), 6, "another run, another file,");
	ok(keep_close(k, why, sizeof(why)), "ends");
	is_int(count(dir, ".warc.gz"), 5, "of which nothing is left if it "
	    "kept nothing");
}

/* As a disk that is full does it. */
static void
test_full(const char *dir)
{
	struct rlimit	 few = { 30000, RLIM_INFINITY }, all;
	char		 why[400] = "";
	struct keep	*k = keep_open(&self, dir, "test", why, sizeof(why));
	off_t		 before;
	struct stat	 sb;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &all);
	few.rlim_max = all.rlim_max;
	ok(keep_one(k, 100, 25000), "there is room for this");
	before = k->size;
	setrlimit(RLIMIT_FSIZE, &few);
	ok(!keep_one(k, 101, 25000), "and none for that");
	setrlimit(RLIMIT_FSIZE, &all);
	ok(fstat(k->fd, &sb) == 0 && sb.st_size == before,
	    "half a record is taken back");
	ok(keep_failed(k) && strstr(keep_why(k), k->name) != NULL,
	    "it is told where: %s", keep_why(k));
	ok(!keep_one(k, 102, 10), "after that nothing is kept");
	ok(!keep_close(k, why, sizeof(why)) && why[0] != '\0', "nor is all "
	    "well in the end");
}

static void
test_nowhere(const char *dir)
{
	char	file[320], why[400] = "";

	ok(keep_open(&self, "/dev/null/x", "test", why, sizeof(why)) == NULL &&
	    strstr(why, "/dev/null/x") != NULL, "nowhere: %s", why);
	snprintf(file, sizeof(file), "%s/objects", dir);
	ok(mkdir(dir, 0777) == 0 && symlink("/nowhere", file) == 0 &&
	    keep_open(&self, dir, "test", why, sizeof(why)) == NULL,
	    "no place for objects: %s", why);
	is_int(count(dir, ".warc.gz"), 0, "and no file then");
}

static int
remove_one(const char *path, const struct stat *sb, int kind, struct FTW *ftw)
{
	(void)sb;
	(void)kind;
	(void)ftw;
	return remove(path);
}

int
main(void)
{
	char	dir[] = "/tmp/test_http_keep.XXXXXX", sub[300];

	test_heads();
	if (mkdtemp(dir) == NULL)
		return 99;
	snprintf(sub, sizeof(sub), "%s/a", dir);
	test_files(sub);
	snprintf(sub, sizeof(sub), "%s/b", dir);
	test_full(sub);
	snprintf(sub, sizeof(sub), "%s/c", dir);
	test_nowhere(sub);
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return done_testing();
}

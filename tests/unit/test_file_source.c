/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_file_source.c - what the source of local files finds, in which order,
 * and what it says of what cannot be read.
 */
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "file_driver.h"

static void
make(const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		size_t	n = strlen(*paths);

		if ((*paths)[n - 1] != '/')
			put(*paths, "a,b\n1,2\n");
		else if (mkdir(*paths, 0755) == -1)
			abort();
	}
}

static void
test_order(void)
{
	static const char *const tree[] = {
		"o/", "o/b.csv", "o/a/", "o/a/z.csv", "o/a-1.csv", "o/a.csv",
		"o/B/", "o/B/x", "o/\xc3\xa9.csv", "o/a/deep/",
		"o/a/deep/er.csv", "o/empty/", NULL
	};
	char	name[40];

	make(tree);
	is_str(list("o", NULL), "+o/B/x\n+o/a/deep/er.csv\n+o/a/z.csv\n"
	    "+o/a-1.csv\n+o/a.csv\n+o/b.csv\n+o/\xc3\xa9.csv\nlisted o\n",
	    "in depth, names by bytes");
	is_str(list("./o//a/../a", NULL), "+o/a/deep/er.csv\n+o/a/z.csv\n"
	    "listed o/a\n", "paths are canonical");
	is_str(list("o/b.csv", "o/a.csv", NULL),
	    "+o/a.csv\nlisted o/a.csv\n+o/b.csv\nlisted o/b.csv\n",
	    "inputs are sorted");
	is_str(list("o/a-1.csv", "o/a", NULL), "+o/a/deep/er.csv\n"
	    "+o/a/z.csv\nlisted o/a\n+o/a-1.csv\nlisted o/a-1.csv\n",
	    "by parts of their paths, too");
	if (mkdir("many", 0755) == -1)
		abort();
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "many/%d", i);
		put(name, "x");
	}
	list("many", NULL);
	ok(found.n > 10000 * 7 && strstr(found.text, "one step") == NULL &&
	    strncmp(found.text, "+many/0\n+many/1\n+many/10\n+many/100\n", 30)
	    == 0, "a large folder comes in small steps");
}

static void
test_overlap(void)
{
	is_str(list("o/a", "o/a/deep", "o/a", "o/a/z.csv", NULL),
	    "listed o/a\n+o/a/deep/er.csv\nlisted o/a/deep\n"
	    "+o/a/z.csv\nlisted o/a/z.csv\n", "each document once");
	is_str(list("o/*.csv", "o/a*", "o/b.csv", NULL), "+o/a-1.csv\n"
	    "+o/a.csv\n+o/\xc3\xa9.csv\nlisted o/*.csv\n+o/a/deep/er.csv\n"
	    "+o/a/z.csv\nlisted o/a*\n+o/b.csv\nlisted o/b.csv\n",
	    "with globs, too");
	is_str(list("o/a", "o/**/*.csv", NULL), "+o/a-1.csv\n+o/a.csv\n"
	    "+o/b.csv\n+o/\xc3\xa9.csv\nlisted o/**/*.csv\n"
	    "+o/a/deep/er.csv\n+o/a/z.csv\nlisted o/a\n",
	    "a folder goes before a glob");
}

static void
test_globs(void)
{
	is_str(list("o/?.csv", NULL), "+o/a.csv\n+o/b.csv\nlisted o/?.csv\n",
	    "? and *");
	is_str(list("o/*/*.csv", NULL), "+o/a/z.csv\nlisted o/*/*.csv\n",
	    "* stays within a part");
	is_str(list("o/a*", NULL), "+o/a/deep/er.csv\n+o/a/z.csv\n"
	    "+o/a-1.csv\n+o/a.csv\nlisted o/a*\n",
	    "a folder that matches is read wholly");
	list("o/*.none", NULL);
	is_str(found.text, "listed o/*.none\n", "nothing matches");
	ok(strstr(said, "nothing matches") != NULL, "... and that is said");
	put("o/b[1].csv", "x");
	is_str(list("o/b[1].csv", NULL), "+o/b[1].csv\nlisted o/b[1].csv\n",
	    "a file of that very name");
	unlink("o/b[1].csv");
}

static void
test_filters(void)
{
	static const char *const tree[] = {
		"f/", "f/.git/", "f/.git/config", "f/__MACOSX/",
		"f/__MACOSX/x", "f/._a.csv", "f/.DS_Store", "f/~$a.xls",
		"f/Thumbs.db", "f/.hidden", "f/a.csv", "f/b.txt", "f/skip/",
		"f/skip/c.csv", "f/sub/", "f/sub/skip/", "f/sub/skip/d.csv",
		"f/sub/e.csv", NULL
	};
	char	glob[PATH_MAX + 20];

	make(tree);
	is_str(list("f", NULL), "+f/.hidden\n+f/a.csv\n+f/b.txt\n"
	    "+f/skip/c.csv\n+f/sub/e.csv\n+f/sub/skip/d.csv\nlisted f\n",
	    "junk is passed over");
	ok(strstr(said, "6 names that are junk") != NULL, "and counted: %s",
	    said);
	is_str(list("f/.git", NULL), "+f/.git/config\nlisted f/.git\n",
	    "unless it is what was asked for");
	options.hidden = false;
	is_str(list("f", NULL), "+f/a.csv\n+f/b.txt\n+f/skip/c.csv\n"
	    "+f/sub/e.csv\n+f/sub/skip/d.csv\npartly f\n", "hidden files");
	options.hidden = true;
	options.include = "*.csv\n*.nothing";
	is_str(list("f", NULL), "+f/a.csv\n+f/skip/c.csv\n+f/sub/e.csv\n"
	    "+f/sub/skip/d.csv\npartly f\n", "include, by name");
	is_str(list("f/b.txt", NULL), "partly f/b.txt\n",
	    "of what was named, too");
	options.include = "sub/*.csv";
	is_str(list("f", NULL), "+f/sub/e.csv\npartly f\n",
	    "include, by path");
	options.include = "**/*.csv";
	options.exclude = "skip";
	is_str(list("f", NULL), "+f/a.csv\n+f/sub/e.csv\npartly f\n",
	    "exclude a folder of that name");
	options.include = NULL;
	options.exclude = "sub/skip\n.hidden";
	is_str(list("f", NULL), "+f/a.csv\n+f/b.txt\n+f/skip/c.csv\n"
	    "+f/sub/e.csv\npartly f\n", "exclude, by path");
	snprintf(glob, sizeof(glob), "%s/f/**.csv", found.top);
	options.exclude = glob;
	is_str(list("f", NULL), "+f/.hidden\n+f/b.txt\nlisted f\n",
	    "what the core writes leaves the listing whole");
	options.exclude = NULL;
}

static void
test_odd_files(void)
{
	struct sockaddr_un	a = { .sun_family = AF_UNIX,
				    .sun_path = "k/sock" };
	int			s = socket(AF_UNIX, SOCK_STREAM, 0);

	if (mkdir("k", 0755) == -1 || mkfifo("k/fifo", 0644) == -1 ||
	    bind(s, (struct sockaddr *)&a, sizeof(a)) == -1 ||
	    symlink("nowhere", "k/dangling") == -1 ||
	    symlink("self", "k/self") == -1 || mkdir("k/d", 0755) == -1 ||
	    symlink("..", "k/d/up") == -1 || symlink("d", "k/link") == -1)
		abort();
	close(s);
	put("k/d/file", "x");
	if (symlink("d/file", "k/z") == -1)
		abort();
	is_str(list("k", NULL), "+k/d/file\n"
	    "skip k/d/up: is a symbolic link that leads back to itself\n"
	    "skip k/dangling: is a symbolic link to nothing, or vanished\n"
	    "skip k/fifo: is a named pipe; name it itself to read it\n"
	    "+k/link/file\n"
	    "skip k/link/up: is a symbolic link that leads back to itself\n"
	    "skip k/self: is a symbolic link that leads back to itself\n"
	    "skip k/sock: is a socket\n+k/z\nlisted k\n",
	    "links, pipes, sockets, loops");
	options.follow = false;
	ok(strstr(list("k", NULL), "skip k/link: is a symbolic link to a "
	    "folder; follow = true would follow it\n") != NULL,
	    "links are not followed if not wanted");
	options.follow = true;
	is_str(list("k/z", NULL), "+k/z\nlisted k/z\n",
	    "a link to a file keeps its name");
	is_str(list("k/fifo", "/dev/null", "-", NULL),
	    "+/dev/null\nlisted /dev/null\n+k/fifo\nlisted k/fifo\n"
	    "+-\nlisted -\n",
	    "streams that are named are read");
}

static void
test_missing(void)
{
	is_str(list("o", "nothing", NULL), "status -2: nothing: no such file "
	    "or folder; check the name\n", "a missing input ends it at once");
	is_str(list("nothing/*.csv", NULL), "status -2: nothing/*.csv: no "
	    "such file or folder; check the name\n", "a missing folder");
	ok(strncmp(list("file:o/a.csv", NULL), "+o/a.csv\n", 9) == 0,
	    "a file: URL");
}

static void
test_unreadable(void)
{
	static const char *const tree[] = {
		"u/", "u/no/", "u/no/a.csv", "u/yes.csv", NULL
	};
	bool	root = geteuid() == 0;

	make(tree);
	if (chmod("u/no", 0) == -1 || (root && chmod(".", 0755) == -1) ||
	    (root && seteuid(65534) == -1))
		abort();
	is_str(list("u", NULL), "fail u/no: cannot be read: Permission "
	    "denied\n+u/yes.csv\npartly u\n",
	    "a folder that cannot be read makes the listing partial");
	if ((root && seteuid(0) == -1) || chmod("u/no", 0755) == -1)
		abort();
}

static void
test_deep(void)
{
	char		 expected[100];
	size_t		 depth = 0;
	const char	*text;

	if (mkdir("p", 0755) == -1 || chdir("p") == -1)
		abort();
	for (; depth < 3000; depth++)
		if (mkdir("dd", 0755) == -1 || chdir("dd") == -1)
			abort();
	if (chdir(found.top) == -1)
		abort();
	text = list("p", NULL);
	snprintf(expected, sizeof(expected), "cannot be read: %s\npartly p\n",
	    strerror(ENAMETOOLONG));
	ok(strncmp(text, "fail p/dd/dd", 12) == 0 &&
	    strstr(text, expected) != NULL, "paths that are too long are told");
}

static void
test_credit(void)
{
	const char	*inputs[] = { "many" };
	int		 steps = 0;

	start();
	source()->open(&self, inputs, 1);
	for (; steps < 100; steps++) {
		found.credit = 10;
		found.in_step = 0;
		if (source()->step(&self, &found) != PS_OK ||
		    found.in_step > 10)
			break;
	}
	is_int(steps, 100, "it stops when the core has enough");
	stop();
	start();
	found.then = PS_EOF;
	found.credit = 1;
	source()->open(&self, inputs, 1);
	while (source()->step(&self, &found) == PS_OK)
		continue;
	is_str(found.text, "+many/0\n", "and ends when it wants no more");
	stop();
}

static struct ps_doc
document(const char *path, uint64_t key)
{
	return (struct ps_doc){ .address = path, .root = ".", .name = path,
	    .size = 1, .mtime = 1, .key = key };
}

static void
fetch(const char *path, uint64_t key)
{
	struct ps_doc	d = document(path, key);

	start();
	found.fd = -1;
	source()->fetch(&self, &found, &d);
	stop();
}

static void
test_fetch(void)
{
	char	path[PATH_MAX];
	int	fd;

	fetch("o/a.csv", KEY_FILE);
	ok(found.fd != -1 && found.fetched.size == 8 &&
	    found.fetched.mtime > INT64_C(1000000000000000000) &&
	    (fcntl(found.fd, F_GETFD) & FD_CLOEXEC) != 0,
	    "a file, as it is now");
	close(found.fd);
	fetch("nothing", KEY_FILE);
	is_str(found.text, "skip nothing: vanished while the folder was read\n",
	    "one that vanished");
	fetch("k/fifo", KEY_FILE);
	is_str(found.text, "skip k/fifo: is no longer a regular file\n",
	    "one that became a pipe");
	fetch("k/fifo", KEY_STREAM);
	ok(found.fd != -1, "a pipe does not make it wait");
	close(found.fd);
	snprintf(path, sizeof(path), "%s/o/a.csv", found.top);
	fd = open(path, O_RDONLY);
	if (fd == -1 || dup2(fd, STDIN_FILENO) == -1)
		abort();
	close(fd);
	fetch("-", KEY_STDIN);
	ok(found.fd != -1 && read(found.fd, path, 3) == 3, "standard input");
	close(found.fd);
	fetch("-", KEY_STDIN);
	ok(found.fd == -1 && strncmp(found.text, "fail -", 6) == 0,
	    "but only once");
}

int
main(void)
{
	char	top[] = "/tmp/ps_file_source.XXXXXX";
	char	real[PATH_MAX];
	pid_t	pid;

	if (mkdtemp(top) == NULL || chdir(top) == -1)
		return 99;
	found.top = realpath(top, real);
	options.hidden = options.follow = true;
	test_order();
	test_overlap();
	test_globs();
	test_filters();
	test_odd_files();
	test_missing();
	test_unreadable();
	test_deep();
	test_credit();
	test_fetch();
	if ((pid = fork()) == 0)
		execlp("rm", "rm", "-rf", top, (char *)NULL);
	waitpid(pid, NULL, 0);
	return done_testing();
}

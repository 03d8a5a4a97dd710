# SPDX-License-Identifier: LGPL-2.1-or-later
"""bench.py - see tests/bench/run.

Contenders take turns, so that a slow moment of the machine hurts all alike;
medians count.  Memory is looked at in one more run, since looking costs time.
"""
import csv
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
PS = os.path.abspath(os.environ.get("PS") or "polyscraper")
CORPORA = os.environ.get("BENCH_CORPORA") or os.path.join(
    os.path.dirname(SOURCE), "shared", "bench")
DATA = os.environ.get("BENCH_DATA") or "/tmp/corpora"
WORK = os.path.join(os.environ.get("BENCH_WORK") or "/tmp",
                    "ps_bench_%d" % os.getpid())
ROWS = int(os.environ.get("BENCH_ROWS") or 1000000)
N = int(os.environ.get("BENCH_N") or 3)
DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS") or 10000)
CONNECTIONS = [int(n) for n in (
    os.environ.get("BENCH_CONNECTIONS") or "1 8").split()]
DUCK = os.environ.get("DUCKDB_DIR") or os.getcwd()
TICK = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text)
    sys.stdout.flush()


# -- what processes use --------------------------------------------------------

def family(pid):
    """A process and all below it."""
    below = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as f:
                    parent = int(f.read().rsplit(")", 1)[1].split()[1])
                below.setdefault(parent, []).append(int(name))
            except (OSError, IndexError):
                pass
    out, todo = [], [pid]
    while todo:
        p = todo.pop()
        out.append(p)
        todo += below.get(p, [])
    return out


def pss(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0


def cpu(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            v = f.read().rsplit(")", 1)[1].split()
        return (int(v[11]) + int(v[12])) / TICK
    except (OSError, IndexError):
        return 0.0


def holds(pid, what):
    try:
        return any(what in os.readlink("/proc/%d/fd/%s" % (pid, fd))
                   for fd in os.listdir("/proc/%d/fd" % pid))
    except OSError:
        return False


class Watch(threading.Thread):
    """Looks at a family of processes until it is gone."""

    def __init__(self, pid, memory, database):
        super().__init__(daemon=True)
        self.pid, self.memory, self.database = pid, memory, database
        self.peak, self.writer_cpu, self.writer = 0, 0.0, None
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(.05 if self.memory else .2):
            kin = family(self.pid)
            if self.memory:
                self.peak = max(self.peak, sum(map(pss, kin)))
            if self.writer is None:
                self.writer = next((p for p in kin if p != self.pid and
                                    holds(p, self.database)), None)
            if self.writer is not None:
                self.writer_cpu = max(self.writer_cpu, cpu(self.writer))


class Taken:
    pass


def take(args, db, memory=False, then=None, **more):
    """Runs a command; what it took."""
    t = Taken()
    began = time.monotonic()
    with open(os.path.join(WORK, "log"), "w") as log:
        p = subprocess.Popen(args, stdout=log, stderr=log, **more)
        w = Watch(p.pid, memory, os.path.basename(db))
        w.start()
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        if then:
            then()
        t.wall = time.monotonic() - began
        w.over.set()
        w.join()
    t.cpu = usage.ru_utime + usage.ru_stime
    t.status, t.peak = p.returncode, w.peak
    t.writer = w.writer_cpu / t.wall
    t.size = sum(os.path.getsize(db + e) for e in ("", ".wal")
                 if os.path.exists(db + e))
    if t.status != 0:
        with open(os.path.join(WORK, "log")) as log:
            say("! status %d: %s" % (t.status, log.read()[-600:]))
    return t


def clean(db):
    for e in ("", ".part", ".part-journal", "-wal", "-shm", "-journal",
              ".wal", ".err"):
        if os.path.exists(db + e):
            os.unlink(db + e)


def sync(db):
    fd = os.open(db, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)


def middle(values):
    return statistics.median(values)


def compete(title, contenders, amount, unit, check=None):
    """contenders: [(name, command(db), needs a sync)]; the first is ours."""
    db = os.path.join(WORK, "x.db")
    took = {name: [] for name, _, _ in contenders}
    for k in range(N + 1):
        for name, command, needs_sync in contenders:
            clean(db)
            t = take(command(db), db, memory=k == N,
                     then=(lambda: sync(db)) if needs_sync else None)
            took[name].append(t)
            if k == 0 and check and name.startswith("polyscraper"):
                check(name, db)
    clean(db)
    say("\n%s (median of %d)" % (title, N))
    say("%-36s %7s %10s %6s %6s %6s %7s %7s %7s" % (
        "", "wall s", unit, "ratio", "cpu s", "cores", "writer", "PSS MB",
        "DB MB"))
    base = None
    for name, _, _ in contenders:
        runs, look = took[name][:N], took[name][N]
        wall = middle([t.wall for t in runs])
        base = base or wall
        say("%-36s %7.2f %10.0f %6.2f %6.2f %6.2f %7s %7.0f %7.0f%s" % (
            name, wall, amount / wall, wall / base,
            middle([t.cpu for t in runs]),
            middle([t.cpu / t.wall for t in runs]),
            "%.2f" % middle([t.writer for t in runs])
            if name.startswith("polyscraper") else "", look.peak / 1e6,
            look.size / 1e6,
            "" if all(t.status == 0 for t in runs) else "  FAILED"))
    return {name: runs[:N] for name, runs in took.items()}


# -- the corpora ---------------------------------------------------------------

def corpus(kind, name):
    p = os.path.join(DATA, name)
    if os.path.exists(p):
        return p
    maker = os.path.join(CORPORA, "make_corpus.py")
    if not os.path.exists(maker):
        say("bench: skipped '%s': neither %s nor %s is there" % (
            kind, p, maker))
        return None
    say("making " + p)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    subprocess.run([sys.executable, maker, kind, p], check=True)
    return p


def warm(p):
    """Into the page cache; how many files, and bytes."""
    files = size = 0
    for folder, _, names in os.walk(p) if os.path.isdir(p) else \
            [(os.path.dirname(p), [], [os.path.basename(p)])]:
        for n in names:
            with open(os.path.join(folder, n), "rb") as f:
                while True:
                    b = f.read(1 << 20)
                    size += len(b)
                    if not b:
                        break
            files += 1
    return files, size


def ours(*args):
    return lambda db: [PS, "load", "-q", *args[:-1], args[-1], "-o", db]


def duck_there():
    if shutil.which("node") and os.path.isdir(os.path.join(
            DUCK, "node_modules", "@duckdb", "node-api")):
        os.environ["DUCKDB_DIR"] = DUCK
        return True
    say("bench: no DuckDB in '%s' (DUCKDB_DIR); it is left out" % DUCK)
    return False


def duck(lines):
    """A command for duck.mjs with this list."""
    name = os.path.join(WORK, "list%d" % len(os.listdir(WORK)))
    with open(name, "w") as f:
        f.writelines("\t".join(x) + "\n" for x in lines)
    return lambda db: ["node", os.path.join(HERE, "duck.mjs"), db, name, "2"]


KINDS = {"count": "BIGINT", "value": "DOUBLE", "name": "VARCHAR",
         "flag": "BOOLEAN", "zip": "VARCHAR", "station": "VARCHAR"}


def told_everything(folder, station):
    """Delimiter, names and types of a station; what has day before month is
    left text."""
    first = sorted(os.listdir(os.path.join(folder, station)))[0]
    with open(os.path.join(folder, station, first), newline="") as f:
        head = f.readline().rstrip("\n")
        f.seek(0)
        delimiter = next(d for d in ",;\t|" if d in head)
        rows = csv.DictReader(f, delimiter=delimiter)
        date = "DATE" if "-" in next(rows)["day"] else "VARCHAR"
    columns = ", ".join("'%s': '%s'" % (n, KINDS.get(
        n.rstrip("0123456789_"), date)) for n in head.split(delimiter))
    return "auto_detect=false, header=true, quote='\"', escape='\"', " \
        "delim='%s', columns={%s}" % (
            "\\t" if delimiter == "\t" else delimiter, columns)


def bench_same():
    p = corpus("same", "same")
    if not p:
        return
    files, size = warm(p)
    stations = sorted(n for n in os.listdir(p)
                      if os.path.isdir(os.path.join(p, n)))
    list_ = [("polyscraper", ours(p), False),
             ("polyscraper --fresh", ours("--fresh", p), False)]
    if duck_there():
        list_.append(("DuckDB, 40 globs by hand", duck(
            [(s, "%s/%s/*" % (p, s), "union_by_name=true")
             for s in stations]), False))
        list_.append(("DuckDB told everything", duck(
            [(s, "%s/%s/*" % (p, s), told_everything(p, s))
             for s in stations]), False))
    compete("same: %d files of %d shapes, %.0f MB" % (
        files, len(stations), size / 1e6), list_, files, "files/s",
        lambda name, db: truth("same", p, db))


def truth(kind, p, db):
    subprocess.run([sys.executable, os.path.join(HERE, "truth_many.py"),
                    kind, p, db])


def bench_many():
    p = corpus("many", "many")
    if not p:
        return
    files, size = warm(p)
    compete("many: %d files of as many dialects and shapes, %.0f MB" % (
        files, size / 1e6), [
        ("polyscraper --tables=document", ours("--tables=document", p),
         False),
        ("polyscraper", ours(p), False)], files, "files/s",
        lambda name, db: truth("many", p, db)
        if name.endswith("document") else None)


def bench_one():
    p = corpus("one", "one/one.csv")
    if not p:
        return
    _, size = warm(p)
    with open(p, newline="") as f:
        names = f.readline().strip().split(",")
    list_ = [("polyscraper", ours(p), False),
             ("polyscraper --fresh", ours("--fresh", p), False)]
    if shutil.which("sqlite3"):
        list_.append(("sqlite3 .import (all text), sync", lambda db: [
            "sqlite3", db, "PRAGMA synchronous=OFF", ".mode csv",
            ".import '%s' one" % p], True))
    if duck_there():
        list_.append(("DuckDB, 2 threads", duck(
            [("one", p, "header=true")]), False))

    def check(name, db):
        c = sqlite3.connect(db)
        (table, rows), = c.execute("SELECT name, \"rows\" FROM _ps_tables")
        have = [r[1] for r in c.execute("PRAGMA table_info(\"%s\")" % table)]
        say("  %s: %d rows, columns %s" % (
            name, rows, "as in the header" if have[:len(names)] == names
            else have))
        c.close()

    compete("one: a CSV of %.0f MB" % (size / 1e6), list_, size / 1e6,
            "MB/s", check)


TREES = os.path.join(HERE, "trees.py")
MEGABYTES = float(os.environ.get("BENCH_MB") or 200)
AS_CSV = "[.id,.name,.price,.seen,.open,.size.w,.size.h,.note]|@csv"


def tree_rivals(kind, p):
    """What else makes a table of it, without being told its columns but where
    there is no other way."""
    list_ = []
    if kind == "xml":
        say("bench: jq and DuckDB do not read XML; they are left out")
    elif shutil.which("jq"):
        list_.append(("jq to CSV, told the columns", lambda db: [
            "sh", "-c", "jq -r \"$1\" \"$2\" >\"$3\"", "sh",
            (".[]|" if kind == "json" else "") + AS_CSV, p, db], True))
    else:
        say("bench: no jq; it is left out")
    if kind != "xml" and duck_there():
        list_.append(("DuckDB read_json_auto, 2 threads", duck(
            [("one", p, "", "read_json_auto")]), False))
    list_.append(("python3, told the columns", lambda db: [
        sys.executable, TREES, "load", kind, p, db], True))
    return list_


def bench_tree(kind):
    p = os.path.join(DATA, "trees", "%s_%g.%s" % (kind, MEGABYTES, kind))
    if not os.path.exists(p):
        say("making " + p)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        subprocess.run([sys.executable, TREES, "make", kind, p + ".new",
                        str(MEGABYTES)], check=True)
        os.rename(p + ".new", p)
    _, size = warm(p)

    def rows(name, db):
        c = sqlite3.connect(db)
        say("  %s: %r" % (name, c.execute(
            "SELECT name, \"rows\" FROM _ps_tables").fetchall()))
        c.close()

    compete("%s: records, %.0f MB" % (kind, size / 1e6), [
        ("polyscraper", ours(p), False),
        ("polyscraper -j1", ours("-j1", p), False),
        ("polyscraper --fresh", ours("--fresh", p), False),
        ] + tree_rivals(kind, p), size / 1e6, "MB/s", rows)


SUM = "$total = $amount + $qty"
SCRIPT = """pipeline {
  source.file { arg[1] },
  %ssink.sqlite { arg[2] },
}
"""
MAP = "map { function(r) r.total = r.amount + r.qty end },\n  "


def make_sales(p):
    """Rows without a pattern that anything could profit from."""
    say("making " + p)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    r = random.Random(1)
    with open(p + ".new", "w") as f:
        f.write("id,name,amount,price,qty,day\n")
        for i in range(ROWS):
            f.write("%d,name %d,%d,%d.%02d,%d,2020-%02d-%02d\n" % (
                i, i % 1000, r.randrange(10 ** 6), r.randrange(1000),
                r.randrange(100), r.randrange(100), i % 12 + 1, i % 28 + 1))
    os.rename(p + ".new", p)


def bench_map():
    """A map that reads two columns and adds one."""
    p = os.path.join(DATA, "map", "sales_%d.csv" % ROWS)
    if not os.path.exists(p):
        make_sales(p)
    _, size = warm(p)
    scripts = {}
    for what, text in (("no map", ""), ("a map", MAP)):
        scripts[what] = os.path.join(WORK, what.replace(" ", "_") + ".lua")
        with open(scripts[what], "w") as f:
            f.write(SCRIPT % text)

    def run(what, *args):
        return lambda db: [PS, "run", "-q", *args, scripts[what], "--", p, db]

    list_ = [("polyscraper, %s%s" % (what, j), run(what, *j.split()), False)
             for j in ("", " -j1") for what in scripts]
    if shutil.which("mlr"):
        for what, verb in (("cat", ["cat"]), ("put", ["put", SUM])):
            list_.append(("Miller %s, CSV to CSV" % what,
                          lambda db, verb=verb: [
                "sh", "-c", 'out=$1; shift; mlr --icsv --ocsv "$@" >"$out"',
                "sh", db, *verb, p], True))
    else:
        say("bench: no mlr (Debian: miller); it is left out")

    def check(name, db):
        c = sqlite3.connect(db)
        (table,), = c.execute("SELECT name FROM _ps_tables")
        names = [x[1] for x in c.execute('PRAGMA table_info("%s")' % table)]
        bad = "total" in names and c.execute(
            'SELECT count(*) FROM "%s" WHERE total IS NOT amount + qty' %
            table).fetchone()[0]
        say("  %s: %d rows, %d with a wrong sum" % (name, c.execute(
            'SELECT count(*) FROM "%s"' % table).fetchone()[0], bad))
        c.close()

    took = compete("map: a CSV of %d rows, %.0f MB; a sum as a new column" % (
        ROWS, size / 1e6), list_, ROWS, "rows/s", check)
    for one, two in (("polyscraper, no map -j1", "polyscraper, a map -j1"),
                     ("Miller cat, CSV to CSV", "Miller put, CSV to CSV")):
        if two in took:
            say("%s: %.2f us of processor time a row for it, writing the "
                "column included" % (two, 1e6 / ROWS * (
                    min(t.cpu for t in took[two]) -
                    min(t.cpu for t in took[one]))))


# -- the web -------------------------------------------------------------------

HARVEST = """pipeline {
  source.http { arg[1], connections = %d, depth = 9, delay_factor = 0,
    robots = "ignore", accept = { ext = { "csv", "tsv", "txt", "json", "html",
    "gz", "zip" } } },
  sink.sqlite { arg[2] },
}
"""


def harvesters(url, n, db):
    """[(name, command, where it saves)]: all follow every link, over as many
    connections; ours reads and stores, the others save."""
    script = os.path.join(WORK, "harvest.lua")
    with open(script, "w") as f:
        f.write(HARVEST % n)
    saved = os.path.join(WORK, "saved")
    list_ = []
    if subprocess.run([PS, "plugins", "http"], stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL).returncode == 0:
        list_.append(("polyscraper, read and loaded",
                      [PS, "run", "-q", script, "--", url + "/", db]))
    else:
        say("bench: '%s' has no source http; it is left out" % PS)
    if shutil.which("wget2"):
        list_.append(("wget2, saved", [
            "wget2", "-q", "--robots=off", "-r", "-l", "9", "--max-threads",
            str(n), "-P", saved, url + "/"]))
    else:
        say("bench: no wget2; it is left out")
    if shutil.which("scrapy"):
        list_.append(("Scrapy, saved", [
            "scrapy", "runspider", os.path.join(HERE, "spider.py"), "-a",
            "url=%s/" % url, "-a", "folder=" + saved, "-s",
            "CONCURRENT_REQUESTS=%d" % n, "-s",
            "CONCURRENT_REQUESTS_PER_DOMAIN=%d" % n]))
    else:
        say("bench: no scrapy (Debian: python3-scrapy); it is left out")
    return list_, saved


def harvest(web, args, db, saved):
    """One run: what it took, and how many documents the server sent."""
    clean(db)
    shutil.rmtree(saved, ignore_errors=True)
    mark = web.mark()
    t = take(args, db, cwd=WORK)
    sent = set(r.path for r in web.requests(since=mark) if r.code == 200)
    t.documents = sum(not p.split("?")[0].endswith("/") for p in sent)
    t.pages = len(sent) - t.documents
    return t


def compare_harvests(web, url, n):
    db = os.path.join(WORK, "x.db")
    list_, saved = harvesters(url, n, db)
    took = {name: [] for name, _ in list_}
    for k in range(N):
        for name, args in list_:
            # One that needs a minute is not worth three.
            if k == 0 or took[name][0].wall < 15:
                took[name].append(harvest(web, args, db, saved))
            if k == 0 and os.path.exists(db):
                c = sqlite3.connect(db)
                say("  %s: %d documents, %d rows" % (name, *c.execute(
                    'SELECT (SELECT count(*) FROM _ps_documents), (SELECT '
                    'sum("rows") FROM _ps_tables)').fetchone()))
                c.close()
    clean(db)
    shutil.rmtree(saved, ignore_errors=True)
    say("\nhttp: a site on nginx, %d connection%s (median of %d)" % (
        n, "s" if n > 1 else "", N))
    say("%-36s %9s %6s %7s %11s %6s %6s %6s" % (
        "", "documents", "pages", "wall s", "documents/s", "ratio", "cpu s",
        "cores"))
    base = None
    for name, runs in took.items():
        if not runs:
            continue
        wall = middle([t.wall for t in runs])
        base = base or wall
        say("%-36s %9d %6d %7.2f %11.0f %6.2f %6.2f %6.2f%s" % (
            name, runs[0].documents, runs[0].pages, wall,
            runs[0].documents / wall, wall / base,
            middle([t.cpu for t in runs]),
            middle([t.cpu / t.wall for t in runs]),
            "" if all(t.status == 0 for t in runs) else "  FAILED"))


def bench_http():
    sys.path.insert(0, os.path.join(SOURCE, "tests", "tools"))
    import make_site
    import nginx
    if nginx.lacks():
        say("bench: skipped 'http': " + nginx.lacks())
        return
    folder = os.path.join(WORK, "site")
    make_site.make_site(folder, DOCUMENTS)
    warm(folder)
    web = nginx.Nginx(os.path.join(WORK, "nginx"),
                      [nginx.Server("plain", folder)])
    try:
        for n in CONNECTIONS:
            compare_harvests(web, web.url("plain"), n)
    finally:
        web.stop()


# -- Postgres -------------------------------------------------------------------

PGLOADER = """LOAD CSV FROM '%s' (%s)
INTO postgresql://postgres@unix:%s:5432/%s?tablename=public.one (%s)
WITH skip header = 1, fields optionally enclosed by '"',
     fields terminated by ',';
"""


class Rival:
    """A database made anew for each run, with the tables that are given."""

    def __init__(self, server, name, schema, args):
        self.server, self.name = server, name
        self.schema, self.args = schema, args

    def __call__(self, db):
        self.server.url(self.name)
        if self.schema:
            path = os.path.join(WORK, "schema.sql")
            with open(path, "w") as f:
                f.write(self.schema)
            subprocess.run(["psql", "-q", "-X", "-h", self.server.home, "-U",
                            "postgres", "-d", self.name, "-f", path])
        return self.args


def psql_args(server, name, *args):
    return ["psql", "-q", "-X", "-h", server.home, "-U", "postgres", "-d",
            name, *args]


def table_of(server, name, table):
    """CREATE TABLE one(...) with the types that we found."""
    return server.rows(name, "SELECT quote_ident(attname), format_type("
                       "atttypid, atttypmod) FROM pg_attribute WHERE "
                       "attrelid = '%s'::regclass AND attnum > 0 AND attname "
                       "NOT IN ('_doc', '_line', '_ps_row') ORDER BY attnum" %
                       table)


def bench_one_postgres(server):
    p = corpus("one", "one/one.csv")
    if not p:
        return
    _, size = warm(p)
    url = server.url("ours")
    subprocess.run([PS, "load", "-q", p, "-o", url])
    columns = table_of(server, "ours", server.tables("ours")[0])
    schema = "CREATE TABLE one(%s);" % ", ".join(map(" ".join, columns))
    names = ", ".join(c for c, _ in columns)
    list_ = [("polyscraper", Rival(server, "ours", None, [
        PS, "load", "-q", p, "-o", url]), False),
        ("psql \\copy, schema given", Rival(server, "theirs", schema, psql_args(
            server, "theirs", "-c", "\\copy one FROM '%s' csv header" % p)),
         False)]
    if shutil.which("pgloader"):
        script = os.path.join(WORK, "one.load")
        with open(script, "w") as f:
            f.write(PGLOADER % (p, names, server.home, "loader", names))
        list_.append(("pgloader, schema given", Rival(
            server, "loader", schema, ["pgloader", "-q", script]), False))
    compete("postgres: a CSV of %.0f MB" % (size / 1e6), list_, size / 1e6,
            "MB/s")


def bench_same_postgres(server):
    """The rival does not split lines into cells: no way of his is faster."""
    p = corpus("same", "same")
    if not p:
        return
    files, size = warm(p)
    stations = sorted(n for n in os.listdir(p)
                      if os.path.isdir(os.path.join(p, n)))
    script = os.path.join(WORK, "same.sql")
    with open(script, "w") as f:
        f.write("\\encoding LATIN1\n")
        for s in stations:
            for folder, _, names in os.walk(os.path.join(p, s)):
                f.writelines("\\copy %s FROM '%s' (FORMAT csv, DELIMITER "
                             "E'\\x01', QUOTE E'\\x02')\n" % (
                                 s, os.path.join(folder, n)) for n in names)
    compete("postgres: %d small files, %.0f MB" % (files, size / 1e6), [
        ("polyscraper", Rival(server, "ours", None, [
            PS, "load", "-q", p, "-o", server.url("ours")]), False),
        ("psql, a \\copy of lines a file", Rival(
            server, "theirs", "".join("CREATE TABLE %s(line text);\n" % s
                                      for s in stations),
            psql_args(server, "theirs", "-f", script)), False)],
        files, "files/s")


def bench_postgres():
    sys.path.insert(0, os.path.join(SOURCE, "tests", "tools"))
    import postgres
    if not postgres.programs() or not shutil.which("psql"):
        say("bench: skipped 'postgres': PostgreSQL is not installed")
        return
    server = postgres.Server(True, "shared_buffers=512MB", "max_wal_size=8GB")
    bench_one_postgres(server)
    bench_same_postgres(server)


def main():
    if not os.access(PS, os.X_OK):
        sys.exit("bench: no program at '%s' (PS)" % PS)
    known = {"same": bench_same, "many": bench_many, "one": bench_one,
             "map": bench_map,
             **{k: lambda k=k: bench_tree(k)
                for k in ("json", "ndjson", "xml")}, "http": bench_http,
             "postgres": bench_postgres}
    wanted = sys.argv[1:] or list(known)
    for w in wanted:
        if w not in known:
            sys.exit("bench: '%s' is none of %s" % (w, " ".join(known)))
    os.makedirs(WORK)
    say("load average at the start: %.2f, cores: %d" % (
        os.getloadavg()[0], os.cpu_count()))
    try:
        for w in wanted:
            known[w]()
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


main()

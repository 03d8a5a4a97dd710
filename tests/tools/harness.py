# SPDX-License-Identifier: LGPL-2.1-or-later
"""What tests in Python share: TAP, a folder of their own, the program.

Every process of the program carries MARK in its environment, so that those
left over are found whatever became of their parents.
"""
import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

SOURCE = os.environ.get("PS_SOURCE") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PS = os.path.abspath(os.environ.get("PS") or "polyscraper")
PLUGINS = os.environ.get("PS_PLUGINS") or ""
SEED = int(os.environ.get("PS_SEED", "0"))
LONG = os.environ.get("PS_LONG", "") not in ("", "0")
MARK = "PS_TEST_MARK=" + uuid.uuid4().hex


def _sanitized():
    try:
        with open(PS, "rb") as f:
            return b"__asan_init" in f.read()
    except OSError:
        return False


# Sanitizers make everything slower, reserve more than limits allow, and end
# processes by signals of their own.
SANITIZED = _sanitized()
SLOW = float(os.environ.get("PS_SLOW", "5" if SANITIZED else "1"))

MOST_LINES = int(os.environ.get("PS_LINES", "16"))

_run = 0
_failed = 0
_home = os.getpid()


def ok(good, name, *details):
    global _run, _failed
    _run += 1
    print("%sok %d - %s" % ("" if good else "not ", _run, name))
    if not good:
        _failed += 1
        for d in details:
            for line in str(d).splitlines()[:MOST_LINES]:
                print("# " + line[:400])
    sys.stdout.flush()
    return bool(good)


def equal(got, want, name):
    return ok(got == want, name, "got    %r" % (got,), "wanted %r" % (want,))


def skip(name, why):
    global _run
    _run += 1
    print("ok %d - %s # SKIP %s" % (_run, name, why))
    sys.stdout.flush()


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.stdout.flush()
    sys.exit(0)


def note(text):
    print("# " + str(text).replace("\n", "\n# "))
    sys.stdout.flush()


def done():
    print("1..%d" % _run)
    sys.stdout.flush()
    sys.exit(_failed != 0)


def _clean(path):
    if os.getpid() == _home and not os.environ.get("PS_KEEP"):
        for p in left_over():
            try:
                os.kill(p, signal.SIGKILL)
            except OSError:
                pass
        shutil.rmtree(path, ignore_errors=True)


T = os.path.realpath(tempfile.mkdtemp(prefix="ps_test_"))
atexit.register(_clean, T)


def path(*parts):
    return os.path.join(T, *parts)


def write(name, data):
    """A file below T (or at an absolute path) with these bytes or text."""
    p = path(name)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    with open(p, "wb") as f:
        f.write(data.encode() if isinstance(data, str) else data)
    return p


def command(args, plugins=True):
    """load, cat ... with their arguments as a command line."""
    args = [str(a) for a in args]
    more = []
    if plugins and PLUGINS and os.path.isdir(PLUGINS):
        more = ["--plugin-dir", PLUGINS]
    return [PS, args[0]] + more + args[1:]


def environment(more=None):
    env = dict(os.environ, LC_ALL="C", TMPDIR=T)
    env["PS_TEST_MARK"] = MARK.split("=")[1]
    env.update(more or {})
    return env


class Result:
    def __init__(self, status, out, err, seconds):
        self.status, self.out, self.err = status, out, err
        self.seconds = seconds

    def __str__(self):
        return "status %s after %.1f s\n--out\n%s\n--err\n%s" % (
            self.status, self.seconds, self.out[:2000].decode("latin-1"),
            self.err[:2000])


def start(*args, env=None, preexec=None, plugins=True, **more):
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stdout", subprocess.PIPE)
    more.setdefault("stderr", subprocess.PIPE)
    return subprocess.Popen(command(args, plugins), env=environment(env),
                            cwd=T, preexec_fn=preexec, **more)


def run(*args, timeout=120, env=None, preexec=None, input=None, plugins=True):
    """The program to its end; a status of 'hangs' if it had to be killed."""
    began = time.monotonic()
    p = start(*args, env=env, preexec=preexec, plugins=plugins,
              stdin=subprocess.DEVNULL if input is None else subprocess.PIPE)
    try:
        out, err = p.communicate(input, timeout=timeout * SLOW)
        status = p.returncode
    except subprocess.TimeoutExpired:
        p.kill()
        out, err = p.communicate()
        status = "hangs"
    return Result(status, out, err.decode("utf-8", "replace"),
                  time.monotonic() - began)


def load(inputs, db, *args, **more):
    if isinstance(inputs, (str, bytes)):
        inputs = [inputs]
    return run("load", *inputs, "-o", db, *args, **more)


def cat(name, *args, **more):
    return run("cat", name, *args, **more)


def need_program():
    if not os.access(PS, os.X_OK):
        skip_all("no program at '%s'" % PS)
    for name in ("delimited", "sqlite", "file"):
        if run("plugins", name).status != 0:
            skip_all("no plugin " + name)


# -- processes -----------------------------------------------------------------

def _stat(pid):
    """state, parent"""
    with open("/proc/%d/stat" % pid) as f:
        rest = f.read().rsplit(")", 1)[1].split()
    return rest[0], int(rest[1])


def children(pid):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                state, parent = _stat(int(name))
            except (OSError, IndexError):
                continue
            if parent == pid and state != "Z":
                found.append(int(name))
    return sorted(found)


def _comm(pid):
    try:
        with open("/proc/%d/comm" % pid) as f:
            return f.read().strip()
    except OSError:
        return ""


def roles(pid):
    """The supervisor and its children by what they do: {'writer': [...]}."""
    found = {"supervisor": [pid], "writer": [], "worker": [], "lister": [],
             "unpacker": []}
    for kid in children(pid):
        name = _comm(kid).split()
        if len(name) == 2 and name[1] in found:
            found[name[1]].append(kid)
    return found


def left_over():
    """Live processes of this test other than itself."""
    found = []
    mark = MARK.encode()
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            if _stat(int(name))[0] == "Z":
                continue
            with open("/proc/%s/environ" % name, "rb") as f:
                if mark in f.read().split(b"\0"):
                    found.append(int(name))
        except (OSError, IndexError):
            continue
    return found


class Watch(threading.Thread):
    """Within `with`: the most memory that any process of ours had."""
    def __init__(self):
        super().__init__(daemon=True)
        self.peak = {}
        self.over = False

    def run(self):
        while not self.over:
            for p in left_over():
                try:
                    with open("/proc/%d/status" % p) as f:
                        for line in f:
                            if line.startswith("RssAnon"):
                                self.peak[p] = max(self.peak.get(
                                    p, 0), int(line.split()[1]) << 10)
                except OSError:
                    pass
            time.sleep(.03)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.join()

    def most(self):
        return max(self.peak.values(), default=0)


def no_orphans(name, seconds=2.0):
    until = time.monotonic() + seconds * SLOW
    while left_over() and time.monotonic() < until:
        time.sleep(0.05)
    left = left_over()
    if not ok(not left, name + ": no process is left", left):
        for p in left:
            os.kill(p, signal.SIGKILL)


# -- databases -----------------------------------------------------------------

def connect(db):
    c = sqlite3.connect("file:%s?mode=ro" % db, uri=True)
    c.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
    return c


def query(db, sql, *values):
    c = connect(db)
    try:
        return c.execute(sql, values).fetchall()
    finally:
        c.close()


def statuses(db):
    return dict(query(db, "SELECT status, count(*) FROM _ps_documents "
                      "GROUP BY status"))


def compare(a, b, *args):
    """(equal, what differs)"""
    p = subprocess.run([sys.executable, os.path.join(
        SOURCE, "tests/tools/compare_db.py"), *map(str, args), str(a),
        str(b)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return p.returncode == 0, p.stdout.decode("utf-8", "replace")


def same(a, b, name, *args):
    good, text = compare(a, b, *args)
    return ok(good, name, text)


def integrity(db):
    """Problems of a loaded database, none if it is sound: the file, the
    equation of every document, rows against ranges and the ledger."""
    bad = []
    c = connect(db)
    for (line,) in c.execute("PRAGMA integrity_check"):
        if line != "ok":
            bad.append("integrity_check: " + line)
    for row in c.execute(
            "SELECT address, status, records, emitted, \"rows\", rejected, "
            "set_aside, skipped FROM _ps_documents"):
        if row[1] not in ("loaded", "empty"):
            continue
        records, emitted, rows, rejected, aside, skipped = row[2:]
        if records + emitted != rows + rejected + aside + skipped:
            bad.append("counts do not match: %r" % (row,))
    stored, by_doc = {}, {}
    for (t,) in c.execute("SELECT name FROM _ps_tables").fetchall():
        # Rows of a table with a key may be kept aside.
        for there in (t, "_ps_replaced_" + t):
            name = '"' + there.replace('"', '""') + '"'
            names = [r[1] for r in c.execute("PRAGMA table_info(%s)" % name)]
            if "_doc" not in names:
                continue
            # Nor are those of the past in the ranges of their document, but
            # for documents that are gone.
            past = "" if "_last_seen" not in names else (
                " WHERE _last_seen IS NULL OR EXISTS (SELECT 1 FROM "
                "_ps_documents d WHERE d.id = _doc AND status = 'gone') AND "
                "NOT EXISTS (SELECT 1 FROM _ps_ranges r WHERE document < 0 AND"
                " table_name = '%s' AND %s.rowid BETWEEN first_row AND "
                "last_row)" % (t.replace("'", "''"), name))
            for doc, n in c.execute("SELECT _doc, count(*) FROM %s%s GROUP "
                                    "BY 1" % (name, past)):
                stored[doc, t] = stored.get((doc, t), 0) + n
    for doc, t, n in c.execute(
            "SELECT document, table_name, sum(last_row - first_row + 1) "
            "FROM _ps_ranges WHERE document > 0 GROUP BY 1, 2"):
        by_doc[doc, t] = n
    if stored and stored != by_doc:
        bad.append("rows and ranges differ: %r" % sorted(
            set(stored.items()) ^ set(by_doc.items()))[:5])
    sums = {}
    for (doc, _), n in by_doc.items():
        sums[doc] = sums.get(doc, 0) + n
    for doc, status, n in c.execute(
            "SELECT id, status, \"rows\" FROM _ps_documents"):
        if sums.get(doc, 0) != n:
            bad.append("document %d (%s) says %d rows, has %d" %
                       (doc, status, n, sums.get(doc, 0)))
    c.close()
    return bad

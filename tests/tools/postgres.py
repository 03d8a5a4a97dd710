# SPDX-License-Identifier: LGPL-2.1-or-later
"""postgres.py - Debian's PostgreSQL for a test, and what it holds.

    pg = postgres.Server()      skips the test where there is none
    pg.url("name")              a new database, as -o takes it
    pg.psql("name", SQL)        what psql prints, unaligned
    pg.rows("name", SQL)        the same as a list of tuples, NULL as None
    pg.kill(); pg.start()       kill -9 of the postmaster and its children

It has a folder and a unix socket of its own and ends, by its pid, with the
test, even if that is killed.  As root it runs as the user postgres: the server
refuses to be root.
"""
import atexit
import csv
import ctypes
import glob
import io
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime, timezone
from decimal import Decimal

import harness as h


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"),
                   key=lambda p: int(p.split("/")[4]))
    return os.path.dirname(found[-1]) if found else None


def _end_with_us():
    """As setpriv does it where there is one."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


NULL = "\u2205no value"
END = "\u2205no more"


class Server:
    def __init__(self, durable=False, *settings):
        self.bin = programs()
        if self.bin is None or not shutil.which("psql"):
            h.skip_all("PostgreSQL is not installed")
        if h.run("plugins", "postgres").status != 0:
            h.skip_all("no plugin postgres")
        self.settings = ["listen_addresses=", "shared_buffers=64MB",
                         "max_wal_size=2GB", "max_connections=50",
                         "fsync=" + ("on" if durable else "off"), *settings]
        self.home = tempfile.mkdtemp(prefix="ps_pg_")
        self.user = self._user()
        self.data = os.path.join(self.home, "data")
        self.main = None
        atexit.register(self._end)
        made = subprocess.run(
            self._as(os.path.join(self.bin, "initdb"), "-D", self.data, "-A",
                     "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-U",
                     "postgres", "--wal-segsize=%d" % (16 if durable else 4)),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.home)
        if made.returncode != 0:
            h.ok(False, "initdb", made.stdout.decode("utf-8", "replace"))
            h.done()
        self.start()

    def _user(self):
        if os.getuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            os.chown(self.home, user.pw_uid, user.pw_gid)
            return user.pw_uid, user.pw_gid
        h.skip_all("no user that the server could run as")

    def _as(self, *args):
        if self.user is None:
            return list(args)
        return ["setpriv", "--reuid=%d" % self.user[0], "--regid=%d" %
                self.user[1], "--clear-groups", "--pdeathsig", "INT", "--",
                *args]

    # -- the server ------------------------------------------------------------

    def start(self, *more):
        args = [os.path.join(self.bin, "postgres"), "-D", self.data, "-k",
                self.home]
        for s in [*self.settings, *more]:
            args += ["-c", s]
        log = open(os.path.join(self.home, "log"), "ab")
        env = {k: v for k, v in os.environ.items()
               if not k.startswith(("PG", "PS_"))}
        self.main = subprocess.Popen(self._as(*args), stdout=log, stderr=log,
                                     stdin=subprocess.DEVNULL, cwd=self.home,
                                     env=env, preexec_fn=_end_with_us)
        log.close()
        until = time.monotonic() + 60 * h.SLOW
        while time.monotonic() < until:
            if self._try("SELECT 1").returncode == 0:
                return
            if self.main.poll() is not None:
                break
            time.sleep(0.02)
        h.ok(False, "the server starts", self.log()[-2000:])
        h.done()

    def stop(self):
        """In order, and at once."""
        self.main.send_signal(signal.SIGINT)
        self.main.wait(60)

    def kill(self):
        """kill -9 of all of its processes."""
        kids = h.children(self.main.pid)
        self.main.kill()
        for p in kids:
            try:
                os.kill(p, signal.SIGKILL)
            except OSError:
                pass
        self.main.wait(60)
        until = time.monotonic() + 20
        while time.monotonic() < until and any(
                os.path.exists("/proc/%d" % p) for p in kids):
            time.sleep(0.01)
        for name in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            try:
                os.unlink(os.path.join(self.home, name))
            except OSError:
                pass

    def log(self):
        with open(os.path.join(self.home, "log"), errors="replace") as f:
            return f.read()

    def _end(self):
        if self.main is not None and self.main.poll() is None:
            try:
                self.stop()
            except (OSError, subprocess.TimeoutExpired):
                self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    # -- its databases ----------------------------------------------------------

    def _try(self, sql, db="postgres", role="postgres"):
        return subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h",
             self.home, "-U", role, "-d", db, "-c", sql],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=dict(os.environ, PGOPTIONS="-c timezone=UTC"))

    def psql(self, db, sql, role="postgres"):
        r = self._try(sql, db, role)
        if r.returncode != 0:
            h.note("psql: " + r.stderr.decode("utf-8", "replace"))
        return r.stdout.decode("utf-8").rstrip("\n")

    def rows(self, db, sql):
        return self.all_rows(db, [sql])[0]

    def all_rows(self, db, questions):
        """The rows of each, by one psql."""
        r = subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.home,
             "-U", "postgres", "-d", db, "-f", "-"],
            input="".join("COPY (%s) TO STDOUT (FORMAT csv, NULL '%s');\n"
                          "\\echo '%s'\n" % (q.rstrip("; \n"), NULL, END)
                          for q in questions).encode(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=dict(os.environ, PGOPTIONS="-c timezone=UTC"))
        if r.returncode != 0:
            h.note("psql: " + r.stderr.decode("utf-8", "replace"))
        parts = r.stdout.decode("utf-8").split(END + "\n")
        parts += [""] * (len(questions) - len(parts))
        return [[tuple(None if v == NULL else v for v in row)
                 for row in csv.reader(io.StringIO(text, newline=""))]
                for text in parts[:len(questions)]]

    def url(self, db, make=True, role="postgres", **more):
        if make:
            self._try('DROP DATABASE IF EXISTS "%s"' % db)
            self._try('CREATE DATABASE "%s"' % db)
        return "postgresql:///%s?host=%s&user=%s%s" % (
            db, self.home, role, "".join("&%s=%s" % x for x in more.items()))

    def tables(self, db):
        return [r[0] for r in self.rows(
            db, "SELECT name FROM _ps_tables ORDER BY name")]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


# -- the same as SQLite has it -------------------------------------------------

def _moment(text):
    text = text.replace("T", " ").replace("Z", "+00:00")
    if text[-3] in "+-":
        text += ":00"
    day, rest = text.split(" ")
    cut = max(rest.rfind("+"), rest.rfind("-"))
    clock, zone = rest[:cut], rest[cut:]
    if "." in clock:
        whole, part = clock.split(".")
        clock = whole + "." + part[:6].ljust(6, "0")
    return datetime.fromisoformat(day + " " + clock + zone).astimezone(
        timezone.utc)


def _clock(text):
    head, _, part = text.partition(".")
    part = part[:6].rstrip("0")
    return head + "." + part if part else head


def alike(kind, lite, pg):
    """A value of SQLite, and the text that Postgres gives for it."""
    if lite is None or pg is None:
        return lite is None and pg is None
    kind = kind.split("(")[0]
    if kind == "bool":
        return pg == ("t" if lite else "f")
    if kind == "int":
        return int(pg) == lite
    if kind in ("decimal", "bigint"):
        return Decimal(pg) == Decimal(str(lite))
    if kind == "real":
        return float(pg) == float(lite)
    if kind == "timestamptz":
        return _moment(lite) == _moment(pg)
    if kind in ("timestamp", "time"):
        return _clock(lite) == _clock(pg)
    if kind == "blob":
        return bytes.fromhex(pg[2:]) == (
            lite if isinstance(lite, bytes) else lite.encode())
    return str(lite).replace("\0", "\u2400") == pg


def differences(server, db, lite, most=5, long=()):
    """Where the tables of a Postgres database and a SQLite file differ; of
    columns that are long only ends and lengths are compared."""
    names = [r[0] for r in h.query(
        lite, "SELECT name FROM _ps_tables ORDER BY name")]
    if names != server.tables(db):
        return ["tables %r and %r" % (names, server.tables(db))]
    here = dict(h.query(lite, "SELECT id, address FROM _ps_documents"))
    place = server.rows(db, "SELECT id, address FROM _ps_documents")
    place = {int(i): a for i, a in place}
    bad = []
    for i in range(0, len(names), 50):
        tables = [Table(lite, name, long) for name in names[i:i + 50]]
        answers = iter(server.all_rows(db, [q for t in tables
                                            for q in t.questions]))
        for t in tables:
            bad += t.differences(next(answers), next(answers), next(answers),
                                 here, place)
    return bad[:most]


class Table:
    """One of SQLite's, and what to ask Postgres of it."""

    def __init__(self, lite, name, long):
        self.name = name
        columns = "SELECT name, original, type, unit FROM _ps_columns WHERE " \
            "table_name = '%s' ORDER BY position" % name.replace("'", "''")
        self.columns = h.query(lite, columns)
        self.names = [r[0] for r in self.columns] + ["_doc", "_line"]
        shown = ", ".join(
            "substr({0}, 1, 30) || substr({0}, length({0}) - 30) || "
            "length({0})".format(quoted(n)) if n in long else quoted(n)
            for n in self.names)
        self.rows = h.query(lite, "SELECT %s FROM %s ORDER BY rowid" % (
            shown, quoted(name)))
        self.questions = (
            columns,
            "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::"
            "regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum" %
            quoted(name).replace("'", "''"),
            "SELECT %s FROM %s ORDER BY _ps_row" % (shown, quoted(name)))

    def differences(self, columns, names, rows, here, place):
        name = self.name
        if self.columns != columns:
            return ["%s: columns %r and %r" % (name, self.columns, columns)]
        if sorted(r[0] for r in names) != sorted([*self.names, "_ps_row"]):
            return ["%s: its columns are %r" % (name, names)]
        if len(self.rows) != len(rows):
            return ["%s: %d and %d rows" % (name, len(self.rows), len(rows))]
        # Where the machine is slow documents may come in another order.
        self.rows.sort(key=lambda r: here[r[-2]])
        rows.sort(key=lambda r: place[int(r[-2])])
        kinds = [r[2] for r in columns]
        bad = []
        for i, (a, b) in enumerate(zip(self.rows, rows)):
            for k, kind in enumerate(kinds):
                if not alike(kind, a[k], b[k]):
                    bad.append("%s: row %d: %s %s: %r and %r" % (
                        name, i + 1, self.names[k], kind, a[k], b[k]))
            if here[a[-2]] != place[int(b[-2])] or a[-1] != int(b[-1]):
                bad.append("%s: row %d: provenance" % (name, i + 1))
            if len(bad) > 3:
                break
        return bad


LEDGER = (
    "SELECT address, status, format, records, emitted, \"rows\", rejected, "
    "set_aside, skipped, issues FROM _ps_documents ORDER BY address",
    "SELECT d.address, table_name, severity, rule, line, reason FROM "
    "_ps_issues i JOIN _ps_documents d ON d.id = i.document ORDER BY "
    "1, 2, 3, 4, 5, 6",
    "SELECT d.address, table_name, \"row\", \"column\", pending, text FROM "
    "_ps_cells c JOIN _ps_documents d ON d.id = c.document ORDER BY "
    "1, 2, 3, 4, 5, 6",
    "SELECT d.address, table_name, \"column\", cells, fits, reading, wanted, "
    "facts FROM _ps_facts f JOIN _ps_documents d ON d.id = f.document "
    "ORDER BY 1, 2, 3, 4, 5",
    "SELECT name, documents, \"rows\", \"key\", replaced FROM _ps_tables "
    "ORDER BY name")


def ledger_differences(server, db, lite):
    bad = []
    for sql in LEDGER:
        want = sorted(tuple(None if v is None else str(v).replace(
            "\0", "\U0010ff00") for v in r) for r in h.query(lite, sql))
        got = sorted(server.rows(db, sql), key=repr)
        want.sort(key=repr)
        if want != got:
            bad += ["%s: %r and %r" % (sql[:60], a, b)
                    for a, b in zip(want, got) if a != b][:2]
            if len(want) != len(got):
                bad.append("%s: %d and %d rows" % (sql[:60], len(want),
                                                   len(got)))
    return bad


def same(server, db, lite, name, long=()):
    bad = differences(server, db, lite, long=long) + ledger_differences(
        server, db, lite)
    return h.ok(not bad, name, *bad)

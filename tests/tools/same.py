# SPDX-License-Identifier: LGPL-2.1-or-later
"""same.py - what must not change what a document becomes.

Rows in another order: the same names and types.  What `cat` writes, read
again: the same names, types and values.
"""
import os
import subprocess

import harness as h


def load(folder, db, *args):
    """One table a document; False if that failed."""
    result = h.load(folder, db, "-q", "--tables=document", *args, timeout=600)
    return h.ok(result.status == 0, "%s: loads" % os.path.basename(db),
                result)


class Tables:
    """The only table of each delimited document, by its name below root."""

    def __init__(self, db, root):
        c = self.c = h.connect(db)
        self.of = {}
        found = {}
        for doc, address, table in c.execute(
                "SELECT DISTINCT d.id, d.address, r.table_name FROM "
                "_ps_documents d JOIN _ps_ranges r ON r.document = d.id "
                "WHERE d.format = 'delimited'"):
            found.setdefault((doc, os.path.relpath(address, root)),
                             []).append(table)
        for (doc, name), tables in found.items():
            if len(tables) == 1:
                self.of[name] = doc, tables[0]

    def columns(self, name):
        """[(name, type)]"""
        return self.c.execute(
            "SELECT name, type FROM _ps_columns WHERE table_name = ? "
            "ORDER BY position", (self.of[name][1],)).fetchall()

    def rows(self, name):
        n = len(self.columns(name))
        return [row[:n] for row in self.c.execute(
            'SELECT * FROM "%s" ORDER BY rowid' %
            self.of[name][1].replace('"', '""'))]

    def lines(self, name):
        return [n for n, in self.c.execute(
            'SELECT _line FROM "%s" ORDER BY rowid' %
            self.of[name][1].replace('"', '""'))]

    def is_clean(self, name):
        """Nothing was mended, rejected, or set aside amid the rows."""
        doc = self.of[name][0]
        lines = self.lines(name)
        return not self.c.execute(
            "SELECT count(*) FROM _ps_issues WHERE document = ?",
            (doc,)).fetchone()[0] and not self.c.execute(
            "SELECT count(*) FROM _ps_lines WHERE document = ? AND line > ?",
            (doc, lines[0])).fetchone()[0] and \
            lines == list(range(lines[0], lines[0] + len(lines)))


def permute(r, data, first):
    """The lines from the `first` (1-based) on in another order, or None."""
    end = b"\n" if b"\n" in data else b"\r"
    lines = data.split(end)
    last = [lines.pop()] if lines[-1] == b"" else None
    if last is None:
        return None
    body = lines[first - 1:]
    r.shuffle(body)
    return end.join(lines[:first - 1] + body + last)


def export(path, *args):
    p = subprocess.run(h.command(["cat", "--to", "csv", *args, path]),
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       timeout=300)
    return p.stdout if p.returncode == 0 else None


def differ(a, b, name, values):
    """What is not the same of one document in two loads, in words or None."""
    if name not in b.of:
        return "%s: no table" % name
    one, two = a.columns(name), b.columns(name)
    if one != two:
        return "%s: %s" % (name, [(x, y) for x, y in zip(one, two)
                                  if x != y][:3] or "%d columns, then %d" %
                           (len(one), len(two)))
    if values:
        one, two = a.rows(name), b.rows(name)
        if len(one) != len(two):
            return "%s: %d rows, then %d" % (name, len(one), len(two))
        for i, (x, y) in enumerate(zip(one, two)):
            if x != y:
                return "%s: row %d: %s" % (name, i, [
                    v for v in zip(x, y) if v[0] != v[1]][:3])
    return None

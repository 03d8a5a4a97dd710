#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""conserve.py - whether a load lost anything of its documents.

    conserve.py [--ps PROGRAM] DB [DOCUMENT...]

For each text document of the database (or those named), with code that shares
nothing with the program's own parsers:

counts  records + emitted = rows + rejected + set aside + skipped, and each of
        these is what the tables, _ps_lines and _ps_issues hold;
lines   every physical line belongs to one record: records begin at lines that
        rise, the first at line 1, and one that takes several lines has as many
        line ends inside;
bytes   what stands in a record's lines is what stands in its cells (as `cat`
        gives their source text) or in its raw text, in this order, but for
        delimiters, quotes, escapes, blanks and line ends.

Exit status 0: nothing is lost, 1: something is, 2: it cannot be told.
"""
import argparse
import bisect
import codecs
import json
import os
import re
import sqlite3
import subprocess
import sys

MOST = 20
BLANKS = " \t\r\n\0\ufeff"
OPTION = re.compile(r'(\w+) = ("(?:[^"\\]|\\.)*")')
# The rest of these records stands in records of the same line.
PIECES = {"long-record", "long-line", "long-cell"}
ESCAPES = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}


def as_cp1252(e):
    """A byte that is no UTF-8, as the program keeps it."""
    b = e.object[e.start:e.start + 1]
    try:
        c = b.decode("cp1252")
    except UnicodeDecodeError:
        c = b.decode("latin-1")
    return c, e.start + 1


codecs.register_error("as_cp1252", as_cp1252)


class Document:
    """One row of _ps_documents, and what is stored of it."""

    def __init__(self, c, row):
        (self.id, self.address, self.format, self.encoding, options,
         self.records, self.emitted, self.rows, self.rejected,
         self.set_aside, self.skipped) = row
        self.options = {k: json.loads(v)
                        for k, v in OPTION.findall(options or "")}
        self.tables = c.execute(
            "SELECT table_name, first_row, last_row FROM _ps_ranges "
            "WHERE document = ? ORDER BY rowid", (self.id,)).fetchall()
        self.lines = c.execute(
            "SELECT line, text, class FROM _ps_lines WHERE document = ? "
            "ORDER BY rowid", (self.id,)).fetchall()
        self.issues = c.execute(
            "SELECT line, raw, rule FROM _ps_issues WHERE document = ? AND "
            "severity = 'rejected' ORDER BY rowid", (self.id,)).fetchall()
        self.cut = c.execute(
            "SELECT count(*) FROM _ps_issues WHERE document = ? AND "
            "rule = 'long-cell'", (self.id,)).fetchone()[0]
        self.starts = []
        for t, first, last in self.tables:
            self.starts += [n for n, in c.execute(
                'SELECT _line FROM "%s" WHERE rowid BETWEEN ? AND ? ORDER BY '
                'rowid' % t.replace('"', '""'), (first, last))]

    def dropped(self):
        """Characters that may stand between cells."""
        out = BLANKS
        for name in ("delimiter", "quote", "escape"):
            v = self.options.get(name, "")
            out += ESCAPES.get(v, v)
            if v.startswith("\\x"):
                out += chr(int(v[2:4], 16))
        return out

    def line_end(self, text):
        if self.options.get("newline") == "cr":
            return "\r"
        if self.format == "lines" and "\n" not in text:
            return "\r"
        return "\n"


def read_text(doc):
    """The document decoded, or None: not by Python."""
    with open(doc.address, "rb") as f:
        data = f.read()
    name = (doc.encoding or "UTF-8").lower()
    try:
        if name in ("utf-8", "ascii", "us-ascii"):
            text = data.decode("utf-8", "as_cp1252")
        else:
            text = data.decode(name, "as_cp1252" if name in (
                "cp1252", "windows-1252") else "strict")
    except (LookupError, UnicodeDecodeError):
        return None
    return text[1:] if text.startswith("\ufeff") else text


def pairs_of(pairs):
    """The values of a row; columns past the thousandth are one of JSON."""
    out = []
    for name, v in pairs:
        if name == "more_columns" and len(pairs) == 1001:
            out += [x for _, x in json.loads(v, object_pairs_hook=list)]
        else:
            out.append("" if v is None else v)
    return out


def read_cells(ps, doc):
    """The source text of the cells of each row, in order."""
    p = subprocess.run(ps + ["cat", "--to", "ndjson", "--table=all",
                             doc.address], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=300)
    if p.returncode != 0:
        raise ValueError("cat: status %d: %s" % (
            p.returncode, p.stderr.decode("utf-8", "replace")[:200]))
    out = p.stdout.decode("utf-8", "replace").split("\n")
    return [json.loads(line, object_pairs_hook=pairs_of)
            for line in out if line]


class Check:
    def __init__(self, doc):
        self.doc, self.wrong = doc, []

    def tell(self, text, *values):
        self.wrong.append(text % values if values else text)

    def counts(self):
        d = self.doc
        left = d.records + d.emitted
        right = d.rows + d.rejected + d.set_aside + d.skipped
        if left != right:
            self.tell("counts: %d records and emitted, %d accounted for",
                      left, right)
        for name, told, got in (
                ("rows", d.rows, len(d.starts)),
                ("set aside", d.set_aside, len(d.lines)),
                ("rejected", d.rejected, len(d.issues))):
            if told != got:
                self.tell("counts: %d %s, %d stored", told, name, got)

    def merge(self, rows):
        """[(line, texts)] of all records, in the document's order."""
        d = self.doc
        if len(rows) != len(d.starts):
            self.tell("cat gives %d rows of %d", len(rows), len(d.starts))
            return []
        out = [(n, 1, cells, "row") for n, cells in zip(d.starts, rows)]
        out += [(n, 0, [t or ""], c) for n, t, c in d.lines]
        out += [(n, 2, [t or ""], r) for n, t, r in d.issues]
        out.sort(key=lambda x: x[0])
        return out

    def starts(self, records, n_lines):
        """Each line has a record, no line has two."""
        before = 0
        for line, _, _, kind in records:
            if line == before and kind in PIECES:
                continue
            if line <= before:
                self.tell("lines: line %d has two records (%s)", line, kind)
            elif before == 0 and line != 1:
                self.tell("lines: the first record is in line %d", line)
            before = line
        if before > n_lines:
            self.tell("lines: a record in line %d of %d", before, n_lines)
        elif not records and n_lines > 0:
            self.tell("lines: none of %d has a record", n_lines)

    def bytes(self, text, end, records):
        """Record by record: what stands there is what was stored."""
        d = self.doc
        at = [0] + [m.end() for m in re.finditer(end, text)] + [len(text)]
        drop = {ord(c): None for c in d.dropped()}
        drop.update({ord(c): None for c in (end, "\r", "\n")})
        firsts = sorted({r[0] for r in records})
        k = 0
        while k < len(records) and len(self.wrong) < MOST:
            line = records[k][0]
            i = bisect.bisect_right(firsts, line)
            stop = firsts[i] if i < len(firsts) else len(at)
            there = text[at[min(line, len(at)) - 1]:
                         at[min(stop, len(at)) - 1]]
            stored, kinds = "", []
            while k < len(records) and records[k][0] == line:
                stored += "".join(records[k][2])
                kinds.append(records[k][3])
                k += 1
            inside = there[:-1].count(end) + (not there.endswith(end) and
                                              there[-1:] == end)
            if stop - line - 1 > stored.count(end) and \
                    stop <= len(at) - 1 and inside:
                self.tell("lines: the %s of line %d takes %d lines and holds "
                          "%d line ends: %.200r", kinds[0], line, stop - line,
                          stored.count(end), there)
            want, got = there.translate(drop), stored.translate(drop)
            if want != got:
                self.tell("bytes: line %d (%s): %.200r is stored as %.200r",
                          line, ", ".join(sorted(set(kinds))), want, got)


def check(c, ps, doc):
    out = Check(doc)
    out.counts()
    text = read_text(doc)
    if text is None or doc.cut:
        return out.wrong, False
    try:
        rows = read_cells(ps, doc)
    except (ValueError, subprocess.TimeoutExpired) as e:
        out.tell(str(e))
        return out.wrong, True
    end = doc.line_end(text)
    n = text.count(end) + (not text.endswith(end) and text != "")
    records = out.merge(rows)
    if records or not out.wrong:
        out.starts(records, n)
        out.bytes(text, end, records)
    return out.wrong, True


def conserve(db, ps, only=None, show=print):
    """(documents looked at, of these by bytes, documents that lost)"""
    c = sqlite3.connect("file:%s?mode=ro" % db, uri=True)
    c.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
    looked = whole = lost = 0
    wanted = {os.path.realpath(p) for p in only} if only else None
    for row in c.execute(
            "SELECT id, address, format, encoding, options, records, "
            "emitted, \"rows\", rejected, set_aside, skipped FROM "
            "_ps_documents WHERE status IN ('loaded', 'empty') AND "
            "format IN ('delimited', 'lines') ORDER BY id").fetchall():
        if wanted is not None and row[1] not in wanted:
            continue
        wrong, by_bytes = check(c, ps, Document(c, row))
        looked += 1
        whole += by_bytes
        lost += bool(wrong)
        for w in wrong:
            show("%s: %s" % (row[1], w))
    c.close()
    return looked, whole, lost


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--ps", default=os.environ.get("PS") or "polyscraper")
    p.add_argument("db")
    p.add_argument("document", nargs="*")
    args = p.parse_args()
    try:
        looked, whole, lost = conserve(args.db, [args.ps], args.document)
    except (sqlite3.Error, OSError) as e:
        print("conserve: %s: %s" % (args.db, e))
        return 2
    print("%d documents, %d of them byte by byte, %d lost something" %
          (looked, whole, lost))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

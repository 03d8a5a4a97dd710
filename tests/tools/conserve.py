#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""conserve.py - whether a load lost anything of its documents.

    conserve.py [--ps PROGRAM] [-j N] DB [DOCUMENT...]

For each text document of the database (or those named), with code that shares
nothing with the program's own parsers:

counts  records + emitted = rows + rejected + set aside + skipped, and each of
        these is what the tables, _ps_lines and _ps_issues hold;
lines   every physical line belongs to one record: records begin at lines that
        rise, the first at line 1, and one that takes several lines has as many
        line ends inside; tables that stand side by side share their lines;
bytes   what stands in a record's lines is what stands in its cells (as `cat`
        gives their source text) or in its raw text, in this order, but for
        delimiters, quotes, escapes, line ends, and blanks beside any of these;
values  the database has these very texts in columns of text, and these very
        numbers in others, where the document has its tables for itself.

A document in several encodings is not checked by bytes but by its ASCII; one
that Python cannot decode, or that has a cell too long to keep, by counts.

Exit status 0: nothing is lost, 1: something is, 2: it cannot be told.
"""
import argparse
import bisect
import concurrent.futures
import decimal
import json
import os
import re
import sqlite3
import subprocess
import sys

MOST = 20
BLANKS = " \t\r\n\ufeff"
OPTION = re.compile(r'(\w+) = ("(?:[^"\\]|\\.)*")')
# The rest of these records stands in records of the same line.
PIECES = {"long-record", "long-line", "long-cell"}
LETTERS = dict(zip("tnrbfv\\'\"\n\t", "\t\n\r\b\f\v\\'\"\n\t"))
ESCAPES = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}
# What each of several tables is delimited by, or a mended record, is not in
# the ledger.
ANY_DELIMITER = ",;\t|:\"'\\"
# Encodings whose bytes below 128 are ASCII wherever they stand.
OVER_ASCII = re.compile(r"(utf-8|us-ascii|ascii|windows-125\d|cp125\d|"
                        r"iso-8859-\d+|koi8-.|mac-.*|ibm\d+|tis-620|viscii|"
                        r"euc-..)$")
READ_AS = re.compile(r"read as ([^ ,]+)")
NUMBERS = ("int", "real", "decimal")
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})$")


class Document:
    """One row of _ps_documents, and what is stored of it."""

    def __init__(self, c, row):
        (self.id, self.address, self.format, self.encoding, options,
         self.records, self.emitted, self.rows, self.rejected,
         self.set_aside, self.skipped) = row
        self.options = {k: json.loads(v)
                        for k, v in OPTION.findall(options or "")}
        self.letters = self.options.get("letters") == "true"
        ranges = c.execute(
            "SELECT table_name, first_row, last_row FROM _ps_ranges "
            "WHERE document = ? ORDER BY rowid", (self.id,)).fetchall()
        self.tables = list(dict.fromkeys(r[0] for r in ranges))
        self.lines = c.execute(
            "SELECT line, text, class FROM _ps_lines WHERE document = ? "
            "ORDER BY rowid", (self.id,)).fetchall()
        self.issues = c.execute(
            "SELECT line, raw, rule FROM _ps_issues WHERE document = ? AND "
            "severity = 'rejected' ORDER BY rowid", (self.id,)).fetchall()
        self.repaired = {n for n, in c.execute(
            "SELECT line FROM _ps_issues WHERE document = ? AND "
            "severity = 'repaired'", (self.id,))}
        rules = {r for r, in c.execute(
            "SELECT DISTINCT rule FROM _ps_issues WHERE document = ?",
            (self.id,))}
        self.cut = "long-cell" in rules
        self.mixed = "encoding" in rules
        self.encodings = {self.encoding or "UTF-8"}
        for why, in c.execute("SELECT DISTINCT reason FROM _ps_issues WHERE "
                              "document = ? AND rule = 'encoding'",
                              (self.id,)):
            self.encodings.update(READ_AS.findall(why))
        self.starts, self.stored, self.kept = [], [], {}
        # Tables one after the other, even if they were filled in turn.
        for t in self.tables:
            for _, first, last in sorted(r for r in ranges if r[0] == t):
                self.read_table(c, t, first, last)

    def read_table(self, c, table, first, last):
        """Lines where rows begin, and values of a table of its own."""
        alone, = c.execute("SELECT documents FROM _ps_tables WHERE name = ?",
                           (table,)).fetchone()
        types = c.execute(
            "SELECT name, type FROM _ps_columns WHERE table_name = ? ORDER BY "
            "position", (table,)).fetchall()
        kept = {(r, n) for r, n in c.execute(
            'SELECT "row", "column" FROM _ps_cells WHERE document = ? AND '
            'table_name = ?', (self.id, table))}
        for row in c.execute(
                'SELECT rowid, _line, * FROM "%s" WHERE rowid BETWEEN ? AND ? '
                'ORDER BY rowid' % table.replace('"', '""'), (first, last)):
            self.starts.append(row[1])
            self.stored.append(None if alone != 1 else [
                (v, y.split("(")[0], (row[0], n) in kept)
                for v, (n, y) in zip(row[2:], types)])

    def cuts(self, repaired=False):
        """A pattern of what may stand between cells, and inside of quotes."""
        out = ANY_DELIMITER if len(self.tables) > 1 or repaired else ""
        out += " " if repaired else ""
        for name in ("delimiter", "quote", "escape"):
            v = self.options.get(name, "")
            out += ESCAPES.get(v, v)
            if v.startswith("\\x"):
                out += chr(int(v[2:4], 16))
        return re.compile("[\r\n%s]+" % re.escape(out))

    def one_end(self, text):
        """Line ends of all kinds are one where each of them ends a record."""
        if self.options.get("newline") != "any":
            return text
        return re.sub("\r\r\n|\r\n|\r", "\n", text)

    def unescaped(self, text):
        """What a document has for control codes is these in its cells."""
        if not self.letters:
            return text
        return re.sub(r"\\(.)", lambda m: LETTERS.get(m[1], m[0]), text,
                      flags=re.S)

    def line_end(self, text):
        if self.options.get("newline") == "cr":
            return "\r"
        if self.format == "lines" and "\n" not in text:
            return "\r"
        return "\n"


def read_text(doc):
    """The document decoded, or None, and why not as it stands there."""
    with open(doc.address, "rb") as f:
        data = f.read()
    name = (doc.encoding or "UTF-8").lower()
    why = "mixed encodings" if doc.mixed else None
    if doc.cut:
        return None, "a cell too long to keep"
    try:
        if why is None:
            text = data.decode(name)
        elif all(OVER_ASCII.match(e.lower()) for e in doc.encodings):
            return data.decode("latin-1"), why
        else:
            return None, why
    except (LookupError, UnicodeDecodeError):
        return None, "not decoded by Python: " + name
    return (text[1:] if text.startswith("\ufeff") else text), None


def ascii_of(text):
    return "".join(c for c in text if " " < c < "\x7f")


def pairs_of(pairs):
    """The values of a row; columns past the thousandth are one of JSON."""
    out = []
    for name, v in pairs:
        if name == "more_columns" and len(pairs) == 1001:
            out += [x for _, x in json.loads(v, object_pairs_hook=list)]
        else:
            out.append("" if v is None else v)
    return out


def read_cells(cat, doc):
    """The source text of the cells of each row, in order."""
    p = subprocess.run(cat + ["--to", "ndjson", "--table=all", doc.address],
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       timeout=300)
    if p.returncode != 0:
        raise ValueError("cat: status %d: %s" % (
            p.returncode, p.stderr.decode("utf-8", "replace")[:200]))
    out = p.stdout.decode("utf-8", "surrogateescape").split("\n")
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
        # Of tables side by side each row has its part of the line.
        out = [(n, 1, cells, "row") for n, cells in zip(d.starts, rows)]
        out += [(n, 0, [t or ""], c) for n, t, c in d.lines]
        out += [(n, 2, [t or ""], r) for n, t, r in d.issues]
        out.sort(key=lambda x: x[0])
        return out

    def starts(self, records, n_lines):
        """Each line has a record, no line has two."""
        before = 0
        for line, _, _, kind in records:
            if line == before and (kind in PIECES or len(
                    self.doc.tables) > 1):
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
        usual, mended = d.cuts(), d.cuts(True)
        firsts = sorted({r[0] for r in records})
        k = 0
        while k < len(records) and len(self.wrong) < MOST:
            line = records[k][0]
            i = bisect.bisect_right(firsts, line)
            stop = firsts[i] if i < len(firsts) else len(at)
            there = text[at[min(line, len(at)) - 1]:
                         at[min(stop, len(at)) - 1]]
            texts, kinds = [], []
            while k < len(records) and records[k][0] == line:
                texts += map(d.one_end, records[k][2])
                kinds.append(records[k][3])
                k += 1
            self.ends(line, stop, len(at), there, end, texts, kinds)
            # Where a record was cut in pieces no cell ends.
            glue = "" if PIECES & set(kinds) else "\n"
            cuts = mended if line in d.repaired else usual
            want, got = (words(t, cuts, d.options.get("null"))
                         for t in (d.unescaped(there), glue.join(texts)))
            if d.mixed:
                want, got = ascii_of("".join(want)), ascii_of("".join(got))
            if want != got:
                self.tell("bytes: line %d (%s): %.200r is stored as %.200r",
                          line, ", ".join(sorted(set(kinds))), want, got)

    def ends(self, line, stop, last, there, end, texts, kinds):
        """Lines that a record takes beyond its first are in its cells."""
        stored = sum(t.count(end) for t in texts)
        inside = there[:-1].count(end) + (not there.endswith(end) and
                                          there[-1:] == end)
        if stop - line - 1 > stored and stop <= last - 1 and inside:
            self.tell("lines: the %s of line %d takes %d lines and holds %d "
                      "line ends: %.200r", kinds[0], line, stop - line,
                      stored, there)

    def values(self, rows):
        """What is stored in the database is what `cat` gives."""
        for line, stored, cells in zip(self.doc.starts, self.doc.stored,
                                       rows):
            if stored and len(cells) > len(stored):
                stored[-1:] = [(v, "text", False) for _, v in json.loads(
                    stored[-1][0], object_pairs_hook=list)]
            for (v, type_, kept), t in zip(stored or [], cells):
                if not kept and len(self.wrong) < MOST and \
                        not is_value(
                        v, type_, t, self.doc.options.get("null")):
                    self.tell("values: line %d: %.200r is stored as %s %.200r",
                              line, t, type_, v)


def is_value(v, type_, text, null):
    """Whether it can be that of the text; only some types are looked at."""
    if v is None:
        return text in ("", null) or type_ != "text"
    if type_ == "text":
        return v == text
    return type_ not in NUMBERS or not INTEGER.match(text.strip()) or \
        decimal.Decimal(v) == int(text)


def words(text, cuts, null):
    """What stands between delimiters, without blanks around; but for what is
    said to be nothing: JSON has null for it."""
    return [w for w in (w.strip(BLANKS) for w in cuts.split(text))
            if w and w not in (null, (null or "").lstrip("\\"))]


def check(cat, doc):
    """(what is wrong, why it was not checked by bytes or None)"""
    out = Check(doc)
    out.counts()
    text, why = read_text(doc)
    if text is None:
        return out.wrong, why
    try:
        rows = read_cells(cat, doc)
    except (ValueError, subprocess.TimeoutExpired) as e:
        out.tell("%s", e)
        return out.wrong, why
    text = doc.one_end(text)
    end = doc.line_end(text)
    n = text.count(end) + (not text.endswith(end) and text != "")
    records = out.merge(rows)
    if records or not out.wrong:
        out.starts(records, n)
        out.bytes(text, end, records)
        out.values(rows)
    return out.wrong, why


def documents(db, only):
    c = sqlite3.connect("file:%s?mode=ro" % db, uri=True)
    c.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
    wanted = {os.path.realpath(p) for p in only} if only else None
    for row in c.execute(
            "SELECT id, address, format, encoding, options, records, "
            "emitted, \"rows\", rejected, set_aside, skipped FROM "
            "_ps_documents WHERE status IN ('loaded', 'empty') AND "
            "format IN ('delimited', 'lines') ORDER BY id").fetchall():
        if wanted is None or row[1] in wanted:
            yield Document(c, row)
    c.close()


def conserve(db, cat, only=None, show=print, jobs=1):
    """(documents looked at, {why not by bytes: documents}, that lost); `cat`
    is the command that gives their rows."""
    looked = lost = 0
    not_by_bytes = {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        docs = list(documents(db, only))
        for doc, (wrong, why) in zip(docs, pool.map(
                lambda d: check(cat, d), docs)):
            looked += 1
            lost += bool(wrong)
            if why:
                not_by_bytes[why] = not_by_bytes.get(why, 0) + 1
            for w in wrong:
                show("%s: %s" % (doc.address, w))
    return looked, not_by_bytes, lost


def summary(looked, not_by_bytes, lost):
    out = "%d documents, %d of them byte by byte" % (
        looked, looked - sum(not_by_bytes.values()))
    for why in sorted(not_by_bytes):
        out += "; %d not checked by bytes: %s" % (not_by_bytes[why], why)
    return out + "; %d lost something" % lost


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--ps", default=os.environ.get("PS") or "polyscraper")
    p.add_argument("-j", type=int, default=1)
    p.add_argument("db")
    p.add_argument("document", nargs="*")
    args = p.parse_args()
    try:
        found = conserve(args.db, [args.ps, "cat"], args.document,
                         jobs=args.j)
    except (sqlite3.Error, OSError) as e:
        print("conserve: %s: %s" % (args.db, e))
        return 2
    print(summary(*found))
    return 1 if found[2] else 0


if __name__ == "__main__":
    sys.exit(main())

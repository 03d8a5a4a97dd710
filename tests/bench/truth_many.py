#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""truth_many.py - a loaded corpus against its manifest.

    truth_many.py many|same FOLDER DB [-v]

FOLDER.manifest.tsv says what is true.  Exit status 1 where the bars are missed:
many (loaded with --tables=document): 99.9 % of the files have exactly their
rows and columns, every numeric column is numeric, every zip column is text, no
text was decoded wrongly; same: 40 tables, all rows, cells of a sample.
"""
import collections
import csv
import datetime
import os
import sqlite3
import sys

NUMERIC = ("int", "bigint", "decimal", "real")
verbose = "-v" in sys.argv
shown = collections.Counter()


def tell(kind, text):
    shown[kind] += 1
    if shown[kind] <= (1000 if verbose else 5):
        print("  %s: %s" % (kind, text))


def manifest(folder):
    with open(folder + ".manifest.tsv", newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))


def base(type_):
    return (type_ or "text").split("(")[0]


class Ledger:
    def __init__(self, db, folder):
        self.c = sqlite3.connect("file:%s?mode=ro" % db, uri=True)
        self.docs, self.tables, self.columns = {}, {}, {}
        folder = os.path.realpath(folder)
        for i, a, status, rows, enc, msg in self.c.execute(
                "SELECT id, address, status, \"rows\", encoding, message "
                "FROM _ps_documents"):
            self.docs[os.path.relpath(a, folder)] = (i, status, rows, enc,
                                                     msg)
        for doc, t, first, last in self.c.execute(
                "SELECT document, table_name, first_row, last_row "
                "FROM _ps_ranges ORDER BY first_row"):
            self.tables.setdefault(doc, {}).setdefault(t, []).append(
                (first, last))
        for t, name, type_ in self.c.execute(
                "SELECT table_name, name, type FROM _ps_columns "
                "ORDER BY table_name, position"):
            self.columns.setdefault(t, []).append((name, type_))

    def cells(self, doc, table):
        out = []
        names = ", ".join('"%s"' % n for n, _ in self.columns[table])
        for first, last in self.tables[doc][table]:
            out += self.c.execute(
                "SELECT %s FROM \"%s\" WHERE rowid BETWEEN ? AND ? "
                "ORDER BY rowid" % (names, table), (first, last)).fetchall()
        return out


def source(folder, path, delimiter, encoding, skip=0, header=True):
    with open(os.path.join(folder, path), encoding=encoding,
              newline="") as f:
        for _ in range(skip):
            f.readline()
        rows = [r for r in csv.reader(f, delimiter=delimiter) if r]
    return rows[1:] if header else rows


def same_cell(value, text, type_):
    t = base(type_)
    if value is None:
        return text.strip() in ("", "NA", "NULL", "-")
    if t in ("int", "bigint"):
        return str(value) == text or str(value) == text.lstrip("+")
    if t in ("decimal", "real"):
        try:
            return float(value) == float(text.replace(",", "."))
        except ValueError:
            return False
    if t == "bool":
        return value == int(text.lower() in ("true", "t", "yes"))
    return value == text


FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S",
           "%d %b %Y")


def same_dates(cells):
    """One format must explain all (value, text) of a column."""
    for f in FORMATS:
        try:
            if all(str(datetime.datetime.strptime(text, f)).removesuffix(
                    " 00:00:00") == value.removesuffix(" 00:00:00")
                    for value, text in cells):
                return True
        except ValueError:
            pass
    return not cells


def check_sample(ledger, folder, rec, table, delimiter, encoding, skip,
                 header, kind):
    doc = ledger.docs[rec["path"]][0]
    got = ledger.cells(doc, table)
    want = source(folder, rec["path"], delimiter, encoding, skip, header)
    types = [base(t) for _, t in ledger.columns[table]]
    if len(got) != len(want):
        tell(kind, "%s: %d rows, wanted %d" % (rec["path"], len(got),
                                               len(want)))
        return False
    for i, t in enumerate(types):
        if t in ("date", "timestamp") and not same_dates(
                [(g[i], w[i]) for g, w in zip(got, want)
                 if g[i] is not None]):
            tell(kind, "%s: column %d, dates" % (rec["path"], i + 1))
            return False
    for g, w in zip(got, want):
        for v, text, type_ in zip(g, w, types):
            if type_ not in ("date", "timestamp") and \
                    not same_cell(v, text, type_):
                tell(kind, "%s: %r for %r (%s)" % (rec["path"], v, text,
                                                   type_))
                return False
    return True


def many(folder, db):
    ledger = Ledger(db, folder)
    records = manifest(folder)
    n = collections.Counter()
    for k, rec in enumerate(records):
        path = rec["path"]
        doc = ledger.docs.get(path)
        if doc is None or doc[1] != "loaded":
            tell("not loaded", "%s: %s" % (path, doc))
            n["not loaded"] += 1
            continue
        tables = ledger.tables.get(doc[0], {})
        rows = sum(b - a + 1 for s in tables.values() for a, b in s)
        if len(tables) != 1 or rows != int(rec["rows"]):
            tell("rows", "%s: %d rows in %d tables, wanted %s (%s)" % (
                path, rows, len(tables), rec["rows"], rec))
            n["wrong rows"] += 1
            continue
        (table,) = tables
        columns = ledger.columns[table]
        if len(columns) != int(rec["cols"]):
            tell("columns", "%s: %d columns, wanted %s" % (
                path, len(columns), rec["cols"]))
            n["wrong columns"] += 1
            continue
        n["right"] += 1
        for kind, (name, type_) in zip(rec["types"], columns):
            t = base(type_)
            n[kind] += 1
            good = t in NUMERIC if kind in "if" else \
                t == "bool" if kind == "b" else \
                t in ("date", "timestamp") if kind == "d" else t == "text"
            n[kind + " good"] += good
            if not good and kind in "ifz":
                tell(kind, "%s.%s is %s" % (path, name, type_))
        if rec["encoding"] != "utf-8" or k % 20 == 0:
            n["sampled"] += 1
            n["sampled right"] += check_sample(
                ledger, folder, rec, table, eval(rec["delim"]),
                "latin-1" if rec["encoding"] == "latin-1" else "utf-8-sig",
                int(rec["skip"]), rec["header"] == "1",
                "encoding" if rec["encoding"] != "utf-8" else "cells")
    total = len(records)
    print("  many: %d of %d files right (%.3f %%); not loaded %d, wrong rows "
          "%d, wrong columns %d" % (n["right"], total, 100 * n["right"] /
                                    total, n["not loaded"], n["wrong rows"],
                                    n["wrong columns"]))
    for kind, what in (("i", "integers"), ("f", "fractions"), ("z", "zips"),
                       ("b", "booleans"), ("d", "dates"), ("t", "texts"),
                       ("e", "notes")):
        print("  columns of %-10s %6d of %6d as they should be" % (
            what, n[kind + " good"], n[kind]))
    print("  sampled files with all cells right: %d of %d" % (
        n["sampled right"], n["sampled"]))
    return n["right"] >= .999 * total and n["i good"] == n["i"] and \
        n["f good"] == n["f"] and n["z good"] == n["z"] and \
        n["sampled right"] == n["sampled"]


def same(folder, db):
    ledger = Ledger(db, folder)
    records = manifest(folder)
    bad = right = sampled = 0
    used = set()
    for k, rec in enumerate(records):
        doc = ledger.docs.get(rec["path"])
        tables = ledger.tables.get(doc[0], {}) if doc else {}
        rows = sum(b - a + 1 for s in tables.values() for a, b in s)
        if doc is None or doc[1] != "loaded" or len(tables) != 1 or \
                rows != int(rec["rows"]):
            tell("rows", "%s: %s, %d rows in %d tables, wanted %s" % (
                rec["path"], doc, rows, len(tables), rec["rows"]))
            bad += 1
            continue
        (table,) = tables
        used.add(table)
        if len(ledger.columns[table]) != int(rec["cols"]):
            tell("columns", "%s: %d" % (rec["path"],
                                        len(ledger.columns[table])))
            bad += 1
        if k % 97 == 0:
            with open(os.path.join(folder, rec["path"])) as f:
                head = f.readline()
            sampled += 1
            right += check_sample(ledger, folder, rec, table, next(
                d for d in ",;\t|" if d in head), "utf-8", 0, True, "cells")
    want = sum(int(r["rows"]) for r in records)
    (n, rows), = ledger.c.execute("SELECT count(*), sum(\"rows\") "
                                  "FROM _ps_tables")
    odd = [(t, c, y) for t in used for c, y in ledger.columns[t]
           if (c[:5] in ("count", "value") and base(y) not in NUMERIC) or
           (c.startswith("zip") and y != "text") or
           (c[:4] in ("date", "flag") and base(y) == "text") or
           (c == "day" and base(y) != "date")]
    print("  same: %s tables, %s rows (wanted 40, %d); %d of %d files "
          "wrong; sampled files with all cells right: %d of %d" % (
              n, rows, want, bad, len(records), right, sampled))
    print("  columns of another type than they should be: %s" % (odd[:10]))
    return n == 40 and rows == want and bad == 0 and right == sampled and \
        not odd


def main():
    kind, folder, db = [a for a in sys.argv[1:] if a != "-v"]
    good = {"many": many, "same": same}[kind](folder.rstrip("/"), db)
    print("  %s: %s" % (kind, "the bars are met" if good else
                        "THE BARS ARE MISSED"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

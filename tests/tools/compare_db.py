#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""compare_db.py - whether two databases are equal in the project's sense.

    compare_db.py [--root-a DIR] [--root-b DIR] [--ignore NAME] [--no-rows]
                  A.db B.db
    compare_db.py --dump [--root-a DIR] A.db

Equal: the same tables, columns, declared types, and for each document the
same rows in the same order; the same ledger, but for _ps_runs, times, and the
numbers of documents and rows.  Documents are matched by their address below
the root (default: what all addresses of a database have in common).
--ignore leaves out a ledger column (reader, _ps_cells.line) or a ledger table
(_ps_facts), --no-rows the rows of tables.
Exit status 0: equal, 1: not, 2: cannot be compared.
"""
import argparse
import os
import sqlite3
import sys

MOST = 40
# Times, and what is a number of this database only.
PASSED_OVER = {"id", "run", "started", "finished", "mtime", "first_row",
               "last_row", "etag"}


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Database:
    def __init__(self, path, root, ignore):
        if not os.path.exists(path):
            raise sqlite3.OperationalError("no such file")
        self.c = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
        self.c.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
        self.ignore = set(ignore) | PASSED_OVER
        self.tables = [r[0] for r in self.c.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND "
            "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")]
        self.addresses = {}
        if "_ps_documents" in self.tables:
            self.addresses = dict(self.c.execute(
                "SELECT id, address FROM _ps_documents"))
        self.root = root if root is not None else self.common_root()
        self.ranges, self.numbers = {}, {}
        if "_ps_ranges" in self.tables:
            self.read_ranges()

    def common_root(self):
        folders = [os.path.dirname(a.split("!")[0])
                   for a in self.addresses.values()]
        try:
            return os.path.commonpath(folders) if folders else ""
        except ValueError:
            return ""

    def short(self, address):
        """An address, or any text that contains one, below the root."""
        if isinstance(address, str) and self.root not in ("", "/"):
            if address == self.root:
                return "."
            return address.replace(self.root + "/", "./")
        return address

    def document(self, number):
        if number is None:
            return None
        a = self.addresses.get(number)
        return "?%r" % number if a is None else self.short(a)

    def read_ranges(self):
        for doc, t, first, last in self.c.execute(
                "SELECT document, table_name, first_row, last_row "
                "FROM _ps_ranges ORDER BY first_row"):
            self.ranges.setdefault(t, []).append((first, last, doc))
            self.numbers.setdefault((doc, t), []).append((first, last))

    def columns(self, table):
        return [(r[1], r[2]) for r in self.c.execute(
            "PRAGMA table_info(%s)" % quoted(table))]

    def schema(self):
        out = {}
        for t in self.tables:
            if t not in self.ignore:
                out[t] = self.columns(t) + [("STRICT",)] * self.is_strict(t)
        return out

    def is_strict(self, table):
        (sql,), = self.c.execute("SELECT sql FROM sqlite_master WHERE "
                                 "type = 'table' AND name = ?", (table,))
        return sql.rstrip().upper().endswith("STRICT")

    def rowid(self, names):
        low = [n.lower() for n in names]
        for r in ("rowid", "_rowid_", "oid"):
            if r not in low:
                return r
        return None

    def rows(self, table):
        """{document: its rows}; None for rows that belong to nobody."""
        names = [n for n, _ in self.columns(table) if n != "_ps_row"]
        rowid = self.rowid(names)
        doc_at = names.index("_doc") if "_doc" in names else None
        ranges = self.ranges.get(table.removeprefix("_ps_replaced_"), [])
        out, r = {}, 0
        for row in self.c.execute("SELECT %s FROM %s ORDER BY 1" % (
                ", ".join([rowid or "0"] + list(map(quoted, names))),
                quoted(table))):
            number, row = row[0], list(row[1:])
            if doc_at is not None:
                doc = row.pop(doc_at)
            else:
                while r < len(ranges) and ranges[r][1] < number:
                    r += 1
                doc = ranges[r][2] if r < len(ranges) and \
                    ranges[r][0] <= number else None
            out.setdefault(self.document(doc), []).append(tuple(
                (type(v).__name__, v) if isinstance(v, float) else v
                for v in row))
        return out

    def ledger(self, table):
        """Lines of one ledger table, as a sorted list."""
        names = [n for n, _ in self.columns(table)]
        lines = []
        for row in self.c.execute("SELECT * FROM " + quoted(table)):
            d = dict(zip(names, row))
            doc = d.get("document")
            if "document" in d:
                d["document"] = self.document(doc)
            for k in ("address", "root", "parent", "message", "shape"):
                if k in d:
                    d[k] = self.short(d[k])
            for k in list(d):
                if k in self.ignore or table + "." + k in self.ignore:
                    del d[k]
            lines.append(", ".join("%s=%r" % kv for kv in d.items()))
        return sorted(lines)

    def range_lines(self):
        return sorted("document=%s, table_name=%s, rows=%d" % (
            self.document(d), t, sum(b - a + 1 for a, b in spans))
            for (d, t), spans in self.numbers.items())


class Differences:
    def __init__(self):
        self.n = 0

    def tell(self, text):
        self.n += 1
        if self.n <= MOST:
            print(text)

    def lists(self, what, a, b):
        """Two sorted lists of texts, as sets with counts."""
        i = j = 0
        while i < len(a) or j < len(b):
            if j == len(b) or (i < len(a) and a[i] < b[j]):
                self.tell("< %s: %s" % (what, a[i]))
                i += 1
            elif i == len(a) or b[j] < a[i]:
                self.tell("> %s: %s" % (what, b[j]))
                j += 1
            else:
                i += 1
                j += 1

    def rows(self, what, a, b):
        if len(a) != len(b):
            self.tell("%s: %d rows < > %d rows" % (what, len(a), len(b)))
        for k, (x, y) in enumerate(zip(a, b)):
            if x == y:
                continue
            self.tell("%s, row %d:\n<   %r\n>   %r" % (what, k, x, y))
            if self.n > MOST:
                return


def is_ledger(table):
    return table.startswith("_ps_") and not table.startswith("_ps_replaced_")


def compare(a, b, with_rows):
    d = Differences()
    schema_a, schema_b = a.schema(), b.schema()
    for t in sorted(set(schema_a) | set(schema_b)):
        x, y = schema_a.get(t), schema_b.get(t)
        if x != y:
            d.tell("table %s:\n<   %s\n>   %s" % (t, x, y))
    both = [t for t in a.tables if schema_a.get(t) and t in schema_b]
    for t in both:
        if is_ledger(t) or not with_rows:
            continue
        x, y = a.rows(t), b.rows(t)
        for doc in sorted(set(x) | set(y), key=str):
            d.rows("table %s, document %s" % (t, doc), x.get(doc, []),
                   y.get(doc, []))
    for t in both:
        if not is_ledger(t) or t == "_ps_runs":
            continue
        if t == "_ps_ranges":
            d.lists(t, a.range_lines(), b.range_lines())
        else:
            d.lists(t, a.ledger(t), b.ledger(t))
    if d.n > MOST:
        print("... %d differences in all" % d.n)
    return d.n


def dump(a):
    for t, columns in sorted(a.schema().items()):
        print("table %s(%s)" % (t, ", ".join(" ".join(c) for c in columns)))
    for t in a.tables:
        if is_ledger(t):
            continue
        for doc, rows in sorted(a.rows(t).items(), key=str):
            for row in rows:
                print("%s | %s | %r" % (t, doc, row))
    for t in a.tables:
        if not is_ledger(t) or t == "_ps_runs" or t in a.ignore:
            continue
        for line in a.range_lines() if t == "_ps_ranges" else a.ledger(t):
            print("%s | %s" % (t, line))


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--dump", action="store_true")
    p.add_argument("--no-rows", action="store_true")
    p.add_argument("--root-a")
    p.add_argument("--root-b")
    p.add_argument("--ignore", action="append", default=[])
    p.add_argument("db", nargs="+")
    args = p.parse_args()
    if len(args.db) != (1 if args.dump else 2):
        p.error("one database for --dump, else two")
    try:
        a = Database(args.db[0], args.root_a, args.ignore)
        if args.dump:
            dump(a)
            return 0
        b = Database(args.db[1], args.root_b or args.root_a, args.ignore)
        return 1 if compare(a, b, not args.no_rows) else 0
    except sqlite3.Error as e:
        print("compare_db: %s: %s" % (" ".join(args.db), e))
        return 2


if __name__ == "__main__":
    sys.exit(main())

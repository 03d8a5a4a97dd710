#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make_heap.py - a small heap of files whose truth is known.

    make_heap.py [--seed N] [--shapes N] [--docs N] [--rows N] [--plain] DEST

Writes shapes x docs delimited files, DEST/SHAPE/SHAPE-YYYY-MM.csv, and unless
--plain some odd ones, and DEST.truth.json beside the folder:

    {"PATH": {"delimiter", "encoding", "newline", "header", "names", "kinds",
              "rows": [[cell texts]], "trait"}}

The same seed makes the same bytes.
"""
import argparse
import csv
import datetime
import io
import json
import os
import random

WORDS = ("alpha beta gamma delta river stone cloud market north south copper "
         "silver over engine small large weekend core").split()
FOREIGN = ["São Paulo", "Zürich", "naïve", "über", "café"]
DAY = datetime.date(1995, 1, 1)

# Traits a shape may have: what is odd about some of its documents.
TRAITS = ("none", "spoiler", "token", "open", "comma", "long", "zip", "bool",
          "void", "latin-1", "utf-16", "crlf", "lines", "wide")
DIALECTS = (",", ";", "\t", "|")


def text_cell(r):
    return " ".join(r.choice(WORDS) for _ in range(r.randint(1, 3)))


def note_cell(r):
    return text_cell(r) + r.choice(
        ["", "", ", and more", ' "so called"', "; etc", " | pipe"])


def day(r, most=28):
    d = DAY + datetime.timedelta(days=r.randrange(9000))
    return d.replace(day=r.randint(1, most))


# kind -> text of a cell; the types they become stand in TYPES
def cell(r, kind):
    if kind == "int":
        return str(r.randrange(-1000, 10 ** r.randint(1, 6)))
    if kind == "dec2":
        return "%d.%02d" % (r.randrange(-9999, 10 ** 6), r.randrange(100))
    if kind == "comma":
        return "%d,%02d" % (r.randrange(0, 10 ** 6), r.randrange(100))
    if kind == "real":
        return "%.3e" % r.uniform(1, 1e9)
    if kind == "date":
        return day(r).isoformat()
    if kind == "dmy":
        return day(r).strftime("%d/%m/%Y")
    if kind == "open":
        d = day(r, 12)
        return d.strftime("%d/%m/%Y")
    if kind == "stamp":
        return "%s %02d:%02d:%02d" % (day(r), r.randrange(24),
                                      r.randrange(60), r.randrange(60))
    if kind == "bool":
        return r.choice(["true", "false"])
    if kind == "yes":
        return r.choice(["yes", "no"])
    if kind == "zip":
        return "%05d" % r.randrange(100, 99999)
    if kind == "long":
        return "%09d.%09d" % (r.randrange(10 ** 8, 10 ** 9),
                              r.randrange(10 ** 9))
    if kind == "big":
        return "%d%015d" % (r.randrange(10 ** 8, 10 ** 9), r.randrange(10**15))
    if kind == "void":
        return ""
    if kind == "note":
        return note_cell(r)
    if kind == "lines":
        return note_cell(r) + r.choice(["", "\nsecond, line", '\n"q"\n\nend'])
    if kind == "latin":
        return r.choice(FOREIGN) + " " + text_cell(r)
    return text_cell(r)


PREFIX = {"int": "count", "dec2": "amount", "comma": "price", "real": "value",
          "date": "day", "dmy": "date", "open": "date", "stamp": "at",
          "bool": "flag", "yes": "answer", "zip": "zip", "long": "exact",
          "big": "serial", "void": "void", "note": "note", "lines": "remark",
          "latin": "city", "text": "name"}

# What a column of that kind becomes when nothing spoils it.
TYPES = {"int": "int", "dec2": "decimal", "comma": "decimal", "real": "real",
         "date": "date", "dmy": "date", "open": None, "stamp": "timestamp",
         "bool": "bool", "yes": "bool", "zip": "text", "long": "decimal",
         "big": "bigint", "void": None, "note": "text", "lines": "text",
         "latin": "text", "text": "text"}

EXTRA = {"comma": ["comma", "comma"], "long": ["long", "big"],
         "zip": ["zip", "zip"], "bool": ["bool", "yes"],
         "void": ["void"], "latin-1": ["latin"], "utf-16": ["latin"],
         "lines": ["lines"], "open": ["open"], "spoiler": ["int", "dec2"],
         "token": ["int", "dec2"], "wide": ["int"] * 30}


class Shape:
    def __init__(self, r, number):
        self.trait = TRAITS[number % len(TRAITS)]
        self.name = "shape%02d" % number
        kinds = ["int"] + [r.choice(
            ["int", "dec2", "real", "date", "dmy", "stamp", "text", "note"])
            for _ in range(r.randint(2, 5))] + EXTRA.get(self.trait, [])
        self.delimiter = r.choice(DIALECTS)
        if self.trait == "comma":
            self.delimiter = ";"
        if any(k == "lines" for k in kinds):
            self.delimiter = ","
        self.encoding = self.trait if self.trait in ("latin-1", "utf-16") \
            else "utf-8"
        self.newline = "\r\n" if self.trait == "crlf" else "\n"
        self.kinds = kinds
        self.names = ["%s_s%d_%d" % (PREFIX[k], number, i)
                      for i, k in enumerate(kinds)]


def make_rows(r, shape, n, first):
    rows = []
    for i in range(n):
        row = []
        for k in shape.kinds:
            c = cell(r, k)
            if k == "zip" and i == 0:
                c = "0%04d" % r.randrange(100, 9999)
            elif k == "dmy" and i == 0:
                c = "%02d/%02d/2011" % (r.randint(13, 28), r.randint(1, 12))
            elif k == "open" and i == 0 and not first:
                c = "%02d/%02d/2011" % (r.randint(13, 28), r.randint(1, 12))
            elif k == "bool" and i < 2:
                c = ("true", "false")[i]
            elif k == "yes" and i < 2:
                c = ("yes", "no")[i]
            elif k == "latin" and i == 0:
                c = "São Paulo"
            elif i > 2 and k != "zip" and r.random() < .04:
                c = ""
            row.append(c)
        if not any(row):
            row[0] = "7"
        rows.append(row)
    return rows


def encode(shape, rows, header):
    out = io.StringIO(newline="")
    w = csv.writer(out, delimiter=shape.delimiter,
                   lineterminator=shape.newline)
    if header:
        w.writerow(shape.names)
    w.writerows(rows)
    text = out.getvalue()
    return text.encode("utf-16" if shape.encoding == "utf-16" else
                       shape.encoding)


def spoil(r, shape, rows, doc, docs):
    """What is odd about a document.  The first of a shape is ordinary."""
    if shape.trait == "spoiler" and doc == docs // 2:
        rows[len(rows) // 2][-2] = "about 12"
        return "spoiler"
    if shape.trait == "token":
        rows[1][-1] = "NA"
        rows[2][-1] = "NA"
        if doc % 3 == 1 and len(rows) > 3:
            rows[3][-1] = "-"
        return "token"
    return None


def write_file(root, name, data):
    p = os.path.join(root, name)
    os.makedirs(os.path.dirname(p), exist_ok=True)
    with open(p, "wb") as f:
        f.write(data)


def odd_files(root, truth):
    """Files without rows, in folders of their own."""
    write_file(root, "odd_header/head-2019-01.csv", b"only_a,only_b,only_c\n")
    write_file(root, "odd_empty/empty.csv", b"")
    truth["odd_header/head-2019-01.csv"] = {"rows": [],
                                            "trait": "header only"}
    truth["odd_empty/empty.csv"] = {"rows": [], "trait": "empty"}


def make_heap(dest, seed=1, shapes=len(TRAITS), docs=6, rows=20, odd=True):
    """Returns the truth; writes it beside the folder, too."""
    r = random.Random(seed)
    truth = {}
    for s in range(shapes):
        shape = Shape(r, s)
        for d in range(docs):
            table = make_rows(r, shape, r.randint(rows // 2 + 3,
                                                  rows * 3 // 2 + 3), d == 0)
            trait = spoil(r, shape, table, d, docs)
            name = "%s/%s-%d-%02d.%s" % (
                shape.name, shape.name, 2000 + d // 12, d % 12 + 1,
                "tsv" if shape.delimiter == "\t" else "csv")
            write_file(dest, name, encode(shape, table, True))
            truth[name] = {
                "delimiter": shape.delimiter, "encoding": shape.encoding,
                "newline": shape.newline, "header": True,
                "names": shape.names, "kinds": shape.kinds, "rows": table,
                "trait": trait or shape.trait, "shape": shape.name}
    if odd:
        odd_files(dest, truth)
    with open(dest.rstrip("/") + ".truth.json", "w") as f:
        json.dump(truth, f)
    return truth


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--shapes", type=int, default=len(TRAITS))
    p.add_argument("--docs", type=int, default=6)
    p.add_argument("--rows", type=int, default=20)
    p.add_argument("--plain", action="store_true")
    p.add_argument("dest")
    a = p.parse_args()
    truth = make_heap(a.dest, a.seed, a.shapes, a.docs, a.rows, not a.plain)
    print("%d files, %d rows" % (len(truth),
                                 sum(len(t["rows"]) for t in truth.values())))


if __name__ == "__main__":
    main()

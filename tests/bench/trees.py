# SPDX-License-Identifier: LGPL-2.1-or-later
"""trees.py - documents of records as JSON, NDJSON and XML, and what Python's
own modules take to make a table of one:

    trees.py make KIND FILE MEGABYTES
    trees.py load KIND FILE DB
"""
import json
import random
import sqlite3
import sys
from xml.sax.saxutils import escape
from xml.etree import ElementTree

NAMES = ("id", "name", "price", "seen", "open", "size_w", "size_h", "note")
BLOCK = 20000		# records that are different


def records():
    r = random.Random(3)
    words = ("market river copper Zürich north office storage blue annual "
             "report system green delivery & <Köln>").split()
    for i in range(BLOCK):
        yield {"id": r.randrange(10 ** 9), "name": " ".join(r.sample(words, 2)),
               "price": round(r.random() * 1000, 2),
               "seen": "20%02d-%02d-%02dT%02d:%02d:00Z" % (
                   r.randrange(30), r.randint(1, 12), r.randint(1, 28),
                   r.randrange(24), r.randrange(60)),
               "open": r.random() < .5,
               "size": {"w": r.randrange(100), "h": r.random()},
               "note": " ".join(r.choices(words, k=r.randint(1, 12)))}


def values(x):
    return (x["id"], x["name"], x["price"], x["seen"], x["open"],
            x["size"]["w"], x["size"]["h"], x["note"])


def as_xml(x):
    return "<item id=\"%d\"><name>%s</name><price>%s</price><seen>%s</seen>" \
        "<open>%s</open><size><w>%d</w><h>%s</h></size><note>%s</note>" \
        "</item>" % (x["id"], escape(x["name"]), x["price"], x["seen"],
                     str(x["open"]).lower(), x["size"]["w"], x["size"]["h"],
                     escape(x["note"]))


FORMS = {	# before, between, after, one record
    "json": ("[", ",\n", "]\n", json.dumps),
    "ndjson": ("", "\n", "\n", json.dumps),
    "xml": ("<?xml version=\"1.0\"?>\n<items>\n", "\n", "\n</items>\n",
            as_xml),
}


def make(kind, path, megabytes):
    before, between, after, form = FORMS[kind]
    block = between.join(form(x) for x in records())
    with open(path, "w", encoding="utf-8") as f:
        n = f.write(before + block)
        while n < megabytes * 10 ** 6:
            n += f.write(between + block)
        f.write(after)


def of_xml(path):
    for _, e in ElementTree.iterparse(path):
        if e.tag == "item":
            yield (e.get("id"), e.findtext("name"), e.findtext("price"),
                   e.findtext("seen"), e.findtext("open"),
                   e.findtext("size/w"), e.findtext("size/h"),
                   e.findtext("note"))
            e.clear()


def read(kind, path):
    with open(path, encoding="utf-8") as f:
        if kind == "json":
            yield from map(values, json.load(f))
        elif kind == "ndjson":
            yield from (values(json.loads(line)) for line in f)
        else:
            yield from of_xml(path)


def load(kind, path, db):
    c = sqlite3.connect(db)
    c.execute("PRAGMA synchronous=OFF")
    c.execute("CREATE TABLE t (%s)" % ", ".join(NAMES))
    with c:
        c.executemany("INSERT INTO t VALUES (%s)" % ", ".join(
            "?" * len(NAMES)), read(kind, path))
    c.close()


if __name__ == "__main__":
    what, kind, path, last = sys.argv[1:]
    if what == "make":
        make(kind, path, float(last))
    else:
        load(kind, path, last)

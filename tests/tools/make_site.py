#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make_site.py - a web site whose contents are known.

    make_site.py [--files N] [--late N] [--base URL] DEST

DEST/sNN/gNN/KIND-NNNNN.EXT are the documents: delimited files of five shapes,
JSON, pages with a table and links, a .gz and a .zip among twenty.  Sections
(sNN) and groups (gNN) with an even number have an index.html of ours, the
others none, so that the server lists them.  A robots.txt forbids /private/
and names a sitemap index, which leads to the documents of /zz/, to which
nothing else links.  The same arguments make the same bytes and times.
"""
import argparse
import gzip
import io
import os
import zipfile

BATCH = 25          # documents of a group
GROUPS = 10         # groups of a section
TIME = 1600000000   # when all of it was changed last
WORDS = ("harbour bridge museum library garden market station theatre school "
         "fountain tower quay chapel mill weir").split()
ROWS = 24


def spend(i):
    return "id,agency,account,paid,amount\n" + "".join(
        "%d,%s %s,%05d,20%02d-%02d-%02d,%d.%02d\n" % (
            i * ROWS + k, WORDS[(i + k) % 15], WORDS[k % 7],
            (i * 7 + k * 131) % 99991, k % 20, (i + k) % 12 + 1,
            (i * 3 + k) % 28 + 1, (i * 37 + k * 911) % 5000, (i + k) % 100)
        for k in range(ROWS))


def station(i):
    return "station;day;reading;unit\n" + "".join(
        "%s-%d;%02d.%02d.20%02d;%d,%d;mm\n" % (
            WORDS[(i + k) % 15], i, (i + k * 5) % 28 + 1, k % 12 + 1,
            i % 20, (i * 13 + k * 17) % 400, (i + k) % 10)
        for k in range(ROWS))


def trees(i):
    return "tree\tspecies\theight_m\tplanted\n" + "".join(
        "%06d\tQuercus %s\t%.1f\t%d\n" % (
            i * ROWS + k, WORDS[(i * 3 + k) % 15],
            (i * 19 + k * 7) % 400 / 10, 1900 + (i + k) % 120)
        for k in range(ROWS))


def visits(i):
    return "place|month|visitors|ticket\n" + "".join(
        "%s %d|20%02d-%02d|%d|%s\n" % (
            WORDS[(i + k) % 15], i, k % 20, k % 12 + 1,
            (i * 101 + k * 977) % 100000, ("full", "reduced", "free")[k % 3])
        for k in range(ROWS))


def case(i):
    return "[" + ",\n ".join(
        '{"case": "C%07d", "court": "%s", "filed": "20%02d-%02d-11", '
        '"fine": %d.%02d, "open": %s}' % (
            i * ROWS + k, WORDS[(i + k) % 15], k % 20, k % 12 + 1,
            (i * 7 + k * 31) % 3000, k % 100, ("true", "false")[(i + k) % 2])
        for k in range(ROWS)) + "]\n"


def parts(i):
    """A page with a table, and links to what is known already."""
    return ("<!DOCTYPE html>\n<html><head><title>Parts %d</title></head><body>"
            "<p><a href='./'>Up</a> <a href='../../'>Home</a> "
            "<a href='#top'>Top</a></p>\n"
            "<table><tr><th>Part</th><th>Maker</th><th>Stock</th>"
            "<th>Price</th></tr>\n" % i + "".join(
                "<tr><td>P-%d-%d</td><td>%s &amp; Co</td><td>%d</td>"
                "<td>%d.%02d</td></tr>\n" % (
                    i, k, WORDS[(i + k) % 15].title(), (i * 3 + k * 7) % 500,
                    (i + k * 13) % 900, k % 100) for k in range(ROWS)) +
            "</table></body></html>\n")


def meters(i):
    return "meter,read_on,kwh\n" + "".join(
        "M%06d,20%02d-%02d-01,%d\n" % (
            i * ROWS + k, k % 20, k % 12 + 1, (i * 211 + k * 17) % 90000)
        for k in range(ROWS))


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in members:
            z.writestr(zipfile.ZipInfo(name, (2020, 9, 13, 12, 0, 0)), text,
                       zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def parcels(i):
    return zipped((
        ("parcels-%05d.csv" % i, "parcel,area_m2,zone\n" + "".join(
            "%d-%d,%d.5,%s\n" % (i, k, (i * 7 + k * 53) % 4000, "RWGM"[k % 4])
            for k in range(ROWS))),
        ("owners-%05d.csv" % i, "parcel,owner,share\n" + "".join(
            "%d-%d,%s %d,%d/%d\n" % (i, k, WORDS[k % 15].title(), i,
                                     k % 3 + 1, k % 3 + 2)
            for k in range(ROWS)))))


KINDS = {"spend": ("csv", spend), "station": ("csv", station),
         "trees": ("tsv", trees), "visits": ("txt", visits),
         "case": ("json", case), "parts": ("html", parts),
         "meters": ("csv.gz", lambda i: gzip.compress(
             meters(i).encode(), 1, mtime=TIME)),
         "parcels": ("zip", parcels)}
ORDER = ("spend station trees case visits spend parts station trees spend "
         "meters case visits spend station trees case parcels spend "
         "parts").split()


def document(i):
    """Its name and its bytes."""
    kind = ORDER[i % len(ORDER)]
    ext, make = KINDS[kind]
    body = make(i)
    return "%s-%05d.%s" % (kind, i, ext), \
        body.encode() if isinstance(body, str) else body


def put(path, data):
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    os.utime(path, (TIME, TIME))


def index(title, links, more=""):
    return ("<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>%s"
            "</title></head>\n<body><h1>%s</h1>\n%s<ul>\n%s</ul></body>"
            "</html>\n" % (title, title, more, "".join(
                '<li><a href="%s">%s</a></li>\n' % (x, x) for x in links)))


# What a harvester must see through, must not ask for, or cannot fetch.
ODD_LINKS = """<p><a href="mailto:web@site.example">Mail</a>
<a href="javascript:void(0)">Nothing</a> <a href="#top">Top</a>
<a href="">Here</a> <a href="./s00/../s00/">Again</a>
<a href="/%7300/">Again</a> <a href="private/secret.csv">Secret</a>
<a href="private/list/">Secrets</a> <a href="private/open.csv">Open</a>
<a href="ftp://site.example/x.csv">FTP</a></p>
"""


class Site:
    """What was made: addresses as paths that begin with a slash."""

    def __init__(self, folder):
        self.folder = folder
        self.documents = []     # what is linked, and allowed
        self.late = []          # what only the sitemap names
        self.pages = ["/"]      # what leads to documents
        self.forbidden = ["/private/secret.csv", "/private/list/"]

    def path(self, address):
        return self.folder + address


def make_section(site, s, numbers):
    name = "/s%02d" % s
    groups = []
    site.pages.append(name + "/")
    for g in range(0, -(-len(numbers) // BATCH)):
        group = "%s/g%02d" % (name, g)
        os.makedirs(site.path(group))
        groups.append("g%02d/" % g)
        site.pages.append(group + "/")
        made = []
        for i in numbers[g * BATCH:(g + 1) * BATCH]:
            file, body = document(i)
            put(site.path(group + "/" + file), body)
            made.append(file)
        # As a walk of the folder has them.
        made.sort()
        site.documents += [group + "/" + file for file in made]
        if g % 2 == 0:
            put(site.path(group + "/index.html"), index(group, made))
    if s % 2 == 0:
        put(site.path(name + "/index.html"), index(name, groups))


def make_late(site, files, late, base):
    os.makedirs(site.path("/zz"))
    os.makedirs(site.path("/maps"))
    for i in range(files, files + late):
        file, body = document(i)
        put(site.path("/zz/" + file), body)
        site.late.append("/zz/" + file)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<%s xmlns=' \
        '"http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    put(site.path("/sitemap.xml"), head % "sitemapindex" +
        "<sitemap><loc>%s/maps/sitemap-1.xml.gz</loc></sitemap>\n"
        "</sitemapindex>\n" % base)
    put(site.path("/maps/sitemap-1.xml.gz"), gzip.compress((
        head % "urlset" + "".join(
            "<url><loc>%s%s</loc></url>\n" % (base, x) for x in site.late) +
        "</urlset>\n").encode(), mtime=TIME))


def make_site(folder, files, late=0, base=""):
    site = Site(folder)
    os.makedirs(folder)
    # Few files still make a few sections.
    each = min(BATCH * GROUPS, max(BATCH, files // 4 // BATCH * BATCH))
    sections = -(-files // each)
    for s in range(sections):
        make_section(site, s, range(s * each, min(files, (s + 1) * each)))
    os.makedirs(site.path("/private/list"))
    put(site.path("/private/secret.csv"), "secret,value\n1,2\n3,4\n")
    put(site.path("/private/list/more.csv"), "secret,value\n5,6\n7,8\n")
    put(site.path("/private/open.csv"), "open,value\nyes,1\nno,2\n")
    site.documents.append("/private/open.csv")
    put(site.path("/robots.txt"),
        "User-agent: *\nDisallow: /private/\nAllow: /private/open\n" +
        ("Sitemap: %s/sitemap.xml\n" % base if late else ""))
    if late:
        make_late(site, files, late, base)
    put(site.path("/index.html"), index(
        "All", ["s%02d/" % s for s in range(sections)], ODD_LINKS))
    return site


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--files", type=int, default=10000)
    p.add_argument("--late", type=int, default=0)
    p.add_argument("--base", default="http://127.0.0.1")
    p.add_argument("folder")
    a = p.parse_args()
    site = make_site(a.folder, a.files, a.late, a.base)
    print("%d documents, %d pages" % (len(site.documents) + len(site.late),
                                      len(site.pages)))


if __name__ == "__main__":
    main()

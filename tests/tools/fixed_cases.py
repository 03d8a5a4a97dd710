# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports of fixed width by a seed, each with the table that it shows."""
import random
import unicodedata

FIRST = ("Anna Bernd Chiara Dimitri Eva Farid Greta Hiro Inga Jan Katarzyna "
         "Lars Mei Nils Olga Pedro Quentin Rosa Sven Tomasz Uma Zoe").split()
LAST = ("Adams Bauer Castellano Dubois Eriksson Fischer Garcia Huber Ivanov "
        "Jansen Kowalski Lopez Moreau Nowak Olsen Quinn Zimmermann").split()
CITIES = ["Berlin", "Paris", "New York", "Sao Paulo", "Rome", "Los Angeles",
          "Oslo", "Cape Town", "Kyoto", "Lima", "St. Gallen", "Ulm",
          "Ho Chi Minh City", "Delft", "Stratford upon Avon"]
TOWNS = ["Zürich", "Köln", "Malmö", "Łódź", "東京", "São Paulo", "Besançon",
         "Reykjavík", "Århus", "大阪市"]
WORDS = ("steel bolt washer nut plate copper wire glass panel rubber seal "
         "hinge brass screw oak board paint brush sand paper").split()
TITLES = ["Report of the branch in 2024",
          "Stock list, all items that were counted",
          "Table 3. Results by station and day"]
NOTES = ["Source: survey of 2024, all rights reserved by the office",
         "* values are preliminary and may still change a little"]
NUMBERS = ("id", "qty", "price", "date", "big", "temp")
HEADERS = ["plain", "plain", "upper", "rule", "rule", "rules", "two", "none"]


def kinds(r):
    """Of columns: name, how cells are aligned, the cell of row i."""
    base = r.randrange(1000, 90000)
    return {
        "id": ("ID", "r", lambda i: str(base + i)),
        "code": ("Code", "l", lambda i: "%s%03d" % (
            r.choice("ABCDEFG"), r.randrange(1000))),
        "name": ("Name", "l", lambda i: "%s %s" % (
            r.choice(FIRST), r.choice(LAST))),
        "city": ("City", "l", lambda i: r.choice(CITIES)),
        "town": ("Town", "l", lambda i: r.choice(TOWNS)),
        "item": ("Description", "l", lambda i: " ".join(
            r.choice(WORDS) for _ in range(r.randrange(1, 5)))),
        "qty": ("Qty", "r", lambda i: str(
            r.randrange(1, 10 ** r.randrange(1, 5)))),
        "price": ("Unit Price", "r", lambda i: "%.2f" % (
            r.random() * 10 ** r.randrange(1, 5))),
        "date": ("Date", "l", lambda i: "%04d-%02d-%02d" % (
            r.randrange(1990, 2026), r.randrange(1, 13),
            r.randrange(1, 29))),
        "share": ("Share", "r", lambda i: "%d%%" % r.randrange(101)),
        "flag": ("Active", "l", lambda i: r.choice(["yes", "no"])),
        "big": ("Population", "r", lambda i: "{:,}".format(
            r.randrange(1000, 10 ** 8))),
        "temp": ("Temp", "r", lambda i: "%.1f" % (r.random() * 60 - 20)),
        "time": ("Time", "l", lambda i: "%02d:%02d" % (
            r.randrange(24), r.randrange(60))),
        "grade": ("Grade", "l", lambda i: r.choice("ABCDF")),
    }


def width(s):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)


def pad(s, w, align):
    blanks = " " * (w - width(s))
    return s + blanks if align == "l" else blanks + s


def header(style, titles):
    if style == "upper":
        return [[t.upper().replace(" ", "_") for t in titles]]
    if style == "two":
        return [[t.split()[0] if " " in t else "" for t in titles],
                [t.split()[-1] for t in titles]]
    return [] if style == "none" else [titles]


def case(seed):
    """The text, and the records that it shows, the header first, if any."""
    r = random.Random(seed)
    known = kinds(r)
    n = r.choice([4, 6, 8, 12, 20, 40, 120, 400])
    k = r.randrange(3, 9)
    names = r.sample(sorted(known), k)
    if not any(x in NUMBERS for x in names):
        names[r.randrange(k)] = r.choice(["qty", "price", "date"])
    columns = [known[x] for x in names]
    missing = r.choice([0, 0, 0, 0.05, 0.15, 0.3])
    style = r.choice(HEADERS)
    style = "plain" if style == "none" and n < 8 else style
    rows = [[c[2](i) if j == 0 or r.random() >= missing else ""
             for j, c in enumerate(columns)] for i in range(n)]
    titles = [c[0] for c in columns]
    head = header(style, titles)
    widths = [max(width(row[j]) for row in rows + head) +
              (r.randrange(6) if r.random() < 0.3 else 0) for j in range(k)]
    gap = " " * r.choice([1, 1, 2, 3])
    aligns = [c[1] for c in columns]

    def line(cells, a):
        return gap.join(map(pad, cells, widths, a))

    total = sum(widths) + len(gap) * (k - 1)
    out = []
    above = r.choice([0, 0, 1, 2])
    if above and head:
        out.append(r.choice(TITLES))
        out += ["Printed on 3 March, page 1"] * (above - 1)
        out += [""] * (r.random() < 0.7)
    out += ["=" * total] * (style == "rules")
    aligned = r.random() < 0.5
    out += [line(h, aligns if aligned else "l" * k) for h in head]
    out += ["-" * total] * (style == "rule")
    out += ["=" * total] * (style == "rules")
    out += [line(row, aligns) for row in rows]
    if r.random() < 0.25:
        out += [r.choice(["", "-" * total]), r.choice(NOTES)]
    if r.random() < 0.5:
        out = [x.rstrip() for x in out]
    if style == "upper":
        titles = head[0]
    return "\n".join(out) + "\n", ([titles] if head else []) + rows

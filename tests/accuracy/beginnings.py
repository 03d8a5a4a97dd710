# SPDX-License-Identifier: LGPL-2.1-or-later
"""beginnings.py - small documents of known truth, cut from larger ones.

A few lines of a file have the dialect of all of it; a sheet cut after its
first rows has the header of the whole; rows with or without the line above
them have a header or none.  They are sniffed as the corpora are.
"""
import csv
import hashlib
import io
import os

import corpora
from corpora import main_table

LENGTHS = (2, 3, 5, 9, 17)
PROSE_PART = 8      # of so many, one


def head(path, n):
    """The first n lines as bytes; None if there are hardly more."""
    with open(path, 'rb') as f:
        text = f.read(1 << 16)
    if b'\0' in text or text[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return None
    end = b'\n' if b'\n' in text else b'\r'
    lines = text.split(end)
    return end.join(lines[:n]) + end if len(lines) > n + 1 else None


def dialects(c):
    for item in c.items('dialect'):
        if item.get('doubt') or item.get('single'):
            continue
        quote = (item['quotechar'] or '"').encode()
        for n in LENGTHS:
            text = head(item['address'], n)
            if not text or text.count(quote) % 2 or \
                    item['delimiter'].encode() not in text:
                continue
            q = quote.decode() if quote in text else '"'
            for name in ('x.csv', 'x'):
                yield 'dialect', item['address'], n, name, text, \
                    (item['delimiter'], q)


def sheets(c):
    for item in c.items('lines'):
        for n in LENGTHS:
            text = head(item['address'], item['first_data'] + n)
            if text and text.count(b'"') % 2 == 0:
                yield 'layout', item['address'], n, 'x.csv', text, \
                    (item['header'], item['first_data'])


def names_all(row):
    """Are these names, of every column?"""
    for cell in row:
        cell = cell.strip()
        if not cell or cell.startswith(('(', '-')):
            return False
        try:
            if not 1700 <= float(cell.replace(',', '')) < 2200:
                return False
        except ValueError:
            pass
    return True


def rows(c):
    """The last header line and rows, and the same rows without it."""
    for item in c.items('lines'):
        with open(item['address'], encoding='utf-8', errors='replace',
                  newline='') as f:
            lines = list(csv.reader(f))
        if not item['header'] or len(lines) != len(item['lines']):
            continue
        full = lines[item['first_data']:item['last_data'] + 1]
        used = [k for k in range(max(map(len, lines)))
                if any(k < len(r) and r[k].strip() for r in full)]
        data = [[r[k] if k < len(r) else '' for k in used]
                for r, kind in zip(lines, item['lines'])
                if kind in ('data', 'derived')]
        top = lines[item['header'][-1]]
        top = [top[k] if k < len(top) else '' for k in used]
        top[0] = top[0].strip() or 'Name'
        for n in (1,) + LENGTHS if names_all(top) else ():
            for with_header in (1, 0):
                out = io.StringIO()
                csv.writer(out, lineterminator='\n').writerows(
                    [top] * with_header + data[:n])
                yield 'rows', item['address'], 2 * n + with_header, \
                    'x.csv', out.getvalue().encode(), \
                    (list(range(with_header)), with_header)


def prose(c, names):
    for address in sorted(c.said()):
        name = address.rsplit('/', 1)[-1].lower()
        digest = hashlib.sha256(address.encode('utf-8', 'replace'))
        if not address.startswith(tuple(p + '/' for p in c.plain())) or \
                not names(name) or not os.path.isfile(address) or \
                digest.digest()[0] % PROSE_PART:
            continue
        for n in LENGTHS:
            text = head(address, n)
            if text:
                yield 'prose', address, n, 'x.txt', text, None


def is_right(kind, truth, doc):
    t = main_table(doc) or {}
    if kind == 'prose':
        return doc.get('format') != 'delimited'
    if doc.get('format') != 'delimited':
        return False
    if kind == 'dialect':
        d = t.get('dialect') or {}
        return (d.get('delimiter'), d.get('quotechar') or '"') == truth
    return (t.get('header_lines'), t.get('first_data')) == truth


def answers(c, prose_names):
    """(kind, the file it was cut from, document, right)"""
    place = os.path.join(c.tmp, 'beginnings')
    wanted = []
    for items in (dialects(c), sheets(c), rows(c), prose(c, prose_names)):
        for kind, address, n, name, text, truth in items:
            folder = os.path.join(place, kind, str(n), str(len(wanted)))
            os.makedirs(folder)
            path = os.path.realpath(os.path.join(folder, name))
            with open(path, 'wb') as f:
                f.write(text)
            wanted.append((kind, address, path, truth))
    said = corpora.sniff(c.program, [place]) if wanted else {}
    for kind, address, path, truth in wanted:
        doc = said.get(path)
        if doc:
            yield kind, address, doc, is_right(kind, truth, doc)

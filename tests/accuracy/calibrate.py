# SPDX-License-Identifier: LGPL-2.1-or-later
"""calibrate.py - is a document that is called 95 % sure right so often?

An answer is a document of known truth and the confidence it was read with.
"""
import csv
import math
import os

import scores
from corpora import main_table

BINS = (0, 0.6, 0.8, 0.9, 0.95, 0.98, 1.0001)
SURE = 0.95
FOUND = 0.9         # record F1 of a table that was found and cut rightly
PROSE = ('.h', '.c', '.py', '.sh', 'readme', 'news', 'todo', 'copyright')


def dialects(c):
    """But for those whose note contradicts the file."""
    for item in c.items('dialect'):
        if item.get('doubt'):
            continue
        doc = c.said().get(item['address'], {})
        d = (main_table(doc) or {}).get('dialect') or {}
        yield 'dialect', doc, d.get('delimiter') == item['delimiter'] and \
            (d.get('quotechar') or '"') == (item['quotechar'] or '"')


def layouts(c):
    for item in c.items('lines'):
        doc = c.said().get(item['address'], {})
        t = main_table(doc) or {}
        yield 'layout', doc, t.get('header_lines') == item['header'] and \
            t.get('first_data') == item['first_data']


def loads(c, corpus):
    """By the measures that the scorer wrote: the table was found and cut

    rightly if nine records in ten are right; what is damaged in a record
    or two is no fault of the decision that the confidence is about.
    """
    path = os.path.join(c.tmp, corpus + '.csv')
    if c.scorer('pollock.py') and not os.path.exists(path):
        scores.measure(c, 'pollock.py', corpus, scores.CAT)
    if not os.path.exists(path):
        return
    with open(path, encoding='utf-8') as f:
        right = {r['file']: r['exact'] == '1' or float(r['record_f1']) >= FOUND
                 for r in csv.DictReader(f)}
    for item in c.items(corpus):
        yield corpus, c.said().get(item['address'], {}), \
            right.get(item['path'], False)


def is_prose(name):
    return name.endswith(PROSE[:4]) or name.startswith(PROSE[4:])


def prose(c):
    """Sources and notes are lines."""
    roots = tuple(p + '/' for p in c.plain())
    for address, doc in sorted(c.said().items()):
        name = address.rsplit('/', 1)[-1].lower()
        if address.startswith(roots) and doc.get('format') and \
                is_prose(name):
            yield 'prose', doc, doc['format'] != 'delimited'


def answers(c):
    for corpus in ('pollock', 'survey'):
        yield from loads(c, corpus)
    for more in (dialects, layouts, prose):
        yield from more(c)


def reliability(found):
    """Prints the bins; returns the expected calibration error."""
    error = 0
    print('%-12s %7s %7s %7s' % ('confidence', 'answers', 'said', 'right'))
    for low, high in zip(BINS, BINS[1:]):
        b = [(p, r) for p, r in found if low <= p < high]
        if not b:
            continue
        said = sum(p for p, _ in b) / len(b)
        right = sum(r for _, r in b) / len(b)
        error += abs(said - right) * len(b) / len(found)
        print('%.2f - %.2f  %7d %7.3f %7.3f' % (low, min(high, 1), len(b),
                                                said, right))
    return error


def run(c, _flags):
    found = [(kind, d.get('confidence', 0), bool(right), d)
             for kind, d, right in answers(c) if d]
    if not found:
        print('calibration: no answers of known truth')
        return 77
    error = reliability([(p, r) for _, p, r, _ in found])
    print('expected calibration error %.3f\n' % error)
    print('%-10s %8s %7s %12s %7s' % ('kind', 'answers', 'right',
                                      'at %.2f' % SURE, 'right'))
    for kind in sorted({f[0] for f in found}) + ['all']:
        of = [f for f in found if kind in ('all', f[0])]
        sure = [f[2] for f in of if f[1] >= SURE]
        print('%-10s %8d %7.3f %12d %7.3f' % (
            kind, len(of), sum(f[2] for f in of) / len(of), len(sure),
            sum(sure) / len(sure) if sure else math.nan))
    print('\nwrong, and surest of it:')
    for kind, p, _, d in sorted((f for f in found if not f[2]),
                                key=lambda f: -f[1])[:30]:
        print('  %.2f %-8s %s' % (p, kind, d['path']))
    print()
    return 0

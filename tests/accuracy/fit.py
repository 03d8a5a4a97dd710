# SPDX-License-Identifier: LGPL-2.1-or-later
"""fit.py - the weights of the confidence, by logistic regression.

Two questions have an answer of their own: are records cut as they should be,
and is the table where it is said to be?  Each is fitted over five folds; a
file and all that was cut from it are in one.  What is printed about a fold
was fitted on the others.
"""
import collections
import hashlib
import math

import beginnings
import calibrate

FOLDS = 5
RIDGE = 0.05
BINS = (0, 0.6, 0.8, 0.9, 0.95, 0.98, 1.0001)


def cut_features(e):
    return [1, math.log2(1 + min(e['margin'], 127))]


def place_features(e):
    return [min(e['layout'], 15), e['above']]


# name, what is fitted, kinds of answers, is it measured?
MODELS = [
    ('cut: start, margin', cut_features,
     ('dialect', 'pollock', 'survey', 'prose'), lambda e: True),
    ('place: layout, above', place_features,
     ('layout', 'rows', 'pollock', 'survey'), lambda e: e['layout'] > 0),
]


def solve(a, b):
    """a x = b by elimination; a is small."""
    n = len(b)
    m = [row[:] + [v] for row, v in zip(a, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda k, i=i: abs(m[k][i]))
        m[i], m[p] = m[p], m[i]
        for k in range(n):
            if k != i:
                f = m[k][i] / m[i][i]
                m[k] = [x - f * y for x, y in zip(m[k], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


def chance(b, x):
    z = sum(i * j for i, j in zip(b, x))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def regress(data):
    """Weights by Newton's method, with a light ridge; data: x, right, w."""
    n = len(data[0][0])
    b = [0.0] * n
    for _ in range(40):
        g = [-RIDGE * v for v in b]
        h = [[RIDGE * (i == j) + 1e-6 * (i == j)
              for j in range(n)] for i in range(n)]
        for x, right, w in data:
            p = chance(b, x)
            for i in range(n):
                g[i] += w * (right - p) * x[i]
                for j in range(n):
                    h[i][j] += w * p * (1 - p) * x[i] * x[j]
        step = [max(-5.0, min(5.0, v)) for v in solve(h, g)]
        b = [u + v for u, v in zip(b, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return b


def fold(address):
    digest = hashlib.sha256(address.encode('utf-8', 'replace')).digest()
    return digest[0] % FOLDS


def collect(c):
    """(kind, where it comes from, evidence, right) of delimited answers."""
    for kind, doc, right in calibrate.answers(c):
        if doc and doc.get('format') == 'delimited' and doc.get('evidence'):
            yield kind, doc['path'], doc['evidence'], right
    for kind, address, doc, right in beginnings.answers(
            c, calibrate.is_prose):
        if doc.get('format') == 'delimited' and doc.get('evidence'):
            yield kind + '<', address, doc['evidence'], right


def weigh(answers):
    """A file weighs one, however often it was cut; a corpus of copies of

    one table, the root of its size.
    """
    parts = collections.Counter(a[:2] for a in answers)
    copies = sum(a[0] == 'pollock' for a in answers)
    return [1 / math.sqrt(copies) if a[0] == 'pollock' else 1 / parts[a[:2]]
            for a in answers]


def show(held):
    print('%-12s %7s %7s' % ('held out', 'answers', 'right'))
    for low, high in zip(BINS, BINS[1:]):
        b = [r for p, r in held if low <= p < high]
        if b:
            print('%.2f - %.2f  %7d %7.3f' % (low, min(high, 1), len(b),
                                              sum(b) / len(b)))
    print()


def numbers(b):
    return ' '.join('%6.2f' % v for v in b)


def model(name, features, answers):
    data = [(features(e), int(right), w) for (_, _, e, right), w in
            zip(answers, weigh(answers))]
    folds = [fold(a[1]) for a in answers]
    print('%-30s %s' % (name, numbers(regress(data))))
    held = []
    for q in range(FOLDS):
        b = regress([d for d, f in zip(data, folds) if f != q])
        print('%-30s %s' % ('  without fold %d' % q, numbers(b)))
        held += [(chance(b, d[0]), d[1]) for d, f in zip(data, folds)
                 if f == q]
    show(held)


def run(c, _flags):
    found = list(collect(c))
    if not found:
        print('fit: no answers of known truth')
        return 77
    for name, features, kinds, measured in MODELS:
        answers = [a for a in found if a[0].rstrip('<') in kinds and
                   measured(a[2])]
        print('%d answers, %d of them wrong' % (
            len(answers), sum(not a[3] for a in answers)))
        model(name, features, answers)
    return 0

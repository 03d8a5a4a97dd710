# SPDX-License-Identifier: LGPL-2.1-or-later
"""folds.py - what hangs on the constants of the delimited format?

Each is made a quarter smaller and a quarter larger in a copy of the source,
which is compiled beside a copy of the program.  Then five folds, by file: the
settings that do best on four of them are tried on the fifth.
"""
import os
import re
import shutil
import subprocess

import calibrate
import corpora
import fit

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, '../../plugins/formats')
FACTORS = (0.75, 1.25)
NUMBER = r'([0-9.]+)'

# name, file, what stands before the number
CONSTANTS = [(n, 'cost', r'\b%s\s*= ' % n) for n in (
    'SAME_BYTES', 'KIND_EMPTY', 'KIND_CHANGE', 'QUOTED_CHANGE',
    'WIDTH_CHANGE', 'WIDTH_STEP', 'BLANK_LINE', 'COMMENT_LINE', 'JUNK',
    'BARE', 'STRAY')] + [
        ('prior of blanks', 'delims', r'\{ " ", 1, '),
        ('prior of ;', 'delims', r'\{ ";", 1, '),
        ('a header word', 'header', r'pt->words \+= '),
        ('no number in numbers', 'header', r'pt->misfit \+= (?=3)'),
        ('a number in numbers', 'header', r'pt->fit -= (?=4)'),
        ('a number in texts', 'header', r'pt->fit -= (?=1)'),
        ('misfits at most', 'header', r'cap\(pt.misfit, '),
        ('shapes at most', 'header', r'cap\(pt.shape, '),
        ('novelty at most', 'header', r'cap\(pt.novel, ')]


def changed(text, before, factor, whole):
    """The source with another number; None where it is not found once."""
    new, n = re.subn('(%s)%s' % (before, NUMBER), lambda m: m.group(1) + (
        '%.0f' if whole else '%.3f') % (float(m.group(2)) * factor), text)
    return new if n == 1 else None


class Bench:
    """A copy of the program with modules of its own."""

    def __init__(self, c):
        self.c = c
        self.place = os.path.join(c.tmp, 'bench')
        real = os.path.realpath(os.path.dirname(c.program))
        shutil.copytree(os.path.join(real, 'modules'),
                        os.path.join(self.place, 'modules'))
        self.program = os.path.join(self.place, 'polyscraper')
        shutil.copy(c.program, self.program)
        self.objects = os.path.join(self.place, 'objects')
        os.makedirs(self.objects)
        self.parts = sorted(n[:-2] for n in os.listdir(SOURCE)
                            if re.fullmatch(r'delimited\w*\.c', n))
        self.texts = {}
        for part in self.parts:
            with open(os.path.join(SOURCE, part + '.c'),
                      encoding='utf-8') as f:
                self.texts[part] = f.read()
            self.compile(part, self.texts[part])

    def compile(self, part, text):
        path = os.path.join(self.objects, part + '.c')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        subprocess.run([os.environ.get('CC', 'cc'), '-std=gnu17', '-O1',
                        '-w', '-fPIC', '-D_GNU_SOURCE', '-iquote', SOURCE,
                        '-I' + os.path.join(HERE, '../../core'), '-c', path,
                        '-o', path[:-2] + '.o'], check=True)

    def link(self):
        out = os.path.join(self.place, 'modules/formats/delimited.so')
        os.unlink(out)
        subprocess.run([os.environ.get('CC', 'cc'), '-shared', '-o', out] + [
            os.path.join(self.objects, p + '.o') for p in self.parts] +
            ['-lm'], check=True)

    def right(self, changes=()):
        """(kind, file) -> was it right, with these constants changed?"""
        texts = {}
        for (_, part, before), factor in changes:
            whole = part == 'cost'
            part = 'delimited_' + part
            text = changed(texts.get(part, self.texts[part]), before, factor,
                           whole)
            if text is None:
                return None
            texts[part] = text
        for part, text in texts.items():
            self.compile(part, text)
        self.link()
        for part in texts:
            self.compile(part, self.texts[part])
        c = self.c
        c.kept = corpora.sniff(self.program,
                               [c.root('dialect'), c.root('lines')])
        return {(kind, doc['path']): bool(ok) for more in (
            calibrate.dialects, calibrate.layouts)
            for kind, doc, ok in more(c) if doc}


def score(right, kind, folds):
    of = [ok for (k, path), ok in right.items()
          if k == kind and fit.fold(path) in folds]
    return sum(of)


def line(name, right, usual):
    cells = []
    for kind in ('dialect', 'layout'):
        n = score(right, kind, range(fit.FOLDS))
        cells.append('%4d %+3d' % (n, n - score(usual, kind,
                                                range(fit.FOLDS))))
    print('%-32s %s' % (name, '   '.join(cells)), flush=True)


def held_out(bench, tried, usual):
    """What the other folds would choose, and how it does on each."""
    print('\n%-7s %-22s %s' % ('fold', 'usual, of', 'chosen by the others'))
    for q in range(fit.FOLDS):
        others = [f for f in range(fit.FOLDS) if f != q]
        both = lambda r, f: sum(score(r, k, f) for k in ('dialect', 'layout'))
        changes = []
        for constant in CONSTANTS:
            best = max(FACTORS, key=lambda f, n=constant[0]: both(
                tried.get((n, f), usual), others))
            if both(tried.get((constant[0], best), usual), others) > \
                    both(usual, others):
                changes.append((constant, best))
        right = bench.right(changes) or usual
        print('%-7d %4d of %-13d %4d  %s' % (
            q, both(usual, [q]), sum(fit.fold(p) == q for _, p in usual),
            both(right, [q]), ', '.join('%s x %s' % (c[0], f)
                                        for c, f in changes) or 'as it is'))


def run(c, _flags):
    if 'dialect' not in c.names or 'lines' not in c.names or \
            not os.path.isdir(os.path.join(os.path.dirname(c.program),
                                           'modules')):
        print('folds: the corpora and a program in its build tree are needed')
        return 77
    bench = Bench(c)
    usual = bench.right()
    print('%-32s %-10s %s' % ('right', 'dialect', 'layout'))
    line('as it is', usual, usual)
    tried = {}
    for constant in CONSTANTS:
        for factor in FACTORS:
            right = bench.right([(constant, factor)])
            if right is None:
                print('%-32s not found' % constant[0])
                continue
            tried[constant[0], factor] = right
            line('%s x %s' % (constant[0], factor), right, usual)
    held_out(bench, tried, usual)
    return 0

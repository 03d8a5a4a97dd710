# SPDX-License-Identifier: LGPL-2.1-or-later
"""corpora.py - where the corpora are, and what the program says of them.

Whole folders are sniffed by one process, so that thousands of files take a
second or two.
"""
import json
import os
import shutil
import subprocess
import sys
import tarfile


def flat(doc):
    """A document and all its members."""
    yield doc
    for m in doc.get('members') or []:
        yield from flat(m)


def main_table(doc):
    """The first table with at least a third of the rows, else the last."""
    tables = doc.get('tables') or []
    n = sum(t.get('rows') or 0 for t in tables)
    for t in tables:
        if 3 * (t.get('rows') or 0) >= n or t is tables[-1]:
            return t
    return None


def sniff(program, paths):
    """What is said of files and folders, by address; members, too."""
    plugins = os.environ.get('PS_PLUGINS')
    command = [program, 'sniff', '--json']
    if plugins and os.path.isdir(plugins):
        command += ['--plugin-dir', plugins]
    p = subprocess.run(command + list(paths), stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, check=False)
    if p.returncode not in (0, 3):
        sys.exit('accuracy: %s ended with %d: %s' % (
            ' '.join(command), p.returncode,
            p.stderr.decode('utf-8', 'replace')[-500:]))
    found = {}
    for line in p.stdout.decode('utf-8', 'surrogateescape').split('\n')[:-1]:
        for doc in flat(json.loads(line)):
            found[doc['path']] = doc
    return found


class Corpora:
    """The folders with a manifest, unpacked where they are packed."""

    def __init__(self, place, tmp, program, scorers):
        self.place = os.path.realpath(place)
        self.tmp = tmp
        self.program = shutil.which(program) or os.path.abspath(program)
        self.scorers = os.path.realpath(scorers) if scorers else None
        self.names = sorted(
            n for n in os.listdir(self.place)
            if os.path.exists(self.in_place(n, 'manifest.jsonl')))
        self.kept = None
        self.roots = {}

    def in_place(self, *parts):
        return os.path.join(self.place, *parts)

    def root(self, name):
        """The folder with the corpus's files, made if need be."""
        if name not in self.roots:
            self.roots[name] = self.in_place(name)
            packed = self.in_place(name, 'files.tar.xz')
            if os.path.exists(packed):
                self.roots[name] = os.path.join(self.tmp, name)
                with tarfile.open(packed) as t:
                    t.extractall(self.roots[name], filter='data') \
                        if hasattr(tarfile, 'data_filter') else \
                        t.extractall(self.roots[name])
        return self.roots[name]

    def items(self, name):
        """The manifest's objects, each with the file's address."""
        if name not in self.names:
            return
        with open(self.in_place(name, 'manifest.jsonl'),
                  encoding='utf-8') as f:
            for line in f:
                item = json.loads(line)
                item['address'] = os.path.realpath(
                    os.path.join(self.root(name), item['path']))
                yield item

    def plain(self):
        """Folders of files that hold no tables."""
        places = os.environ.get('ACCURACY_PLAIN',
                                '/usr/share/doc:/usr/include')
        return [os.path.realpath(p) for p in places.split(':')
                if os.path.isdir(p)]

    def said(self):
        """What the program says of everything, by address; asked once."""
        if self.kept is None:
            self.kept = sniff(self.program, [self.root(n)
                              for n in self.names] + self.plain())
        return self.kept

    def scorer(self, name):
        path = os.path.join(self.scorers, name) if self.scorers else ''
        return path if os.path.exists(path) else None

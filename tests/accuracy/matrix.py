# SPDX-License-Identifier: LGPL-2.1-or-later
"""matrix.py - which format claims which kind of file.

A kind is a folder of a corpus (or a plain folder) and how the name ends.  A
new format that takes another's files shows at once: in the counts, in the
list of surprising files, and against matrix.tsv, which has the counts of the
corpora as they were last found right.
"""
import collections
import fnmatch
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
BASELINE = os.path.join(HERE, 'matrix.tsv')
NONE = 'none'
SHOWN = 40          # surprising files of one kind of surprise

# Who may claim a file of that name; the first line that fits decides.
TABLES = {'delimited', 'fixed', 'grid', 'drawn', 'aligned'}
LOGS = {'lines', 'log', 'logs', 'pattern', 'template'}
EXPECTED = [
    ('*.csv', TABLES), ('*.tsv', TABLES), ('*.tab', TABLES),
    ('*.log', LOGS), ('*.log.txt', LOGS),
    ('*.json', {'json', 'ndjson', 'lines', NONE}),
    ('*.xml', {'xml', 'lines'}), ('*.svg', {'xml', 'lines'}),
    ('*.html', {'html', 'xml', 'lines'}),
    ('*.htm', {'html', 'xml', 'lines'}),
    ('*.xls', {'spreadsheet', NONE}), ('*.xlsx', {'spreadsheet', NONE}),
    ('*.ods', {'spreadsheet', NONE}),
    ('*.yaml', {'yaml', 'lines'}), ('*.yml', {'yaml', 'lines'}),
    ('*.dbf', {'dbf', NONE}), ('*.shp', {'shapefile', NONE}),
    ('*.sqlite', {'sqlite', NONE}), ('*.gpkg', {'sqlite', NONE}),
    ('*.md', {'markdown', 'lines'}), ('*.rst', {'rst', 'lines'}),
    ('*.gz', {'gzip', 'archive', 'compressed', NONE}),
    ('*.xz', {'xz', 'archive', 'compressed', NONE}),
    ('*.zip', {'zip', 'archive', NONE}),
    ('*.[ch]', {'lines'}), ('*.h[hp]*', {'lines'}), ('*.py', {'lines'}),
    ('*.sh', {'lines'}), ('*.p[lm]', {'lines'}), ('*.lua', {'lines'}),
    ('*.tcl', {'lines'}), ('*.sql', {'sql', 'lines'}),
    ('README*', {'lines', 'markdown'}), ('NEWS*', {'lines', 'markdown'}),
    ('TODO*', {'lines', 'markdown'}), ('AUTHORS*', {'lines'}),
    ('THANKS*', {'lines'}), ('FAQ*', {'lines'}), ('COPYING*', {'lines'}),
    ('copyright', {'lines', 'stanza', 'stanzas', 'fields', 'headers'}),
    ('changelog*', {'lines'}), ('ChangeLog*', {'lines'}),
]


def expected(name):
    for pattern, formats in EXPECTED:
        if fnmatch.fnmatchcase(name, pattern) or \
                fnmatch.fnmatchcase(name.lower(), pattern):
            return formats
    return None


def ending(name):
    """'.csv', 'readme', ...: few enough to be read."""
    known = re.match(r'(readme|news|todo|authors|thanks|faq|copying|'
                     r'copyright|changelog)', name.lower())
    if known and not re.search(r'\.(gz|html?|md|rst)$', name.lower()):
        return known.group(1)
    found = re.search(r'\.([a-z][a-z0-9]{0,7})$', name.lower())
    return '.' + found.group(1) if found else '(none)'


def base(address):
    return re.split('[/!]', address)[-1]


def kinds(c):
    """Address and folder of every file that was looked at."""
    for name in c.names:
        for item in c.items(name):
            deep = os.path.dirname(item['path'])
            first = deep.split('/')[0] if name in ('dialect', 'lines') else ''
            yield item['address'], os.path.join(name, first).rstrip('/')
    plain = c.plain()
    for address in c.said():
        for root in plain:
            if address.startswith(root + '/'):
                yield address, root


def format_of(doc):
    return doc.get('format') or NONE


def count(c):
    said = c.said()
    table = collections.defaultdict(collections.Counter)
    surprises = collections.defaultdict(list)
    for address, folder in kinds(c):
        doc = said.get(address, {})
        name = base(address)
        got = format_of(doc)
        table[folder, ending(name)][got] += 1
        wanted = expected(name)
        if wanted is not None and got not in wanted:
            surprises[ending(name), got].append(
                (-doc.get('confidence', 0), address))
    return table, surprises


def usual(table, rare):
    """Files whose name says nothing: what few of a kind are, by kind."""
    for kind, counts in sorted(table.items()):
        n = sum(counts.values())
        for got, k in counts.items():
            if n >= 20 and k * 20 < n and kind[1] not in rare:
                yield kind, got, k, n


def print_table(table):
    formats = sorted({f for counts in table.values() for f in counts},
                     key=lambda f: (f == NONE, f))
    width = max(len(f) for f in formats) + 2
    print('%-24s %-11s %6s' % ('folder', 'name', 'files') +
          ''.join(f.rjust(width) for f in formats))
    few = collections.Counter()
    for (folder, end), counts in sorted(table.items()):
        if sum(counts.values()) < 3 and folder.startswith('/'):
            few.update(counts)
            continue
        print('%-24s %-11s %6d' % (folder, end, sum(counts.values())) +
              ''.join(str(counts[f] or '.').rjust(width) for f in formats))
    if few:
        print('%-24s %-11s %6d' % ('kinds of one or two', '',
                                   sum(few.values())) +
              ''.join(str(few[f] or '.').rjust(width) for f in formats))


def print_surprises(table, surprises):
    print('\nsurprising: %d files' % sum(map(len, surprises.values())))
    for (end, got), files in sorted(surprises.items()):
        print('  %s claimed as %s: %d' % (end, got, len(files)))
        for sure, address in sorted(files)[:SHOWN]:
            print('    %3.0f %%  %s' % (-100 * sure, address))
    rare = {end for end, _ in surprises}
    for (folder, end), got, k, n in usual(table, rare):
        print('  %d of %d %s in %s claimed as %s' % (k, n, end, folder, got))


def lines_of(table):
    for (folder, end), counts in sorted(table.items()):
        if folder.startswith('/'):
            continue
        for got, k in sorted(counts.items()):
            yield '%s\t%s\t%s\t%d' % (folder, end, got, k)


def compare(table, update):
    """What is not as it was; True if something is not."""
    now = set(lines_of(table))
    if update:
        with open(BASELINE, 'w', encoding='utf-8') as f:
            f.write('\n'.join(sorted(now)) + '\n')
        print('\nwritten: %s' % BASELINE)
    if not os.path.exists(BASELINE):
        return False
    with open(BASELINE, encoding='utf-8') as f:
        was = set(f.read().splitlines())
    for line in sorted(was - now):
        print('  was  %s' % line.replace('\t', '  '))
    for line in sorted(now - was):
        print('  is   %s' % line.replace('\t', '  '))
    return was != now


def run(c, flags):
    table, surprises = count(c)
    print_table(table)
    print_surprises(table, surprises)
    print('\nagainst matrix.tsv:')
    if not compare(table, '--update' in flags):
        print('  no difference')
    print()
    return 0

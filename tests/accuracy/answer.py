#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""answer.py - the dialect or the lines of many files, one JSON line each.

    answer.py dialect|lines PROGRAM FILE...

This is what the scorers dialect.py and lines.py ask for with {files}.
"""
import json
import os
import sys

from corpora import main_table, sniff


def dialect(table):
    d = table.get('dialect') or {}
    return {k: d.get(k) or '' for k in ('delimiter', 'quotechar',
                                        'escapechar')}


def lines(table):
    return {'header': table['header_lines'],
            'first_data': table['first_data'],
            'last_data': table['last_data']}


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ('dialect', 'lines'):
        sys.exit(__doc__)
    said = sniff(sys.argv[2], sys.argv[3:])
    for path in sys.argv[3:]:
        table = main_table(said.get(os.path.realpath(path), {}))
        make = dialect if sys.argv[1] == 'dialect' else lines
        print(json.dumps(None if table is None else make(table)))


if __name__ == '__main__':
    main()

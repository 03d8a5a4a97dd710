# SPDX-License-Identifier: LGPL-2.1-or-later
"""scores.py - every scorer once, and one table of what came of it."""
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CAT = '{program} cat --to csv {{file}}'
ASK = '{python} {here}/answer.py %s {program} {{files}}'

# scorer, corpus, its command, {metric: bar or None}
SCORES = [
    ('dialect.py', 'dialect', ASK % 'dialect',
     {'accuracy': 0.955, 'f1': 0.975, 'effect': 0.965}),
    ('lines.py', 'lines', ASK % 'lines',
     {'first': 0.92, 'header': 0.85, 'all': 0.80, 'last': None}),
    ('pollock.py', 'survey', CAT, {'simple': 9.20, 'rows': 0.965}),
    ('pollock.py', 'pollock', CAT, {'simple': 9.96, 'rows': None}),
    ('pollock.py', 'spectrum', CAT, {'simple': 10.0}),
    ('accept.py', 'json', '{program} cat --format=json --to ndjson {{file}}',
     {'right': None}),
    ('logs.py', 'logs', CAT, {'exact': None, 'covered': None}),
]


def measure(c, scorer, corpus, command):
    """The figures of the scorer's last line; {} where it gave none."""
    words = {'program': shlex.quote(c.program), 'here': shlex.quote(HERE),
             'python': shlex.quote(sys.executable)}
    argv = [sys.executable, c.scorer(scorer), c.in_place(corpus),
            '--cmd', command.format(**words)]
    if scorer == 'logs.py':
        argv.append('--fields')
    if scorer == 'pollock.py':
        argv += ['--details', os.path.join(c.tmp, corpus + '.csv')]
    p = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       cwd=c.scorers, check=False)
    out = p.stdout.decode('utf-8', 'replace')
    with open(os.path.join(c.tmp, corpus + '.out'), 'w',
              encoding='utf-8') as f:
        f.write(out)
    last = [x for x in out.splitlines() if x.startswith('RESULT')][-1:]
    return {k.lower(): float(v) for k, v in
            re.findall(r'(\w+)=([0-9.]+)', last[0] if last else '')}


def rows(c):
    for scorer, corpus, command, bars in SCORES:
        if corpus not in c.names or c.scorer(scorer) is None:
            continue
        got = measure(c, scorer, corpus, command)
        for metric, bar in bars.items():
            yield corpus, metric, got.get(metric), bar


def run(c, _flags):
    if c.scorer('dialect.py') is None:
        print('accuracy: ACCURACY_SCORERS names no folder of scorers; '
              'no scores')
        return 77
    missed = 0
    print('%-10s %-10s %8s %8s  %s' % ('corpus', 'metric', 'ours', 'bar',
                                       'met'))
    for corpus, metric, ours, bar in rows(c):
        met = bar is None or (ours is not None and ours >= bar)
        missed += not met
        print('%-10s %-10s %8s %8s  %s' % (
            corpus, metric, '-' if ours is None else '%.4f' % ours,
            '' if bar is None else '%.3f' % bar,
            '' if bar is None else 'yes' if met else 'NO'), flush=True)
    print()
    return 1 if missed else 0

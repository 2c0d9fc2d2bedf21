#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long functions and files are: prints median, 95th percentile and the longest, fails on a function
over 80 lines (a class_init table may pass) and on a file over 700."""
import tempfile

from source_tree import Tap, files, functions, read, source_root

FUNCTION_LIMIT, FUNCTION_LONG = 80, 40
FILE_LIMIT, FILE_LONG = 700, 500


def percentile(lengths, share):
    """The length that this share of the lengths does not exceed; 0 of none."""
    ranked = sorted(lengths)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0


def long_functions(all_functions, limit):
    return [f'{f.path}:{f.line}: {f.name} has {f.n_lines} lines (at most {limit})'
            for f in all_functions if f.n_lines > limit and not f.name.endswith('_class_init')]


def long_files(lengths, limit):
    return [f'{path}: {n} lines (at most {limit})' for path, n in lengths.items() if n > limit]


def report(tap, what, lengths, longest):
    tap.say(f'{len(lengths)} {what}: median {percentile(lengths, 0.5)} lines, 95 % within'
            f' {percentile(lengths, 0.95)}, longest {max(lengths, default=0)}')
    for line in longest:
        tap.say('  long: ' + line)


def check_made_up(tap):
    """A tree with one function of 81 lines, and a class_init of 90, to see that the first is found."""
    body = '\n'.join('  x ();' for _ in range(79))
    text = (f'static void\nlong_one (int a,\n          int b)\n{{\n{body}\n}}\n\n'
            f'static void\nthing_class_init (ThingClass *klass)\n{{\n{body}\n{body}\n}}\n\n'
            'struct _Thing\n{\n' + '\n'.join('  int x;' for _ in range(99)) + '\n};\n\n'
            'int\nshort_one (void)\n{\n  return 0;\n}\n')
    with tempfile.TemporaryDirectory() as root:
        with open(f'{root}/a.c', 'w', encoding='utf-8') as file:
            file.write(text)
        found = functions(root, 'a.c')
    names = [(f.name, f.n_lines, f.line) for f in found]
    expected = [('long_one', 81, 2), ('thing_class_init', 160, 87), ('short_one', 3, 353)]
    tap.check('/rules/lengths/made-up/functions', [] if names == expected else [f'found {names}'])
    offenders = long_functions(found, FUNCTION_LIMIT)
    tap.check('/rules/lengths/made-up/offender',
              [] if offenders == ['a.c:2: long_one has 81 lines (at most 80)'] else [str(offenders)])


def main():
    root, tap = source_root(), Tap()
    paths = files(root, 'src', 'tests')
    in_sources = [f for path in paths if path.startswith('src/') for f in functions(root, path)]
    in_tests = [f for path in paths if path.startswith('tests/') for f in functions(root, path)]
    lengths = {path: read(root, path).count('\n') for path in paths}
    report(tap, 'functions in src', [f.n_lines for f in in_sources], long_functions(in_sources, FUNCTION_LONG))
    report(tap, 'files', list(lengths.values()), long_files(lengths, FILE_LONG))
    tap.check('/rules/lengths/functions', long_functions(in_sources + in_tests, FUNCTION_LIMIT))
    tap.check('/rules/lengths/files', long_files(lengths, FILE_LIMIT))
    check_made_up(tap)
    tap.end()


main()

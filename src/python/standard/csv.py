# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for csv (Library Reference, "csv")."""
from _retort import not_evaluated

QUOTE_MINIMAL = 0
QUOTE_ALL = 1
QUOTE_NONNUMERIC = 2
QUOTE_NONE = 3


class Error(Exception):
    pass


class _Form:
    """How a file is written; what is not named here is not evaluated."""

    def __init__(self, dialect, delimiter=',', quotechar='"', doublequote=True, skipinitialspace=False, lineterminator='\r\n', quoting=0,
                 escapechar=None, strict=False):
        self.delimiter = '\t' if dialect == 'excel-tab' else delimiter
        self.quotechar = quotechar
        self.lineterminator = '\n' if dialect == 'unix' else lineterminator
        self.quoting = QUOTE_ALL if dialect == 'unix' else quoting
        self.skips = skipinitialspace
        if dialect not in ('excel', 'excel-tab', 'unix') or not doublequote or escapechar or quoting not in (0, 1) or strict or not quotechar:
            self.delimiter = not_evaluated('this form of a CSV file is not evaluated')


def _read_line(lines, line, form):
    """The fields of a record, which may go on in the lines that follow."""
    fields = []
    field = ''
    is_quoted = False
    is_new = True
    at = 0
    while True:
        if at >= len(line):
            if not is_quoted:
                break
            line = next(lines, None)
            at = 0
            if line is None:
                break
            continue
        c = line[at]
        at += 1
        if is_quoted:
            if c != form.quotechar:
                field += c
            elif line[at:at + 1] == form.quotechar:
                field += c
                at += 1
            else:
                is_quoted = False
        elif c == form.quotechar and is_new:
            is_quoted = True
            is_new = False
        elif c == form.delimiter:
            fields.append(field)
            field = ''
            is_new = True
        elif c in '\r\n':
            if line[at:].strip('\r\n'):
                raise Error('new-line character seen in unquoted field')
            break
        elif not (c == ' ' and is_new and form.skips):
            field += c
            is_new = False
    fields.append(field)
    return fields


class reader:
    def __init__(self, csvfile, dialect='excel', **form):
        self._lines = iter(csvfile)
        self._form = _Form(dialect, **form)

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self._lines)
        if not line.strip('\r\n'):
            return []
        return _read_line(self._lines, line, self._form)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', **form):
        self._names = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, **form)

    @property
    def fieldnames(self):
        if self._names is None:
            self._names = self._first()
        return self._names

    def _first(self):
        for row in self.reader:
            return row
        return None

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        found = dict(zip(names, row))
        if len(row) > len(names):
            found[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            found[name] = self.restval
        return found


class writer:
    def __init__(self, csvfile, dialect='excel', **form):
        self._file = csvfile
        self._form = _Form(dialect, **form)

    def _quote(self, value, is_only):
        form = self._form
        text = '' if value is None else str(value)
        needs = form.quoting == QUOTE_ALL or (is_only and text == '')
        for c in text:
            needs = needs or c in form.delimiter + form.quotechar + '\r\n' or c in form.lineterminator
        if text[:1] == ' ' and form.delimiter == ' ':
            return not_evaluated('this field is not evaluated')
        return form.quotechar + text.replace(form.quotechar, form.quotechar * 2) + form.quotechar if needs else text

    def writerow(self, row):
        fields = list(row)
        return self._file.write(self._form.delimiter.join([self._quote(field, len(fields) == 1) for field in fields]) + self._form.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


class DictWriter:
    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', **form):
        self.fieldnames = fieldnames
        self.restval = restval
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, **form)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def writerow(self, rowdict):
        if self.extrasaction == 'raise':
            for name in rowdict:
                if name not in self.fieldnames:
                    raise ValueError('dict contains fields not in fieldnames')
        return self.writer.writerow([rowdict.get(name, self.restval) for name in self.fieldnames])

    def writerows(self, rowdicts):
        for row in rowdicts:
            self.writerow(row)

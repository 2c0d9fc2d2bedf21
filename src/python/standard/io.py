# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for io: texts and bytes in memory (Library Reference, "io")."""
from _retort import not_evaluated

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class _Memory:
    def __init__(self, initial):
        self._data = initial
        self._at = 0
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

    def read(self, size=-1, /):
        self._check()
        end = len(self._data) if size is None or size < 0 else self._at + size
        found = self._data[self._at:end]
        self._at += len(found)
        return found

    def readline(self, size=-1, /):
        self._check()
        if size is not None and size >= 0:
            return not_evaluated("this 'readline()' is not evaluated")
        end = self._data.find(self._line_end, self._at)
        found = self._data[self._at:] if end < 0 else self._data[self._at:end + 1]
        self._at += len(found)
        return found

    def readlines(self, hint=-1, /):
        return list(self) if hint is None or hint <= 0 else not_evaluated("this 'readlines()' is not evaluated")

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data, /):
        self._check()
        if self._at > len(self._data):
            return not_evaluated("this 'write()' is not evaluated", self)
        self._data = self._data[:self._at] + data + self._data[self._at + len(data):]
        self._at += len(data)
        return len(data)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def getvalue(self):
        self._check()
        return self._data

    def seek(self, offset, whence=0, /):
        self._check()
        if whence == 2 and offset == 0:
            self._at = len(self._data)
        elif whence == 0 and offset >= 0:
            self._at = offset
        else:
            return not_evaluated("this 'seek()' is not evaluated", self)
        return self._at

    def tell(self):
        return self._at

    def truncate(self, size=None, /):
        size = self._at if size is None else size
        self._data = self._data[:size]
        return size

    def close(self):
        self.closed = True

    def flush(self):
        pass

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class StringIO(_Memory):
    _line_end = '\n'

    def __init__(self, initial_value='', newline='\n'):
        if newline not in ('\n', '') or not isinstance(initial_value, (str, type(None))):
            initial_value = not_evaluated('this text is not evaluated', initial_value)
        super().__init__(initial_value or '')

    def write(self, data, /):
        if not isinstance(data, str):
            raise TypeError('string argument expected')
        return super().write(data)


class BytesIO(_Memory):
    _line_end = b'\n'

    def __init__(self, initial_bytes=b''):
        if not isinstance(initial_bytes, bytes):
            initial_bytes = not_evaluated('these bytes are not evaluated', initial_bytes)
        super().__init__(initial_bytes)

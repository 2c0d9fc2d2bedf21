# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for sys: where modules are looked for last changes nothing of those that are found before."""


class _Path:
    def append(self, folder):
        return None


class _Stream:
    def write(self, text):
        return len(text)

    def flush(self):
        return None


path = _Path()
stdout = _Stream()
stderr = _Stream()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Methods of float."""


def is_integer(self):
    return self - self == 0 and self % 1 == 0


def conjugate(self):
    return self

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for os: what it finds in the machine where it runs is decided there."""
import os.path as path
from _retort import decided_while_running

sep = '/'
linesep = '\n'
curdir = '.'
pardir = '..'
extsep = '.'
name = 'posix'
environ = decided_while_running()


def getenv(key, default=None):
    return environ.get(key, default)


def getcwd():
    return decided_while_running()

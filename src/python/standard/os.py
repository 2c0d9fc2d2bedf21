# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for os: what it finds in the machine where it runs is not known."""
import os.path as path

sep = '/'
linesep = '\n'
curdir = '.'
pardir = '..'
extsep = '.'
name = 'posix'

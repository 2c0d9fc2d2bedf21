# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for contextvars: what the program that runs the migration put there is decided by it."""
from _retort import decided_while_running

ContextVar = decided_while_running()
copy_context = ContextVar

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for alembic.operations.ops: the base of a project's own operations."""


class MigrateOperation:
    pass

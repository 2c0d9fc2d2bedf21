# SPDX-License-Identifier: GPL-3.0-or-later
"""several databases

Revision ID: 1
Revises: 0
"""
from alembic import op
import sqlalchemy as sa

revision = "1"
down_revision = "0"


def upgrade(engine_name="one"):
    globals()["upgrade_%s" % engine_name]()


def upgrade_one():
    with op.batch_alter_table("t") as batch_op:
        batch_op.add_column(sa.Column("a", sa.Integer(), nullable=True))


def downgrade(engine_name="one"):
    globals()["downgrade_%s" % engine_name]()


def downgrade_one():
    op.drop_column("t", "a")

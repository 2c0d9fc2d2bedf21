# SPDX-License-Identifier: GPL-3.0-or-later
"""Add product media.

Revision ID: 007_product_media
Revises: 006_orders
"""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "007_product_media"
down_revision = "006_orders"
branch_labels = None
depends_on: str | None = None

STATES = ("draft", "public", 'it''s', r"\d+", u"ü")
LIMIT = 0x1F + 0b11 - 0o17 * 2 ** 3 // 4 % 5


def upgrade() -> None:
    # a remark
    op.create_table(
        "product_media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=True),
        sa.Column("weight", sa.Numeric(10, 2), server_default="0.5"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_product_media_id"), "product_media", ["id"], unique=not True)
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(length=-1 if LIMIT else 255)))
    op.execute(
        """
        UPDATE products
        SET note = 'x'
        WHERE id > 5 AND \
              note IS NULL
        """
    )


def downgrade():
    op.drop_index(op.f("ix_product_media_id"), table_name="product_media"); op.drop_table("product_media")

"""add turntable to mediaassettype

Revision ID: 010
Revises: 009
Create Date: 2026-02-11 10:33:52.047718

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '010'
down_revision = '009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # PostgreSQL 12 and later add a value inside a transaction; it cannot be used before the commit.
    op.execute("ALTER TYPE mediaassettype ADD VALUE IF NOT EXISTS 'turntable'")


def downgrade() -> None:
    # A value cannot be removed from an enum, so the type is made anew without it.
    op.execute("UPDATE media_assets SET asset_type = 'preview' WHERE asset_type = 'turntable'")
    op.execute("ALTER TYPE mediaassettype RENAME TO mediaassettype_old")
    op.execute("CREATE TYPE mediaassettype AS ENUM ('render', 'photo', 'preview', 'gltf')")
    op.execute("""
        ALTER TABLE media_assets ALTER COLUMN asset_type TYPE mediaassettype
        USING asset_type::text::mediaassettype
    """)
    op.execute("DROP TYPE mediaassettype_old")

"""rename thumbnail settings

Revision ID: 012
Revises: 011
Create Date: 2026-03-03 09:26:44.713905

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '012'
down_revision = '011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE system_settings SET key = 'preview.format' WHERE key = 'thumbnail.format'")

    # The size was one number for a square; it becomes a width and a height.
    op.execute("UPDATE system_settings SET key = 'preview.size' WHERE key = 'thumbnail.size'")
    op.execute("""
        UPDATE system_settings SET value = jsonb_build_object('width', value, 'height', value)
        WHERE key = 'preview.size'
    """)


def downgrade() -> None:
    op.execute("UPDATE system_settings SET value = value -> 'width' WHERE key = 'preview.size'")
    op.execute("UPDATE system_settings SET key = 'thumbnail.size' WHERE key = 'preview.size'")
    op.execute("UPDATE system_settings SET key = 'thumbnail.format' WHERE key = 'preview.format'")

"""add usd_master to mediaassettype

Revision ID: 014
Revises: 013
Create Date: 2026-03-11 18:59:47.938105

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '014'
down_revision = '013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TYPE mediaassettype ADD VALUE 'usd_master'")


def downgrade() -> None:
    # PostgreSQL cannot remove a value from an enum.
    pass

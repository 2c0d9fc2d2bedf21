"""merge settings and order policies

Revision ID: 012c
Revises: 012, 012b
Create Date: 2026-03-04 08:12:30.604127

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '012c'
down_revision = ('012', '012b')
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

"""create products

Revision ID: 002
Revises: 001
Create Date: 2026-01-12 10:02:47.019355

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '002'
down_revision = '001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'products',
        sa.Column(
            'id',
            postgresql.UUID(as_uuid=True),
            server_default=sa.text('gen_random_uuid()'),
            nullable=False,
        ),
        sa.Column('sku', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column(
            'price', sa.Numeric(precision=10, scale=2), server_default=sa.text('0'), nullable=False
        ),
        sa.Column(
            'created_at',
            sa.DateTime(timezone=True),
            server_default=sa.text('now()'),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint('id', name='pk_products'),
        sa.CheckConstraint('price >= 0', name='ck_products_price_not_negative'),
    )
    op.create_index('ix_products_sku', 'products', ['sku'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_products_sku', table_name='products')
    op.drop_table('products')

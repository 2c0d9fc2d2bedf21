"""add product attributes

Revision ID: 009
Revises: 008
Create Date: 2026-02-05 14:49:09.556213

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '009'
down_revision = '008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'products',
        sa.Column(
            'attributes',
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.execute("""
        UPDATE products SET attributes = '{"material": "oak"}' WHERE sku LIKE '%-OAK-%'
    """)
    op.execute("""
        UPDATE products SET attributes = '{"dimmable": true}' WHERE sku = 'LAMP-ARC-01'
    """)
    op.create_index('ix_products_attributes', 'products', ['attributes'], postgresql_using='gin')


def downgrade() -> None:
    op.drop_index('ix_products_attributes', table_name='products')
    op.drop_column('products', 'attributes')

"""one primary asset per product

Revision ID: 011
Revises: 010
Create Date: 2026-02-19 16:15:27.890334

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = '011'
down_revision = '010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'media_assets',
        sa.Column('is_primary', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    )
    op.execute("UPDATE media_assets SET is_primary = true WHERE asset_type = 'photo'")
    op.create_index(
        'uq_media_assets_primary',
        'media_assets',
        ['product_id'],
        unique=True,
        postgresql_where=sa.text('is_primary'),
    )
    op.execute("""
        CREATE VIEW product_gallery AS
        SELECT p.sku, p.name, p.price, m.file_name
        FROM products p LEFT JOIN media_assets m ON m.product_id = p.id AND m.is_primary
    """)


def downgrade() -> None:
    op.execute("DROP VIEW product_gallery")
    op.drop_index('uq_media_assets_primary', table_name='media_assets')
    op.drop_column('media_assets', 'is_primary')

"""create media assets

Revision ID: 007
Revises: 006
Create Date: 2026-01-23 09:57:36.905512

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '007'
down_revision = '006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'media_assets',
        sa.Column(
            'id',
            postgresql.UUID(as_uuid=True),
            server_default=sa.text('gen_random_uuid()'),
            nullable=False,
        ),
        sa.Column('product_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('cad_file_id', postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column(
            'asset_type',
            sa.Enum('render', 'photo', 'preview', 'gltf', name='mediaassettype'),
            nullable=False,
        ),
        sa.Column('file_name', sa.String(length=255), nullable=False),
        sa.Column(
            'created_at',
            sa.DateTime(timezone=True),
            server_default=sa.text('now()'),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint('id', name='pk_media_assets'),
        sa.ForeignKeyConstraint(
            ['product_id'], ['products.id'], name='fk_media_assets_product', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['cad_file_id'], ['cad_files.id'], name='fk_media_assets_cad_file', ondelete='SET NULL'
        ),
    )
    op.create_index('ix_media_assets_product_id', 'media_assets', ['product_id'])
    op.create_index('ix_media_assets_cad_file_id', 'media_assets', ['cad_file_id'])

    # Every product starts with one photo and one render.
    op.execute("""
        INSERT INTO media_assets (product_id, asset_type, file_name, created_at)
        SELECT id, 'photo', lower(sku) || '.jpg', created_at FROM products
    """)
    op.execute("""
        INSERT INTO media_assets (product_id, asset_type, file_name, created_at)
        SELECT id, 'render', lower(sku) || '.png', created_at + interval '1 day' FROM products
    """)


def downgrade() -> None:
    op.drop_index('ix_media_assets_cad_file_id', table_name='media_assets')
    op.drop_index('ix_media_assets_product_id', table_name='media_assets')
    op.drop_table('media_assets')
    op.execute("DROP TYPE mediaassettype")

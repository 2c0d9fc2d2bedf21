"""material maps

Revision ID: 013
Revises: 012c
Create Date: 2026-03-10 17:05:59.471266

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '013'
down_revision = '012c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'material_maps',
        sa.Column(
            'id',
            postgresql.UUID(as_uuid=True),
            server_default=sa.text('gen_random_uuid()'),
            nullable=False,
        ),
        sa.Column('media_asset_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('channel', sa.String(length=20), nullable=False),
        sa.Column('resolution', sa.Integer(), server_default=sa.text('2048'), nullable=False),
        sa.Column('file_name', sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_material_maps'),
        sa.ForeignKeyConstraint(
            ['media_asset_id'],
            ['media_assets.id'],
            name='fk_material_maps_media_asset',
            ondelete='CASCADE',
        ),
        sa.UniqueConstraint('media_asset_id', 'channel', name='uq_material_maps_asset_channel'),
        sa.CheckConstraint(
            "channel IN ('base_color', 'normal', 'roughness', 'metallic')",
            name='ck_material_maps_channel_known',
        ),
    )
    op.execute("""
        INSERT INTO material_maps (media_asset_id, channel, file_name)
        SELECT m.id, 'base_color', replace(m.file_name, '.png', '_base_color.png')
        FROM media_assets m JOIN products p ON p.id = m.product_id
        WHERE m.asset_type = 'render' AND p.attributes ? 'material'
    """)


def downgrade() -> None:
    op.drop_table('material_maps')

"""create cad files

Revision ID: 006
Revises: 005
Create Date: 2026-01-22 13:20:41.118290

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '006'
down_revision = '005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'cad_files',
        sa.Column(
            'id',
            postgresql.UUID(as_uuid=True),
            server_default=sa.text('gen_random_uuid()'),
            nullable=False,
        ),
        sa.Column('product_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('file_name', sa.String(length=255), nullable=False),
        sa.Column('size_bytes', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
        sa.Column(
            'units',
            sa.String(length=8),
            server_default='mm',
            nullable=False,
            comment='unit of length inside the file',
        ),
        sa.Column(
            'uploaded_at',
            sa.DateTime(timezone=True),
            server_default=sa.text('now()'),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint('id', name='pk_cad_files'),
        sa.ForeignKeyConstraint(
            ['product_id'], ['products.id'], name='fk_cad_files_product', ondelete='CASCADE'
        ),
        sa.CheckConstraint('size_bytes >= 0', name='ck_cad_files_size_not_negative'),
        comment='STEP files as the workshop delivers them',
    )
    op.create_index('ix_cad_files_product_id', 'cad_files', ['product_id'])


def downgrade() -> None:
    op.drop_index('ix_cad_files_product_id', table_name='cad_files')
    op.drop_table('cad_files')

"""step_hash

Revision ID: 015
Revises: 014
Create Date: 2026-03-12 10:21:15.087436

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '015'
down_revision = '014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cad_files', sa.Column('step_hash', sa.String(length=64), nullable=False))
    op.create_index('ix_cad_files_step_hash', 'cad_files', ['step_hash'])
    op.add_column(
        'cad_files', sa.Column('verified_by_id', postgresql.UUID(as_uuid=True), nullable=True)
    )
    op.create_foreign_key(
        'fk_cad_files_verified_by', 'cad_files', 'users', ['verified_by_id'], ['id']
    )
    op.drop_column('cad_files', 'units')


def downgrade() -> None:
    op.add_column(
        'cad_files',
        sa.Column(
            'units',
            sa.String(length=8),
            server_default='mm',
            nullable=False,
            comment='unit of length inside the file',
        ),
    )
    op.drop_constraint('fk_cad_files_verified_by', 'cad_files', type_='foreignkey')
    op.drop_column('cad_files', 'verified_by_id')
    op.drop_index('ix_cad_files_step_hash', table_name='cad_files')
    op.drop_column('cad_files', 'step_hash')

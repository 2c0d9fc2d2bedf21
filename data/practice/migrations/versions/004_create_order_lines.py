"""create order lines

Revision ID: 004
Revises: 003
Create Date: 2026-01-14 16:08:55.301874

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '004'
down_revision = '003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'order_lines',
        sa.Column('id', sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column('order_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('product_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), server_default=sa.text('1'), nullable=False),
        sa.Column('unit_price', sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column(
            'line_total',
            sa.Numeric(precision=12, scale=2),
            sa.Computed('quantity * unit_price', persisted=True),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint('id', name='pk_order_lines'),
        sa.ForeignKeyConstraint(
            ['order_id'], ['orders.id'], name='fk_order_lines_order', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['product_id'], ['products.id'], name='fk_order_lines_product', ondelete='RESTRICT'
        ),
        sa.UniqueConstraint('order_id', 'position', name='uq_order_lines_order_position'),
        sa.CheckConstraint('quantity > 0', name='ck_order_lines_quantity_positive'),
    )
    op.create_index('ix_order_lines_product_id', 'order_lines', ['product_id'])


def downgrade() -> None:
    op.drop_index('ix_order_lines_product_id', table_name='order_lines')
    op.drop_table('order_lines')

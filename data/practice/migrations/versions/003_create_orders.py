"""create orders

Revision ID: 003
Revises: 002
Create Date: 2026-01-14 15:31:20.774016

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '003'
down_revision = '002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'orders',
        sa.Column(
            'id',
            postgresql.UUID(as_uuid=True),
            server_default=sa.text('gen_random_uuid()'),
            nullable=False,
        ),
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('customer_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('status', sa.String(length=20), server_default='draft', nullable=False),
        sa.Column('placed_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_orders'),
        sa.ForeignKeyConstraint(
            ['customer_id'], ['users.id'], name='fk_orders_customer', ondelete='RESTRICT'
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'placed', 'shipped', 'cancelled')", name='ck_orders_status_known'
        ),
    )
    op.create_index('ix_orders_number', 'orders', ['number'], unique=True)
    op.create_index('ix_orders_customer_id', 'orders', ['customer_id'])


def downgrade() -> None:
    op.drop_index('ix_orders_customer_id', table_name='orders')
    op.drop_index('ix_orders_number', table_name='orders')
    op.drop_table('orders')

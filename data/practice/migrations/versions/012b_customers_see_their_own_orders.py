"""customers see their own orders

Revision ID: 012b
Revises: 011
Create Date: 2026-03-03 11:41:08.322660

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '012b'
down_revision = '011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('orders', 'order_lines'):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")

    # The application says who is asking: SET app.user_id = '…'. The tables' owner sees everything.
    op.execute("""
        CREATE POLICY orders_of_customer ON orders
        USING (customer_id = nullif(current_setting('app.user_id', true), '')::uuid)
    """)
    op.execute("""
        CREATE POLICY order_lines_of_customer ON order_lines
        USING (EXISTS (SELECT 1 FROM orders WHERE orders.id = order_lines.order_id))
    """)


def downgrade() -> None:
    op.execute("DROP POLICY order_lines_of_customer ON order_lines")
    op.execute("DROP POLICY orders_of_customer ON orders")
    for table in ('order_lines', 'orders'):
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

"""sample customers, products and orders

Revision ID: 005
Revises: 004
Create Date: 2026-01-15 08:45:12.660420

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '005'
down_revision = '004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        INSERT INTO users (id, email, full_name, is_active, created_at) VALUES
            ('11111111-0000-4000-8000-000000000001', 'ada@example.org',
             'Ada Brandt', true, '2026-01-05 08:00:00+00'),
            ('11111111-0000-4000-8000-000000000002', 'bela@example.org',
             'Béla Németh', true, '2026-01-06 09:30:00+00'),
            ('11111111-0000-4000-8000-000000000003', 'chen@example.org',
             'Chen Yu', true, '2026-01-07 11:15:00+00'),
            ('11111111-0000-4000-8000-000000000004', 'dora@example.org',
             'Dora Keller', false, '2026-01-08 16:40:00+00')
    """)
    op.execute("""
        INSERT INTO products (id, sku, name, description, price, created_at) VALUES
            ('22222222-0000-4000-8000-000000000001', 'LAMP-ARC-01', 'Arc floor lamp',
             'Brushed brass, dimmable', 249.00, '2026-01-09 08:00:00+00'),
            ('22222222-0000-4000-8000-000000000002', 'LAMP-DSK-02', 'Desk lamp',
             'Two joints, one switch', 89.50, '2026-01-09 08:05:00+00'),
            ('22222222-0000-4000-8000-000000000003', 'CHAIR-OAK-01', 'Oak chair',
             'Solid oak, oiled', 179.00, '2026-01-09 08:10:00+00'),
            ('22222222-0000-4000-8000-000000000004', 'CHAIR-STL-02', 'Stackable chair',
             NULL, 64.00, '2026-01-09 08:15:00+00'),
            ('22222222-0000-4000-8000-000000000005', 'TABLE-OAK-01', 'Oak table',
             'Seats six', 799.00, '2026-01-09 08:20:00+00'),
            ('22222222-0000-4000-8000-000000000006', 'SHELF-WAL-01', 'Wall shelf',
             NULL, 39.90, '2026-01-09 08:25:00+00')
    """)
    op.execute("""
        INSERT INTO orders (id, number, customer_id, status, placed_at) VALUES
            ('33333333-0000-4000-8000-000000000001', 'A-1001',
             '11111111-0000-4000-8000-000000000001', 'shipped', '2026-01-10 10:12:00+00'),
            ('33333333-0000-4000-8000-000000000002', 'A-1002',
             '11111111-0000-4000-8000-000000000002', 'placed', '2026-01-12 18:03:00+00'),
            ('33333333-0000-4000-8000-000000000003', 'A-1003',
             '11111111-0000-4000-8000-000000000002', 'cancelled', '2026-01-13 07:55:00+00'),
            ('33333333-0000-4000-8000-000000000004', 'A-1004',
             '11111111-0000-4000-8000-000000000003', 'draft', NULL)
    """)
    op.execute("""
        INSERT INTO order_lines (order_id, product_id, position, quantity, unit_price)
        SELECT o.id, p.id, line.position, line.quantity, line.unit_price
        FROM (VALUES
            ('A-1001', 'TABLE-OAK-01', 1, 1, 799.00),
            ('A-1001', 'CHAIR-OAK-01', 2, 6, 169.00),
            ('A-1002', 'LAMP-ARC-01', 1, 1, 249.00),
            ('A-1003', 'SHELF-WAL-01', 1, 3, 39.90),
            ('A-1004', 'LAMP-DSK-02', 1, 2, 89.50),
            ('A-1004', 'CHAIR-STL-02', 2, 4, 64.00)
        ) AS line (number, sku, position, quantity, unit_price)
        JOIN orders o ON o.number = line.number
        JOIN products p ON p.sku = line.sku
        ORDER BY line.number, line.position
    """)


def downgrade() -> None:
    op.execute("DELETE FROM orders WHERE number IN ('A-1001', 'A-1002', 'A-1003', 'A-1004')")
    op.execute("DELETE FROM products WHERE id::text LIKE '22222222-0000-4000-8000-%'")
    op.execute("DELETE FROM users WHERE email LIKE '%@example.org'")

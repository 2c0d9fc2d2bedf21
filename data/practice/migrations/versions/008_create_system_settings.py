"""create system settings

Revision ID: 008
Revises: 007
Create Date: 2026-01-29 11:04:18.230977

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '008'
down_revision = '007'
branch_labels = None
depends_on = None


SETTINGS = [
    ('catalogue.page_size', '24'),
    ('catalogue.currency', '"EUR"'),
    ('thumbnail.size', '512'),
    ('thumbnail.format', '"webp"'),
    ('upload.max_megabytes', '250'),
]


def upgrade() -> None:
    op.create_table(
        'system_settings',
        sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column(
            'value',
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column(
            'updated_at',
            sa.DateTime(timezone=True),
            server_default=sa.text('now()'),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint('key', name='pk_system_settings'),
    )
    for key, value in SETTINGS:
        op.execute(f"INSERT INTO system_settings (key, value) VALUES ('{key}', '{value}')")

    op.execute("""
        CREATE FUNCTION touch_updated_at() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            NEW.updated_at := now();
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER system_settings_touch BEFORE UPDATE ON system_settings
        FOR EACH ROW EXECUTE FUNCTION touch_updated_at()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER system_settings_touch ON system_settings")
    op.execute("DROP FUNCTION touch_updated_at()")
    op.drop_table('system_settings')

# SPDX-License-Identifier: GPL-3.0-or-later
"""A seed for fuzzing: operations, statements and expressions."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

revision = 'a'
down_revision = None
t = sa.table('t', sa.column('id', sa.Integer), sa.column('n', sa.String), sa.column('j', postgresql.JSONB))


def upgrade():
    with op.batch_alter_table('t', schema='s') as batch:
        batch.add_column(sa.Column('x', sa.Numeric(5, 2), sa.ForeignKey('o.id', ondelete='CASCADE'), server_default='1'))
        batch.create_index('ix', ['x', sa.text('lower(n)')], unique=True, postgresql_where=sa.column('x') > 5)
    table = op.create_table('u', sa.Column('id', sa.Integer, primary_key=True), sa.Column('e', sa.Enum('a', 'b', name='m')),
                            sa.Column('c', sa.Integer, sa.Computed('id + 1')), sa.UniqueConstraint('e', name='uq'))
    op.bulk_insert(table, [{'id': i, 'e': 'a'} for i in range(3)])
    op.execute(sa.select(t.c.id, sa.func.count().label('k')).where(t.c.n.in_(['a', "b'"])).group_by(t.c.id).order_by(t.c.id.desc()))
    op.execute(t.update().values(n=sa.case((t.c.id > 5, 'x'), else_=t.c.n + 'y')).where(t.c.j['a'].astext == 'b'))
    op.execute(postgresql.insert(t).values(id=1).on_conflict_do_update(index_elements=['id'], set_={'n': 'z'}))
    session = Session(bind=op.get_bind())
    session.execute(sa.text('UPDATE t SET n = :n').bindparams(n=None))
    op.alter_column('t', 'n', type_=sa.Text(), existing_type=sa.String(), nullable=False, postgresql_using='n::text')
    op.create_foreign_key('fk', 't', 'o', ['x'], ['id'], deferrable=True, initially='DEFERRED')


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index('ix', table_name='t', postgresql_concurrently=True)
    op.drop_constraint('fk', 't', type_='foreignkey')
    op.execute(sa.delete(t).where(sa.exists().where(t.c.id == 5)))
    op.drop_table('u')

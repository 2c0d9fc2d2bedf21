# SPDX-License-Identifier: GPL-3.0-or-later
"""What alembic_utils makes of its entities: entities.sql is what the package itself printed for this file."""
from alembic import op
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_grant_table import PGGrantTable, PGGrantTableChoice
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView

revision = "a"
down_revision = None


def upgrade():
    e = PGFunction(schema="public", signature="toUpper(some_text text default 'a', b integer)", definition="""
 returns text as
 $$ select upper(some_text) || 'a:b' || x::text $$ language SQL; """)
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGFunction("public", "f()", "returns trigger language plpgsql as $$ begin x := 1; y:= ':z'; a \\: b; end $$;;")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGFunction("my schema", "  f ( a text )", "returns int language 'plpgsql' as $$ begin return 1; end $$")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGView(schema="public", signature="v", definition="select 1 as a, 'x'::text ; ")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGView("a.b", "V w", "select 1")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGMaterializedView(schema="public", signature="mv", definition="select 1;", with_data=False)
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGMaterializedView("public", "mv", "select 1")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGTrigger(schema="public", signature="lower_account_trigger", on_entity="public.account", definition="""
BEFORE INSERT ON public.account
FOR EACH ROW EXECUTE PROCEDURE public.down()
""")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGTrigger("s", "T", "AFTER UPDATE OF a, b on account\n  FOR EACH ROW WHEN (a:b) EXECUTE FUNCTION x()", "account", is_constraint=True)
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGPolicy(schema="public", signature="allow_read", on_entity="public.account", definition="AS PERMISSIVE FOR SELECT TO api_user USING (id = current_setting('a.b')::int)")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGPolicy("public", "p", "FOR ALL", "acc")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGExtension(schema="public", signature="uuid-ossp")
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    e = PGGrantTable(schema="public", table="account", columns=["id", "email"], role="anon_user", grant="SELECT", with_grant_option=True)
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)
    e = PGGrantTable(schema="public", table="account", role="anon", grant=PGGrantTableChoice.DELETE)
    op.create_entity(e)
    op.drop_entity(e)
    op.drop_entity(e, cascade=True)
    op.replace_entity(e)

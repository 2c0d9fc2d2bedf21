/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of packages. The SQL is what the packages' own code gave under Alembic 1.19.1 with SQLAlchemy 2.0.52. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"
#include "formats/alembic/offline.h"

#include "compile-host.h"

#define HEAD "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n"

static RetortMigration *
compile (const char *imports, const char *statement)
{
  g_autofree char *text = g_strdup_printf (HEAD "%s\ndef upgrade():\n    %s\n", imports, statement);
  g_autoptr(RetortSource) source = retort_source_new ("/p/a.py", text, -1);
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, NULL);
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(GError) error = NULL;
  RetortMigration *migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);

  g_assert_no_error (error);
  return migration;
}

/* The batches, one a line; "?" when something is not understood. */
static char *
dup_statements (RetortMigration *migration)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (retort_migration_get_status (migration) != RETORT_MIGRATION_COMPLETE)
    return g_strdup ("?");
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", retort_batch_get_sql (retort_migration_get_batch (migration, i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_types (void)
{
  static const struct
  {
    const char *imports;
    const char *type;
    const char *sql;
  } cases[] = {
    { "from sqlalchemy.dialects import mysql", "sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mysql')", "TEXT" },
    { "from sqlalchemy.dialects.mysql import LONGTEXT", "LONGTEXT().with_variant(sa.Text(), 'postgresql')", "TEXT" },
    { "from sqlalchemy.dialects.mysql import LONGTEXT", "LONGTEXT()", NULL },
    { "from sqlalchemy.dialects.postgresql import DOMAIN", "DOMAIN('D x', sa.Integer, check='VALUE > 0', schema='s')", "s.\"D x\"" },
    { "import fastapi_users_db_sqlalchemy", "fastapi_users_db_sqlalchemy.generics.GUID()", "UUID" },
    { "from fastapi_users_db_sqlalchemy.generics import TIMESTAMPAware", "TIMESTAMPAware(timezone=True)", "TIMESTAMP WITH TIME ZONE" },
    { "import coaster", "coaster.sqlalchemy.JsonDict()", "JSONB" },
    { "from coaster.sqlalchemy.columns import UrlType", "UrlType(optional_scheme=True)", "TEXT" },
    { "import sqlalchemy_utils as u", "u.UUIDType()", "UUID" },
    { "import sqlalchemy_utils as u", "u.UUIDType(binary=False)", "UUID" },
    { "import sqlalchemy_utils as u", "u.UUIDType(binary=False, native=False)", "CHAR(32)" },
    { "import sqlalchemy_utils as u", "u.types.uuid.UUIDType(native=False)", "BINARY(16)" },
    { "import sqlalchemy_utils as u", "u.EmailType()", "VARCHAR(255)" },
    { "import sqlalchemy_utils as u", "u.EmailType(length=100)", "VARCHAR(100)" },
    { "from sqlalchemy_utils import URLType", "URLType", "TEXT" },
    { "from sqlalchemy_utils.types import JSONType", "JSONType", "JSON" },
    { "import sqlalchemy_utils as u", "u.ChoiceType([('a', 'b')])", "VARCHAR(255)" },
    { "import sqlalchemy_utils as u", "u.ChoiceType([('a', 'b')], impl=sa.Integer())", "INTEGER" },
    { "import sqlalchemy_utils as u", "u.ChoiceType([('a', 'b')], impl=sa.String(length=50))", "VARCHAR(50)" },
    { "import sqlalchemy_utils as u", "u.PasswordType(max_length=10)", "BYTEA" },
    { "import sqlalchemy_utils as u", "u.ArrowType()", "TIMESTAMP WITHOUT TIME ZONE" },
    { "import sqlalchemy_utils as u", "u.ArrowType(timezone=True)", "TIMESTAMP WITH TIME ZONE" },
    { "import sqlalchemy_utils as u", "u.LtreeType()", "LTREE" },
    { "import sqlalchemy_utils as u", "u.TSVectorType('a', 'b', regconfig='x')", "TSVECTOR" },
    { "import sqlalchemy_utils as u", "u.PhoneNumberType(max_length=30)", "VARCHAR(30)" },
    { "import sqlalchemy_utils as u", "u.TimezoneType(backend='pytz')", "VARCHAR(50)" },
    { "import sqlalchemy_utils as u", "u.IPAddressType()", "VARCHAR(50)" },
    { "import sqlalchemy_utils as u", "u.ColorType()", "VARCHAR(20)" },
    { "import sqlalchemy_utils as u", "u.ColorType(length=30)", "VARCHAR(20)" },
    { "import sqlalchemy_utils as u", "u.CountryType()", "VARCHAR(2)" },
    { "import sqlalchemy_utils as u", "u.CurrencyType()", "VARCHAR(3)" },
    { "import sqlalchemy_utils as u", "u.LocaleType()", "VARCHAR(10)" },
    { "import sqlalchemy_utils as u", "u.ScalarListType(int, ';')", "TEXT" },
    { "import sqlalchemy_utils as u", "u.EncryptedType(sa.String, 'k')", "BYTEA" },
    { "import sqlalchemy_utils as u", "u.StringEncryptedType(sa.String, 'k')", "VARCHAR" },
    { "import sqlalchemy_utils as u", "u.StringEncryptedType(length=255)", "VARCHAR(255)" },
    { "import sqlalchemy_utils as u", "u.WeekDaysType()", "BIT(7)" },
    { "import sqlalchemy_utils as u", "u.types.bit.BitType(4)", "BIT(4)" },
    { "import sqlalchemy_utils as u", "u.DateTimeRangeType()", "TSRANGE" },
    { "import pgvector", "pgvector.sqlalchemy.Vector(3)", "VECTOR(3)" },
    { "import pgvector", "pgvector.sqlalchemy.vector.VECTOR(dim=1536)", "VECTOR(1536)" },
    { "from pgvector.sqlalchemy import HALFVEC", "HALFVEC()", "HALFVEC" },
    { "from pgvector.sqlalchemy import SPARSEVEC", "SPARSEVEC(3)", "SPARSEVEC(3)" },
    { "from pgvector.sqlalchemy import BIT", "BIT()", "BIT(1)" },
    { "import geoalchemy2", "geoalchemy2.Geometry('POINT', 4326, spatial_index=False)", "geometry(POINT,4326)" },
    { "import geoalchemy2", "geoalchemy2.Geometry(geometry_type=None, srid=4326, spatial_index=False)", "geometry" },
    { "import geoalchemy2", "geoalchemy2.Geography(spatial_index=False)", "geography(GEOMETRY,-1)" },
    { "import geoalchemy2", "geoalchemy2.Geometry('POINT', use_typmod=False)", NULL },
    { "import geoalchemy2", "geoalchemy2.Geometry('point')", NULL },
    { "from citext import CIText", "CIText()", "CITEXT" },
    { "import sqlmodel", "sqlmodel.sql.sqltypes.AutoString(length=5)", "VARCHAR(5)" },
    { "import sqlmodel", "sqlmodel.sql.sqltypes.GUID()", "UUID" },
    { "import sqlmodel", "sqlmodel.sql.sqltypes.types.Uuid()", "UUID" },
    { "import sqlalchemy_utils as u", "u.CompositeType('money_type', [sa.Column('currency', sa.Text), sa.Column('amount', sa.Integer)])", "money_type" },
    { "from sqlalchemy_utils import CompositeType", "CompositeType('Money', [])", "Money" },
    { "import sqlalchemy_utils as u", "u.EnrichedDateType()", "DATE" },
    { "import sqlalchemy_utils as u", "u.EnrichedDateTimeType()", "TIMESTAMP WITHOUT TIME ZONE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *statement = g_strdup_printf ("op.add_column('t', sa.Column('c', %s))", cases[i].type);
      g_autoptr(RetortMigration) migration = compile (cases[i].imports, statement);
      g_autofree char *sql = dup_statements (migration);
      g_autofree char *expected = cases[i].sql != NULL ? g_strconcat ("ALTER TABLE t ADD COLUMN c ", cases[i].sql, NULL) : g_strdup ("?");

      g_assert_cmpstr (sql, ==, expected);
    }
}

/* A column of GeoAlchemy 2 brings its index. */
static void
test_spatial_indexes (void)
{
  g_autoptr(RetortMigration) migration =
    compile ("from geoalchemy2 import Geometry, Raster",
             "op.create_table('T x', sa.Column('Geom', Geometry('POINT', 4326)), sa.Column('n', Geometry(use_N_D_index=True)), "
             "sa.Column('r', Raster()), schema='s'); op.add_column('t', sa.Column('geom', Geometry('POINT', 4326)))");
  g_autofree char *sql = dup_statements (migration);

  g_assert_cmpstr (sql, ==,
                   "CREATE TABLE s.\"T x\" (\n    \"Geom\" geometry(POINT,4326), \n    n geometry(GEOMETRY,-1), \n    r raster\n)\n"
                   "CREATE INDEX \"idx_T x_Geom\" ON s.\"T x\" USING gist (\"Geom\")\n"
                   "CREATE INDEX \"idx_T x_n\" ON s.\"T x\" USING gist (n gist_geometry_ops_nd)\n"
                   "CREATE INDEX \"idx_T x_r\" ON s.\"T x\" USING gist (ST_ConvexHull(r))\n"
                   "ALTER TABLE t ADD COLUMN geom geometry(POINT,4326)\n"
                   "CREATE INDEX idx_t_geom ON t USING gist (geom)");
}

/* What such a type makes of a value is its own code. */
static void
test_values (void)
{
  g_autoptr(RetortMigration) unknown =
    compile ("from sqlalchemy_utils import EmailType",
             "op.bulk_insert(sa.table('t', sa.column('e', EmailType())), [{'e': 'A@B'}])");
  g_autoptr(RetortMigration) known =
    compile ("from sqlmodel import AutoString", "op.bulk_insert(sa.table('t', sa.column('e', AutoString())), [{'e': 'A'}])");
  g_autofree char *sql = dup_statements (known);

  g_assert_cmpint (retort_migration_get_status (unknown), ==, RETORT_MIGRATION_PARTIAL);
  g_assert_cmpstr (sql, ==, "INSERT INTO t (e) VALUES ('A')");
}

/* The files are what the package itself printed for the same calls. */
static void
check_sync (const char *statement, const char *file)
{
  g_autoptr(RetortMigration) migration = compile ("from alembic_postgresql_enum import TableReference, ColumnType", statement);
  g_autofree char *path = g_build_filename (g_getenv ("RETORT_TEST_DATA"), file, NULL);
  g_autofree char *sql = retort_alembic_offline_migration (migration);
  g_autofree char *expected = NULL;

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (g_strchomp (sql), ==, g_strchomp (expected));
}

static void
test_sync_enum_values (void)
{
  g_autoptr(RetortMigration) old_style =
    compile ("import alembic_postgresql_enum", "op.sync_enum_values('public', 'e', ['a'], [('t', 'c')], [])");

  check_sync ("op.sync_enum_values(enum_schema='public', enum_name='e', new_values=['a', 'b c'], affected_columns=["
              "TableReference(table_schema='public', table_name='t', column_name='c'), "
              "TableReference('u', 'D', column_type=ColumnType.ARRAY), "
              "TableReference(table_schema='public', table_name='t', column_name='c', existing_server_default=\"'a'::e\")], "
              "enum_values_to_rename=[])",
              "sync-enum-values-upgrade.sql");
  check_sync ("op.sync_enum_values('public', 'e', ['a', 'b'], [TableReference(table_schema='', table_name='t', column_name='c'), "
              "TableReference('u', 'D', column_type=ColumnType.ARRAY)], enum_values_to_rename=[('b c', 'b'), ('x', 'y')])",
              "sync-enum-values-downgrade.sql");
  g_assert_cmpint (retort_migration_get_status (old_style), ==, RETORT_MIGRATION_PARTIAL);
}

/* entities.sql is what alembic_utils itself printed for entities.py. */
static void
test_entities (void)
{
  g_autofree char *from = g_build_filename (g_getenv ("RETORT_TEST_DATA"), "entities.py", NULL);
  g_autofree char *to = g_build_filename (g_getenv ("RETORT_TEST_DATA"), "entities.sql", NULL);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortRevision) revision = NULL;
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(RetortMigration) migration = NULL;
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (to, &expected, NULL, NULL));
  source = retort_source_new (from, text, -1);
  revision = retort_alembic_header_read (source, NULL, NULL);
  migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, NULL);
  sql = retort_alembic_offline_migration (migration);
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    g_test_message ("%s", retort_migration_get_gap (migration, i)->reason);
  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
  g_assert_cmpstr (g_strchomp (sql), ==, g_strchomp (expected));
}

/* The SQL is what sqlalchemy-searchable 3.0.0 said with SQLAlchemy 2.0.52; 2.0.0 and 2.2.0 say the same where they take the arguments. */
static void
test_searchable (void)
{
  static const struct
  {
    const char *call;
    const char *sql; /* nullable: not understood */
  } cases[] = {
    { "s.sync_trigger(conn, 'article', 'search_vector', ['name', 'content'])",
      "DROP TRIGGER IF EXISTS article_search_vector_trigger ON \"article\"\n"
      "DROP FUNCTION IF EXISTS article_search_vector_update()\n"
      "CREATE FUNCTION\n            article_search_vector_update() RETURNS TRIGGER AS $$\n        BEGIN\n            NEW.search_vector = "
      "to_tsvector('pg_catalog.english', coalesce(NEW.name, '')) || to_tsvector('pg_catalog.english', coalesce(NEW.content, ''));\n"
      "            RETURN NEW;\n        END\n        $$ LANGUAGE 'plpgsql';\n        \n"
      "CREATE TRIGGER article_search_vector_trigger BEFORE UPDATE OR INSERT ON \"article\" FOR EACH ROW EXECUTE PROCEDURE "
      "tsvector_update_trigger(search_vector, 'pg_catalog.english', name, content)\n"
      "UPDATE article SET name=name" },
    { "s.sync_trigger(conn, 'Article', 'search_vector', ['name'], schema='S', update_rows=False)",
      "DROP TRIGGER IF EXISTS Article_search_vector_trigger ON S.\"Article\"\n"
      "DROP FUNCTION IF EXISTS Article_search_vector_update()\n"
      "CREATE FUNCTION\n            Article_search_vector_update() RETURNS TRIGGER AS $$\n        BEGIN\n            NEW.search_vector = "
      "to_tsvector('pg_catalog.english', coalesce(NEW.name, ''));\n"
      "            RETURN NEW;\n        END\n        $$ LANGUAGE 'plpgsql';\n        \n"
      "CREATE TRIGGER Article_search_vector_trigger BEFORE UPDATE OR INSERT ON S.\"Article\" FOR EACH ROW EXECUTE PROCEDURE "
      "tsvector_update_trigger(search_vector, 'pg_catalog.english', name)" },
    { "s.sync_trigger(conn, 'a', 'search_vector', ['name', 'x'], options=s.SearchOptions(weights={'name': 'A'}, regconfig='simple'))",
      "DROP TRIGGER IF EXISTS a_search_vector_trigger ON \"a\"\n"
      "DROP FUNCTION IF EXISTS a_search_vector_update()\n"
      "CREATE FUNCTION\n            a_search_vector_update() RETURNS TRIGGER AS $$\n        BEGIN\n            NEW.search_vector = "
      "setweight(to_tsvector('simple', coalesce(NEW.name, '')), 'A') || to_tsvector('simple', coalesce(NEW.x, ''));\n"
      "            RETURN NEW;\n        END\n        $$ LANGUAGE 'plpgsql';\n        \n"
      "CREATE TRIGGER a_search_vector_trigger BEFORE UPDATE OR INSERT ON \"a\" FOR EACH ROW EXECUTE PROCEDURE a_search_vector_update()\n"
      "UPDATE a SET name=name" },
    { "s.drop_trigger(conn, 'article', 'search_vector', schema='x', options={'search_trigger_name': '{column}_t'})",
      "DROP TRIGGER IF EXISTS search_vector_t ON x.\"article\"\nDROP FUNCTION IF EXISTS article_search_vector_update()" },
    { "s.sync_trigger(conn, 'a', 'search_vector', ['Body'])", NULL },
    { "s.sync_trigger(conn, 'a', 'search_vector', ['order'])", NULL },
    { "s.sync_trigger(conn, 'a', 'search_vector', ['x'], metadata=sa.MetaData())", NULL },
    { "s.sync_trigger(None, 'a', 'search_vector', ['x'])", NULL },
    { "s.sync_trigger(conn, 'a', 'search_vector', [])", NULL },
    { "s.sync_trigger(conn, 'a', 'search_vector', ['x'], options={'nothing': 1})", NULL },
    { "s.vectorizer.clear()", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *statement = g_strdup_printf ("conn = op.get_bind(); %s", cases[i].call);
      g_autoptr(RetortMigration) migration = compile ("import sqlalchemy_searchable as s", statement);
      g_autofree char *sql = dup_statements (migration);

      g_assert_cmpstr (sql, ==, cases[i].sql != NULL ? cases[i].sql : "?");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/package-types/types", test_types);
  g_test_add_func ("/formats/package-types/spatial-indexes", test_spatial_indexes);
  g_test_add_func ("/formats/package-types/values", test_values);
  g_test_add_func ("/formats/package-types/sync-enum-values", test_sync_enum_values);
  g_test_add_func ("/formats/package-types/entities", test_entities);
  g_test_add_func ("/formats/package-types/searchable", test_searchable);
  return g_test_run ();
}

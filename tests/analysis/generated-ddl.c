/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generated-ddl.h"

#include "sql/quote.h"

static const char *const words[] = { "id", "name", "user_id", "state", "created_at", "Mixed", "order", "value", "a", "total", "data",
                                     "a_name_that_is_so_long_that_postgresql_has_to_cut_what_it_makes" };
static const char *const types[] = { "integer", "bigint", "text", "varchar(50)", "numeric(10,2)", "boolean", "timestamp", "timestamptz",
                                     "uuid", "jsonb", "date", "text[]", "char(3)", "double precision", "smallint", "int[]", "bytea",
                                     "time(3)", "interval", "inet", "varchar", "bit(4)", "numeric", "real", "tsvector" };
static const char *const tables[] = { "users", "orders", "items", "Tags", "audit", "notes", "a_table_whose_name_is_nearly_as_long_as_one_can_be_in_here" };

#define PICK(random, list) (list)[g_rand_int_range (random, 0, G_N_ELEMENTS (list))]

static char *
quoted (const char *name)
{
  return retort_sql_quote_identifier (name);
}

static const RetortTable *
pick_table (GRand *random, RetortSchema *schema)
{
  GPtrArray *all = retort_schema_get_tables (schema);
  const RetortTable *table = NULL;

  for (guint i = 0; i < 8 && all->len > 0; i++)
    {
      table = g_ptr_array_index (all, (guint) g_rand_int_range (random, 0, (gint32) all->len));
      if (table->kind == RETORT_RELATION_TABLE)
        return table;
    }
  return NULL;
}

static const char *
pick_column (GRand *random, const RetortTable *table)
{
  if (table->columns->len == 0)
    return "id";
  return ((RetortColumn *) g_ptr_array_index (table->columns, (guint) g_rand_int_range (random, 0, (gint32) table->columns->len)))->name;
}

static const char *
pick_default (GRand *random, const char *type)
{
  if (g_str_equal (type, "integer") || g_str_equal (type, "bigint") || g_str_equal (type, "smallint"))
    return g_rand_boolean (random) ? " DEFAULT 0" : " DEFAULT -5";
  if (g_str_equal (type, "text") || g_str_has_prefix (type, "varchar"))
    return g_rand_boolean (random) ? " DEFAULT 'it''s'" : " DEFAULT NULL";
  if (g_str_equal (type, "boolean"))
    return g_rand_boolean (random) ? " DEFAULT false" : " DEFAULT 'true'";
  if (g_str_has_prefix (type, "timestamp"))
    return g_rand_boolean (random) ? " DEFAULT now()" : " DEFAULT CURRENT_TIMESTAMP";
  if (g_str_equal (type, "uuid"))
    return " DEFAULT gen_random_uuid()";
  if (g_str_equal (type, "jsonb"))
    return g_rand_boolean (random) ? " DEFAULT '{}'" : " DEFAULT '[]'::jsonb";
  if (g_str_has_prefix (type, "numeric"))
    return g_rand_boolean (random) ? " DEFAULT 0" : " DEFAULT 1.50";
  if (g_str_equal (type, "text[]"))
    return " DEFAULT '{}'";
  return "";
}

static char *
generate_column (GRand *random)
{
  const char *type = PICK (random, types);
  g_autofree char *name = quoted (PICK (random, words));

  if (g_rand_int_range (random, 0, 12) == 0)
    return g_strdup_printf ("%s %s", name, g_rand_boolean (random) ? "serial" : "bigserial");
  if (g_rand_int_range (random, 0, 20) == 0)
    return g_strdup_printf ("%s integer GENERATED %s AS IDENTITY", name, g_rand_boolean (random) ? "ALWAYS" : "BY DEFAULT");
  return g_strdup_printf ("%s %s%s%s", name, type, pick_default (random, type),
                          g_rand_int_range (random, 0, 4) == 0 ? " UNIQUE" : "");
}

static char *
generate_create (GRand *random, RetortSchema *schema)
{
  g_autoptr(GString) sql = g_string_new ("CREATE TABLE ");
  g_autofree char *name = quoted (PICK (random, tables));
  guint n = (guint) g_rand_int_range (random, 1, 6);

  g_string_append_printf (sql, "%s%s (pk integer%s", g_rand_boolean (random) ? "IF NOT EXISTS " : "", name,
                          g_rand_boolean (random) ? " PRIMARY KEY" : " NOT NULL UNIQUE");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *column = generate_column (random);

      g_string_append_printf (sql, ", %s", column);
    }
  if (g_rand_int_range (random, 0, 3) == 0)
    g_string_append (sql, ", CHECK (pk > 0)");
  g_string_append_c (sql, ')');
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static char *
generate_foreign_key (GRand *random, RetortSchema *schema, const char *table, const char *column)
{
  static const char *const actions[] = { "", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE RESTRICT", " DEFERRABLE INITIALLY DEFERRED", " NOT VALID" };
  const RetortTable *other = pick_table (random, schema);
  g_autofree char *name = quoted (other->name);

  return g_strdup_printf ("ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (pk)%s", table, column, name, PICK (random, actions));
}

static char *
generate_constraint (GRand *random, RetortSchema *schema, const char *table, const char *column)
{
  switch (g_rand_int_range (random, 0, 7))
    {
    case 0:
      return g_strdup_printf ("ALTER TABLE %s ADD UNIQUE (%s)", table, column);
    case 1:
      return g_strdup_printf ("ALTER TABLE %s ADD CHECK (%s IS NOT NULL)", table, column);
    case 2:
      return g_strdup_printf ("ALTER TABLE %s ADD CONSTRAINT c_%d UNIQUE (pk, %s)", table, g_rand_int_range (random, 0, 50), column);
    case 3:
      return g_strdup_printf ("ALTER TABLE %s ADD PRIMARY KEY (%s)", table, column);
    case 4:
      return g_strdup_printf ("ALTER TABLE %s ADD CHECK (pk > 0 OR %s IS NULL) NOT VALID", table, column);
    default:
      return generate_foreign_key (random, schema, table, column);
    }
}

static char *
generate_drop_part (GRand *random, const RetortTable *table, const char *name)
{
  const char *cascade = g_rand_boolean (random) ? " CASCADE" : "";
  g_autofree char *part = NULL;

  if (g_rand_boolean (random) && table->constraints->len > 0)
    {
      part = quoted (((RetortConstraint *) g_ptr_array_index (table->constraints, (guint) g_rand_int_range (random, 0, (gint32) table->constraints->len)))->name);
      return g_strdup_printf ("ALTER TABLE %s DROP CONSTRAINT %s%s", name, part, cascade);
    }
  if (table->indexes->len > 0)
    {
      part = quoted (((RetortIndex *) g_ptr_array_index (table->indexes, (guint) g_rand_int_range (random, 0, (gint32) table->indexes->len)))->name);
      return g_strdup_printf ("DROP INDEX %s", part);
    }
  part = quoted (pick_column (random, table));
  return g_strdup_printf ("ALTER TABLE %s DROP COLUMN %s%s", name, part, cascade);
}

static char *
generate_index (GRand *random, const char *table, const char *column)
{
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return g_strdup_printf ("CREATE UNIQUE INDEX ON %s (%s)", table, column);
    case 1:
      return g_strdup_printf ("CREATE INDEX ON %s (pk, %s DESC NULLS LAST)", table, column);
    case 2:
      return g_strdup_printf ("CREATE INDEX IF NOT EXISTS i_%d ON %s (%s)", g_rand_int_range (random, 0, 20), table, column);
    case 3:
      return g_strdup_printf ("CREATE INDEX ON %s (%s) WHERE pk > 5 AND %s IS NOT NULL", table, column, column);
    case 4:
      return g_strdup_printf ("CREATE INDEX ON %s USING btree (%s) INCLUDE (pk) WITH (fillfactor=70)", table, column);
    default:
      return g_strdup_printf ("CREATE INDEX ON %s (coalesce(pk, 0), (pk + 1), %s)", table, column);
    }
}

static char *
generate_column_change (GRand *random, const char *table, const char *column)
{
  switch (g_rand_int_range (random, 0, 10))
    {
    case 0:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s SET NOT NULL", table, column);
    case 1:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s DROP NOT NULL", table, column);
    case 2:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s DROP DEFAULT", table, column);
    case 3:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s SET STATISTICS %d", table, column, g_rand_int_range (random, 0, 900));
    case 4:
      return g_strdup_printf ("COMMENT ON COLUMN %s.%s IS 'text %d'", table, column, g_rand_int_range (random, 0, 9));
    case 5:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s TYPE text", table, column);
    case 6:
      return g_strdup_printf ("ALTER TABLE %s ALTER pk TYPE %s", table, g_rand_boolean (random) ? "bigint" : "integer");
    case 7:
      return g_strdup_printf ("ALTER TABLE %s RENAME %s TO renamed_%d", table, column, g_rand_int_range (random, 0, 9));
    case 8:
      return g_strdup_printf ("ALTER TABLE %s DROP COLUMN IF EXISTS %s, ADD COLUMN added_%d varchar(9) DEFAULT 'x'", table, column,
                              g_rand_int_range (random, 0, 9));
    default:
      return g_strdup_printf ("ALTER TABLE %s ALTER %s SET DEFAULT NULL", table, column);
    }
}

static char *
generate_table_change (GRand *random, const char *table)
{
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      return g_strdup_printf ("ALTER TABLE %s RENAME TO t_%d", table, g_rand_int_range (random, 0, 9));
    case 1:
      return g_strdup_printf ("DROP TABLE %s%s", table, g_rand_boolean (random) ? " CASCADE" : "");
    case 2:
      return g_strdup_printf ("COMMENT ON TABLE %s IS %s", table, g_rand_boolean (random) ? "'words'" : "NULL");
    case 3:
      return g_strdup_printf ("ALTER TABLE %s SET (fillfactor=%d)", table, g_rand_int_range (random, 50, 90));
    case 4:
      return g_strdup_printf ("ALTER TABLE %s ENABLE ROW LEVEL SECURITY", table);
    case 5:
      return g_strdup_printf ("ALTER TABLE %s REPLICA IDENTITY %s", table, g_rand_boolean (random) ? "FULL" : "DEFAULT");
    case 6:
      return g_strdup_printf ("CREATE VIEW v_%d AS SELECT pk FROM %s", g_rand_int_range (random, 0, 9), table);
    default:
      return g_strdup_printf ("ALTER TABLE %s SET UNLOGGED", table);
    }
}

static char *
generate_type (GRand *random, const char *table)
{
  int n = g_rand_int_range (random, 0, 6);

  switch (g_rand_int_range (random, 0, 9))
    {
    case 0:
      return g_strdup_printf ("CREATE TYPE e_%d AS ENUM ('a', 'b')", n);
    case 1:
      return g_strdup_printf ("ALTER TYPE e_%d ADD VALUE IF NOT EXISTS 'c%d'%s", n, g_rand_int_range (random, 0, 6), g_rand_boolean (random) ? " BEFORE 'b'" : "");
    case 2:
      return g_strdup_printf ("ALTER TABLE %s ADD en_%d e_%d DEFAULT 'a'", table, g_rand_int_range (random, 0, 9), n);
    case 3:
      return g_strdup_printf ("DROP TYPE IF EXISTS e_%d%s", n, g_rand_boolean (random) ? " CASCADE" : "");
    case 4:
      return g_strdup_printf ("ALTER TYPE e_%d RENAME TO e_%d", n, g_rand_int_range (random, 0, 6));
    case 5:
      return g_strdup_printf ("ALTER TYPE e_%d RENAME VALUE 'b' TO 'bb'", n);
    case 6:
      return g_strdup_printf ("CREATE SEQUENCE s_%d INCREMENT 2 MAXVALUE 900", n);
    case 7:
      return g_strdup_printf ("CREATE DOMAIN d_%d AS integer CHECK (VALUE > 0)", n);
    default:
      return g_strdup_printf ("ALTER TABLE %s ADD dom_%d d_%d", table, g_rand_int_range (random, 0, 9), n);
    }
}

char *
generate_ddl (GRand *random, RetortSchema *schema)
{
  const RetortTable *table = pick_table (random, schema);
  g_autofree char *name = table != NULL ? quoted (table->name) : NULL;
  g_autofree char *column = table != NULL ? quoted (pick_column (random, table)) : NULL;
  g_autofree char *added = NULL;

  switch (table != NULL ? g_rand_int_range (random, 0, 20) : 0)
    {
    case 0:
    case 1:
      return generate_create (random, schema);
    case 2:
    case 3:
    case 4:
      added = generate_column (random);
      return g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s", name, added);
    case 5:
    case 6:
    case 7:
      return generate_constraint (random, schema, name, column);
    case 8:
    case 9:
      return generate_drop_part (random, table, name);
    case 10:
    case 11:
    case 12:
      return generate_index (random, name, column);
    case 13:
    case 14:
    case 15:
      return generate_column_change (random, name, column);
    case 16:
      return generate_table_change (random, name);
    default:
      return generate_type (random, name);
    }
}

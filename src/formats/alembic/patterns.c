/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each pattern is what a careful colleague would write: nothing is proved or built while others wait, what takes long has a transaction of
 * its own, and the downgrade takes everything back. tests/cli/test-patterns.py runs each up, down and up under Alembic. How a field is
 * written stands behind its colon (pattern-text.c). */
#include "formats/alembic/patterns.h"

#include <glib/gi18n.h>

#define TABLE { "table", N_("Table"), RETORT_PATTERN_FIELD_TABLE, NULL, NULL }
#define NEW_COLUMN { "column", N_("New Column"), RETORT_PATTERN_FIELD_NAME, NULL, NULL }
#define COLUMN { "column", N_("Column"), RETORT_PATTERN_FIELD_COLUMN, "table", NULL }
#define COLUMNS { "columns", N_("Columns"), RETORT_PATTERN_FIELD_COLUMNS, "table", NULL }
#define TYPE(initial) { "type", N_("Type"), RETORT_PATTERN_FIELD_TYPE, NULL, initial }

#define ALONE "with op.get_context().autocommit_block():\n    "
#define VALIDATE(name) ALONE "op.execute(\"ALTER TABLE {table:sql} VALIDATE CONSTRAINT {" name ":sql}\")\n"
#define DROP_COLUMN "op.drop_column({table:name}, {column:py}{table:schema})\n"

static const RetortPattern optional_column = {
  .name = "optional-column",
  .title = N_("Optional column"),
  .summary = N_("A column that may be NULL: no row is written, and the running application does not notice."),
  .message = "add {column} to {table}",
  .fields = { TABLE, NEW_COLUMN, TYPE ("text") },
  .upgrade = "op.add_column({table:name}, sa.Column({column:py}, {type:type}, nullable=True){table:schema})\n",
  .downgrade = DROP_COLUMN,
};

static const RetortPattern column_with_default = {
  .name = "column-with-default",
  .title = N_("Column with a default"),
  .summary = N_("A column that is never NULL. PostgreSQL keeps a constant default beside the table, so that no row is written."),
  .message = "add {column} to {table}",
  .fields = { TABLE, NEW_COLUMN, TYPE ("boolean"), { "default", N_("Default"), RETORT_PATTERN_FIELD_EXPRESSION, NULL, "false" } },
  .upgrade = "op.add_column(\n"
             "    {table:name},\n"
             "    sa.Column({column:py}, {type:type}, server_default=sa.text(\"{default:expr}\"), nullable=False){table:schema},\n"
             ")\n",
  .downgrade = DROP_COLUMN,
};

static const RetortPattern jsonb_column = {
  .name = "jsonb-column",
  .title = N_("JSONB column"),
  .summary = N_("A column for JSON that is an empty object where nothing is said."),
  .message = "add {column} to {table}",
  .fields = { TABLE, NEW_COLUMN, { "default", N_("Default"), RETORT_PATTERN_FIELD_EXPRESSION, NULL, "'{}'::jsonb" } },
  .upgrade = "op.add_column(\n"
             "    {table:name},\n"
             "    sa.Column({column:py}, postgresql.JSONB(), server_default=sa.text(\"{default:expr}\"), nullable=False){table:schema},\n"
             ")\n",
  .downgrade = DROP_COLUMN,
};

#define TARGET { "target", N_("Points to Table"), RETORT_PATTERN_FIELD_TABLE, NULL, NULL }
#define TARGET_COLUMN { "target_column", N_("Points to Column"), RETORT_PATTERN_FIELD_COLUMN, "target", "id" }
#define ON_DELETE(initial) { "on_delete", N_("On Delete"), RETORT_PATTERN_FIELD_VALUE, NULL, initial }
#define KEY_NAME { "name", N_("Name of the Key"), RETORT_PATTERN_FIELD_NAME, NULL, "fk_{table}_{column}" }
#define INDEX_NAME(field) { "index", N_("Name of the Index"), RETORT_PATTERN_FIELD_NAME, NULL, "ix_{table}_{" field "}" }

/* Proving the rows that are there takes no lock that stops writing when it is done in a transaction of its own. */
#define ADD_KEY \
  "op.execute(\n" \
  "    \"ALTER TABLE {table:sql} ADD CONSTRAINT {name:sql} \"\n" \
  "    \"FOREIGN KEY ({column:sql}) REFERENCES {target:sql} ({target_column:sql}) ON DELETE {on_delete:action} NOT VALID\"\n" \
  ")\n" \
  VALIDATE ("name")
#define ADD_INDEX \
  ALONE "op.create_index({index:py}, {table:name}, [{column:py}]{table:schema}, postgresql_concurrently=True)\n"
#define DROP_INDEX \
  ALONE "op.drop_index({index:py}, table_name={table:name}{table:schema}, postgresql_concurrently=True)\n"
#define DROP_KEY "op.drop_constraint({name:py}, {table:name}{table:schema}, type_=\"foreignkey\")\n"

static const RetortPattern uuid_foreign_key = {
  .name = "uuid-foreign-key",
  .title = N_("UUID foreign key with cascade"),
  .summary = N_("A new column of type uuid that points to another table; rows go with the row that they point to. "
                "The key is proved, and its index built, while others read and write."),
  .message = "add {column} to {table}",
  .fields = { TABLE, NEW_COLUMN, TARGET, TARGET_COLUMN, ON_DELETE ("CASCADE"), KEY_NAME, INDEX_NAME ("column") },
  .upgrade = "op.add_column({table:name}, sa.Column({column:py}, postgresql.UUID(as_uuid=True), nullable=True){table:schema})\n"
             ADD_KEY ADD_INDEX,
  .downgrade = DROP_INDEX DROP_KEY DROP_COLUMN,
};

static const RetortPattern foreign_key = {
  .name = "foreign-key",
  .title = N_("Foreign key in safe steps"),
  .summary = N_("A key on a column that exists: added without reading the rows, which are proved in a second transaction. "
                "Its index is built first, while others write, unless there is one (\"none\")."),
  .message = "{table} {column} points to {target}",
  .fields = { TABLE, COLUMN, TARGET, TARGET_COLUMN, ON_DELETE ("RESTRICT"), KEY_NAME, INDEX_NAME ("column") },
  .upgrade = "{?index}" ADD_INDEX "{/index}" ADD_KEY,
  .downgrade = DROP_KEY "{?index}" DROP_INDEX "{/index}",
};

static const RetortPattern partial_unique_index = {
  .name = "partial-unique-index",
  .title = N_("Partial unique index"),
  .summary = N_("At most one row of a kind: unique only where a condition holds. Built while others write."),
  .message = "unique {columns} of {table} where it counts",
  .fields = { TABLE, COLUMNS, { "where", N_("Where"), RETORT_PATTERN_FIELD_EXPRESSION, NULL, NULL },
              { "index", N_("Name of the Index"), RETORT_PATTERN_FIELD_NAME, NULL, "uq_{table}_{columns}" } },
  .upgrade = ALONE "op.create_index(\n"
             "        {index:py},\n"
             "        {table:name},\n"
             "        {columns:list}{table:schema},\n"
             "        unique=True,\n"
             "        postgresql_where=sa.text(\"{where:expr}\"),\n"
             "        postgresql_concurrently=True,\n"
             "    )\n",
  .downgrade = DROP_INDEX,
};

static const RetortPattern concurrent_index = {
  .name = "concurrent-index",
  .title = N_("Index in safe steps"),
  .summary = N_("An index that is built while others write, outside of a transaction."),
  .message = "index {columns} of {table}",
  .fields = { TABLE, COLUMNS, INDEX_NAME ("columns") },
  .upgrade = ALONE "op.create_index({index:py}, {table:name}, {columns:list}{table:schema}, postgresql_concurrently=True)\n",
  .downgrade = DROP_INDEX,
};

static const RetortPattern enum_value = {
  .name = "enum-value",
  .title = N_("Enum value"),
  .summary = N_("A value for an enum, added outside of a transaction so that it can be used at once. PostgreSQL cannot take a value "
                "away again: the downgrade leaves it, and the next upgrade does not mind."),
  .message = "add {value} to {type}",
  .fields = { { "type", N_("Enum"), RETORT_PATTERN_FIELD_ENUM, NULL, NULL }, { "value", N_("New Value"), RETORT_PATTERN_FIELD_VALUE, NULL, NULL } },
  .upgrade = ALONE "op.execute(\"ALTER TYPE {type:sql} ADD VALUE IF NOT EXISTS {value:lit}\")\n",
  .downgrade = "# retort: ignore-file[empty-downgrade] PostgreSQL cannot remove a value from an enum\n"
               "pass\n",
};

static const RetortPattern settings_key = {
  .name = "settings-key-rename",
  .title = N_("Rename of a settings key"),
  .summary = N_("One row of a table of settings gets another key; a row that has the new key already stays."),
  .message = "rename setting {old} to {new}",
  .fields = { TABLE, { "column", N_("Column of the Key"), RETORT_PATTERN_FIELD_COLUMN, "table", "key" },
              { "old", N_("Old Key"), RETORT_PATTERN_FIELD_VALUE, NULL, NULL },
              { "new", N_("New Key"), RETORT_PATTERN_FIELD_VALUE, NULL, NULL } },
  .upgrade = "op.execute(\n"
             "    \"UPDATE {table:sql} SET {column:sql} = {new:lit} WHERE {column:sql} = {old:lit} \"\n"
             "    \"AND NOT EXISTS (SELECT FROM {table:sql} WHERE {column:sql} = {new:lit})\"\n"
             ")\n",
  .downgrade = "op.execute(\n"
               "    \"UPDATE {table:sql} SET {column:sql} = {old:lit} WHERE {column:sql} = {new:lit} \"\n"
               "    \"AND NOT EXISTS (SELECT FROM {table:sql} WHERE {column:sql} = {old:lit})\"\n"
               ")\n",
};

static const RetortPattern backfill = {
  .name = "backfill",
  .title = N_("Backfill"),
  .summary = N_("Fills a column where it is NULL, in a transaction of its own. What was NULL before is not known afterwards: the downgrade "
                "leaves the values."),
  .message = "fill {column} of {table}",
  .fields = { TABLE, COLUMN, { "value", N_("Value"), RETORT_PATTERN_FIELD_EXPRESSION, NULL, NULL } },
  .upgrade = ALONE "op.execute(\"UPDATE {table:sql} SET {column:sql} = {value:expr} WHERE {column:sql} IS NULL\")\n",
  .downgrade = "# retort: ignore-file[empty-downgrade] which rows were NULL before is not known any more\n"
               "pass\n",
};

static const RetortPattern not_null_column = {
  .name = "not-null-column",
  .title = N_("NOT NULL in safe steps"),
  .summary = N_("Rows without a value get one; a CHECK is added without reading the rows and proved in a transaction of its own; with "
                "it NOT NULL is set without reading them again."),
  .message = "{table} {column} not null",
  .fields = { TABLE, COLUMN, { "value", N_("Value Where There Is None"), RETORT_PATTERN_FIELD_EXPRESSION, NULL, NULL },
              { "check", N_("Name of the CHECK"), RETORT_PATTERN_FIELD_NAME, NULL, "ck_{table}_{column}_not_null" } },
  .upgrade = ALONE "op.execute(\"UPDATE {table:sql} SET {column:sql} = {value:expr} WHERE {column:sql} IS NULL\")\n"
             "op.execute(\"ALTER TABLE {table:sql} ADD CONSTRAINT {check:sql} CHECK ({column:sql} IS NOT NULL) NOT VALID\")\n"
             VALIDATE ("check")
             "op.alter_column({table:name}, {column:py}, nullable=False{table:schema})\n"
             "op.drop_constraint({check:py}, {table:name}{table:schema}, type_=\"check\")\n",
  .downgrade = "op.alter_column({table:name}, {column:py}, nullable=True{table:schema})\n",
};

static const RetortPattern column_rename = {
  .name = "column-rename",
  .title = N_("Rename of a column in safe steps"),
  .summary = N_("The first of two steps: the new column stands beside the old one, and a trigger keeps them equal, so that the "
                "application can change over at its own time. Dropping the old one is a revision of its own, later."),
  .message = "{table} {old} becomes {column}",
  .fields = { TABLE, { "old", N_("Column"), RETORT_PATTERN_FIELD_COLUMN, "table", NULL }, { "column", N_("New Name"), RETORT_PATTERN_FIELD_NAME, NULL, NULL },
              TYPE (NULL), { "trigger", N_("Name of the Trigger"), RETORT_PATTERN_FIELD_NAME, NULL, "{table}_{old}_is_{column}" } },
  .upgrade = "# Later, in a revision of its own: drop the trigger, its function and the old column.\n"
             "op.add_column({table:name}, sa.Column({column:py}, {type:type}, nullable=True){table:schema})\n"
             "op.execute(\n"
             "    \"\"\"\n"
             "    CREATE FUNCTION {trigger:sql}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
             "    BEGIN\n"
             "      IF TG_OP = 'INSERT' THEN\n"
             "        NEW.{column:sql} = COALESCE(NEW.{column:sql}, NEW.{old:sql});\n"
             "        NEW.{old:sql} = COALESCE(NEW.{old:sql}, NEW.{column:sql});\n"
             "      ELSIF NEW.{column:sql} IS DISTINCT FROM OLD.{column:sql} THEN\n"
             "        NEW.{old:sql} = NEW.{column:sql};\n"
             "      ELSE\n"
             "        NEW.{column:sql} = NEW.{old:sql};\n"
             "      END IF;\n"
             "      RETURN NEW;\n"
             "    END\n"
             "    $$\n"
             "    \"\"\"\n"
             ")\n"
             "op.execute(\n"
             "    \"CREATE TRIGGER {trigger:sql} BEFORE INSERT OR UPDATE ON {table:sql} \"\n"
             "    \"FOR EACH ROW EXECUTE FUNCTION {trigger:sql}()\"\n"
             ")\n"
             ALONE "op.execute(\"UPDATE {table:sql} SET {column:sql} = {old:sql} WHERE {column:sql} IS DISTINCT FROM {old:sql}\")\n",
  .downgrade = "op.execute(\"DROP TRIGGER {trigger:sql} ON {table:sql}\")\n"
               "op.execute(\"DROP FUNCTION {trigger:sql}()\")\n" DROP_COLUMN,
};

static const RetortPattern *const patterns[] = {
  &optional_column, &column_with_default, &jsonb_column, &uuid_foreign_key, &partial_unique_index, &enum_value, &settings_key, &backfill,
  &not_null_column, &concurrent_index, &foreign_key, &column_rename, NULL,
};

/**
 * retort_alembic_patterns_get:
 *
 * Returns: (array zero-terminated=1) (transfer none): every pattern, in the order in which they are offered
 */
const RetortPattern *const *
retort_alembic_patterns_get (void)
{
  return patterns;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule's own examples: the bad one breaks it, the good one does not, on a schema that the setup makes. */
#include "analysis/checks/check.h"
#include "analysis/schema/apply.h"

#include "graph.h"
#include "migrations.h"

static RetortRevision *
make_revision (void)
{
  static const char *const none[] = { NULL };
  g_autoptr(RetortSource) source = retort_source_new ("/p/ae1_x.py", "def upgrade():\n", -1);
  RetortRevisionFields fields = { .id = "ae1", .title = "", .message = "", .down = none, .depends_on = none, .labels = none,
                                  .source = source, .has_upgrade = TRUE, .has_downgrade = TRUE };

  return retort_revision_new (&fields);
}

static RetortSchema *
make_schema (const char *setup)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  RetortSchema *schema = retort_schema_apply_sql (initial, setup != NULL ? setup : "SELECT 1", &effect);

  g_assert_cmpstr (effect.reason, ==, NULL);
  return schema;
}

static GPtrArray *
check (const RetortRule *rule, const char *sql)
{
  g_autoptr(RetortRevision) revision = make_revision ();
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  g_autoptr(RetortSchema) before = make_schema (rule->setup);
  g_autoptr(RetortMigration) upgrade = migration_parse (revision, RETORT_DIRECTION_UPGRADE, sql, RETORT_MIGRATION_COMPLETE);
  g_autoptr(RetortMigration) downgrade = migration_parse (revision, RETORT_DIRECTION_DOWNGRADE, "SELECT 1", RETORT_MIGRATION_COMPLETE);
  g_autoptr(GHashTable) severities = g_hash_table_new (g_str_hash, g_str_equal);
  RetortCheckSettings settings = { severities };
  RetortCheckInput input = { .history = history, .revision = revision, .upgrade = upgrade, .downgrade = downgrade,
                             .settings = &settings, .transactions = RETORT_TRANSACTIONS_PER_MIGRATION, .before_upgrade = before };

  g_hash_table_insert (severities, (gpointer) rule->id, GINT_TO_POINTER (rule->severity + 1));
  return retort_check_revision (&input);
}

static gboolean
breaks (const RetortRule *rule, const char *sql)
{
  g_autoptr(GPtrArray) findings = check (rule, sql);

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (retort_finding_get (g_ptr_array_index (findings, i))->rule, rule->id))
      return TRUE;
  return FALSE;
}

static void
test_examples (gconstpointer data)
{
  const RetortRule *rule = data;

  if (!breaks (rule, rule->bad))
    g_error ("%s: '%s' does not break it", rule->id, rule->bad);
  if (breaks (rule, rule->good))
    g_error ("%s: '%s' breaks it", rule->id, rule->good);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if ((*rule)->bad != NULL)
      {
        g_autofree char *path = g_strconcat ("/analysis/rules/", (*rule)->id, NULL);

        g_test_add_data_func (path, *rule, test_examples);
      }
  return g_test_run ();
}

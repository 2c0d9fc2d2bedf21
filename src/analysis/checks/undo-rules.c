/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the replayed history shows: statements that cannot work, downgrades that leave something behind, renames written as drops. */
#include "analysis/checks/sections.h"

#include "analysis/planning/trace.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_TRACES 5 /* told of one migration */

/* --- Statements that fail --- */

/* In a block, under a condition or where an error is caught: nobody can tell, or nobody minds. */
static gboolean
is_caught (const RetortCheckStep *at)
{
  return at->step->node != at->statement->node && at->action->is_guarded;
}

/* Only the first: what follows often fails for the same reason. */
static void
say_failure (RetortCheckContext *context, const char *what)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);

      if (at.place->locks->mismatch == NULL || is_caught (&at))
        continue;
      retort_check_say_at (context, &at, NULL, 0, "%s: %s", _(what), at.place->locks->mismatch);
      return;
    }
}

static void
check_upgrade_fails (RetortCheckContext *context)
{
  if (context->direction == RETORT_DIRECTION_UPGRADE && context->input->before_upgrade != NULL)
    say_failure (context, N_("On what the revisions before it make, this fails"));
}

static void
check_downgrade_fails (RetortCheckContext *context)
{
  if (context->direction == RETORT_DIRECTION_DOWNGRADE && context->input->before_downgrade != NULL)
    say_failure (context, N_("On what the upgrade leaves, this fails"));
}

/* --- Traces --- */

/* A value that is drawn makes no difference to the schema. */
static gboolean
has_gap (const RetortMigration *migration)
{
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    if (!retort_migration_get_gap (migration, i)->varies)
      return TRUE;
  return FALSE;
}

static gboolean
is_known (const RetortMigration *migration)
{
  return migration != NULL && !has_gap (migration)
         && (retort_migration_get_status (migration) == RETORT_MIGRATION_COMPLETE
             || retort_migration_get_status (migration) == RETORT_MIGRATION_VARIES);
}

static void
check_traces (RetortCheckContext *context)
{
  g_autoptr(GPtrArray) traces = NULL;
  guint n_said = 0;

  if (context->direction != RETORT_DIRECTION_DOWNGRADE || context->input->before_upgrade == NULL || !is_known (context->migration)
      || !is_known (context->opposite) || context->actions->steps->len == 0)
    return;
  traces = retort_traces_list (context->opposite_walk->start, context->walk->end, context->opposite_actions, context->actions);
  for (guint i = 0; i < traces->len && n_said < MOST_TRACES; i++)
    {
      const RetortTrace *trace = g_ptr_array_index (traces, i);
      RetortCheckStep at;

      if (trace->is_unavoidable || trace->undo == RETORT_TRACE_NOWHERE)
        continue;
      at = retort_check_look (context, trace->undo);
      retort_check_say_at (context, &at, NULL, 0, "%s", trace->text);
      n_said++;
    }
}

/* --- Renames --- */

/* (nullable): the type of a column that the action adds to the table of @at, or drops from it. */
static const char *
get_moved_type (const RetortCheckStep *at, const RetortAction *other, const RetortTable *before, const RetortTable *after)
{
  const RetortColumn *column = NULL;

  if (!retort_action_is_on_same_table (other, at->action))
    return NULL;
  if (other->kind == RETORT_ACTION_ADD_COLUMN)
    column = retort_table_find_column (after, other->name);
  else if (other->kind == RETORT_ACTION_DROP_COLUMN && before != NULL)
    column = retort_table_find_column (before, other->name);
  return column != NULL ? column->type : NULL;
}

/* One column of the type goes and one comes: of several nobody could tell which is which. */
static gboolean
is_added_alike (const RetortCheckContext *context, const RetortCheckStep *at, const char *type, const char **name)
{
  const RetortTable *after = retort_check_find_table (context->walk->end, at->action->schema, at->action->table);
  const RetortTable *before = retort_check_find_table (context->walk->start, at->action->schema, at->action->table);
  guint n_added = 0;
  guint n_dropped = 0;

  for (guint i = 0; after != NULL && i < context->actions->steps->len; i++)
    {
      const RetortAction *other = &retort_check_get_step (context->actions, i)->action;

      if (g_strcmp0 (get_moved_type (at, other, before, after), type) != 0)
        continue;
      n_dropped += other->kind == RETORT_ACTION_DROP_COLUMN;
      if (other->kind != RETORT_ACTION_ADD_COLUMN || g_strcmp0 (other->name, at->action->name) == 0)
        continue;
      n_added++;
      *name = other->name;
    }
  return n_added == 1 && n_dropped <= 1;
}

/* Somebody moves the values by an UPDATE: then it is no slip. */
static gboolean
is_filled (const RetortCheckContext *context, const RetortCheckStep *at, const char *name)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortAction *other = &retort_check_get_step (context->actions, i)->action;

      if (other->kind == RETORT_ACTION_UPDATE && retort_action_is_on_same_table (other, at->action) && g_strcmp0 (other->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_check_find_rename: (skip)
 * @context: a migration
 * @at: one of its steps
 *
 * Returns: (transfer none) (nullable): the column that comes where the step drops one, as if it were the same under another name
 */
const char *
retort_check_find_rename (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = at->action->kind == RETORT_ACTION_DROP_COLUMN && at->table != NULL && retort_check_is_existing (at)
                                   ? retort_table_find_column (at->table, at->action->name)
                                   : NULL;
  const char *name = NULL;

  return column != NULL && is_added_alike (context, at, column->type, &name) && !is_filled (context, at, name) ? name : NULL;
}

static void
check_rename (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *name = retort_check_find_rename (context, at);

  if (name != NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' goes and '%s' of the same type comes: is that a rename?"), at->action->name, name);
}

/* --- Modules of the application --- */

/* Where the file stands in the project: behind the folders that it shares with the migration. */
static const char *
find_own_path (const RetortCheckContext *context, const char *path)
{
  const char *migration = retort_revision_get_path (context->revision);
  const char *own = path;

  for (const char *p = path; migration != NULL && *p != '\0' && *p == migration[p - path]; p++)
    if (*p == '/')
      own = p + 1;
  return own;
}

static gboolean
begins_import (const char *line)
{
  while (*line == ' ' || *line == '\t')
    line++;
  return g_str_has_prefix (line, "import ") || g_str_has_prefix (line, "from ");
}

/* In a line that imports, or between the parentheses behind it. */
static gboolean
is_in_import (const char *text, const char *at)
{
  const char *line = at;
  const char *open = NULL;

  while (line > text && (line[-1] != '\n' || !begins_import (line)))
    line--;
  if (!begins_import (line))
    return FALSE;
  open = memchr (line, '(', (size_t) (at - line));
  return memchr (line, '\n', (size_t) (at - line)) == NULL || (open != NULL && memchr (open, ')', (size_t) (at - open)) == NULL);
}

/* Where the migration itself imports it; what it imports may import more. */
static RetortSpan
find_import (const RetortCheckContext *context, const char *module)
{
  RetortSource *source = retort_revision_get_source (context->revision);
  const char *text = source != NULL ? retort_source_get_text (source) : "";
  gsize length = strlen (module);

  for (const char *at = strstr (text, module); at != NULL; at = strstr (at + 1, module))
    if (at > text && strchr (" .,(\t\n", at[-1]) != NULL && !g_ascii_isalnum (at[length]) && at[length] != '_' && is_in_import (text, at))
      return (RetortSpan){ (gsize) (at - text), (gsize) (at - text) + length };
  return (RetortSpan){ 0, 0 };
}

/* (transfer full) (nullable): the module's name, or that of the package in which it stands, when one of them says that there are models:
 * "models", "user_model"; "model_configs" are settings. */
static char *
dup_model_module (const char *path)
{
  g_autofree char *bare = g_str_has_suffix (path, ".py") ? g_strndup (path, strlen (path) - strlen (".py")) : g_strdup (path);
  g_auto(GStrv) parts = g_strsplit (bare, "/", -1);

  for (guint i = g_strv_length (parts); i > 0; i--)
    if (g_regex_match_simple ("(^|_)models?$", parts[i - 1], G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
      return g_strdup (parts[i - 1]);
  return NULL;
}

static void
check_imports (RetortCheckContext *context)
{
  GPtrArray *imports = context->migration != NULL ? retort_migration_get_imports (context->migration) : NULL;

  for (guint i = 0; context->direction == RETORT_DIRECTION_UPGRADE && imports != NULL && i < imports->len; i++)
    {
      const char *path = retort_source_get_path (g_ptr_array_index (imports, i));
      g_autofree char *file = g_path_get_basename (path);
      g_autofree char *module = dup_model_module (find_own_path (context, path));
      RetortSpan span = module != NULL ? find_import (context, module) : (RetortSpan){ 0, 0 };

      if (span.end == 0)
        continue;
      retort_check_say (context, (RetortRemark){
                                     .message = g_strdup_printf (_("The migration imports '%s' of the application"), file),
                                     .span = span,
                                 });
      return;
    }
}

/* --- Policies --- */

static gboolean
mentions (const char *expression, const char *column)
{
  gsize length = strlen (column);

  for (const char *at = expression; at != NULL && (at = strstr (at, column)) != NULL; at += length)
    if ((at == expression || !(g_ascii_isalnum (at[-1]) || at[-1] == '_')) && !(g_ascii_isalnum (at[length]) || at[length] == '_'))
      return TRUE;
  return FALSE;
}

static void
check_policies (RetortCheckContext *context, const RetortCheckStep *at)
{
  RetortActionKind kind = at->action->kind;

  if (at->table == NULL || at->action->name == NULL
      || (kind != RETORT_ACTION_DROP_COLUMN && kind != RETORT_ACTION_ALTER_COLUMN_TYPE && kind != RETORT_ACTION_RENAME_COLUMN))
    return;
  for (guint i = 0; i < at->table->policies->len; i++)
    {
      const RetortPolicy *policy = g_ptr_array_index (at->table->policies, i);

      if (mentions (policy->using_expression, at->action->name) || mentions (policy->check_expression, at->action->name))
        retort_check_say_at (context, at, at->action->name, 0, _("Policy '%s' of '%s' mentions '%s'"), policy->name, at->action->table,
                             at->action->name);
    }
}

static const RetortRule rules[] = {
  { .id = "upgrade-from-empty-fails",
    .title = N_("Cannot work on what the history makes"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Whoever builds the database from its first revision, as tests and new colleagues do, is stopped here."),
    .remedy = N_("Correct the statement, or the revision that should have made what it needs."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE purchases ADD COLUMN note text",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_upgrade_fails },
  { .id = "up-down-up-consistency",
    .title = N_("Downgrade that cannot work"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("When a release has to be taken back, the downgrade stops here."),
    .remedy = N_("Undo what the upgrade made, in the reverse order and by the same names."),
    .check_migration = check_downgrade_fails },
  { .id = "downgrade-leaves-trace",
    .title = N_("Downgrade that leaves something behind"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The schema afterwards is not the one before the upgrade: the next upgrade may stumble over what is left, and environments drift "
           "apart."),
    .remedy = N_("Undo it in the downgrade; enum types of dropped tables and columns are forgotten most often."),
    .check_migration = check_traces },
  { .id = "rename-seen-as-drop-add",
    .title = N_("Drop and add that looks like a rename"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Autogenerate cannot see a rename: it drops the column with its data and adds an empty one."),
    .remedy = N_("Write a rename, if that is what is meant."),
    .setup = "CREATE TABLE orders (id bigint, state text);",
    .bad = "ALTER TABLE orders ADD COLUMN status text; ALTER TABLE orders DROP COLUMN state",
    .good = "ALTER TABLE orders RENAME COLUMN state TO status",
    .check_action = check_rename },
  { .id = "data-migration-imports-models",
    .title = N_("Migration that imports the application's models"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Models go on to change; the migration then runs with columns and rules that did not exist when it was written, or not at all."),
    .remedy = N_("Describe the few columns that are needed with sa.table() and sa.column() in the migration itself."),
    .check_migration = check_imports },
  { .id = "policy-mentions-column",
    .title = N_("Policy that mentions a changed column"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL refuses to drop or retype a column that a policy uses, or drops the policy with CASCADE: then rows are shown or hidden "
           "otherwise."),
    .remedy = N_("Drop the policy before and create it again afterwards, and have it read by somebody who knows the roles."),
    .setup = "CREATE TABLE orders (id bigint, owner text); CREATE POLICY own ON orders USING (owner = current_user);",
    .bad = "ALTER TABLE orders RENAME COLUMN owner TO keeper",
    .good = "ALTER TABLE orders ADD COLUMN keeper text",
    .check_action = check_policies },
};

const RetortRuleSection retort_undo_rules = { rules, G_N_ELEMENTS (rules) };

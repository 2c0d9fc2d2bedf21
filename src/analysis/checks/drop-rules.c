/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something goes away in an upgrade. Often on purpose; autogenerate, however, also writes a drop
 * for a rename and for every table whose model was not imported. What the title announces is
 * milder, what is replaced in the same migration is nothing. */
#include "analysis/checks/context.h"

#include <string.h>

/* What a drop may be answered by. */
typedef struct
{
  RetortActionKind dropped;
  RetortActionKind created;
  RetortActionKind renamed; /* renamed away before: the old one goes when the new one stands */
  gboolean holds_data;      /* making it again does not bring its content back */
} DropKind;

static const DropKind drop_kinds[] = {
  { RETORT_ACTION_DROP_TABLE, RETORT_ACTION_CREATE_TABLE, RETORT_ACTION_RENAME_TABLE, TRUE },
  { RETORT_ACTION_DROP_COLUMN, RETORT_ACTION_ADD_COLUMN, RETORT_ACTION_RENAME_COLUMN, TRUE },
  { RETORT_ACTION_DROP_CONSTRAINT, RETORT_ACTION_ADD_CONSTRAINT, RETORT_ACTION_OTHER, FALSE },
  { RETORT_ACTION_DROP_INDEX, RETORT_ACTION_CREATE_INDEX, RETORT_ACTION_OTHER, FALSE },
  { RETORT_ACTION_DROP_TYPE, RETORT_ACTION_CREATE_TYPE, RETORT_ACTION_RENAME_TYPE, FALSE },
};

static const DropKind *
find_drop_kind (RetortActionKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (drop_kinds); i++)
    if (drop_kinds[i].dropped == kind)
      return &drop_kinds[i];
  return NULL;
}

/* The name that the object itself goes by. */
static const char *
get_own_name (const RetortAction *action)
{
  return action->name != NULL ? action->name : action->table;
}

static gboolean
was_renamed_to (const RetortAction *rename, const RetortAction *drop)
{
  return g_strcmp0 (rename->new_name, get_own_name (drop)) == 0;
}

typedef enum
{
  DROP_IS_LOSS,
  DROP_IS_REPLACED, /* by another object of its kind */
  DROP_IS_NOTHING,  /* made again, made only for this migration, or gone with something that is told
                     */
} DropFate;

/* A constraint or index that is named after a column or table that goes too. */
static gboolean
goes_along (const RetortAction *drop, const RetortAction *other)
{
  if (drop->kind != RETORT_ACTION_DROP_CONSTRAINT && drop->kind != RETORT_ACTION_DROP_INDEX)
    return FALSE;
  if (other->kind != RETORT_ACTION_DROP_COLUMN && other->kind != RETORT_ACTION_DROP_TABLE)
    return FALSE;
  return retort_action_is_on_same_table (drop, other)
             ? other->kind == RETORT_ACTION_DROP_TABLE || strstr (drop->name, other->name) != NULL
             : drop->table == NULL && strstr (drop->name, get_own_name (other)) != NULL;
}

static DropFate
compare_with (const DropKind *kind, const RetortAction *drop, const RetortAction *other,
              gboolean is_earlier)
{
  if (is_earlier && other->kind == kind->renamed && was_renamed_to (other, drop))
    return DROP_IS_NOTHING;
  if (goes_along (drop, other))
    return DROP_IS_NOTHING;
  if (other->kind != kind->created)
    return DROP_IS_LOSS;
  if (retort_action_is_of_same_object (drop, other) && (is_earlier || !kind->holds_data))
    return DROP_IS_NOTHING;
  if (kind->holds_data || kind->created == RETORT_ACTION_CREATE_TYPE)
    return DROP_IS_LOSS;
  return drop->table == NULL || retort_action_is_on_same_table (drop, other) ? DROP_IS_REPLACED
                                                                             : DROP_IS_LOSS;
}

static DropFate
find_fate (const RetortMigrationActions *actions, guint index, const DropKind *kind)
{
  const RetortAction *drop = &retort_check_get_step (actions, index)->action;
  DropFate fate = DROP_IS_LOSS;

  for (guint i = 0; i < actions->steps->len; i++)
    if (i != index)
      fate = MAX (
          fate, compare_with (kind, drop, &retort_check_get_step (actions, i)->action, i < index));
  return fate;
}

static GHashTable *
split_words (const char *text)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_auto(GStrv) parts = NULL;

  g_strdelimit (lower, " \t\n_-./,;:'\"()`", ' ');
  parts = g_strsplit (lower, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_hash_table_add (words, g_strdup (parts[i]));
  return words;
}

static gboolean
has_removing_verb (GHashTable *words)
{
  static const char *const verbs[] = {
    "drop",     "drops",    "dropped", "dropping",  "remove",     "removes", "removed",
    "removing", "delete",   "deletes", "deleted",   "deleting",   "rename",  "renames",
    "renamed",  "renaming", "replace", "replaces",  "replaced",   "cleanup", "clean",
    "purge",    "retire",   "unused",  "obsolete",  "rm",         "del",     "undo",
    "revert",   "rollback", "move",    "deprecate", "deprecated",
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_hash_table_contains (words, verbs[i]))
      return TRUE;
  return FALSE;
}

/* Every word of the name, in one number or the other. */
static gboolean
mentions (GHashTable *words, const char *name)
{
  g_autoptr(GHashTable) wanted = split_words (name);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      g_autofree char *plural = g_strconcat (word, "s", NULL);
      g_autofree char *singular
          = g_str_has_suffix (word, "s") ? g_strndup (word, strlen (word) - 1) : NULL;

      if (!g_hash_table_contains (words, word) && !g_hash_table_contains (words, plural)
          && (singular == NULL || !g_hash_table_contains (words, singular)))
        return FALSE;
    }
  return TRUE;
}

/* Whether title, id or file name say that the object goes. */
static gboolean
is_announced (RetortRevision *revision, const RetortAction *drop)
{
  const char *path = retort_revision_get_path (revision);
  g_autofree char *file = path != NULL ? g_path_get_basename (path) : g_strdup ("");
  g_autofree char *text = g_strjoin (" ", retort_revision_get_title (revision),
                                     retort_revision_get_id (revision), file, NULL);
  g_autoptr(GHashTable) words = split_words (text);

  return has_removing_verb (words)
         && (mentions (words, get_own_name (drop))
             || (drop->table != NULL && mentions (words, drop->table)));
}

/**
 * retort_rule_unexpected_drop: (skip)
 * @context: a migration
 *
 * unexpected-drop
 */
void
retort_rule_unexpected_drop (RetortCheckContext *context)
{
  if (context->direction != RETORT_DIRECTION_UPGRADE)
    return;
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortActionStep *step = retort_check_get_step (context->actions, i);
      const DropKind *kind = find_drop_kind (step->action.kind);
      DropFate fate = kind != NULL ? find_fate (context->actions, i, kind) : DROP_IS_NOTHING;
      gboolean is_mild;
      g_autofree char *object = NULL;

      if (fate == DROP_IS_NOTHING || get_own_name (&step->action) == NULL)
        continue;
      is_mild = fate == DROP_IS_REPLACED || is_announced (context->revision, &step->action);
      object = retort_action_describe_object (&step->action);
      retort_check_say (context, (RetortRemark){
                                     .message = g_strdup_printf ("The upgrade drops %s", object),
                                     .step = step,
                                     .focus = get_own_name (&step->action),
                                     .louder = is_mild ? -1 : 0,
                                 });
    }
}

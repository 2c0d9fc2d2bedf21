/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something goes away in an upgrade. Often on purpose; autogenerate, however, also writes a drop
 * for a rename and for every table whose model was not imported. What the title announces is
 * expected, what is replaced in the same migration is milder, what is made again is nothing. */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>
#include <string.h>

#define UNKNOWN_NAME "\342\237\250" /* how a name begins that is decided while the migration runs */

/* Two words are alike when they begin alike for so many letters. */
#define MIN_COMMON 4

#define MAX_NOUNS 8

/* What a drop may be answered by. */
typedef struct
{
  RetortActionKind dropped;
  RetortActionKind created;
  RetortActionKind renamed;     /* renamed away before: the old one goes when the new one stands */
  gboolean holds_data;          /* making it again does not bring its content back */
  const char *nouns[MAX_NOUNS]; /* what a title calls objects of this kind; NULL-terminated */
} DropKind;

static const DropKind drop_kinds[] = {
  { RETORT_ACTION_DROP_TABLE,
    RETORT_ACTION_CREATE_TABLE,
    RETORT_ACTION_RENAME_TABLE,
    TRUE,
    { "table", "tables", NULL } },
  { RETORT_ACTION_DROP_COLUMN,
    RETORT_ACTION_ADD_COLUMN,
    RETORT_ACTION_RENAME_COLUMN,
    TRUE,
    { "column", "columns", "cols", NULL } },
  { RETORT_ACTION_DROP_CONSTRAINT,
    RETORT_ACTION_ADD_CONSTRAINT,
    RETORT_ACTION_OTHER,
    FALSE,
    { "constraint", "constraints", "const", "unique", "uniqueness", "fk", "foreign", NULL } },
  { RETORT_ACTION_DROP_INDEX,
    RETORT_ACTION_CREATE_INDEX,
    RETORT_ACTION_OTHER,
    FALSE,
    { "index", "indexes", "indices", "idx", "ix", NULL } },
  { RETORT_ACTION_DROP_TYPE,
    RETORT_ACTION_CREATE_TYPE,
    RETORT_ACTION_RENAME_TYPE,
    FALSE,
    { "type", "types", "enum", "enums", NULL } },
};

static const char *const removing_verbs[] = {
  "drop",     "drops",     "dropped",    "dropping", "remove", "removes", "removed",  "removing",
  "delete",   "deletes",   "deleted",    "deleting", "rename", "renames", "renamed",  "renaming",
  "replace",  "replaces",  "replaced",   "cleanup",  "clean",  "purge",   "retire",   "unused",
  "obsolete", "deprecate", "deprecated", "undo",     "revert", "move",    "rollback", "kill",
  "rm",       "rem",       "del",        NULL,
};

/* Whoever writes these means drops, whatever else the title names. */
static const char *const sweeping_words[] = {
  "undo", "revert", "reverts", "rollback", "cleanup", "clean", "purge", "unused", "obsolete", "deprecate",
  "deprecated", "legacy", "old", "kill", "retire", "unneeded", "needed", "squash", "restart", "rework", NULL,
};

/* The content goes elsewhere: a title that names what is dropped beside one of these says that it goes from where it was. */
static const char *const relocating_verbs[] = {
  "merge", "merges", "merged", "merging", "refactor", "extract", "consolidate", "split", NULL,
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

typedef enum
{
  DROP_IS_LOSS,
  DROP_IS_REPLACED, /* by another object of its kind */
  DROP_IS_NOTHING,  /* made again, made only in between, or gone with something that is told */
} DropFate;

/* "ix_orders_state" has "state" in it, "ix_orders_estate" has not. */
static gboolean
has_part (const char *name, const char *part)
{
  gsize length = strlen (part);

  for (const char *at = strstr (name, part); at != NULL; at = strstr (at + 1, part))
    if ((at == name || at[-1] == '_') && (at[length] == '\0' || at[length] == '_'))
      return TRUE;
  return FALSE;
}

/* A constraint or index that is named after a column or table that goes too. */
static gboolean
goes_along (const RetortAction *drop, const RetortAction *other)
{
  if (drop->kind != RETORT_ACTION_DROP_CONSTRAINT && drop->kind != RETORT_ACTION_DROP_INDEX)
    return FALSE;
  if (other->kind != RETORT_ACTION_DROP_COLUMN && other->kind != RETORT_ACTION_DROP_TABLE)
    return FALSE;
  return retort_action_is_on_same_table (drop, other)
             ? other->kind == RETORT_ACTION_DROP_TABLE || has_part (drop->name, other->name)
             : drop->table == NULL && has_part (drop->name, get_own_name (other));
}

/* A type can go only when no column has it any more: this is the end of a change of columns. */
static gboolean
ends_change_of_columns (const RetortAction *drop, const RetortAction *other)
{
  return drop->kind == RETORT_ACTION_DROP_TYPE
         && (other->kind == RETORT_ACTION_ALTER_COLUMN_TYPE
             || other->kind == RETORT_ACTION_CREATE_TYPE || other->kind == RETORT_ACTION_DROP_COLUMN
             || other->kind == RETORT_ACTION_DROP_TABLE);
}

/* Renamed before it goes: the new one stands. Renamed to its name afterwards: the new one takes its
 * place. */
static DropFate
compare_with_rename (const RetortAction *drop, const RetortAction *rename, gboolean is_earlier)
{
  if (drop->table != NULL && drop->name != NULL && !retort_action_is_on_same_table (drop, rename))
    return DROP_IS_LOSS;
  if (g_strcmp0 (rename->new_name, get_own_name (drop)) != 0)
    return DROP_IS_LOSS;
  return is_earlier ? DROP_IS_NOTHING : DROP_IS_REPLACED;
}

static DropFate
compare_with (const DropKind *kind, const RetortAction *drop, const RetortAction *other,
              gboolean is_earlier)
{
  if (other->kind == kind->renamed && kind->renamed != RETORT_ACTION_OTHER)
    return compare_with_rename (drop, other, is_earlier);
  if (goes_along (drop, other))
    return DROP_IS_NOTHING;
  if (other->kind == kind->created && retort_action_is_of_same_object (drop, other)
      && (is_earlier || !kind->holds_data))
    return DROP_IS_NOTHING;
  if (ends_change_of_columns (drop, other))
    return DROP_IS_REPLACED;
  if (other->kind != kind->created || kind->holds_data)
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
has_any (GHashTable *words, const char *const *wanted)
{
  for (; *wanted != NULL; wanted++)
    if (g_hash_table_contains (words, *wanted))
      return TRUE;
  return FALSE;
}

/* One word stands for the other: "stats" for "statistics", "user" for "users". */
static gboolean
is_like (const char *word, const char *other)
{
  gsize n_same = 0;

  while (word[n_same] != '\0' && word[n_same] == other[n_same])
    n_same++;
  return n_same >= MIN_COMMON || (word[n_same] == '\0' && other[n_same] == '\0');
}

static gboolean
has_like (GHashTable *words, const char *wanted)
{
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (is_like (word, wanted))
      return TRUE;
  return FALSE;
}

/* A word of the name that is not too short to mean something. */
static gboolean
mentions_any (GHashTable *words, const char *name)
{
  g_autoptr(GHashTable) wanted = split_words (name);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (strlen (word) > 2 && has_like (words, word))
      return TRUE;
  return FALSE;
}

/* "Remove unused indexes" says nothing of a table. */
static gboolean
names_other_kind (GHashTable *words, const DropKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (drop_kinds); i++)
    if (&drop_kinds[i] != kind && has_any (words, drop_kinds[i].nouns))
      return !has_any (words, kind->nouns);
  return FALSE;
}

/* Whether title, id or file name say that the object, or objects of its kind, go. */
static gboolean
is_announced (RetortRevision *revision, const DropKind *kind, const RetortAction *drop)
{
  const char *path = retort_revision_get_path (revision);
  g_autofree char *file = path != NULL ? g_path_get_basename (path) : g_strdup ("");
  g_autofree char *text = g_strjoin (" ", retort_revision_get_title (revision),
                                     retort_revision_get_id (revision), file, NULL);
  g_autoptr(GHashTable) words = split_words (text);

  if (has_any (words, sweeping_words) && !names_other_kind (words, kind))
    return TRUE;
  if (has_any (words, relocating_verbs) && kind->holds_data && mentions_any (words, get_own_name (drop)))
    return TRUE;
  return has_any (words, removing_verbs)
         && (has_any (words, kind->nouns) || mentions_any (words, get_own_name (drop)) || (drop->table != NULL && mentions_any (words, drop->table)));
}

/* Is it made before or behind? Then it goes only to come again. */
static gboolean
is_made_again (const RetortMigrationActions *actions, const DropKind *kind, const RetortAction *drop)
{
  for (guint i = 0; i < actions->steps->len; i++)
    {
      const RetortAction *other = &retort_check_get_step (actions, i)->action;

      if (other->kind == kind->created && retort_action_is_of_same_object (drop, other))
        return TRUE;
    }
  return FALSE;
}

/* IF EXISTS of what no revision makes: it was made by hand, or the name is wrong. */
static void
say_of_absent (RetortCheckContext *context, const RetortCheckStep *at, const DropKind *kind)
{
  g_autofree char *object = retort_action_describe_object (at->action);

  if (!is_made_again (context->actions, kind, at->action))
    retort_check_say_at (context, at, get_own_name (at->action), kind->holds_data ? 0 : -1, _("The upgrade drops %s, which no revision before it makes"), object);
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
      RetortCheckStep at;

      if (fate == DROP_IS_NOTHING || get_own_name (&step->action) == NULL || strstr (get_own_name (&step->action), UNKNOWN_NAME) != NULL)
        continue;
      at = retort_check_look (context, i);
      if (retort_check_does_nothing (&at))
        {
          say_of_absent (context, &at, kind);
          continue;
        }
      if (retort_check_find_rename (context, &at) != NULL || retort_check_goes_with_table (context, &at)
          || (step->action.is_guarded && is_made_again (context->actions, kind, &step->action)))
        continue; /* rename-seen-as-drop-add asks; the table is told of; it is made anew */
      is_mild = fate == DROP_IS_REPLACED;
      if (is_announced (context->revision, kind, &step->action) || (is_mild && kind->holds_data))
        continue; /* drop-table and drop-column say what is lost */
      object = retort_action_describe_object (&step->action);
      retort_check_say (context, (RetortRemark){
                                     .message = g_strdup_printf (is_mild ? _("The upgrade drops %s")
                                                                         : _("The upgrade drops %s, which its title does not announce"),
                                                                 object),
                                     .step = step,
                                     .focus = get_own_name (&step->action),
                                     .louder = is_mild || step->action.kind == RETORT_ACTION_DROP_INDEX ? -1 : 0,
                                 });
    }
}

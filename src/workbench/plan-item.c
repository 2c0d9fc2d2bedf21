/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as the plan page shows it, with the command lines that do the same. Immutable. */
#include "config.h"

#include "workbench/plan-item-private.h"
#include "workbench/plan-step-item-private.h"
#include "workbench/review-private.h"
#include "workbench/shell-word.h"

#include <glib/gi18n-lib.h>

struct _RetortPlanItem
{
  GObject parent_instance;

  RetortPlan *plan;
  GListStore *steps;   /* element: RetortPlanStepItem */
  GListStore *stamp_statements; /* element: RetortStatementItem */
  char       *command;
  char       *original_command;
  char       *target_name;
  char       *obstacle;        /* nullable */
  char       *unread;          /* nullable: a sentence */
  char       *first_unread;    /* nullable: id of the revision to read first */
  char       *project_command; /* nullable */
  char       *command_hash;    /* nullable */
  gboolean    is_command_confirmed;
  RetortElsewhere *elsewhere;  /* nullable: the files of a commit */
};

G_DEFINE_FINAL_TYPE (RetortPlanItem, retort_plan_item, G_TYPE_OBJECT)

static void
retort_plan_item_finalize (GObject *object)
{
  RetortPlanItem *self = RETORT_PLAN_ITEM (object);

  g_clear_pointer (&self->plan, retort_plan_unref);
  g_clear_object (&self->steps);
  g_clear_object (&self->stamp_statements);
  g_free (self->command);
  g_free (self->original_command);
  g_free (self->target_name);
  g_free (self->obstacle);
  g_free (self->unread);
  g_free (self->first_unread);
  g_free (self->project_command);
  g_free (self->command_hash);
  g_clear_pointer (&self->elsewhere, retort_elsewhere_unref);
  G_OBJECT_CLASS (retort_plan_item_parent_class)->finalize (object);
}

static void
retort_plan_item_class_init (RetortPlanItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_plan_item_finalize;
}

static void
retort_plan_item_init (RetortPlanItem *self)
{
  self->steps = g_list_store_new (RETORT_TYPE_PLAN_STEP_ITEM);
  self->stamp_statements = g_list_store_new (RETORT_TYPE_STATEMENT_ITEM);
}

/* "upgrade head", "stamp --purge 015" */
static char *
dup_act (const RetortPlanFields *fields)
{
  g_autoptr(GString) act = g_string_new (NULL);

  if (fields->stamp == NULL)
    {
      g_autofree char *symbol = retort_shell_word_quote (fields->target_symbol);

      g_string_printf (act, "%s %s", fields->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade", symbol);
      return g_strdup (act->str);
    }

  g_string_assign (act, fields->purges ? "stamp --purge" : "stamp");
  for (gsize i = 0; fields->stamp_symbols[i] != NULL; i++)
    {
      g_autofree char *symbol = retort_shell_word_quote (fields->stamp_symbols[i]);

      g_string_append_printf (act, " %s", symbol);
    }
  return g_strdup (act->str);
}

/* Files are told from the project's folder on: the reader knows which project it is. */
static char *
dup_obstacle (RetortPlan *plan, const char *project)
{
  g_autofree char *folder = g_strconcat (project, G_DIR_SEPARATOR_S, NULL);
  g_auto(GStrv) parts = NULL;

  if (retort_plan_get (plan)->obstacle == NULL)
    return NULL;
  parts = g_strsplit (retort_plan_get (plan)->obstacle, folder, -1);
  return g_strjoinv (NULL, parts);
}

static void
fill_command (RetortPlanItem *self, const char *project, gboolean is_private)
{
  const RetortPlanFields *fields = retort_plan_get (self->plan);
  g_autofree char *act = dup_act (fields);
  g_autofree char *folder = retort_shell_word_quote (project);
  g_autofree char *name = retort_shell_word_quote (self->target_name);
  g_autofree char *target = is_private ? g_strdup ("--private") : g_strdup_printf ("--profile %s", name);

  self->command = g_strdup_printf ("retort-cli --project %s %s %s", folder, target, act);
}

static void
add_statements (RetortPlanItem *self, GPtrArray *batches)
{
  for (guint i = 0; i < batches->len; i++)
    {
      RetortBatch *batch = g_ptr_array_index (batches, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        {
          g_autoptr(RetortStatementItem) item = retort_statement_item_new (retort_batch_get_statement (batch, j), NULL, NULL);

          g_list_store_append (self->stamp_statements, item);
        }
    }
}

static void
fill_stamp_statements (RetortPlanItem *self)
{
  const RetortPlanFields *fields = retort_plan_get (self->plan);

  if (fields->stamp == NULL)
    return;
  add_statements (self, fields->preamble);
  for (guint i = 0; i < fields->stamp->len; i++)
    add_statements (self, ((RetortStampStep *) g_ptr_array_index (fields->stamp, i))->batches);
}

/**
 * retort_plan_item_new: (skip)
 * @plan: a plan
 * @profile: the connection that it was made for
 * @project: the project's folder
 * @original_command: what people type for the same with the original tool
 *
 * Wraps a plan for the plan page.
 *
 * Returns: (transfer full): the item
 */
RetortPlanItem *
retort_plan_item_new (RetortPlan *plan, RetortProfile *profile, const char *project,
                      const char *original_command)
{
  RetortPlanItem *self = g_object_new (RETORT_TYPE_PLAN_ITEM, NULL);

  self->plan = retort_plan_ref (plan);
  self->target_name = g_strdup (retort_profile_get (profile)->name);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      GPtrArray *preamble = i == 0 ? retort_plan_get (plan)->preamble : NULL;
      g_autoptr(RetortPlanStepItem) item = retort_plan_step_item_new (retort_plan_get_step (plan, i), preamble);

      g_list_store_append (self->steps, item);
    }
  fill_stamp_statements (self);
  fill_command (self, project, retort_profile_get (profile)->is_private);
  self->original_command = g_strdup (original_command);
  self->obstacle = dup_obstacle (plan, project);
  return self;
}

/**
 * retort_plan_item_set_unread: (skip)
 * @self: an item
 * @unread: (element-type utf8): ids of revisions that nobody has read as they are, or that are not ticked
 * @is_required: the project wants that before they run
 */
void
retort_plan_item_set_unread (RetortPlanItem *self, GPtrArray *unread, gboolean is_required)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < unread->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (unread, i));
  if (!is_required)
    /* Translators: ids of revisions */
    self->unread = g_strdup_printf (_("Nobody has opened these since they last changed: %s"), ids->str);
  else if (self->obstacle == NULL)
    /* Translators: ids of revisions */
    self->obstacle = g_strdup_printf (_("This project wants every revision to be read and its checklist to be ticked before it runs; that is open for: %s"),
                                      ids->str);
  else
    return; /* what stands in the way already is not out of it when they are read */
  self->first_unread = g_strdup (unread->len > 0 ? g_ptr_array_index (unread, 0) : NULL);
}

/**
 * retort_plan_item_get_first_unread:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): id of the first revision that the sentence about reading names, there or as what stands in the way
 */
const char *
retort_plan_item_get_first_unread (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->first_unread;
}

/**
 * retort_plan_item_get_unread:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): which revisions nobody has read since they changed
 */
const char *
retort_plan_item_get_unread (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->unread;
}

/**
 * retort_plan_item_get_plan:
 * @self: an item
 *
 * The plan that it wraps.
 *
 * Returns: (transfer none): the plan
 */
RetortPlan *
retort_plan_item_get_plan (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->plan;
}

/**
 * retort_plan_item_get_steps:
 * @self: an item
 *
 * The steps in the order in which they run.
 *
 * Returns: (transfer none): a list of RetortPlanStepItem
 */
GListModel *
retort_plan_item_get_steps (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return G_LIST_MODEL (self->steps);
}

/**
 * retort_plan_item_get_stamp_statements:
 * @self: an item
 *
 * Everything that a stamp sends, in order.
 *
 * Returns: (transfer none): a list of RetortStatementItem; empty for a plan that runs migrations
 */
GListModel *
retort_plan_item_get_stamp_statements (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return G_LIST_MODEL (self->stamp_statements);
}

/**
 * retort_plan_item_get_obstacle:
 * @self: an item
 *
 * Why the plan cannot be run.
 *
 * Returns: (transfer none) (nullable): %NULL when it can
 */
const char *
retort_plan_item_get_obstacle (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->obstacle;
}

/**
 * retort_plan_item_set_project_command: (skip)
 * @self: an item
 * @line: the project's command, as a shell takes it
 * @hash: what is confirmed
 * @is_confirmed: somebody did
 *
 * Says who can run what the built-in engine does not.
 */
void
retort_plan_item_set_project_command (RetortPlanItem *self, const char *line, const char *hash, gboolean is_confirmed)
{
  g_return_if_fail (RETORT_IS_PLAN_ITEM (self));
  g_free (self->project_command);
  self->project_command = g_strdup (line);
  g_free (self->command_hash);
  self->command_hash = g_strdup (hash);
  self->is_command_confirmed = is_confirmed;
}

/**
 * retort_plan_item_get_command_hash: (skip)
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what is confirmed by running the project's command
 */
const char *
retort_plan_item_get_command_hash (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->command_hash;
}

/**
 * retort_plan_item_get_project_command:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the project's own command that runs it where the built-in engine does not
 */
const char *
retort_plan_item_get_project_command (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->project_command;
}

/**
 * retort_plan_item_is_command_confirmed:
 * @self: an item
 *
 * Returns: whether somebody has confirmed that command
 */
gboolean
retort_plan_item_is_command_confirmed (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), FALSE);
  return self->is_command_confirmed;
}

/**
 * retort_plan_item_get_command:
 * @self: an item
 *
 * The retort-cli line that does the same.
 *
 * Returns: (transfer none): a command line
 */
const char *
retort_plan_item_get_command (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->command;
}

/**
 * retort_plan_item_get_original_command:
 * @self: an item
 *
 * The line of the project's own tool that does the same.
 *
 * Returns: (transfer none): a command line
 */
const char *
retort_plan_item_get_original_command (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->original_command;
}

/**
 * retort_plan_item_get_target_name:
 * @self: an item
 *
 * The name of the connection that the plan was made for.
 *
 * Returns: (transfer none): a name
 */
const char *
retort_plan_item_get_target_name (RetortPlanItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (self), NULL);
  return self->target_name;
}

/**
 * retort_plan_item_set_elsewhere: (skip)
 * @self: a plan that was just made
 * @elsewhere: the files that it was made from
 * @ref: the branch, tag or commit that has them
 *
 * Says that it is carried out with files that are not checked out.
 */
void
retort_plan_item_set_elsewhere (RetortPlanItem *self, RetortElsewhere *elsewhere, const char *ref)
{
  g_autofree char *word = retort_shell_word_quote (ref);
  g_autofree char *command = g_steal_pointer (&self->command);
  g_autofree char *original = g_steal_pointer (&self->original_command);
  const char *rest = command + strlen ("retort-cli");

  self->elsewhere = retort_elsewhere_ref (elsewhere);
  self->command = g_strdup_printf ("retort-cli --at %s%s", word, rest);
  self->original_command = g_strdup_printf ("git switch --detach %s && %s", word, original);
}

/**
 * retort_plan_item_get_elsewhere: (skip)
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the files that it is carried out with; %NULL: those of the project as they are
 */
RetortElsewhere *
retort_plan_item_get_elsewhere (RetortPlanItem *self)
{
  return self->elsewhere;
}

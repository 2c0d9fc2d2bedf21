/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/rehearsal.h"

G_DEFINE_BOXED_TYPE (RetortRehearsal, retort_rehearsal, retort_rehearsal_ref, retort_rehearsal_unref)

static const char *const reversibility_words[] = {
  [RETORT_REVERSIBLE_NO] = "no",
  [RETORT_REVERSIBLE_STRUCTURE] = "structure only",
  [RETORT_REVERSIBLE_PROVED] = "proved",
};

static const char *const pass_words[] = {
  [RETORT_REHEARSAL_UP] = "up",
  [RETORT_REHEARSAL_DOWN] = "down",
  [RETORT_REHEARSAL_AGAIN] = "up again",
};

/**
 * retort_rehearsed_relation_free:
 * @self: (transfer full): a relation
 */
void
retort_rehearsed_relation_free (RetortRehearsedRelation *self)
{
  g_free (self->name);
  g_free (self->predicted_lock);
  g_free (self->observed_lock);
  g_free (self);
}

/**
 * retort_rehearsed_statement_new:
 * @pass: in which pass
 * @sql: what was sent
 *
 * Returns: (transfer full): the statement, without relations
 */
RetortRehearsedStatement *
retort_rehearsed_statement_new (RetortRehearsalPass pass, const char *sql)
{
  RetortRehearsedStatement *self = g_new0 (RetortRehearsedStatement, 1);

  self->pass = pass;
  self->sql = g_strdup (sql);
  self->n_rows = -1;
  self->relations = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_rehearsed_relation_free);
  return self;
}

/**
 * retort_rehearsed_statement_free:
 * @self: (transfer full): a statement
 */
void
retort_rehearsed_statement_free (RetortRehearsedStatement *self)
{
  g_free (self->sql);
  g_free (self->unsure);
  g_ptr_array_unref (self->relations);
  g_free (self);
}

/**
 * retort_leftover_new:
 * @text: what is not as it was
 * @line: the line that should have undone it; 0: there is none
 * @made_line: the line that made it; 0: not known
 *
 * Returns: (transfer full): the leftover
 */
RetortLeftover *
retort_leftover_new (const char *text, guint line, guint made_line)
{
  RetortLeftover *self = g_new0 (RetortLeftover, 1);

  self->text = g_strdup (text);
  self->line = line;
  self->made_line = made_line;
  return self;
}

/**
 * retort_leftover_free:
 * @self: (transfer full): a leftover
 */
void
retort_leftover_free (RetortLeftover *self)
{
  g_free (self->text);
  g_free (self);
}

/**
 * retort_rehearsal_step_new:
 * @revision: what is tried
 *
 * Returns: (transfer full): the step of which nothing is known yet
 */
RetortRehearsalStep *
retort_rehearsal_step_new (RetortRevision *revision)
{
  RetortRehearsalStep *self = g_new0 (RetortRehearsalStep, 1);

  self->revision = retort_revision_ref (revision);
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  self->leftovers = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_leftover_free);
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_rehearsed_statement_free);
  return self;
}

/**
 * retort_rehearsal_step_free:
 * @self: (transfer full): a step
 */
void
retort_rehearsal_step_free (RetortRehearsalStep *self)
{
  retort_revision_unref (self->revision);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->leftovers);
  g_ptr_array_unref (self->statements);
  g_free (self->failure);
  g_free (self->untried);
  g_free (self);
}

/**
 * retort_rehearsal_new:
 *
 * Returns: (transfer full): a rehearsal without steps, to be filled before it is given away
 */
RetortRehearsal *
retort_rehearsal_new (void)
{
  RetortRehearsal *self = g_atomic_rc_box_new0 (RetortRehearsal);

  self->from = g_new0 (char *, 1);
  self->loose = g_ptr_array_new_with_free_func (g_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_rehearsal_step_free);
  return self;
}

/**
 * retort_rehearsal_ref:
 * @self: a rehearsal
 *
 * Returns: (transfer full): @self
 */
RetortRehearsal *
retort_rehearsal_ref (RetortRehearsal *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
rehearsal_clear (gpointer data)
{
  RetortRehearsal *self = data;

  g_free (self->source_reason);
  g_strfreev (self->from);
  g_ptr_array_unref (self->loose);
  g_ptr_array_unref (self->remarks);
  g_ptr_array_unref (self->steps);
  g_free (self->stopped);
}

/**
 * retort_rehearsal_unref:
 * @self: (transfer full): a rehearsal
 */
void
retort_rehearsal_unref (RetortRehearsal *self)
{
  g_atomic_rc_box_release_full (self, rehearsal_clear);
}

/**
 * retort_rehearsal_get_worst:
 * @self: a rehearsal
 *
 * Returns: the worst badge of its steps; %RETORT_REVERSIBLE_NO when it stopped before the last one
 */
RetortReversibility
retort_rehearsal_get_worst (const RetortRehearsal *self)
{
  RetortReversibility worst = self->stopped != NULL ? RETORT_REVERSIBLE_NO : RETORT_REVERSIBLE_PROVED;

  for (guint i = 0; i < self->steps->len; i++)
    worst = MIN (worst, ((RetortRehearsalStep *) g_ptr_array_index (self->steps, i))->reversibility);
  return worst;
}

/**
 * retort_rehearsal_went_up:
 * @self: a rehearsal
 *
 * Returns: %TRUE when every upgrade that was asked for went through
 */
gboolean
retort_rehearsal_went_up (const RetortRehearsal *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (((RetortRehearsalStep *) g_ptr_array_index (self->steps, i))->failure != NULL)
      return FALSE;
  return self->stopped == NULL;
}

/**
 * retort_reversibility_to_string:
 * @reversibility: a badge
 *
 * Returns: its word, never translated
 */
const char *
retort_reversibility_to_string (RetortReversibility reversibility)
{
  return reversibility_words[reversibility];
}

/**
 * retort_reversibility_from_string:
 * @word: (nullable): as retort_reversibility_to_string() says it
 * @reversibility: (out): the badge
 *
 * Returns: %FALSE when it is no such word
 */
gboolean
retort_reversibility_from_string (const char *word, RetortReversibility *reversibility)
{
  for (guint i = 0; i < G_N_ELEMENTS (reversibility_words); i++)
    if (g_strcmp0 (word, reversibility_words[i]) == 0)
      {
        *reversibility = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * retort_rehearsal_pass_to_string:
 * @pass: a pass
 *
 * Returns: its word, never translated
 */
const char *
retort_rehearsal_pass_to_string (RetortRehearsalPass pass)
{
  return pass_words[pass];
}

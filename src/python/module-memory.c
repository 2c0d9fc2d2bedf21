/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer is found by the first evaluation that asks a module before anything else happened that could have to do with it, and given to those
 * that ask at the same point: they would run the same statements to the same end. What the running counts is counted again. */
#include "python/module-memory.h"

#include "python/modules-private.h"

typedef struct
{
  RetortPyKind kind;       /* RETORT_PY_NONE, _BOOL, _INT, _STR or _UNKNOWN */
  gint64       number;     /* of _BOOL and _INT */
  char        *text;       /* of _STR the value, of _UNKNOWN the reason */
  gboolean     is_nowhere; /* of _UNKNOWN: it has no place; otherwise its place is that of the question */
  guint64      n_steps;
  guint        n_doubts;
  guint        n_gaps;
  GPtrArray   *sources;    /* element: RetortSource; what was read for it besides the module itself */
} Answer;

struct _RetortPyModuleMemory
{
  GMutex      lock;    /* guards @answers */
  GHashTable *answers; /* key: "module:name", value: Answer; never changed once they are there */
};

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_free (self->text);
  g_ptr_array_unref (self->sources);
  g_free (self);
}

/**
 * retort_py_module_memory_new:
 *
 * Returns: (transfer full): a memory in which nothing is kept yet; any thread may use it
 */
RetortPyModuleMemory *
retort_py_module_memory_new (void)
{
  RetortPyModuleMemory *self = g_new0 (RetortPyModuleMemory, 1);

  g_mutex_init (&self->lock);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  return self;
}

/**
 * retort_py_module_memory_free:
 * @self: (transfer full) (nullable): a memory that no evaluation uses any more
 */
void
retort_py_module_memory_free (RetortPyModuleMemory *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->answers);
  g_free (self);
}

/* --- Recalling --- */

static RetortPyValue *
value_of (const Answer *self, RetortPyEvaluation *evaluation)
{
  RetortSpan nowhere = { 0, 0 };

  switch ((int) self->kind)
    {
    case RETORT_PY_NONE:
      return evaluation->none;
    case RETORT_PY_BOOL:
      return retort_py_bool (evaluation, self->number != 0);
    case RETORT_PY_INT:
      return retort_py_new_int64 (evaluation, self->number);
    case RETORT_PY_STR:
      return retort_py_new_string (evaluation, self->text);
    default:
      return retort_py_new_unknown (evaluation, self->is_nowhere ? nowhere : retort_py_evaluation_get_call_span (evaluation), "%s", self->text);
    }
}

/**
 * retort_py_module_memory_recall: (skip)
 * @evaluation: an evaluation, in which nothing but the module was read
 * @module: the full name of a module
 * @name: a name in it
 *
 * Returns: (transfer none) (nullable): what the name stands for; %NULL: nobody asked yet, or it cannot be kept
 */
RetortPyValue *
retort_py_module_memory_recall (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  RetortPyModuleMemory *self = evaluation->importer.memory;
  g_autofree char *key = g_strconcat (module, ":", name, NULL);
  const Answer *answer;

  g_mutex_lock (&self->lock);
  answer = g_hash_table_lookup (self->answers, key);
  g_mutex_unlock (&self->lock);
  if (answer == NULL)
    return NULL;
  retort_py_charge (evaluation, answer->n_steps);
  evaluation->n_doubts += answer->n_doubts;
  evaluation->n_gaps += answer->n_gaps;
  for (guint i = 0; i < answer->sources->len; i++)
    g_ptr_array_add (evaluation->importer.sources, retort_source_ref (g_ptr_array_index (answer->sources, i)));
  return value_of (answer, evaluation);
}

/* --- Remembering --- */

/**
 * retort_py_question_begin: (skip)
 * @self: (out caller-allocates): how things stand before a module is asked
 * @evaluation: the evaluation that will ask
 */
void
retort_py_question_begin (RetortPyQuestion *self, RetortPyEvaluation *evaluation)
{
  self->steps_left = evaluation->steps_left;
  self->n_doubts = evaluation->n_doubts;
  self->n_gaps = evaluation->n_gaps;
  self->n_sources = evaluation->importer.sources->len;
  self->n_effects = evaluation->importer.count_effects (evaluation->importer.user_data);
  self->is_loud = evaluation->n_silent == 0 && evaluation->n_importing == 0;
  self->place = retort_py_evaluation_get_call_span (evaluation);
}

/* FALSE: it is no value that can be kept. */
static gboolean
take_value (Answer *self, const RetortPyValue *value, RetortSpan place)
{
  RetortSpan span = value->unknown.span;

  self->kind = value->kind;
  switch ((int) value->kind)
    {
    case RETORT_PY_NONE:
      return TRUE;
    case RETORT_PY_BOOL:
      self->number = value->boolean;
      return TRUE;
    case RETORT_PY_INT:
      return retort_py_value_get_int64 (value, &self->number);
    case RETORT_PY_STR:
      self->text = g_strdup (retort_py_value_get_string (value));
      return self->text != NULL;
    case RETORT_PY_UNKNOWN:
      self->text = g_strdup (value->unknown.reason);
      self->is_nowhere = span.start == 0 && span.end == 0;
      /* Some reasons are told by their addresses. */
      return !retort_py_value_is_live (value) && value->unknown.reason != retort_py_sender_reason && place.end > 0
             && (self->is_nowhere || (span.start == place.start && span.end == place.end));
    default:
      return FALSE;
    }
}

static Answer *
answer_new (RetortPyEvaluation *evaluation, const RetortPyQuestion *before, const RetortPyValue *value)
{
  GPtrArray *sources = evaluation->importer.sources;
  Answer *self = g_new0 (Answer, 1);

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  if (!take_value (self, value, before->place))
    {
      answer_free (self);
      return NULL;
    }
  for (guint i = before->n_sources; i < sources->len; i++)
    g_ptr_array_add (self->sources, retort_source_ref (g_ptr_array_index (sources, i)));
  self->n_steps = before->steps_left - evaluation->steps_left;
  self->n_doubts = evaluation->n_doubts - before->n_doubts;
  self->n_gaps = evaluation->n_gaps - before->n_gaps;
  return self;
}

/**
 * retort_py_module_memory_remember: (skip)
 * @evaluation: an evaluation, in which nothing but the module was read before
 * @before: what retort_py_question_begin() filled
 * @module: the full name of a module, which ran to its end
 * @name: a name in it
 * @value: (nullable): what the name stands for
 *
 * Keeps what can be kept: when running the module did nothing else than running it.
 */
void
retort_py_module_memory_remember (RetortPyEvaluation *evaluation, const RetortPyQuestion *before, const char *module, const char *name,
                                  const RetortPyValue *value)
{
  RetortPyModuleMemory *self = evaluation->importer.memory;
  gboolean is_done = value != NULL && evaluation->stop_reason == NULL && evaluation->exception == NULL && evaluation->error == NULL;
  g_autofree char *key = NULL;
  Answer *answer = NULL;

  if (is_done && before->is_loud && before->n_effects == evaluation->importer.count_effects (evaluation->importer.user_data))
    answer = answer_new (evaluation, before, value);
  if (answer == NULL)
    return;
  key = g_strconcat (module, ":", name, NULL);
  g_mutex_lock (&self->lock);
  /* The first one stays: others may be reading it. */
  if (!g_hash_table_contains (self->answers, key))
    g_hash_table_insert (self->answers, g_steal_pointer (&key), g_steal_pointer (&answer));
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&answer, answer_free);
}

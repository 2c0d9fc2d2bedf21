/* SPDX-License-Identifier: GPL-3.0-or-later */
/* begin_nested() of a connection or a session: a savepoint, as a context or by its methods (Connection.begin_nested() of SQLAlchemy 2.0).
 * SQLAlchemy numbers them through the whole run; here each migration begins with 1. */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"

static RetortPyValue *savepoint_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *savepoint_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void savepoint_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void savepoint_leave_raising (RetortPyEvaluation *evaluation, RetortPyValue *self);

typedef struct
{
  guint    number;
  gboolean is_over;
} Savepoint;

static const RetortPyForeignClass savepoint_class = {
  .name = "nested transaction",
  .get_attribute = savepoint_get_attribute,
  .enter = savepoint_enter,
  .leave = savepoint_leave,
  .leave_raising = savepoint_leave_raising,
};

/* Nothing when it has ended before: the `with` of one that was rolled back by hand sends no more. */
static void
end (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *how)
{
  Savepoint *savepoint = retort_py_value_get_foreign_data (self);
  g_autofree char *sql = g_strdup_printf ("%s sa_savepoint_%u", how, savepoint->number);

  if (savepoint->is_over)
    return;
  savepoint->is_over = TRUE;
  retort_compiler_emit (evaluation, sql);
}

static RetortPyValue *
savepoint_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  return self;
}

static void
savepoint_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  end (evaluation, self, "RELEASE SAVEPOINT");
}

static void
savepoint_leave_raising (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  end (evaluation, self, "ROLLBACK TO SAVEPOINT");
}

static RetortPyValue *
release (RetortCall *call)
{
  end (call->evaluation, call->receiver, "RELEASE SAVEPOINT");
  return NULL;
}

static RetortPyValue *
roll_back (RetortCall *call)
{
  end (call->evaluation, call->receiver, "ROLLBACK TO SAVEPOINT");
  return NULL;
}

static RetortPyValue *
savepoint_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "commit", "", release, TRUE },
    { "rollback", "", roll_back, TRUE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

/**
 * retort_savepoint_begin:
 * @call: begin_nested() of a connection or a session
 *
 * Sends the savepoint.
 *
 * Returns: the nested transaction
 */
RetortPyValue *
retort_savepoint_begin (RetortCall *call)
{
  Savepoint *self = retort_py_allocate (call->evaluation, sizeof *self);
  g_autofree char *sql = NULL;

  self->number = retort_compiler_next_savepoint (call->evaluation);
  self->is_over = FALSE;
  sql = g_strdup_printf ("SAVEPOINT sa_savepoint_%u", self->number);
  retort_compiler_emit (call->evaluation, sql);
  return retort_py_new_foreign (call->evaluation, &savepoint_class, self, NULL);
}

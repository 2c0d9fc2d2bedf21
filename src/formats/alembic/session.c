/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy.orm.Session over the migration's connection, as far as it sends statements. The transaction is Alembic's: what a session begins
 * and commits inside of it changes nothing (join_transaction_mode of SQLAlchemy 2.0), but that what it holds is sent (orm/objects.c). */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/core/query.h"
#include "formats/alembic/orm/object.h"

static RetortPyValue *session_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *session_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void session_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: RetortObjects; there is only the one connection */
static const RetortPyForeignClass session_class = {
  .name = "session",
  .get_attribute = session_get_attribute,
  .enter = session_enter,
  .leave = session_leave,
};

/* The arguments that count. */
typedef struct
{
  RetortPyValue *bind; /* nullable: it comes later */
  gboolean       has_autoflush;
  gboolean       expires;
} Options;

/* What sessionmaker() gives; data: Options */
static RetortPyValue *maker_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static const RetortPyForeignClass maker_class = { .name = "sessionmaker", .call = maker_call };

static RetortPyValue *
session_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  return self;
}

/* Closing a session leaves Alembic's transaction as it is; what it still holds is lost, or sent when begin() was entered. */
static void
session_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const RetortSpan here = { 0, 0 };

  if (retort_objects_are_waiting (retort_session_get_objects (self)))
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, here, "what a session holds when it ends is not followed");
}

/**
 * retort_session_get_objects:
 * @self: a session
 *
 * Returns: (transfer none): what it holds
 */
RetortObjects *
retort_session_get_objects (const RetortPyValue *self)
{
  return retort_py_value_get_foreign_data (self);
}

/**
 * retort_session_check_waiting:
 * @call: a call of a session that executes a statement
 *
 * Whether SQLAlchemy sends what waits before it is told by the statement: the call has a problem when something does.
 */
void
retort_session_check_waiting (RetortCall *call)
{
  if (retort_objects_are_waiting (retort_session_get_objects (call->receiver)))
    retort_call_gap (call, "%s() while objects of the session wait is not followed", call->function->name);
}

/* --- Methods --- */

static RetortPyValue *
flush (RetortCall *call)
{
  retort_objects_flush (call, retort_session_get_objects (call->receiver));
  return NULL;
}

static RetortPyValue *
commit (RetortCall *call)
{
  retort_objects_commit (call, retort_session_get_objects (call->receiver));
  return NULL;
}

static RetortPyValue *
close_session (RetortCall *call)
{
  retort_session_check_waiting (call);
  return NULL;
}

static RetortObject *
get_instance (RetortCall *call)
{
  return retort_object_from_value (call->evaluation, retort_call_get (call, "instance"));
}

static RetortPyValue *
add (RetortCall *call)
{
  retort_objects_add (call, retort_session_get_objects (call->receiver), get_instance (call));
  return NULL;
}

static RetortPyValue *
add_all (RetortCall *call)
{
  guint n_items = 0;
  RetortPyValue **items = retort_value_list_items (call, "instances", retort_call_get (call, "instances"), &n_items);

  for (guint i = 0; i < n_items && call->problem == NULL; i++)
    retort_objects_add (call, retort_session_get_objects (call->receiver), retort_object_from_value (call->evaluation, items[i]));
  return NULL;
}

static RetortPyValue *
delete_object (RetortCall *call)
{
  retort_objects_delete (call, retort_session_get_objects (call->receiver), get_instance (call));
  return NULL;
}

static RetortPyValue *
get_connection (RetortCall *call)
{
  return retort_bind_new (call->evaluation);
}

static RetortPyValue *
begin (RetortCall *call)
{
  retort_session_check_waiting (call);
  return call->receiver;
}

/* A savepoint is made behind what waits. */
static RetortPyValue *
begin_nested (RetortCall *call)
{
  retort_session_check_waiting (call);
  return call->problem == NULL ? retort_savepoint_begin (call) : NULL;
}

static RetortPyValue *
get_bind (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_bind_new (evaluation);
}

static RetortPyValue *
session_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "add", "instance", add, TRUE },
    { "add_all", "instances", add_all, TRUE },
    { "delete", "instance", delete_object, TRUE },
    { "commit", "", commit, TRUE },
    { "flush", "", flush, TRUE },
    { "close", "", close_session, TRUE },
    { "begin", "", begin, TRUE },
    { "begin_nested", "", begin_nested, TRUE },
    { "query", "*entities", retort_query_make, TRUE },
    { "connection", "", get_connection, FALSE },
    { "get_bind", "", get_connection, FALSE },
    { NULL },
  };
  static const RetortAttribute attributes[] = { { "bind", get_bind }, { NULL } };
  static const RetortMembers members = { functions, attributes };
  RetortPyValue *value = retort_members_get (evaluation, &members, self, name);

  return value != NULL ? value : retort_bind_get_query (evaluation, self, name);
}

/* --- Making one --- */

static RetortPyValue *
give_session (RetortCall *call, const Options *options)
{
  if (options->bind == NULL || !retort_compiler_is_bind (options->bind) || call->n_options > 0)
    {
      retort_call_gap (call, "a session over something other than the connection is not understood");
      return NULL;
    }
  return retort_py_new_foreign (call->evaluation, &session_class, retort_objects_new (call->evaluation, options->has_autoflush, options->expires),
                                retort_objects_free);
}

static Options
read_options (RetortCall *call)
{
  RetortPyValue *bind = retort_call_get (call, "bind");

  return (Options){
    .bind = retort_value_is_none (bind) ? NULL : bind,
    .has_autoflush = retort_call_get_flag (call, "autoflush", TRUE),
    .expires = retort_call_get_flag (call, "expire_on_commit", TRUE),
  };
}

static RetortPyValue *
make_session (RetortCall *call)
{
  const Options options = read_options (call);

  return call->problem == NULL ? give_session (call, &options) : NULL;
}

static RetortPyValue *
make_of_maker (RetortCall *call)
{
  Options options = *(const Options *) retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *bind = retort_call_get (call, "bind");

  if (bind != NULL)
    options.bind = bind;
  return give_session (call, &options);
}

static RetortPyValue *
maker_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const RetortFunction function = { "Session", "bind=None, **options", make_of_maker, FALSE };

  return retort_call_run (evaluation, &function, self, arguments);
}

/* sessionmaker(bind=connection), sessionmaker(): the connection comes later. */
static RetortPyValue *
make_maker (RetortCall *call)
{
  Options *options = retort_py_allocate (call->evaluation, sizeof *options);

  *options = read_options (call);
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &maker_class, options, NULL) : NULL;
}

#define FLUSHING "autoflush=True, autocommit=False, expire_on_commit=True, future=True"

const RetortFunction retort_session_functions[] = {
  { "Session", "bind=None, *, " FLUSHING ", **options", make_session, FALSE },
  { "sessionmaker", "bind=None, *, " FLUSHING, make_maker, FALSE },
  { NULL },
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy.orm.Session over the migration's connection, as far as it sends statements. The transaction is Alembic's: what a session begins
 * and commits inside of it changes nothing (join_transaction_mode of SQLAlchemy 2.0). Objects that it maps are not followed. */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/core/query.h"

static RetortPyValue *session_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *session_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void session_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: none; there is only the one connection */
static const RetortPyForeignClass session_class = {
  .name = "session",
  .get_attribute = session_get_attribute,
  .enter = session_enter,
  .leave = session_leave,
};

/* What sessionmaker() gives; data: whether it knows the connection. */
static RetortPyValue *maker_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static const RetortPyForeignClass maker_class = { .name = "sessionmaker", .call = maker_call };

static RetortPyValue *
session_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  return self;
}

static void
session_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  /* Closing a session leaves Alembic's transaction as it is. */
}

/* --- Methods --- */

static RetortPyValue *
do_nothing (RetortCall *call)
{
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
  return call->receiver;
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
    { "commit", "", do_nothing, TRUE },
    { "flush", "", do_nothing, TRUE },
    { "close", "", do_nothing, TRUE },
    { "expire_all", "", do_nothing, TRUE },
    { "begin", "", begin, TRUE },
    { "begin_nested", "", retort_savepoint_begin, TRUE },
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
give_session (RetortCall *call, RetortPyValue *bind)
{
  if (!retort_compiler_is_bind (bind) || call->n_options > 0)
    {
      retort_call_gap (call, "a session over something other than the connection is not understood");
      return NULL;
    }
  return retort_py_new_foreign (call->evaluation, &session_class, NULL, NULL);
}

static RetortPyValue *
make_session (RetortCall *call)
{
  return give_session (call, retort_call_get (call, "bind"));
}

static RetortPyValue *
make_of_maker (RetortCall *call)
{
  RetortPyValue *bind = retort_call_get (call, "bind");

  return give_session (call, bind != NULL ? bind : call->receiver);
}

static RetortPyValue *
maker_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const RetortFunction function = { "Session", "bind=None, **options", make_of_maker, FALSE };

  return retort_call_run (evaluation, &function, retort_py_value_get_foreign_data (self), arguments);
}

/* sessionmaker(bind=connection), sessionmaker(): the connection comes later. */
static RetortPyValue *
make_maker (RetortCall *call)
{
  RetortPyValue *bind = retort_call_get (call, "bind");

  return retort_py_new_foreign (call->evaluation, &maker_class, retort_value_is_none (bind) ? NULL : bind, NULL);
}

#define FLUSHING "autoflush=True, autocommit=False, expire_on_commit=True, future=True"

const RetortFunction retort_session_functions[] = {
  { "Session", "bind=None, *, " FLUSHING ", **options", make_session, FALSE },
  { "sessionmaker", "bind=None, *, " FLUSHING, make_maker, FALSE },
  { NULL },
};

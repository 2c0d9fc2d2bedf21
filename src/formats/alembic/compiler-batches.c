/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What operations send becomes batches, each handed to the host as it comes; what they ask, the host answers in a run. */
#include "formats/alembic/compiler-private.h"

#include "formats/alembic/version.h"
#include "sql/quote.h"
#include "sql/script.h"

#include <string.h>

/* --- Sending --- */

static RetortBatchFlags
current_flags (Compiler *self)
{
  RetortBatchFlags flags = RETORT_BATCH_NONE;

  if (self->in_autocommit)
    flags |= RETORT_BATCH_AUTOCOMMIT;
  if (self->in_autocommit && self->is_block_start)
    flags |= RETORT_BATCH_AUTOCOMMIT_START;
  if (self->has_issue[RETORT_PY_ISSUE_LIVE])
    flags |= RETORT_BATCH_DECIDED_WHILE_RUNNING;
  if (self->has_issue[RETORT_PY_ISSUE_VARIES])
    flags |= RETORT_BATCH_VARIES;
  self->is_block_start = FALSE;
  return flags;
}

static RetortStatement *
make_statement_at (RetortPyEvaluation *evaluation, const char *sql, RetortSpan span)
{
  RetortSource *source = get_compiler (evaluation)->source;

  return retort_statement_new (sql, retort_source_get_path (source), span, retort_source_position_at (source, span.start),
                               retort_source_position_at (source, span.end));
}

static RetortStatement *
make_statement (RetortPyEvaluation *evaluation, const char *sql)
{
  return make_statement_at (evaluation, sql, retort_py_evaluation_get_call_span (evaluation));
}

static void
send (RetortPyEvaluation *evaluation, const char *sql, GPtrArray *statements, RetortBatchFlags flags)
{
  Compiler *self = get_compiler (evaluation);
  g_autoptr(RetortBatch) batch = NULL;
  GError *error = NULL;

  self->n_parameters = 0;
  if (retort_py_evaluation_is_silent (evaluation))
    return;
  if (strstr (sql, RETORT_PY_LIVE_MARK) != NULL)
    retort_compiler_take_issue (RETORT_PY_ISSUE_LIVE, retort_py_evaluation_get_call_span (evaluation), "a part of it is decided while running", self);
  batch = retort_batch_new (sql, statements, current_flags (self) | flags);
  if (retort_py_evaluation_is_importing (evaluation))
    {
      retort_compiler_take_issue (RETORT_PY_ISSUE_GAP, retort_py_evaluation_get_call_span (evaluation), "a module that is imported sends a statement", self);
      return;
    }
  g_ptr_array_add (self->batches, retort_batch_ref (batch));
  if (self->host != NULL && !retort_host_emit (self->host, batch, self->cancellable, &error))
    retort_py_evaluation_abort (evaluation, error);
}

static void
send_single_at (RetortPyEvaluation *evaluation, const char *sql, RetortBatchFlags flags, RetortSpan span)
{
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_statement_unref);

  g_ptr_array_add (statements, make_statement_at (evaluation, sql, span));
  send (evaluation, sql, statements, flags);
}

static void
send_single (RetortPyEvaluation *evaluation, const char *sql, RetortBatchFlags flags)
{
  send_single_at (evaluation, sql, flags, retort_py_evaluation_get_call_span (evaluation));
}

/**
 * retort_compiler_emit:
 * @evaluation: the evaluation
 * @sql: one statement, without ';' at its end
 *
 * Sends a statement.
 */
void
retort_compiler_emit (RetortPyEvaluation *evaluation, const char *sql)
{
  send_single (evaluation, sql, RETORT_BATCH_NONE);
}

/**
 * retort_compiler_defer:
 * @evaluation: the evaluation
 * @sql: one statement that is sent later, without ';' at its end
 *
 * Returns: (nullable): the statement with its place, for retort_compiler_emit_deferred(); %NULL when nothing may be sent now
 */
RetortDeferred *
retort_compiler_defer (RetortPyEvaluation *evaluation, const char *sql)
{
  RetortDeferred *self;

  get_compiler (evaluation)->n_parameters = 0;
  if (retort_py_evaluation_is_silent (evaluation))
    return NULL;
  self = retort_py_allocate (evaluation, sizeof *self);
  self->sql = retort_py_strdup (evaluation, sql);
  self->span = retort_py_evaluation_get_call_span (evaluation);
  self->next = NULL;
  return self;
}

/**
 * retort_compiler_emit_deferred:
 * @evaluation: the evaluation
 * @first: (nullable): the first of the statements
 *
 * Sends what was kept back.
 */
void
retort_compiler_emit_deferred (RetortPyEvaluation *evaluation, const RetortDeferred *first)
{
  for (const RetortDeferred *self = first; self != NULL; self = self->next)
    send_single_at (evaluation, self->sql, RETORT_BATCH_NONE, self->span);
}

/* Without white space and semicolons at its end. */
static char *
dup_trimmed (const char *sql)
{
  gsize length;

  while (g_ascii_isspace (*sql))
    sql++;
  length = strlen (sql);
  while (length > 0 && (g_ascii_isspace (sql[length - 1]) || sql[length - 1] == ';'))
    length--;
  return g_strndup (sql, length);
}

/* Most texts are told to be one statement without reading them: they begin with a word, and nothing in them could end it. */
static gboolean
is_plainly_one (const char *trimmed)
{
  return g_ascii_isalpha (trimmed[0]) && strchr (trimmed, ';') == NULL;
}

/* One statement a span; a text that PostgreSQL's grammar does not know is one statement. */
static GPtrArray *
split_statements (RetortPyEvaluation *evaluation, const char *sql)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_statement_unref);
  g_autofree char *trimmed = dup_trimmed (sql);
  g_autoptr(GArray) spans = is_plainly_one (trimmed) ? NULL : retort_sql_split (sql, NULL);

  for (guint i = 0; spans != NULL && spans->len > 1 && i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);
      g_autofree char *piece = g_strndup (sql + span.start, span.end - span.start);

      g_ptr_array_add (statements, make_statement (evaluation, piece));
    }
  if (statements->len == 0 && (spans == NULL || spans->len > 0))
    g_ptr_array_add (statements, make_statement (evaluation, trimmed));
  return statements;
}

/**
 * retort_compiler_emit_script:
 * @evaluation: the evaluation
 * @sql: what a migration executes: any number of statements in one call
 *
 * Sends the text as one batch. A text without a statement is refused, as the driver does.
 */
void
retort_compiler_emit_script (RetortPyEvaluation *evaluation, const char *sql)
{
  RetortSpan at_call = { 0, 0 };
  g_autoptr(GPtrArray) statements = split_statements (evaluation, sql);

  if (statements->len == 0)
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_REFUSED, at_call, "an empty query cannot be executed");
  else
    send (evaluation, sql, statements, RETORT_BATCH_NONE);
}

/* Is it the first of that name? */
static gboolean
remember_type (RetortPyEvaluation *evaluation, const char *schema, const char *name)
{
  char *key = g_strconcat (schema != NULL ? schema : "", ".", name, NULL);

  return g_hash_table_add (get_compiler (evaluation)->made_types, key);
}

/**
 * retort_compiler_emit_once:
 * @evaluation: the evaluation
 * @sql: a statement that makes a type
 * @schema: (nullable): the schema of the type
 * @name: its name
 *
 * Sends the statement, unless create_table() made a type of that name before.
 */
void
retort_compiler_emit_once (RetortPyEvaluation *evaluation, const char *sql, const char *schema, const char *name)
{
  RetortSpan at_call = { 0, 0 };

  if (retort_py_evaluation_is_silent (evaluation) || !remember_type (evaluation, schema, name))
    return;
  if (get_compiler (evaluation)->has_more_types)
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, at_call, "whether the type '%s' was made before is not known", name);
  else
    send_single (evaluation, sql, RETORT_BATCH_ONCE_PER_RUN);
}

/**
 * retort_compiler_expect_types:
 * @evaluation: the evaluation
 *
 * A table was made of which not everything is known: nobody can tell from here on which types were made with it.
 */
void
retort_compiler_expect_types (RetortPyEvaluation *evaluation)
{
  get_compiler (evaluation)->has_more_types = TRUE;
}

/* Is there a type of that name (PGDialect.has_type)? FALSE: nobody can tell. */
static gboolean
find_type (RetortPyEvaluation *evaluation, const char *schema, const char *name, gboolean *exists)
{
  g_autofree char *quoted = retort_sql_quote_literal (name);
  g_autofree char *place = schema != NULL ? retort_sql_quote_literal (schema) : NULL;
  g_autofree char *answer = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
                                          "WHERE t.typname = %s AND %s%s)::text", quoted,
                                          place != NULL ? "n.nspname = " : "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'",
                                          place != NULL ? place : "");

  if (!retort_compiler_query (evaluation, sql, &answer))
    return FALSE;
  *exists = g_strcmp0 (answer, "true") == 0;
  return TRUE;
}

static void
report_question (RetortPyEvaluation *evaluation, const char *what)
{
  Compiler *self = get_compiler (evaluation);
  RetortSpan at_call = { 0, 0 };

  self->is_asking = TRUE;
  retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_LIVE, at_call, "it depends on %s", what);
  self->is_asking = FALSE;
}

/**
 * retort_compiler_emit_if_type:
 * @evaluation: the evaluation
 * @sql: a statement that makes or drops a type
 * @schema: (nullable): the schema of the type
 * @name: its name
 * @must_exist: send it when the type is there; else when it is not
 *
 * Asks the database first, as checkfirst=True does. When it cannot tell, the statement is sent, as without a database.
 */
void
retort_compiler_emit_if_type (RetortPyEvaluation *evaluation, const char *sql, const char *schema, const char *name,
                              gboolean must_exist)
{
  g_autofree char *what = g_strdup_printf ("whether the type '%s' exists", name);
  gboolean exists = must_exist;

  if (!find_type (evaluation, schema, name, &exists))
    report_question (evaluation, what);
  if (exists == must_exist)
    retort_compiler_emit (evaluation, sql);
}

/**
 * retort_compiler_find_relation:
 * @evaluation: the evaluation
 * @kind: what it is
 * @schema: (nullable): its schema; %NULL: where names without one are looked for
 * @name: its name
 * @fallback: the answer when nobody can tell
 *
 * Asks the database as has_table() and has_sequence() of SQLAlchemy 2.0 do (dialects/postgresql/base.py).
 *
 * Returns: whether there is one
 */
gboolean
retort_compiler_find_relation (RetortPyEvaluation *evaluation, RetortRelationKind kind, const char *schema, const char *name, gboolean fallback)
{
  static const struct
  {
    const char *word;
    const char *kinds;
  } rows[] = { [RETORT_RELATION_TABLE] = { "table", "'r', 'p', 'f', 'v', 'm'" }, [RETORT_RELATION_SEQUENCE] = { "sequence", "'S'" } };
  g_autofree char *what = g_strdup_printf ("whether the %s '%s' exists", rows[kind].word, name);
  g_autofree char *quoted = retort_sql_quote_literal (name);
  g_autofree char *place = schema != NULL ? retort_sql_quote_literal (schema) : NULL;
  g_autofree char *answer = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                          "WHERE c.relkind IN (%s) AND c.relname = %s AND %s%s)::text", rows[kind].kinds, quoted,
                                          place != NULL ? "n.nspname = " : "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'",
                                          place != NULL ? place : "");

  if (retort_compiler_query (evaluation, sql, &answer))
    return g_strcmp0 (answer, "true") == 0;
  report_question (evaluation, what);
  return fallback;
}

/**
 * retort_compiler_ask:
 * @evaluation: the evaluation
 * @what: what it asks: "the rows of a query"
 *
 * The migration asks the database something that is not known without it.
 *
 * Returns: what the database will answer
 */
RetortPyValue *
retort_compiler_ask (RetortPyEvaluation *evaluation, const char *what)
{
  report_question (evaluation, what);
  return retort_py_new_live (evaluation, retort_py_evaluation_get_call_span (evaluation));
}

/**
 * retort_compiler_ask_outside:
 * @evaluation: the evaluation
 * @what: what it asks
 *
 * The migration asks something that not even a run can answer: how the original tool was called, where it runs.
 *
 * Returns: what the answer would be
 */
RetortPyValue *
retort_compiler_ask_outside (RetortPyEvaluation *evaluation, const char *what)
{
  RetortSpan at_call = { 0, 0 };

  /* What a module asks when it is imported, env.py for one, may never matter to the migration. */
  if (retort_py_evaluation_is_importing (evaluation))
    return retort_py_new_live (evaluation, retort_py_evaluation_get_call_span (evaluation));
  retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_OUTSIDE, at_call, "it depends on %s", what);
  return retort_compiler_ask (evaluation, what);
}

/**
 * retort_compiler_is_live:
 * @evaluation: the evaluation
 *
 * Returns: whether what is sent happens, and questions are answered
 */
gboolean
retort_compiler_is_live (RetortPyEvaluation *evaluation)
{
  return has_live_host (get_compiler (evaluation));
}

/**
 * retort_compiler_has_other_driver:
 * @evaluation: the evaluation
 *
 * Returns: whether the project may connect by another driver than psycopg2
 */
gboolean
retort_compiler_has_other_driver (RetortPyEvaluation *evaluation)
{
  const RetortAlembicProject *project = get_compiler (evaluation)->project;

  return project != NULL && project->has_other_driver;
}

/**
 * retort_compiler_refuses_text:
 * @evaluation: the evaluation
 *
 * Returns: whether the project certainly runs SQLAlchemy 2.0, whose connections execute no str
 */
gboolean
retort_compiler_refuses_text (RetortPyEvaluation *evaluation)
{
  RetortAlembicProject *project = get_compiler (evaluation)->project;

  return project != NULL && retort_alembic_project_get_sqlalchemy_version (project) >= RETORT_SQLALCHEMY_REFUSES_TEXT;
}

/* NULL: there is nobody to ask, or the evaluation stops. */
static RetortAnswer *
ask_host (RetortPyEvaluation *evaluation, RetortQuestion *question)
{
  Compiler *self = get_compiler (evaluation);
  GError *error = NULL;
  RetortAnswer *answer;

  if (!has_live_host (self) || retort_py_evaluation_is_silent (evaluation))
    return NULL;
  question->span = retort_py_evaluation_get_call_span (evaluation);
  answer = retort_host_ask (self->host, question, self->cancellable, &error);
  if (answer == NULL)
    retort_py_evaluation_abort (evaluation, error);
  return answer;
}

/**
 * retort_compiler_take_result:
 * @evaluation: the evaluation
 *
 * Returns: (transfer full) (nullable): what the batch gave back that was sent last; %NULL when nothing is executed
 */
RetortAnswer *
retort_compiler_take_result (RetortPyEvaluation *evaluation)
{
  RetortQuestion question = { .kind = RETORT_QUESTION_RESULT };

  return ask_host (evaluation, &question);
}

/**
 * retort_compiler_query:
 * @evaluation: the evaluation
 * @sql: a query of ours that gives one column
 * @text: (out) (transfer full) (nullable): its first row; %NULL: there is none, or SQL's NULL
 *
 * Returns: whether there was an answer
 */
gboolean
retort_compiler_query (RetortPyEvaluation *evaluation, const char *sql, char **text)
{
  RetortQuestion question = { .kind = RETORT_QUESTION_ROWS, .sql = sql };
  g_autoptr(RetortAnswer) answer = ask_host (evaluation, &question);

  *text = NULL;
  if (answer == NULL || !answer->is_known)
    return FALSE;
  if (answer->rows->len > 0)
    *text = g_strdup (g_ptr_array_index ((GPtrArray *) g_ptr_array_index (answer->rows, 0), 0));
  return TRUE;
}

/**
 * retort_compiler_next_parameter:
 * @evaluation: the evaluation
 *
 * Returns: the number of the next value in the statement that is being written which the database gives: 1 is the first
 */
guint
retort_compiler_next_parameter (RetortPyEvaluation *evaluation)
{
  RetortSpan at_call = { 0, 0 };

  retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_LIVE, at_call, "a value is decided while running");
  return ++get_compiler (evaluation)->n_parameters;
}

/**
 * retort_compiler_begin_parameters:
 * @evaluation: the evaluation
 *
 * The next value that the database gives is the first of its statement.
 */
void
retort_compiler_begin_parameters (RetortPyEvaluation *evaluation)
{
  get_compiler (evaluation)->n_parameters = 0;
}

/**
 * retort_compiler_commit:
 * @evaluation: the evaluation
 *
 * Commits what was sent so far; what follows is another transaction (Connection.commit() of SQLAlchemy 2.0). At the end of the migration that
 * one takes the version row, too: in Alembic it is left to the next migration, or to env.py, which has to commit it.
 */
void
retort_compiler_commit (RetortPyEvaluation *evaluation)
{
  RetortSpan at_call = { 0, 0 };

  if (get_compiler (evaluation)->in_autocommit)
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, at_call, "commit() inside an autocommit block is not understood");
  else
    send_single (evaluation, "COMMIT", RETORT_BATCH_COMMIT);
}

/**
 * retort_compiler_begin_autocommit:
 * @evaluation: the evaluation
 *
 * What follows is sent outside of a transaction.
 */
void
retort_compiler_begin_autocommit (RetortPyEvaluation *evaluation)
{
  Compiler *self = get_compiler (evaluation);

  if (retort_py_evaluation_is_silent (evaluation))
    return;
  self->in_autocommit = TRUE;
  self->is_block_start = TRUE;
}

/**
 * retort_compiler_end_autocommit:
 * @evaluation: the evaluation
 *
 * What follows is sent inside a transaction again.
 */
void
retort_compiler_end_autocommit (RetortPyEvaluation *evaluation)
{
  Compiler *self = get_compiler (evaluation);
  RetortSpan at_call = { 0, 0 };

  if (retort_py_evaluation_is_silent (evaluation))
    return;
  /* Even an empty block commits what came before it, and there is no batch that could say so. */
  if (self->is_block_start)
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, at_call, "an autocommit block without a statement is not understood");
  self->in_autocommit = FALSE;
  self->is_block_start = FALSE;
}

/**
 * retort_compiler_next_serial:
 * @evaluation: the evaluation
 *
 * Returns: a number that is higher than the last one: the order in which constraints are made
 */
guint
retort_compiler_next_serial (RetortPyEvaluation *evaluation)
{
  return ++look_at_compiler (evaluation)->next_serial;
}

/**
 * retort_compiler_next_savepoint:
 * @evaluation: the evaluation
 *
 * Returns: the number of the next savepoint, from 1
 */
guint
retort_compiler_next_savepoint (RetortPyEvaluation *evaluation)
{
  return ++get_compiler (evaluation)->n_savepoints;
}

/**
 * retort_compiler_set_naming:
 * @evaluation: the evaluation
 * @naming: (nullable): the convention that counts from now on, which the caller keeps
 *
 * Returns: (transfer none) (nullable): the one that counted before
 */
RetortNaming *
retort_compiler_set_naming (RetortPyEvaluation *evaluation, RetortNaming *naming)
{
  RetortNaming *before = get_compiler (evaluation)->naming;

  get_compiler (evaluation)->naming = naming;
  return before;
}

/**
 * retort_compiler_get_naming:
 * @evaluation: the evaluation
 *
 * Returns: (transfer none) (nullable): the naming convention of the project's metadata; %NULL: SQLAlchemy's own
 */
RetortNaming *
retort_compiler_get_naming (RetortPyEvaluation *evaluation)
{
  return look_at_compiler (evaluation)->naming;
}

/**
 * retort_compiler_has_naming:
 * @evaluation: the evaluation
 *
 * Returns: whether the project's metadata has a naming convention, which a MetaData() of the migration's own has not
 */
gboolean
retort_compiler_has_naming (RetortPyEvaluation *evaluation)
{
  static const char *const kinds[] = { "ix", "uq", "ck", "fk", "pk" };
  const RetortNaming *naming = look_at_compiler (evaluation)->naming;

  for (guint i = 0; naming != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (retort_naming_get (naming, kinds[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * retort_compiler_get_flask_config:
 * @evaluation: the evaluation
 *
 * Returns: (transfer none) (nullable): where the project's application takes its settings from; %NULL: there is no project
 */
RetortFlaskConfig *
retort_compiler_get_flask_config (RetortPyEvaluation *evaluation)
{
  return look_at_compiler (evaluation)->flask_config;
}

/**
 * retort_compiler_find_version_schema:
 * @evaluation: the evaluation
 * @schema: (out) (nullable): the schema of the version table
 *
 * Returns: whether it is known
 */
gboolean
retort_compiler_find_version_schema (RetortPyEvaluation *evaluation, const char **schema)
{
  const RetortAlembicProject *project = get_compiler (evaluation)->project;

  *schema = project != NULL ? project->version_schema : NULL;
  return project == NULL || project->has_version_schema;
}

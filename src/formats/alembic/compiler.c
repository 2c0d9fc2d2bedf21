/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the evaluator over a revision. What the operations send becomes batches, each handed to the host as it comes; what is not
 * understood becomes gaps between them. The status is what the gaps and questions leave of "complete". */
#include "formats/alembic/compiler.h"

#include "formats/alembic/compile.h"
#include "formats/alembic/modules.h"
#include "formats/alembic/project.h"
#include "python/probe.h"
#include "python/validator.h"
#include "sql/script.h"

#include <string.h>

typedef struct
{
  RetortSource    *source;
  RetortHost      *host;       /* nullable: nobody takes the batches, and no question has an answer */
  GCancellable    *cancellable;
  GPtrArray       *batches;    /* element: RetortBatch */
  GPtrArray       *gaps;       /* element: RetortGap */
  RetortModuleFiles *modules;  /* nullable: of the project */
  GPtrArray       *imports;    /* element: RetortSource; of the project's modules that were read */
  gboolean         has_issue[RETORT_PY_ISSUE_HIDDEN + 1];
  GHashTable      *made_types; /* key: "schema.name" of types that create_table() made */
  guint            next_serial;
  guint            n_savepoints;
  RetortNaming    *naming;     /* nullable, borrowed from the project */
  RetortFlaskConfig *flask_config; /* the same */
  const RetortAlembicProject *project; /* nullable */
  guint            n_parameters; /* values from the database in the statement that is being written */
  gboolean         in_autocommit;
  gboolean         is_block_start; /* no batch was sent in the autocommit block yet */
} Compiler;

static Compiler *
get_compiler (RetortPyEvaluation *evaluation)
{
  return retort_py_evaluation_get_user_data (evaluation);
}

static void
compiler_clear (Compiler *self)
{
  g_clear_pointer (&self->batches, g_ptr_array_unref);
  g_clear_pointer (&self->gaps, g_ptr_array_unref);
  g_clear_pointer (&self->imports, g_ptr_array_unref);
  g_clear_pointer (&self->made_types, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Compiler, compiler_clear)

/* A gap inside another one with the same cause says nothing new: "'f()' is not evaluated" beside "the statement of execute() is not
 * known: 'f()' is not evaluated". Neither does one that a loop meets again. */
static gboolean
is_covered (const RetortGap *gap, RetortSpan span, const char *reason, guint before_batch)
{
  return gap->before_batch == before_batch && span.start <= gap->span.start && gap->span.end <= span.end
         && g_str_has_suffix (reason, gap->reason);
}

static gboolean
is_known_gap (const Compiler *self, RetortSpan span, const char *reason)
{
  for (guint i = 0; i < self->gaps->len; i++)
    {
      const RetortGap *gap = g_ptr_array_index (self->gaps, i);

      if (gap->span.start == span.start && gap->span.end == span.end && g_str_equal (gap->reason, reason))
        return TRUE;
    }
  return FALSE;
}

static void
add_gap (Compiler *self, RetortSpan span, const char *reason)
{
  RetortPosition position = retort_source_position_at (self->source, span.start);

  if (is_known_gap (self, span, reason))
    return;
  while (self->gaps->len > 0
         && is_covered (g_ptr_array_index (self->gaps, self->gaps->len - 1), span, reason, self->batches->len))
    g_ptr_array_remove_index (self->gaps, self->gaps->len - 1);
  g_ptr_array_add (self->gaps, retort_gap_new (reason, span, position, self->batches->len));
}

static void
mark_varying (Compiler *self, RetortSpan span)
{
  RetortGap *last = self->gaps->len > 0 ? g_ptr_array_index (self->gaps, self->gaps->len - 1) : NULL;

  if (last != NULL && last->span.start == span.start)
    last->varies = TRUE;
}

/* A question to the database is no gap: its answer is known when it runs. */
static void
on_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  Compiler *self = user_data;

  self->has_issue[kind] = TRUE;
  if (kind == RETORT_PY_ISSUE_LIVE)
    return;
  add_gap (self, span, reason);
  if (kind == RETORT_PY_ISSUE_VARIES)
    mark_varying (self, span);
}

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
  g_autoptr(RetortBatch) batch = retort_batch_new (sql, statements, current_flags (self) | flags);
  GError *error = NULL;

  self->n_parameters = 0;
  if (retort_py_evaluation_is_silent (evaluation))
    return;
  if (retort_py_evaluation_is_importing (evaluation))
    {
      on_issue (RETORT_PY_ISSUE_GAP, retort_py_evaluation_get_call_span (evaluation), "a module that is imported sends a statement", self);
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
  if (!retort_py_evaluation_is_silent (evaluation) && remember_type (evaluation, schema, name))
    send_single (evaluation, sql, RETORT_BATCH_ONCE_PER_RUN);
}

/* -1: not known, else whether the database has an enum type of that name. */
static int
ask_for_type (RetortPyEvaluation *evaluation, const char *schema, const char *name)
{
  Compiler *self = get_compiler (evaluation);
  RetortQuestion question = { .kind = RETORT_QUESTION_ENUMS, .schema = schema };
  g_autoptr(RetortAnswer) answer = NULL;
  GError *error = NULL;

  if (self->host == NULL)
    return -1;
  question.span = retort_py_evaluation_get_call_span (evaluation);
  answer = retort_host_ask (self->host, &question, self->cancellable, &error);
  if (answer == NULL)
    {
      retort_py_evaluation_abort (evaluation, error);
      return -1;
    }
  if (!answer->is_known)
    return -1;
  for (guint i = 0; i < answer->columns->len; i++)
    for (guint j = 0; g_strcmp0 (g_ptr_array_index (answer->columns, i), "name") == 0 && j < answer->rows->len; j++)
      if (g_strcmp0 (g_ptr_array_index ((GPtrArray *) g_ptr_array_index (answer->rows, j), i), name) == 0)
        return 1;
  return 0;
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
  RetortSpan at_call = { 0, 0 };
  int exists = ask_for_type (evaluation, schema, name);

  retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_LIVE, at_call, "it depends on whether the type '%s' exists", name);
  if (exists < 0 || exists == must_exist)
    retort_compiler_emit (evaluation, sql);
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
  RetortSpan at_call = { 0, 0 };

  retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_LIVE, at_call, "it depends on %s", what);
  return retort_py_new_live (evaluation, retort_py_evaluation_get_call_span (evaluation));
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
  return ++get_compiler (evaluation)->next_serial;
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
 * retort_compiler_get_naming:
 * @evaluation: the evaluation
 *
 * Returns: (transfer none) (nullable): the naming convention of the project's metadata; %NULL: SQLAlchemy's own
 */
RetortNaming *
retort_compiler_get_naming (RetortPyEvaluation *evaluation)
{
  return get_compiler (evaluation)->naming;
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
  const RetortNaming *naming = get_compiler (evaluation)->naming;

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
  return get_compiler (evaluation)->flask_config;
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

/* --- Compiling --- */

/* RetortPyImporter's load. */
static gboolean
load_module (const char *module, RetortPyModuleFile *file, gpointer user_data)
{
  Compiler *self = user_data;

  if (self->modules == NULL || !retort_module_files_load (self->modules, module, file))
    return FALSE;
  if (file->tree != NULL)
    g_ptr_array_add (self->imports, retort_source_ref (retort_py_tree_get_source (file->tree)));
  return TRUE;
}

/* RetortPyImporter's read_text. What is read is one of the files that the migration depends on. */
static gboolean
read_text (const char *path, char **text, gpointer user_data)
{
  Compiler *self = user_data;

  if (self->modules == NULL || !retort_module_files_read_text (self->modules, path, text))
    return FALSE;
  g_ptr_array_add (self->imports, retort_source_new (path, *text, -1));
  return TRUE;
}

/* What Python would not load is not evaluated into anything that counts as known. TRUE: Python certainly does not load it. */
static gboolean
find_problems (Compiler *self, RetortPyTree *tree)
{
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  const RetortPyProblem *error = retort_py_find_error (tree, problems);

  if (error != NULL)
    {
      add_gap (self, error->span, error->message);
      return TRUE;
    }
  for (guint i = 0; i < problems->len; i++)
    {
      const RetortPyProblem *problem = g_ptr_array_index (problems, i);

      on_issue (RETORT_PY_ISSUE_GAP, problem->span, problem->message, self);
    }
  return FALSE;
}

static RetortMigrationStatus
get_status (const Compiler *self)
{
  if (self->has_issue[RETORT_PY_ISSUE_GAP])
    return RETORT_MIGRATION_PARTIAL;
  if (self->has_issue[RETORT_PY_ISSUE_REFUSED])
    return RETORT_MIGRATION_REFUSED;
  /* One that both asks and draws is not known before it runs. */
  if (self->has_issue[RETORT_PY_ISSUE_LIVE] || self->has_issue[RETORT_PY_ISSUE_HIDDEN])
    return RETORT_MIGRATION_LIVE;
  return self->has_issue[RETORT_PY_ISSUE_VARIES] ? RETORT_MIGRATION_VARIES : RETORT_MIGRATION_COMPLETE;
}

static void
compiler_init (Compiler *self, const RetortAlembicProject *data)
{
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->modules = data != NULL ? data->modules : NULL;
  self->imports = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  self->naming = data != NULL ? data->naming : NULL;
  self->flask_config = data != NULL ? data->flask_config : NULL;
  self->project = data;
  self->made_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static const char *
function_name (RetortDirection direction)
{
  switch (direction)
    {
    case RETORT_DIRECTION_UPGRADE:
      return "upgrade";
    case RETORT_DIRECTION_DOWNGRADE:
      return "downgrade";
    }
  g_assert_not_reached ();
}

/**
 * retort_alembic_compile:
 * @project: the project
 * @revision: one of its revisions
 * @direction: up or down
 * @host: takes the batches and answers questions
 * @cancellable: (nullable): stops it
 * @error: return location for an error of @host or @cancellable
 *
 * Evaluates one function of a revision. Blocks as long as @host does.
 *
 * Returns: (transfer full) (nullable): what the function sends
 */
RetortMigration *
retort_alembic_compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                        GCancellable *cancellable, GError **error)
{
  g_auto(Compiler) self = { .source = retort_revision_get_source (revision), .host = host, .cancellable = cancellable };
  RetortPyImporter importer = { retort_modules_import, load_module, &self, read_text };
  g_autoptr(RetortPyTree) tree = NULL;
  g_autoptr(RetortPyEvaluation) evaluation = NULL;
  const RetortAlembicProject *data = project != NULL ? retort_project_get (project)->data : NULL;
  const char *name = function_name (direction);

  compiler_init (&self, data);
  if (self.source == NULL)
    return retort_migration_new (revision, direction, RETORT_MIGRATION_MISSING, self.batches, self.gaps);
  tree = retort_py_tree_parse (self.source);
  if (find_problems (&self, tree))
    return retort_migration_new (revision, direction, RETORT_MIGRATION_BROKEN, NULL, self.gaps);
  /* A function that was not found in a file that Python would not load may be there all the same. */
  if (!retort_revision_has_direction (revision, direction))
    return retort_migration_new (revision, direction,
                                 self.has_issue[RETORT_PY_ISSUE_GAP] ? RETORT_MIGRATION_PARTIAL : RETORT_MIGRATION_MISSING,
                                 self.batches, self.gaps);
  evaluation = retort_py_evaluation_new (tree, &importer, on_issue, &self);
  if (!retort_py_evaluation_run_module (evaluation, cancellable, error)
      || !retort_py_evaluation_call_function (evaluation, name, cancellable, error))
    return NULL;
  return retort_migration_new_with_imports (revision, direction, get_status (&self), self.batches, self.gaps, self.imports);
}

/* What Python draws or asks for itself is no part of the statements of a body. */
static void
on_body_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  if (kind == RETORT_PY_ISSUE_GAP || kind == RETORT_PY_ISSUE_REFUSED)
    on_issue (kind, span, reason, user_data);
}

/* A body with what it is called with. */
typedef struct
{
  Compiler          *compiler;
  RetortCompilerBody body;
  gpointer           user_data;
} BodyCall;

static void
run_body (RetortPyEvaluation *evaluation, gpointer user_data)
{
  BodyCall *call = user_data;

  call->body (evaluation, call->compiler->batches, call->compiler->gaps, call->user_data);
}

/**
 * retort_compiler_run:
 * @project: a project of Alembic's
 * @body: (scope call): what sends statements
 * @user_data: for @body
 * @cancellable: (nullable): stops it
 * @error: return location for an error of @cancellable
 *
 * Sends statements that come from no revision, in the words that migrations use and with the project's own modules and names.
 *
 * Returns: %FALSE with @error
 */
gboolean
retort_compiler_run (RetortProject *project, RetortCompilerBody body, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new ("", "", 0);
  g_auto(Compiler) self = { .source = source, .cancellable = cancellable };
  RetortPyImporter importer = { retort_modules_import, load_module, &self, read_text };
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortPyEvaluation) evaluation = NULL;
  BodyCall call = { &self, body, user_data };

  compiler_init (&self, retort_project_get (project)->data);
  evaluation = retort_py_evaluation_new (tree, &importer, on_body_issue, &self);
  return retort_py_evaluation_probe (evaluation, run_body, &call, cancellable, error);
}

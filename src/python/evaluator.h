/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interprets a safe subset of Python (docs/ARCHITECTURE.md, decision 4): no files, network, processes or clock. Knows nothing of Alembic:
 * what modules hold comes from the importer, what foreign objects do from their classes. Steps, memory and depth are bounded. */
#pragma once

#include "python/value.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortPyModuleFile:
 * @tree: (transfer full) (nullable): the module's text; %NULL: a folder without an __init__.py, or see @problem
 * @problem: (transfer full) (nullable): why the module is not read, though it is there
 * @is_package: it may hold other modules
 * @is_stand_in: the text stands in for a module that may have more than is written there
 *
 * Where a module comes from.
 */
typedef struct
{
  RetortPyTree *tree;
  char         *problem;
  gboolean      is_package;
  gboolean      is_stand_in;
} RetortPyModuleFile;

/* What names of modules stand for in all evaluations of a project (module-memory.h). */
typedef struct _RetortPyModuleMemory RetortPyModuleMemory;

/**
 * RetortPyImporter:
 * @import_module: the value of `import a.b` (a module object) or of `from a.b import name` when @name is not %NULL; %NULL: not known
 * @load: (nullable): the file of a module that is to be read; %FALSE: there is none
 * @read_text: (nullable): what a file of the project holds that is no module; %FALSE: there is none that may be read, or it is no
 *   UTF-8 text. @text is (transfer full)
 * @memory: (nullable): shared by evaluations that find the same modules; the next two are needed with it
 * @sources: (element-type RetortSource): what @load and @read_text have given; it grows with them
 * @count_effects: a number that grows with all that foreign objects do besides giving values
 */
typedef struct
{
  RetortPyValue *(*import_module) (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data);
  gboolean       (*load)          (const char *module, RetortPyModuleFile *file, gpointer user_data);
  gpointer         user_data;
  gboolean       (*read_text)     (const char *path, char **text, gpointer user_data);
  RetortPyModuleMemory *memory;
  GPtrArray       *sources;
  guint          (*count_effects) (gpointer user_data);
} RetortPyImporter;

/**
 * RetortPyIssueKind:
 * @RETORT_PY_ISSUE_GAP: something is not understood
 * @RETORT_PY_ISSUE_VARIES: a value is drawn when it runs
 * @RETORT_PY_ISSUE_REFUSED: the original would fail here
 * @RETORT_PY_ISSUE_LIVE: it asks the database, or the environment that it runs in
 * @RETORT_PY_ISSUE_HIDDEN: it does something that only the answer tells
 * @RETORT_PY_ISSUE_MAY_FAIL: the original would fail here, and it is decided while running whether it comes here
 * @RETORT_PY_ISSUE_OUTSIDE: it asks something that not even a run can answer
 * @RETORT_PY_ISSUE_DOUBT: it may fail, by a value that is not known and that nothing else may need
 */
typedef enum
{
  RETORT_PY_ISSUE_GAP,
  RETORT_PY_ISSUE_VARIES,
  RETORT_PY_ISSUE_REFUSED,
  RETORT_PY_ISSUE_LIVE,
  RETORT_PY_ISSUE_HIDDEN,
  RETORT_PY_ISSUE_MAY_FAIL,
  RETORT_PY_ISSUE_OUTSIDE,
  RETORT_PY_ISSUE_DOUBT,
} RetortPyIssueKind;

typedef void (*RetortPyIssueFunc) (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data);

RetortPyEvaluation *retort_py_evaluation_new  (RetortPyTree *tree, const RetortPyImporter *importer,
                                               RetortPyIssueFunc on_issue, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void                retort_py_evaluation_free (RetortPyEvaluation *self);
gpointer            retort_py_evaluation_get_user_data (RetortPyEvaluation *self);
/* What foreign objects do happens: they stop the evaluation when it fails, so that no `try` has to wonder. */
void                retort_py_evaluation_set_live (RetortPyEvaluation *self);
/* Runs the module's own statements. A problem there is an issue; FALSE only for an error of @cancellable or a host. */
gboolean            retort_py_evaluation_run_module (RetortPyEvaluation *self, GCancellable *cancellable, GError **error);
/* Is there a function of that name at module level? */
gboolean            retort_py_evaluation_has_function (RetortPyEvaluation *self, const char *name);
/* Calls it without arguments. It sees what earlier calls did to the module: take a new evaluation for each direction. */
gboolean            retort_py_evaluation_call_function (RetortPyEvaluation *self, const char *name, GCancellable *cancellable, GError **error);
/* A name of the module's scope; NULL: not bound. */
RetortPyValue      *retort_py_evaluation_get_global (RetortPyEvaluation *self, const char *name);
/* For foreign objects: reports an issue at the place of the call that runs now, or at @span when it is not empty. */
void                retort_py_evaluation_report (RetortPyEvaluation *self, RetortPyIssueKind kind, RetortSpan span, const char *reason_format, ...) G_GNUC_PRINTF (4, 5);
/* For foreign objects: the call statement that runs now (in the file, not in a helper of it: the outermost is for people). */
RetortSpan          retort_py_evaluation_get_call_span (RetortPyEvaluation *self);
/* For foreign objects: calls a Python function value. */
RetortPyValue      *retort_py_evaluation_call_value (RetortPyEvaluation *self, RetortPyValue *callable, const RetortPyArguments *arguments);
/* For foreign objects that meet a GError (lost server, cancel): stops the evaluation; the error is returned by the running call. Takes @error over. */
void                retort_py_evaluation_abort (RetortPyEvaluation *self, GError *error);
RetortPyTree       *retort_py_evaluation_get_tree (RetortPyEvaluation *self);
/* Do statements of an imported module run? They belong to no migration. */
gboolean            retort_py_evaluation_is_importing (RetortPyEvaluation *self);
/* Does code run only to learn what it changes? Nothing may be sent then. */
gboolean            retort_py_evaluation_is_silent (RetortPyEvaluation *self);
/* Does code run of which it is decided while running whether it runs? What fails there fails only then. */
gboolean            retort_py_evaluation_is_exploring (RetortPyEvaluation *self);
guint               retort_py_evaluation_get_path     (RetortPyEvaluation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyEvaluation, retort_py_evaluation_free)

G_END_DECLS

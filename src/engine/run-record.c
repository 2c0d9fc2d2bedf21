/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What run-journal.c writes, line by line. A journal without an end is of a run that goes on or was killed: its outcome is not known. */
#include "engine/run-record.h"

#include "analysis/history/symbol.h"
#include "engine/run-journal.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What was read so far. Texts are owned. */
typedef struct
{
  char         *project;
  char         *database;
  char         *act;
  GStrv         from;
  GStrv         to;
  gint64        started_us;
  gint64        ended_us;
  char         *revision;   /* nullable: of the step that goes on */
  GPtrArray    *statements; /* element: RetortRunStatement, owned */
  guint         n_in_effect;
  char         *text;       /* nullable: how it ended */
  char         *failure;    /* nullable */
  RetortOutcome outcome;
} Reading;

static void
reading_clear (Reading *self)
{
  g_free (self->project);
  g_free (self->database);
  g_free (self->act);
  g_strfreev (self->from);
  g_strfreev (self->to);
  g_free (self->revision);
  g_clear_pointer (&self->statements, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->failure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/**
 * retort_run_record_free:
 * @self: (transfer full): a run
 */
void
retort_run_record_free (RetortRunRecord *self)
{
  g_free (self->id);
  g_free (self->database);
  g_free (self->act);
  g_strfreev (self->to);
  g_clear_pointer (&self->report, retort_run_report_unref);
  g_free (self);
}

static char *
dup_text (JsonObject *line, const char *member)
{
  return g_strdup (json_object_get_string_member_with_default (line, member, ""));
}

static GStrv
dup_words (JsonObject *line, const char *member)
{
  JsonArray *array = json_object_has_member (line, member) ? json_object_get_array_member (line, member) : NULL;
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (words, json_array_get_string_element (array, i));
  return g_strv_builder_end (words);
}

static RetortOutcome
parse_outcome (const char *word)
{
  for (RetortOutcome outcome = RETORT_OUTCOME_APPLIED; outcome <= RETORT_OUTCOME_UNKNOWN; outcome++)
    if (g_str_equal (retort_outcome_to_string (outcome), word))
      return outcome;
  return RETORT_OUTCOME_UNKNOWN;
}

static void
take_start (Reading *self, JsonObject *line)
{
  self->started_us = json_object_get_int_member_with_default (line, "time_us", 0);
  self->project = dup_text (line, "project");
  self->database = dup_text (line, "database");
  self->act = dup_text (line, "act");
  self->from = dup_words (line, "from");
  self->to = dup_words (line, "to");
}

static void
take_statement (Reading *self, JsonObject *line)
{
  RetortRunStatement *statement = g_new0 (RetortRunStatement, 1);

  statement->revision = g_strdup (self->revision);
  statement->sql = dup_text (line, "sql");
  statement->n_rows = -1;
  g_ptr_array_add (self->statements, statement);
}

static void
take_done (Reading *self, JsonObject *line)
{
  RetortRunStatement *statement = self->statements->len > 0 ? g_ptr_array_index (self->statements, self->statements->len - 1) : NULL;

  if (statement == NULL)
    return;
  statement->n_rows = json_object_get_int_member_with_default (line, "rows", -1);
  statement->elapsed_us = json_object_get_int_member_with_default (line, "elapsed_us", 0);
}

static void
take_end (Reading *self, JsonObject *line)
{
  g_free (self->text);
  self->text = dup_text (line, "text");
  self->ended_us = json_object_get_int_member_with_default (line, "time_us", 0);
  self->outcome = parse_outcome (json_object_get_string_member_with_default (line, "outcome", ""));
}

static void
take_line (Reading *self, JsonObject *line)
{
  const char *kind = json_object_get_string_member_with_default (line, "kind", "");

  if (g_str_equal (kind, "started") && self->project == NULL)
    take_start (self, line);
  else if (g_str_equal (kind, "step"))
    {
      g_free (self->revision);
      self->revision = dup_text (line, "revision");
    }
  else if (g_str_equal (kind, "statement"))
    take_statement (self, line);
  else if (g_str_equal (kind, "done"))
    take_done (self, line);
  else if (g_str_equal (kind, "in-effect"))
    self->n_in_effect = (guint) json_object_get_int_member_with_default (line, "statements", 0);
  else if (g_str_equal (kind, "failed"))
    {
      g_free (self->failure);
      self->failure = dup_text (line, "text");
    }
  else if (g_str_equal (kind, "finished"))
    take_end (self, line);
}

/* FALSE: it is no journal. A line that was cut off is the last one. */
static gboolean
read_lines (Reading *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_run_statement_free);
  self->outcome = RETORT_OUTCOME_UNKNOWN;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonNode) node = json_from_string (lines[i], NULL);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        take_line (self, json_node_get_object (node));
    }
  return self->project != NULL;
}

static RetortRunReport *
make_report (Reading *reading)
{
  RetortServerError error = { .message = reading->failure };
  RetortRunReportFields fields = {
    .outcome = reading->outcome,
    .summary = reading->text != NULL ? reading->text : "the run goes on, or it was killed",
    .error = reading->failure != NULL ? &error : NULL,
    .rows_before = (const char *const *) reading->from,
    .rows_after = reading->outcome == RETORT_OUTCOME_APPLIED ? (const char *const *) reading->to : NULL,
    .statements = reading->statements,
    .started_us = reading->started_us,
    .elapsed_us = MAX (reading->ended_us - reading->started_us, 0),
  };

  if (reading->outcome == RETORT_OUTCOME_NOT_APPLIED)
    fields.rows_after = fields.rows_before;
  for (guint i = 0; i < reading->statements->len; i++)
    ((RetortRunStatement *) g_ptr_array_index (reading->statements, i))->is_in_effect
      = i < reading->n_in_effect || reading->outcome == RETORT_OUTCOME_APPLIED;
  return retort_run_report_new (&fields);
}

static char *
dup_id (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *ending = strstr (name, ".jsonl");

  if (ending != NULL)
    *ending = '\0';
  return g_steal_pointer (&name);
}

/* (nullable): NULL when it is no run of the project. */
static RetortRunRecord *
read_record (const char *path, const char *root, const char *database)
{
  g_auto(Reading) reading = { 0 };
  RetortRunRecord *record = NULL;

  if (!read_lines (&reading, path) || !g_str_equal (reading.project, root) || (database != NULL && !g_str_equal (reading.database, database)))
    return NULL;
  record = g_new0 (RetortRunRecord, 1);
  record->id = dup_id (path);
  record->database = g_strdup (reading.database);
  record->act = g_strdup (reading.act);
  record->started_us = reading.started_us;
  record->to = g_strdupv (reading.to);
  record->report = make_report (&reading);
  return record;
}

/**
 * retort_run_records_list:
 * @workspace: a project
 * @database: (nullable): the name of a database: only runs there
 *
 * Returns: (transfer full) (element-type RetortRunRecord): what is remembered of its runs, newest first
 */
GPtrArray *
retort_run_records_list (RetortWorkspace *workspace, const char *database)
{
  const char *root = retort_project_get (retort_workspace_get_project (workspace))->root;
  g_autoptr(GPtrArray) paths = retort_run_journal_list ();
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_run_record_free);

  for (guint i = paths->len; i > 0; i--)
    {
      RetortRunRecord *record = read_record (g_ptr_array_index (paths, i - 1), root, database);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}

static gboolean
is_named (const RetortRunRecord *record, guint place, const char *run)
{
  g_autofree char *number = g_strdup_printf ("%u", place);

  return g_str_equal (record->id, run) || g_str_equal (number, run);
}

/**
 * retort_run_records_find:
 * @records: (element-type RetortRunRecord): newest first
 * @workspace: the project
 * @run: (nullable): an id, a place from 1 on, or a revision that a run led to; %NULL: the newest
 *
 * A revision that looks like a place is meant as the revision.
 *
 * Returns: (transfer none) (nullable): the run
 */
RetortRunRecord *
retort_run_records_find (GPtrArray *records, RetortWorkspace *workspace, const char *run)
{
  RetortRevision *revision = run != NULL ? retort_history_find (retort_workspace_get_history (workspace), run) : NULL;

  for (guint i = 0; i < records->len; i++)
    {
      RetortRunRecord *record = g_ptr_array_index (records, i);

      if (run == NULL)
        return record;
      if (revision != NULL ? g_strv_contains ((const char *const *) record->to, retort_revision_get_id (revision)) : is_named (record, i + 1, run))
        return record;
    }
  return NULL;
}

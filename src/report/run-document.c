/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a run: outcome and place first, then what it did to rows, to keys, and to the rest, sorted by what a reader
 * asks for. */
#include "report/plan-document.h"

#include "analysis/actions/action.h"
#include "report/finding-text.h"
#include "report/plan-text.h"

/* What a statement is about, for the chapters of the report. */
typedef enum
{
  CHAPTER_DATA,
  CHAPTER_KEYS,
  CHAPTER_SCHEMA,
  CHAPTER_OTHER,
  N_CHAPTERS,
} Chapter;

static const char *const chapter_titles[] = {
  [CHAPTER_DATA] = "Rows",
  [CHAPTER_KEYS] = "Foreign keys and unique constraints",
  [CHAPTER_SCHEMA] = "Other changes to the schema",
  [CHAPTER_OTHER] = "The record of what is applied, and other statements",
};

static Chapter
chapter_of_action (const RetortAction *action, const char *version_table)
{
  gboolean is_data = action->kind == RETORT_ACTION_INSERT || action->kind == RETORT_ACTION_UPDATE || action->kind == RETORT_ACTION_DELETE
                     || action->kind == RETORT_ACTION_TRUNCATE;
  gboolean is_key = action->constraint != NULL
                    && (action->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN || action->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE
                        || action->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);

  if (is_data)
    return version_table != NULL && g_strcmp0 (action->table, version_table) == 0 ? CHAPTER_OTHER : CHAPTER_DATA;
  if (is_key || action->kind == RETORT_ACTION_DROP_CONSTRAINT || action->kind == RETORT_ACTION_VALIDATE_CONSTRAINT)
    return CHAPTER_KEYS;
  return action->kind == RETORT_ACTION_OTHER ? CHAPTER_OTHER : CHAPTER_SCHEMA;
}

/* A statement that makes a table with its keys is about the table. */
static Chapter
find_chapter (const RetortRunStatement *statement, const char *version_table)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (statement->sql, NULL);
  g_autoptr(GArray) actions = NULL;

  if (tree == NULL || retort_sql_tree_get_n_statements (tree) == 0)
    return CHAPTER_OTHER;
  actions = retort_actions_of_statement (retort_sql_tree_get_statement (tree, 0));
  return actions->len > 0 ? chapter_of_action (&g_array_index (actions, RetortAction, 0), version_table) : CHAPTER_OTHER;
}

static char *
dup_one_line (const char *sql)
{
  g_auto(GStrv) words = g_strsplit_set (sql, " \n\t", -1);
  GString *line = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  return g_string_free (line, FALSE);
}

static void
add_statement (RetortDocument *document, const RetortRunStatement *statement)
{
  g_autofree char *sql = dup_one_line (statement->sql);
  g_autofree char *rows = statement->n_rows >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, statement->n_rows) : g_strdup ("");
  g_autofree char *elapsed = retort_duration_to_text (statement->elapsed_us);
  const char *cells[] = { statement->revision != NULL ? statement->revision : "", sql, rows, elapsed, statement->is_in_effect ? "yes" : "no", NULL };

  retort_document_add_row (document, cells, NULL);
}

static void
add_chapter (RetortDocument *document, GPtrArray *statements, const char *version_table, Chapter chapter)
{
  static const char *const headings[] = { "Revision", "Statement", "Rows", "Time", "In effect", NULL };
  gboolean is_begun = FALSE;

  for (guint i = 0; i < statements->len; i++)
    {
      const RetortRunStatement *statement = g_ptr_array_index (statements, i);

      if (find_chapter (statement, version_table) != chapter)
        continue;
      if (!is_begun)
        {
          retort_document_add_heading (document, 2, chapter_titles[chapter], NULL);
          retort_document_begin_table (document, headings);
        }
      is_begun = TRUE;
      add_statement (document, statement);
    }
}

static RetortDocumentTone
tone_of_outcome (RetortOutcome outcome)
{
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      return RETORT_DOCUMENT_GOOD;
    case RETORT_OUTCOME_NOT_APPLIED:
      return RETORT_DOCUMENT_WARNING;
    case RETORT_OUTCOME_PARTLY_APPLIED:
    case RETORT_OUTCOME_UNKNOWN:
      return RETORT_DOCUMENT_BAD;
    }
  return RETORT_DOCUMENT_PLAIN;
}

static char *
join_rows (const char *const *rows)
{
  if (rows == NULL)
    return g_strdup ("not known");
  return rows[0] != NULL ? g_strjoinv (", ", (GStrv) rows) : g_strdup ("base");
}

static void
add_facts (RetortDocument *document, const RetortRunReportFields *fields)
{
  g_autofree char *before = join_rows (fields->rows_before);
  g_autofree char *after = join_rows (fields->rows_after);
  g_autofree char *elapsed = retort_duration_to_text (fields->elapsed_us);
  g_autoptr(GDateTime) started = fields->started_us > 0 ? g_date_time_new_from_unix_utc (fields->started_us / G_USEC_PER_SEC) : NULL;
  g_autofree char *time = started != NULL ? g_date_time_format_iso8601 (started) : NULL;

  retort_document_add_mark (document, tone_of_outcome (fields->outcome), retort_outcome_to_string (fields->outcome));
  if (fields->is_verified)
    retort_document_add_mark (document, RETORT_DOCUMENT_GOOD, "verified");
  retort_document_add_text (document, fields->summary);
  if (fields->next_step != NULL)
    retort_document_add_item (document, RETORT_DOCUMENT_WARNING, fields->next_step, NULL);
  if (fields->error != NULL && fields->error->message != NULL)
    retort_document_add_item (document, RETORT_DOCUMENT_BAD, fields->error->message, fields->error->detail);
  retort_document_add_fact (document, "Before", before);
  retort_document_add_fact (document, "Current after the run", after);
  if (time != NULL)
    retort_document_add_fact (document, "Started", time);
  retort_document_add_fact (document, "Time", elapsed);
}

/* Each revision once, with its file. */
static void
add_revisions (RetortDocument *document, GPtrArray *statements, const RetortRunDocument *wanted)
{
  g_autoptr(GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < statements->len; i++)
    {
      const RetortRunStatement *statement = g_ptr_array_index (statements, i);
      const char *path = NULL;

      if (statement->revision == NULL || !g_hash_table_add (told, statement->revision))
        continue;
      if (g_hash_table_size (told) == 1)
        retort_document_add_heading (document, 2, "Revisions", NULL);
      path = wanted->find_path != NULL ? wanted->find_path (statement->revision, wanted->find_data) : NULL;
      retort_document_add_item (document, RETORT_DOCUMENT_PLAIN, statement->revision, path != NULL ? retort_path_under (path, wanted->base) : NULL);
    }
}

/**
 * retort_run_to_document:
 * @report: how a run ended
 * @wanted: what the report does not say itself
 *
 * Returns: (transfer full): the document
 */
char *
retort_run_to_document (RetortRunReport *report, const RetortRunDocument *wanted)
{
  const RetortRunReportFields *fields = retort_run_report_get (report);
  RetortDocument *document = retort_document_new (wanted->format, wanted->title, wanted->subtitle);

  add_facts (document, fields);
  if (fields->statements != NULL)
    {
      add_revisions (document, fields->statements, wanted);
      for (Chapter chapter = CHAPTER_DATA; chapter < N_CHAPTERS; chapter++)
        add_chapter (document, fields->statements, wanted->version_table, chapter);
    }
  return retort_document_finish (document);
}

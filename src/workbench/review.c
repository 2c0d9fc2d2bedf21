/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review: statements of both directions with their locks, findings and gaps in the order of the
 * text, and words for what is not known. Made on a worker thread, immutable afterwards. */
#include "config.h"

#include "workbench/review-private.h"

#include <glib/gi18n-lib.h>

#define N_DIRECTIONS 2

typedef struct
{
  RetortMigration *migration;  /* nullable */
  GListModel      *statements; /* element: RetortStatementItem */
  GListModel      *changes;    /* nullable; element: RetortChangeItem */
  char            *sql;
  char            *status;
} ReviewedDirection;

struct _RetortReview
{
  GObject parent_instance;

  RetortRevision    *revision; /* nullable */
  RetortSource      *source;
  ReviewedDirection  directions[N_DIRECTIONS]; /* by RetortDirection */
  GListStore        *findings; /* element: RetortFindingItem, by line */
};

G_DEFINE_FINAL_TYPE (RetortReview, retort_review, G_TYPE_OBJECT)

static char *
dup_sql (RetortMigration *migration)
{
  GString *sql = g_string_new (NULL);

  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    {
      const char *text = retort_batch_get_sql (retort_migration_get_batch (migration, i));

      g_string_append (sql, text);
      g_string_append (sql, g_str_has_suffix (text, ";") ? "\n\n" : ";\n\n");
    }
  if (sql->len > 0)
    g_string_truncate (sql, sql->len - 1);
  return g_string_free (sql, FALSE);
}

static char *
dup_status (RetortMigration *migration, guint n_statements)
{
  guint n_gaps = migration != NULL ? retort_migration_get_n_gaps (migration) : 0;

  if (migration == NULL)
    return g_strdup (_("The text cannot be read as a migration just now"));
  switch (retort_migration_get_status (migration))
    {
    case RETORT_MIGRATION_COMPLETE:
      if (n_statements == 0)
        return g_strdup (_("Complete: it sends nothing"));
      return g_strdup_printf (ngettext ("Complete: %u statement, known to the last character",
                                        "Complete: %u statements, known to the last character", n_statements),
                              n_statements);
    case RETORT_MIGRATION_LIVE:
      return g_strdup (_("Decided while running: it asks the database, or its environment"));
    case RETORT_MIGRATION_PARTIAL:
      return g_strdup_printf (ngettext ("Partly understood: %u place is not known, so Retort will not run it",
                                        "Partly understood: %u places are not known, so Retort will not run it",
                                        n_gaps), n_gaps);
    case RETORT_MIGRATION_VARIES:
      return g_strdup (_("Understood, but a value is drawn when it runs"));
    case RETORT_MIGRATION_REFUSED:
      return g_strdup (_("The project’s own tool fails here, too"));
    case RETORT_MIGRATION_BROKEN:
      return g_strdup_printf (_("Syntax error in line %u: nothing of the file can be loaded"),
                              retort_migration_get_gap (migration, 0)->position.line);
    case RETORT_MIGRATION_MISSING:
      if (retort_migration_get_direction (migration) == RETORT_DIRECTION_DOWNGRADE)
        return g_strdup (_("There is no downgrade: it cannot be undone"));
      return g_strdup (_("There is no upgrade"));
    }
  g_return_val_if_reached (NULL);
}

static guint
count_statements (RetortMigration *migration)
{
  guint n_statements = 0;

  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    n_statements += retort_batch_get_n_statements (retort_migration_get_batch (migration, i));
  return n_statements;
}

static void
fill_direction (ReviewedDirection *self, RetortMigration *migration, RetortSchema *before, GPtrArray *changes)
{
  self->migration = migration != NULL ? retort_migration_ref (migration) : NULL;
  self->statements = retort_statement_items_of (migration, before);
  self->changes = changes != NULL ? retort_change_items_of (changes) : NULL;
  self->sql = dup_sql (migration);
  self->status = dup_status (migration, count_statements (migration));
}

static int
compare_by_place (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RetortFindingFields *one = retort_finding_get (retort_finding_item_get_finding ((gpointer) a));
  const RetortFindingFields *other = retort_finding_get (retort_finding_item_get_finding ((gpointer) b));

  if (one->start.line != other->start.line)
    return one->start.line < other->start.line ? -1 : 1;
  if (one->severity != other->severity)
    return one->severity > other->severity ? -1 : 1;
  return g_strcmp0 (one->rule, other->rule);
}

static void
append_finding (RetortReview *self, RetortFinding *finding)
{
  g_autoptr(RetortFindingItem) item = retort_finding_item_new (finding);

  g_list_store_append (self->findings, item);
}

static void
append_problem (RetortReview *self, const char *problem)
{
  RetortFindingFields fields = {
    .rule = "unreadable",
    .severity = RETORT_SEVERITY_ERROR,
    .path = retort_source_get_path (self->source),
    .start = { 1, 1 },
    .end = { 1, 1 },
    .message = problem,
    .why = _("While the file cannot be read it is no part of the history."),
    .remedy = _("Correct the text; it is read again while you type."),
  };
  g_autoptr(RetortFinding) finding = retort_finding_new (&fields);

  append_finding (self, finding);
}

static void
retort_review_finalize (GObject *object)
{
  RetortReview *self = RETORT_REVIEW (object);

  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->source, retort_source_unref);
  for (guint i = 0; i < N_DIRECTIONS; i++)
    {
      g_clear_pointer (&self->directions[i].migration, retort_migration_unref);
      g_clear_object (&self->directions[i].statements);
      g_clear_object (&self->directions[i].changes);
      g_free (self->directions[i].sql);
      g_free (self->directions[i].status);
    }
  g_clear_object (&self->findings);
  G_OBJECT_CLASS (retort_review_parent_class)->finalize (object);
}

static void
retort_review_class_init (RetortReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_review_finalize;
}

static void
retort_review_init (RetortReview *self)
{
  self->findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
}

/**
 * retort_review_new: (skip)
 * @fields: what was read and found; copied
 *
 * Puts a review together. Suppressed findings are left out.
 *
 * Returns: (transfer full): the review
 */
RetortReview *
retort_review_new (const RetortReviewFields *fields)
{
  RetortReview *self = g_object_new (RETORT_TYPE_REVIEW, NULL);

  self->revision = fields->revision != NULL ? retort_revision_ref (fields->revision) : NULL;
  self->source = retort_source_ref (fields->source);
  fill_direction (&self->directions[RETORT_DIRECTION_UPGRADE], fields->upgrade, fields->before_upgrade, fields->upgrade_changes);
  fill_direction (&self->directions[RETORT_DIRECTION_DOWNGRADE], fields->downgrade, fields->before_downgrade, fields->downgrade_changes);
  for (guint i = 0; fields->findings != NULL && i < fields->findings->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (fields->findings, i);

      if (retort_finding_get (finding)->suppressed_reason == NULL)
        append_finding (self, finding);
    }
  if (fields->problem != NULL)
    append_problem (self, fields->problem);
  g_list_store_sort (self->findings, compare_by_place, NULL);
  return self;
}

/**
 * retort_review_get_revision:
 * @self: a review
 *
 * What the text says of itself.
 *
 * Returns: (transfer none) (nullable): %NULL while the text is no revision
 */
RetortRevision *
retort_review_get_revision (RetortReview *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->revision;
}

/**
 * retort_review_get_source:
 * @self: a review
 *
 * The text that was reviewed.
 *
 * Returns: (transfer none): the text
 */
RetortSource *
retort_review_get_source (RetortReview *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->source;
}

/**
 * retort_review_get_migration:
 * @self: a review
 * @direction: which one
 *
 * One direction, compiled.
 *
 * Returns: (transfer none) (nullable): %NULL when the text cannot be read
 */
RetortMigration *
retort_review_get_migration (RetortReview *self, RetortDirection direction)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->directions[direction].migration;
}

/**
 * retort_review_get_statements:
 * @self: a review
 * @direction: which one
 *
 * The statements of one direction in the order in which they are sent.
 *
 * Returns: (transfer none): a list of RetortStatementItem
 */
GListModel *
retort_review_get_statements (RetortReview *self, RetortDirection direction)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->directions[direction].statements;
}

/**
 * retort_review_get_findings:
 * @self: a review
 *
 * What is wrong, by line.
 *
 * Returns: (transfer none): a list of RetortFindingItem
 */
GListModel *
retort_review_get_findings (RetortReview *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return G_LIST_MODEL (self->findings);
}

/**
 * retort_review_get_changes:
 * @self: a review
 * @direction: which one
 *
 * What one direction makes of the schema that the history leaves before it.
 *
 * Returns: (transfer none) (nullable): a list of RetortChangeItem; %NULL when that is not known
 */
GListModel *
retort_review_get_changes (RetortReview *self, RetortDirection direction)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->directions[direction].changes;
}

/**
 * retort_review_get_sql:
 * @self: a review
 * @direction: which one
 *
 * The SQL of one direction, for the clipboard.
 *
 * Returns: (transfer none): text, maybe empty
 */
const char *
retort_review_get_sql (RetortReview *self, RetortDirection direction)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->directions[direction].sql;
}

/**
 * retort_review_get_status_text:
 * @self: a review
 * @direction: which one
 *
 * How well the direction is understood, as a sentence.
 *
 * Returns: (transfer none): the sentence, translated
 */
const char *
retort_review_get_status_text (RetortReview *self, RetortDirection direction)
{
  g_return_val_if_fail (RETORT_IS_REVIEW (self), NULL);
  return self->directions[direction].status;
}

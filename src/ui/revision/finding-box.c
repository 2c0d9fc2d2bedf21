/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/finding-box.h"

#include "ui/revision/suppression-row.h"
#include "workbench/rule-page.h"

#include <glib/gi18n.h>

#define MOST_CHARS 56
#define LEAST_CHARS 24
#define PIXELS_A_CHAR 9 /* about */
#define FRAME_WIDTH 72 /* of a popover, with its shadow */

static void
append_label (GtkBox *box, guint n_chars, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), (int) n_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), (int) n_chars);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE); /* no caret in the first of them */
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

/* --- Locks --- */

/* What a rehearsal saw of the statement that the finding is about: of several around its line, the innermost. */
static const char *
find_seen (RetortReview *review, const RetortFindingFields *finding)
{
  GListModel *statements = retort_review_get_statements (review, finding->has_direction ? finding->direction : RETORT_DIRECTION_UPGRADE);
  const char *seen = NULL;
  guint least = G_MAXUINT;

  for (guint i = 0; statements != NULL && i < g_list_model_get_n_items (statements); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (statements, i);
      guint first = retort_statement_item_get_line (item);
      guint last = retort_statement_item_get_end_line (item);

      if (retort_statement_item_get_seen (item) == NULL || finding->start.line < first || finding->start.line > last || last - first >= least)
        continue;
      seen = retort_statement_item_get_seen (item);
      least = last - first;
    }
  return seen;
}

static void
append_lock (GtkBox *box, guint n_chars, const RetortFindingFields *finding, RetortReview *review)
{
  const RetortLockInfo *lock = finding->lock;
  const char *seen = review != NULL && lock != NULL ? find_seen (review, finding) : NULL;

  if (lock != NULL && lock->mode != NULL && lock->tables != NULL && lock->tables[0] != NULL)
    {
      g_autofree char *tables = g_strjoinv (", ", lock->tables);
      /* Translators: a lock mode of PostgreSQL, and the tables that it is taken on. */
      g_autofree char *held = g_strdup_printf (_("%s on %s"), lock->mode, tables);
      g_autofree char *text = g_strdup_printf ("%s · %s", held, retort_lock_effect_to_word (retort_lock_info_to_effect (lock)));

      append_label (box, n_chars, text, "caption-heading");
    }
  if (seen != NULL)
    append_label (box, n_chars, seen, "caption-heading");
}

/* --- Findings --- */

/* What can be done about it. */
static void
append_buttons (GtkBox *box, RetortFinding *finding, guint line)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *suppression = retort_suppression_row_new (finding);

  if (retort_finding_get (finding)->fix != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_("Fix"));

      gtk_widget_add_css_class (button, "suggested-action");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "source.fix");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", line);
      gtk_box_append (GTK_BOX (buttons), button);
    }
  gtk_widget_set_hexpand (suppression, TRUE);
  gtk_box_append (GTK_BOX (buttons), suppression);
  gtk_box_append (box, buttons);
}

static void
append_code (GtkBox *box, guint n_chars, const char *what, const char *code)
{
  if (code == NULL)
    return;
  append_label (box, n_chars, what, "caption");
  append_label (box, n_chars, code, "monospace");
}

/* The page of the rule: what docs/checks says of it beside reason and remedy, which stand above. */
static void
append_rule (GtkBox *box, guint n_chars, const RetortFindingFields *finding)
{
  g_autofree char *accept = retort_rule_page_dup_accept (finding->rule, finding->path, NULL);
  /* Translators: the name of a rule, such as drop-column */
  g_autofree char *label = g_strdup_printf (_("About %s"), finding->rule);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  RetortRulePage rule = { 0 };

  append_label (GTK_BOX (page), n_chars, label, "caption-heading");
  if (retort_rule_page_find (finding->rule, &rule))
    append_label (GTK_BOX (page), n_chars, rule.title, "caption");
  append_code (GTK_BOX (page), n_chars, _("This breaks it:"), rule.bad);
  append_code (GTK_BOX (page), n_chars, _("This does not:"), rule.good);
  append_code (GTK_BOX (page), n_chars, _("To accept it, say why in the file, behind the statement or above it:"), accept);
  gtk_widget_set_margin_top (page, 6);
  gtk_box_append (box, page);
}

static void
append_finding (GtkBox *box, guint n_chars, RetortFinding *told, RetortReview *review, guint fix_line)
{
  const RetortFindingFields *finding = retort_finding_get (told);

  append_label (box, n_chars, finding->message, "heading");
  append_lock (box, n_chars, finding, review);
  if (*finding->why != '\0')
    append_label (box, n_chars, finding->why, NULL);
  if (*finding->remedy != '\0')
    append_label (box, n_chars, finding->remedy, "dim-label");
  if (fix_line > 0)
    {
      append_buttons (box, told, fix_line);
      append_rule (box, n_chars, finding);
    }
  else
    append_label (box, n_chars, finding->rule, "caption");
}

/**
 * retort_finding_box_new:
 * @findings: (element-type RetortFinding): what is said about a line
 * @review: (nullable): of the text that the line is in
 * @fix_line: the line, for buttons that write remedies; 0: without them
 * @width: of what it stands beside, in pixels
 *
 * Returns: (transfer floating): all of it, one below the other
 */
GtkWidget *
retort_finding_box_new (GPtrArray *findings, RetortReview *review, guint fix_line, int width)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  guint n_chars = (guint) CLAMP ((width - FRAME_WIDTH) / PIXELS_A_CHAR, LEAST_CHARS, MOST_CHARS);

  for (guint i = 0; i < findings->len; i++)
    {
      if (i > 0)
        gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
      append_finding (GTK_BOX (box), n_chars, g_ptr_array_index (findings, i), review, fix_line);
    }
  return box;
}

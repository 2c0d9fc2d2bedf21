/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/schema/schema-details.h"

#include "ui/schema/fact-item.h"
#include "ui/schema/fact-list.h"
#include "ui/schema/object-facts.h"
#include "ui/schema/table-facts.h"
#include "ui/widgets/source-style.h"
#include "workbench/query-result.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

struct _RetortSchemaDetails
{
  GtkWidget parent_instance;

  GtkStack       *stack;
  GtkLabel       *name_label;
  GtkButton      *rows_button;
  GtkLabel       *summary_label;
  GtkLabel       *comment_label;
  GtkStack       *views;
  GtkStackPage   *facts_page;
  RetortFactList *object_list;
  RetortFactList *columns_list;
  RetortFactList *constraints_list;
  RetortFactList *indexes_list;
  RetortFactList *references_list;
  RetortFactList *rules_list;
  GtkTextView    *description_view;
  GtkSourceView  *ddl_view;
  gboolean        misses_list; /* the list was left only because the object has none */
};

G_DEFINE_FINAL_TYPE (RetortSchemaDetails, retort_schema_details, GTK_TYPE_WIDGET)

static void
retort_schema_details_dispose (GObject *object)
{
  RetortSchemaDetails *self = RETORT_SCHEMA_DETAILS (object);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_schema_details_parent_class)->dispose (object);
}

static void
retort_schema_details_class_init (RetortSchemaDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_schema_details_dispose;
  g_type_ensure (RETORT_TYPE_FACT_LIST);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/schema/schema-details.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, rows_button);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, comment_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, views);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, facts_page);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, object_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, columns_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, constraints_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, indexes_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, references_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, rules_list);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, description_view);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaDetails, ddl_view);
}

static void
retort_schema_details_init (RetortSchemaDetails *self)
{
  GtkSourceBuffer *buffer = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->ddl_view)));
  retort_source_style_follow (buffer, "sql");
}

static void
take_model (RetortFactList *list, GListModel *model)
{
  retort_fact_list_set_model (list, model);
  g_clear_object (&model);
}

static void
show_table (RetortSchemaDetails *self, RetortTable *table)
{
  take_model (self->columns_list, retort_table_facts_list_columns (table));
  take_model (self->constraints_list, retort_table_facts_list_constraints (table));
  take_model (self->indexes_list, retort_table_facts_list_indexes (table));
  take_model (self->references_list, retort_table_facts_list_references (table));
  take_model (self->rules_list, retort_table_facts_list_rules (table));
}

static void
clear_table (RetortSchemaDetails *self)
{
  retort_fact_list_set_model (self->columns_list, NULL);
  retort_fact_list_set_model (self->constraints_list, NULL);
  retort_fact_list_set_model (self->indexes_list, NULL);
  retort_fact_list_set_model (self->references_list, NULL);
  retort_fact_list_set_model (self->rules_list, NULL);
}

static const char *
node_kind_word (RetortSchemaNode *node)
{
  const RetortTable *table = retort_schema_node_get_table (node);

  switch (retort_schema_node_get_kind (node))
    {
    case RETORT_SCHEMA_NODE_SCHEMA:
      return _("Schema");
    case RETORT_SCHEMA_NODE_GROUP:
      return NULL;
    case RETORT_SCHEMA_NODE_TABLE:
      return _("Table");
    case RETORT_SCHEMA_NODE_VIEW:
      return table != NULL && table->kind == RETORT_RELATION_MATERIALIZED_VIEW ? _("Materialized view") : _("View");
    case RETORT_SCHEMA_NODE_ENUM:
      return _("Enum type");
    case RETORT_SCHEMA_NODE_SEQUENCE:
      return _("Sequence");
    case RETORT_SCHEMA_NODE_FUNCTION:
      return _("Function");
    case RETORT_SCHEMA_NODE_DOMAIN:
      return _("Domain");
    case RETORT_SCHEMA_NODE_EXTENSION:
      return _("Extension");
    }
  g_assert_not_reached ();
}

/* "Table in public · 1,204 rows · 96 kB" */
static char *
summarize (RetortSchemaNode *node)
{
  const RetortTable *table = retort_schema_node_get_table (node);
  g_autofree char *subtitle = NULL;
  GString *text = g_string_new (node_kind_word (node));

  g_object_get (node, "subtitle", &subtitle, NULL);
  if (retort_schema_node_get_schema (node) != NULL)
    g_string_append_printf (text, _(" in %s"), retort_schema_node_get_schema (node));
  if (table != NULL && table->n_rows_estimate >= 0)
    {
      guint n = (guint) MIN (table->n_rows_estimate, G_MAXUINT);

      g_string_append_printf (text, ngettext (" · about %'u row", " · about %'u rows", n), n);
    }
  if (subtitle != NULL && *subtitle != '\0')
    g_string_append_printf (text, " · %s", subtitle);
  return g_string_free (text, FALSE);
}

static void
show_text_views (RetortSchemaDetails *self, RetortSchemaNode *node)
{
  g_autofree char *description = retort_schema_node_dup_description (node);
  g_autofree char *ddl = retort_schema_node_dup_ddl (node);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description_view),
                            description != NULL ? description : "", -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->ddl_view)),
                            ddl != NULL ? ddl : "", -1);
}

/* Who came from a list to an object that has none goes back to the list with the next that has one. */
static void
choose_view (RetortSchemaDetails *self, gboolean has_facts, gboolean is_list)
{
  if (!has_facts && is_list)
    gtk_stack_set_visible_child_name (self->views, "description");
  else if (has_facts && self->misses_list)
    gtk_stack_set_visible_child_name (self->views, "facts");
  self->misses_list = !has_facts && (is_list || self->misses_list);
}

/* FALSE: there is nothing that a list could say. */
static gboolean
show_facts (RetortSchemaDetails *self, RetortSchemaNode *node, RetortTable *table)
{
  g_autoptr(GListModel) facts = retort_object_facts_list (node);
  gboolean has_facts = table != NULL || g_list_model_get_n_items (facts) > 0;

  retort_fact_list_set_model (self->object_list, facts);
  if (table != NULL)
    show_table (self, table);
  else
    clear_table (self);
  gtk_stack_page_set_visible (self->facts_page, has_facts);
  gtk_stack_page_set_title (self->facts_page, table != NULL ? _("Columns") : _("Details"));
  return has_facts;
}

/* Only tables and views have rows. */
static void
show_rows_button (RetortSchemaDetails *self, RetortSchemaNode *node)
{
  RetortSchemaNodeKind kind = retort_schema_node_get_kind (node);
  g_autofree char *sql = retort_query_dup_table_sql (retort_schema_node_get_schema (node), retort_schema_node_get_name (node));

  gtk_widget_set_visible (GTK_WIDGET (self->rows_button), kind == RETORT_SCHEMA_NODE_TABLE || kind == RETORT_SCHEMA_NODE_VIEW);
  /* First what it takes: without, GTK complains. */
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->rows_button), g_variant_new_string (sql));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->rows_button), "win.show-rows");
}

/**
 * retort_schema_details_show:
 * @self: the details
 * @node: (nullable): what to show; %NULL or a group shows that nothing is selected
 */
void
retort_schema_details_show (RetortSchemaDetails *self, RetortSchemaNode *node)
{
  RetortTable *table = node != NULL ? retort_schema_node_get_table (node) : NULL;
  g_autofree char *summary = NULL;
  gboolean has_facts = FALSE;
  gboolean is_list = FALSE; /* asked before the list's page goes: the stack leaves it by itself then */

  if (node == NULL || node_kind_word (node) == NULL
      || retort_schema_node_get_kind (node) == RETORT_SCHEMA_NODE_SCHEMA)
    {
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }

  show_rows_button (self, node);
  summary = summarize (node);
  gtk_label_set_text (self->name_label, retort_schema_node_get_name (node));
  gtk_label_set_text (self->summary_label, summary);
  gtk_label_set_text (self->comment_label, table != NULL && table->comment != NULL ? table->comment : "");
  gtk_widget_set_visible (GTK_WIDGET (self->comment_label), table != NULL && table->comment != NULL);
  is_list = g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "facts") == 0;
  has_facts = show_facts (self, node, table);
  show_text_views (self, node);
  choose_view (self, has_facts, is_list);
  gtk_stack_set_visible_child_name (self->stack, "object");
}

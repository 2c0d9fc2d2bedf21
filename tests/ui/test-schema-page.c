/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema page shows of a database, and of none: the tree, the search, the details. */
#include "ui/schema/schema-page.h"

#include "workbench/schema-snapshot-private.h"
#include "workbench/workbench-private.h"

#include "ui-test.h"

typedef struct
{
  RetortWorkbench  *workbench;
  GtkWindow        *window;
  RetortSchemaPage *page;
} Fixture;

static void
add_table (RetortSchema *schema, RetortRelationKind kind, const char *name, const char *column)
{
  RetortTable *table = retort_table_new ();
  RetortColumn *part = retort_column_new ();

  table->kind = kind;
  table->schema = g_strdup ("public");
  table->name = g_strdup (name);
  part->name = g_strdup (column);
  part->type = g_strdup ("uuid");
  g_ptr_array_add (table->columns, part);
  g_ptr_array_add (retort_schema_get_tables (schema), table);
}

static RetortSchema *
make_schema (void)
{
  RetortSchema *schema = retort_schema_new ();
  RetortEnumType *type = retort_enum_type_new ();
  RetortExtension *extension = retort_extension_new ();

  g_ptr_array_add (retort_schema_get_names (schema), g_strdup ("public"));
  add_table (schema, RETORT_RELATION_TABLE, "orders", "customer_id");
  add_table (schema, RETORT_RELATION_TABLE, "products", "name");
  add_table (schema, RETORT_RELATION_VIEW, "open_orders", "order_id");
  type->schema = g_strdup ("public");
  type->name = g_strdup ("order_state");
  type->labels = g_strsplit ("draft,sent", ",", -1);
  g_ptr_array_add (retort_schema_get_enums (schema), type);
  extension->schema = g_strdup ("public");
  extension->name = g_strdup ("pgcrypto");
  extension->version = g_strdup ("1.3");
  g_ptr_array_add (retort_schema_get_extensions (schema), extension);
  return schema;
}

/* As if the database had just been read. */
static void
give_schema (Fixture *fixture, RetortSchema *schema)
{
  g_set_object (&fixture->workbench->schema, NULL);
  fixture->workbench->schema = retort_schema_snapshot_new (schema);
  fixture->workbench->connection_state = RETORT_CONNECTION_READY;
  retort_workbench_notify (fixture->workbench, RETORT_WORKBENCH_PROP_SCHEMA);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = retort_workbench_new ();
  fixture->page = g_object_ref_sink (g_object_new (RETORT_TYPE_SCHEMA_PAGE, NULL));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 1000, 600);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  retort_schema_page_set_workbench (fixture->page, fixture->workbench);
  gtk_window_present (fixture->window);
  ui_test_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_free (fixture->page);
  retort_workbench_close (fixture->workbench);
  g_object_unref (fixture->workbench);
}

static const char *
get_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (PART (fixture->page, "stack")));
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (PART (fixture->page, "list_view"))));
}

/* The rows of the tree as a person sees them, one a line. */
static char *
dup_names (Fixture *fixture)
{
  GListModel *rows = get_rows (fixture);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GtkTreeListRow) row = g_list_model_get_item (rows, i);
      g_autoptr(RetortSchemaNode) node = gtk_tree_list_row_get_item (row);

      g_string_append_printf (names, "%*s%s\n", (int) gtk_tree_list_row_get_depth (row), "",
                              retort_schema_node_get_name (node));
    }
  return g_strdup (names->str);
}

static const char *
get_details_text (Fixture *fixture, const char *part)
{
  return gtk_label_get_text (GTK_LABEL (PART (PART (fixture->page, "details"), part)));
}

static void
search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (PART (fixture->page, "search_entry")), text);
  g_signal_emit_by_name (PART (fixture->page, "search_entry"), "search-changed");
}

static void
test_no_database (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_shown (fixture), ==, "message");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (PART (fixture->page, "message_page"))), ==, "No Database");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->page, "message_button"))));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortSchema) schema = retort_schema_new ();

  give_schema (fixture, schema);
  g_assert_cmpstr (get_shown (fixture), ==, "message");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (PART (fixture->page, "message_page"))), ==,
                   "Nothing Here Yet");
}

/* The first table is open, so that there is something to look at. */
static void
test_tree (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortSchema) schema = make_schema ();
  g_autofree char *names = NULL;

  give_schema (fixture, schema);
  g_assert_cmpstr (get_shown (fixture), ==, "tree");
  names = dup_names (fixture);
  g_assert_cmpstr (names, ==, "public\n Tables\n  orders\n  products\n Views\n  open_orders\n Enums\n  order_state\n Extensions\n  pgcrypto\n");
  g_assert_cmpstr (get_details_text (fixture, "name_label"), ==, "orders");
  g_assert_nonnull (strstr (get_details_text (fixture, "summary_label"), "Table in public"));
}

/* A column is found by its table; the first that was found is shown; the whole tree comes back. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortSchema) schema = make_schema ();
  g_autofree char *found = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *whole = NULL;

  give_schema (fixture, schema);
  search (fixture, "ORDER_");
  found = dup_names (fixture);
  g_assert_cmpstr (found, ==, "open_orders\norder_state\n");
  g_assert_cmpstr (get_details_text (fixture, "name_label"), ==, "open_orders");
  search (fixture, "zzz");
  nothing = dup_names (fixture);
  g_assert_cmpstr (nothing, ==, "");
  search (fixture, "");
  whole = dup_names (fixture);
  g_assert_true (g_str_has_prefix (whole, "public\n Tables\n"));
}

/* What is no table has facts of its own: the labels of an enum, one a row. */
static void
test_enum (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortSchema) schema = make_schema ();
  GtkWidget *details = GTK_WIDGET (PART (fixture->page, "details"));
  GtkStack *views = GTK_STACK (PART (details, "views"));

  give_schema (fixture, schema);
  search (fixture, "order_state");
  g_assert_cmpstr (get_details_text (fixture, "name_label"), ==, "order_state");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (views), ==, "facts");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (details, "object_list"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (details, "columns_list"))));
  search (fixture, "pgcrypto");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (views), ==, "description");
  search (fixture, "products");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (views), ==, "facts");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (details, "object_list"))));
}

/* What is read again shows what was open before. */
static void
test_selection_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortSchema) schema = make_schema ();
  g_autoptr(RetortSchema) again = make_schema ();

  give_schema (fixture, schema);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 3, TRUE);
  g_assert_cmpstr (get_details_text (fixture, "name_label"), ==, "products");
  give_schema (fixture, again);
  g_assert_cmpstr (get_details_text (fixture, "name_label"), ==, "products");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ui/schema-page/no-database", test_no_database }, { "/ui/schema-page/empty", test_empty },
    { "/ui/schema-page/tree", test_tree },               { "/ui/schema-page/search", test_search },
    { "/ui/schema-page/enum", test_enum },               { "/ui/schema-page/selection-stays", test_selection_stays },
  };

  ui_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

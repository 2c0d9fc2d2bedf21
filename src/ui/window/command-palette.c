/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row names an action, so that what is not possible now is dim by itself. */
#include "config.h"

#include "ui/window/command-palette.h"

#include <glib/gi18n.h>

struct _RetortCommandPalette
{
  GtkPopover parent_instance;

  GtkSearchEntry *entry;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (RetortCommandPalette, retort_command_palette, GTK_TYPE_POPOVER)

/* In the order in which they are shown; keys are those of application.c. */
static const struct
{
  const char *title;
  const char *action; /* with its target */
} commands[] = {
  { N_("New Revision…"), "win.new-revision" },
  { N_("Merge Heads…"), "win.merge-heads" },
  { N_("Move or Renumber Revision…"), "win.move-revision" },
  { N_("Project Commands…"), "win.project-commands" },
  { N_("Upgrade to Head…"), "win.upgrade::head" },
  { N_("Upgrade One Step…"), "win.upgrade::+1" },
  { N_("Upgrade to the Selected Revision…"), "win.upgrade-selected" },
  { N_("Upgrade Everything on All Branches…"), "win.upgrade-heads" },
  { N_("Downgrade One Step…"), "win.downgrade::-1" },
  { N_("Downgrade to the Selected Revision…"), "win.downgrade-selected" },
  { N_("Downgrade to Nothing (Base)…"), "win.downgrade::base" },
  { N_("Stamp the Selected Revision…"), "win.stamp-selected" },
  { N_("Show History"), "win.show-page::history" },
  { N_("Show Schema"), "win.show-page::schema" },
  { N_("Show Runs"), "win.show-page::runs" },
  { N_("Show Problems of the Project"), "win.show-problems" },
  { N_("Go to the Current Revision"), "win.go-current" },
  { N_("Go to the Head"), "win.go-head" },
  { N_("Go to the Next Planned Migration"), "win.go-planned" },
  { N_("Go to the Parent"), "win.go-parent" },
  { N_("Go to the Child"), "win.go-child" },
  { N_("Search Revisions"), "win.search" },
  { N_("Find in the Source"), "win.find" },
  { N_("Save"), "win.save" },
  { N_("About This Problem"), "win.about-problem" },
  { N_("Next Problem"), "win.next-problem" },
  { N_("Previous Problem"), "win.previous-problem" },
  { N_("Fix the Problem at the Caret"), "win.fix" },
  { N_("Show or Hide the Log"), "win.toggle-log" },
  { N_("Show or Hide the Revisions"), "win.toggle-sidebar" },
  { N_("Read Files and Database Again"), "win.refresh" },
  { N_("Connection Profiles…"), "win.connections" },
  { N_("Snapshots…"), "win.snapshots" },
  { N_("Connect Again"), "win.reconnect" },
  { N_("Open Project…"), "win.open" },
  { N_("Try the Practice Project"), "win.practice" },
  { N_("Try the Practice Project of Drizzle"), "win.practice-drizzle" },
  { N_("Show in Files"), "win.show-folder" },
  { N_("Close Project"), "win.close-project" },
  { N_("New Window"), "app.new-window" },
  { N_("Preferences"), "app.preferences" },
  { N_("Keyboard Shortcuts"), "win.show-help-overlay" },
  { N_("About Retort"), "app.about" },
};

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

/* Each word that was typed is in the title, in any order. */
static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  RetortCommandPalette *self = user_data;
  const char *title = _(commands[gtk_list_box_row_get_index (row)].title);
  g_autofree char *haystack = fold (title);
  g_autofree char *typed = fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_auto(GStrv) words = g_strsplit (typed, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_strstr_len (haystack, -1, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* The first row that can be done is what Enter does. */
static GtkListBoxRow *
find_first (RetortCommandPalette *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);

      if (gtk_widget_get_child_visible (GTK_WIDGET (row)) && gtk_widget_is_sensitive (GTK_WIDGET (row)))
        return row;
    }
  return NULL;
}

static void
search_changed_cb (RetortCommandPalette *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list, find_first (self));
}

/* The popover goes first: what the command shows is above it. */
static void
row_activated_cb (RetortCommandPalette *self, GtkListBoxRow *row)
{
  const char *detailed = commands[gtk_list_box_row_get_index (row)].action;
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  gtk_popover_popdown (GTK_POPOVER (self));
  if (g_action_parse_detailed_name (detailed, &name, &target, NULL))
    gtk_widget_activate_action_variant (gtk_widget_get_parent (GTK_WIDGET (self)), name, target);
}

/* The search entry tells changes late: whoever types fast and presses Enter means what stands there now. */
static void
entry_activated_cb (RetortCommandPalette *self)
{
  GtkListBoxRow *row = NULL;

  gtk_list_box_invalidate_filter (self->list);
  row = find_first (self);
  if (row != NULL)
    row_activated_cb (self, row);
}

static void
add_row (RetortCommandPalette *self, guint index)
{
  GtkWidget *label = gtk_label_new (_(commands[index].title));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(commands[index].title), -1);
  gtk_list_box_append (self->list, row);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (row), commands[index].action);
}

static void
retort_command_palette_show (GtkWidget *widget)
{
  RetortCommandPalette *self = RETORT_COMMAND_PALETTE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  GTK_WIDGET_CLASS (retort_command_palette_parent_class)->show (widget);
  search_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
retort_command_palette_class_init (RetortCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->show = retort_command_palette_show;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/window/command-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortCommandPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
}

static void
retort_command_palette_init (RetortCommandPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    add_row (self, i);
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

/**
 * retort_command_palette_new:
 *
 * Returns: (transfer floating): the palette; set its parent and pop it up
 */
GtkWidget *
retort_command_palette_new (void)
{
  return g_object_new (RETORT_TYPE_COMMAND_PALETTE, NULL);
}

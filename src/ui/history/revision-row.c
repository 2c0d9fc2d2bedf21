/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows one item. Its words are also the accessible name of the list's own row around it.
 *
 * A list view keeps some two hundred rows and gives them all their items at once, of which twenty are to be seen. A row that waits is
 * empty, and as high as the others, until the page has it show its item because it has come near to what is seen. */
#include "config.h"

#include "ui/history/revision-row.h"

#include "ui/history/finding-count.h"
#include "ui/history/lane-cell.h"
#include "ui/widgets/kind-chip.h"

#include <glib/gi18n.h>

#define SHORT_ID_LENGTH 6
#define DATE_LENGTH 10 /* of "2026-03-11T…" */

/* Of all rows, in px: what a row was measured last, and a guess until then. Main thread. */
static int usual_height = 48;

struct _RetortRevisionRow
{
  GtkWidget parent_instance;

  RetortRevisionItem *item;     /* nullable */
  gboolean            waits;    /* for retort_revision_row_show() whenever it gets an item */
  gboolean            is_shown; /* @box is there and says what @item is */
  RetortRevisionMark  mark;     /* whose style class the row has */
  GtkWidget          *box;      /* nullable, as all below: nothing was shown yet */
  RetortLaneCell     *lane_cell;
  GtkLabel           *short_id_label;
  GtkLabel           *title_label;
  GtkLabel           *mark_label;
  GtkLabel           *place_label;
  GtkBox             *facts_box;
  RetortFindingCount *errors;   /* nullable: none was there yet */
  RetortFindingCount *warnings; /* the same */
  RetortKindChip     *kind;     /* nullable: nothing happened to one of its revisions yet */
};

enum
{
  PROP_0,
  PROP_ITEM,
  PROP_WAITS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Style classes, by RetortRevisionMark. */
static const char *const mark_styles[] = {
  [RETORT_REVISION_MARK_NONE] = "none",
  [RETORT_REVISION_MARK_PENDING] = "pending",
  [RETORT_REVISION_MARK_APPLIED] = "applied",
  [RETORT_REVISION_MARK_CURRENT] = "current",
  [RETORT_REVISION_MARK_UNKNOWN] = "unknown",
  [RETORT_REVISION_MARK_PLANNED] = "planned",
  [RETORT_REVISION_MARK_SKIPPED] = "skipped",
  [RETORT_REVISION_MARK_EDITED] = "edited",
};

G_DEFINE_FINAL_TYPE (RetortRevisionRow, retort_revision_row, GTK_TYPE_WIDGET)

/* Whether the id fits in front of the title: a number that people gave, not a hash. */
static gboolean
has_short_id (RetortRevisionItem *item)
{
  return g_utf8_strlen (retort_revision_item_get_id (item), -1) <= SHORT_ID_LENGTH
         && *retort_revision_item_get_title (item) != '\0';
}

static void
append_part (GString *line, const char *part)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
}

/* The second line: a long id, then what is special about the place: "head", "merge", labels, the day. */
static char *
dup_place (RetortRevisionItem *item)
{
  RetortRevision *revision = retort_revision_item_get_revision (item);
  g_autoptr(GString) line = g_string_new (NULL);
  const char *created = revision != NULL ? retort_revision_get_created (revision) : NULL;

  if (!has_short_id (item) && *retort_revision_item_get_title (item) != '\0')
    append_part (line, retort_revision_item_get_id (item));
  if (created != NULL && strlen (created) >= DATE_LENGTH)
    {
      g_autofree char *day = g_strndup (created, DATE_LENGTH);

      append_part (line, day);
    }
  if (retort_revision_item_is_head (item))
    append_part (line, C_("revision", "head"));
  if (retort_revision_item_is_merge (item))
    append_part (line, C_("revision", "merge"));
  for (const char *const *label = revision != NULL ? retort_revision_get_labels (revision) : NULL;
       label != NULL && *label != NULL; label++)
    append_part (line, *label);
  if (retort_revision_item_get_priority (item) != NULL && revision == NULL)
    append_part (line, retort_revision_item_get_priority (item));
  if (retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_PLANNED && retort_revision_item_get_mark_note (item) != NULL)
    append_part (line, retort_revision_item_get_mark_note (item));
  if (revision == NULL && retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_UNKNOWN)
    append_part (line, retort_revision_item_get_ghost (item) != NULL ? retort_revision_item_get_ghost (item)->place
                                                                     : _("in the database, in no file"));
  if (retort_revision_item_get_note (item) != NULL)
    append_part (line, retort_revision_item_get_note (item));
  return g_strdup (line->str);
}

/* Only what does not fit has a tooltip. */
static gboolean
query_tooltip_cb (GtkLabel *label, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (label));
  return TRUE;
}

/* Asked for when the pointer rests there: to set a tooltip asks the display each time where the pointer is. */
static gboolean
query_mark_tooltip_cb (GtkWidget *label, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  RetortRevisionRow *self = RETORT_REVISION_ROW (gtk_widget_get_ancestor (label, RETORT_TYPE_REVISION_ROW));
  const char *note = self->item != NULL ? retort_revision_item_get_mark_note (self->item) : NULL;

  gtk_tooltip_set_text (tooltip, note);
  return note != NULL;
}

/* Most rows have none: what shows it is made when it is needed. */
static void
show_count (RetortRevisionRow *self, RetortFindingCount **place, RetortSeverity severity, guint count)
{
  if (*place == NULL && count == 0)
    return;
  if (*place == NULL)
    {
      *place = RETORT_FINDING_COUNT (retort_finding_count_new (severity));
      gtk_box_insert_child_after (self->facts_box, GTK_WIDGET (*place),
                                  severity == RETORT_SEVERITY_ERROR ? GTK_WIDGET (self->place_label)
                                                                    : gtk_widget_get_last_child (GTK_WIDGET (self->facts_box)));
    }
  retort_finding_count_set (*place, count);
}

/* What happened to it on this branch. */
static void
show_branch (RetortRevisionRow *self, RetortReviewedKind kind)
{
  if (self->kind == NULL && kind == RETORT_REVIEWED_SAME)
    return;
  if (self->kind == NULL)
    {
      self->kind = RETORT_KIND_CHIP (retort_kind_chip_new ());
      gtk_box_prepend (self->facts_box, GTK_WIDGET (self->kind));
    }
  retort_kind_chip_show (self->kind, kind);
}

static void
show_mark (RetortRevisionRow *self, RetortRevisionMark mark)
{
  gtk_label_set_label (self->mark_label, retort_revision_mark_to_word (mark));
  gtk_widget_set_visible (GTK_WIDGET (self->mark_label), mark != RETORT_REVISION_MARK_NONE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), mark_styles[self->mark]);
  gtk_widget_add_css_class (GTK_WIDGET (self), mark_styles[mark]);
  self->mark = mark;
}

static void
update_accessible_name (RetortRevisionRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent != NULL && self->item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    retort_revision_item_get_accessible_name (self->item), -1);
}

static void
update_box (RetortRevisionRow *self)
{
  const char *title = retort_revision_item_get_title (self->item);
  g_autofree char *place = dup_place (self->item);

  gtk_label_set_label (self->short_id_label, retort_revision_item_get_id (self->item));
  gtk_widget_set_visible (GTK_WIDGET (self->short_id_label), has_short_id (self->item));
  gtk_label_set_label (self->title_label, *title != '\0' ? title : retort_revision_item_get_id (self->item));
  gtk_label_set_label (self->place_label, place);
  show_mark (self, retort_revision_item_get_mark (self->item));
  show_branch (self, retort_revision_item_get_branch (self->item));
  show_count (self, &self->errors, RETORT_SEVERITY_ERROR, retort_revision_item_get_n_errors (self->item));
  show_count (self, &self->warnings, RETORT_SEVERITY_WARNING, retort_revision_item_get_n_warnings (self->item));
}

static void
update (RetortRevisionRow *self)
{
  if (self->is_shown)
    update_box (self);
  update_accessible_name (self);
}

static void
retort_revision_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                             int *minimum_baseline, int *natural_baseline)
{
  RetortRevisionRow *self = RETORT_REVISION_ROW (widget);

  if (self->is_shown)
    gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  else
    *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? usual_height : 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    usual_height = *natural;
}

static void
retort_revision_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RetortRevisionRow *self = RETORT_REVISION_ROW (widget);

  if (self->is_shown)
    gtk_widget_allocate (self->box, width, height, baseline, NULL);
}

static void
retort_revision_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (retort_revision_row_parent_class)->root (widget);
  update_accessible_name (RETORT_REVISION_ROW (widget));
}

static void
retort_revision_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM: g_value_set_object (value, RETORT_REVISION_ROW (object)->item); break;
    case PROP_WAITS: g_value_set_boolean (value, RETORT_REVISION_ROW (object)->waits); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_revision_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM: retort_revision_row_set_item (RETORT_REVISION_ROW (object), g_value_get_object (value)); break;
    case PROP_WAITS: RETORT_REVISION_ROW (object)->waits = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_revision_row_dispose (GObject *object)
{
  RetortRevisionRow *self = RETORT_REVISION_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_revision_row_parent_class)->dispose (object);
}

static void
retort_revision_row_class_init (RetortRevisionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = retort_revision_row_dispose;
  object_class->get_property = retort_revision_row_get_property;
  object_class->set_property = retort_revision_row_set_property;
  widget_class->measure = retort_revision_row_measure;
  widget_class->size_allocate = retort_revision_row_size_allocate;
  widget_class->root = retort_revision_row_root;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, RETORT_TYPE_REVISION_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WAITS] = g_param_spec_boolean ("waits", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (RETORT_TYPE_LANE_CELL);
  gtk_widget_class_set_css_name (widget_class, "revisionrow");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/history/revision-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, box);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, lane_cell);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, short_id_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, mark_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionRow, facts_box);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_mark_tooltip_cb);
}

static void
retort_revision_row_init (RetortRevisionRow *self)
{
}

/**
 * retort_revision_row_show:
 * @self: a row
 *
 * Shows the item that the row waits with, if it does.
 *
 * Returns: whether it did
 */
gboolean
retort_revision_row_show (RetortRevisionRow *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ROW (self), FALSE);

  if (self->is_shown || self->item == NULL)
    return FALSE;
  if (self->box == NULL)
    gtk_widget_init_template (GTK_WIDGET (self));
  self->is_shown = TRUE;
  retort_lane_cell_set_item (self->lane_cell, self->item);
  gtk_widget_set_visible (self->box, TRUE);
  update (self);
  return TRUE;
}

static void
hide (RetortRevisionRow *self)
{
  self->is_shown = FALSE;
  if (self->box == NULL)
    return;
  gtk_widget_set_visible (self->box, FALSE);
  retort_lane_cell_set_item (self->lane_cell, NULL);
}

/**
 * retort_revision_row_is_usual:
 * @self: a row
 *
 * Returns: whether it has the height of the others
 */
gboolean
retort_revision_row_is_usual (RetortRevisionRow *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ROW (self), FALSE);
  return gtk_widget_get_height (GTK_WIDGET (self)) == usual_height;
}

/**
 * retort_revision_row_set_item:
 * @self: a row
 * @item: (nullable): the revision to show
 *
 * Shows another revision and follows its changes.
 */
void
retort_revision_row_set_item (RetortRevisionRow *self, RetortRevisionItem *item)
{
  g_return_if_fail (RETORT_IS_REVISION_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  hide (self);
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  if (self->waits)
    update_accessible_name (self);
  else
    retort_revision_row_show (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the revision list: what the files say of a revision, what the database says of it, and
 * how many findings it has. Filled by the workbench; every change is notified once. */
#include "config.h"

#include "workbench/revision-item-private.h"

#include <string.h>

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_MARK,
  PROP_IS_HEAD,
  PROP_IS_MERGE,
  PROP_IS_BRANCHPOINT,
  PROP_IS_DESTRUCTIVE,
  PROP_N_ERRORS,
  PROP_N_WARNINGS,
  PROP_N_INFOS,
  PROP_ACCESSIBLE_NAME,
  PROP_LANE_GENERATION,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortRevisionItem, retort_revision_item, G_TYPE_OBJECT)

/* Of 10,000 rows few are ever shown: a name is made when somebody asks for it. */
static void
update_accessible_name (RetortRevisionItem *self)
{
  g_clear_pointer (&self->accessible_name, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCESSIBLE_NAME]);
}

static void
retort_revision_item_finalize (GObject *object)
{
  RetortRevisionItem *self = RETORT_REVISION_ITEM (object);

  g_free (self->id);
  g_clear_pointer (&self->revision, retort_revision_unref);
  g_free (self->planned_title);
  g_free (self->priority);
  g_free (self->accessible_name);
  g_array_unref (self->lines);
  g_strfreev (self->parents);
  g_strfreev (self->children);
  g_free (self->note);
  g_free (self->mark_note);
  g_clear_pointer (&self->ghost, retort_revision_ghost_free);
  G_OBJECT_CLASS (retort_revision_item_parent_class)->finalize (object);
}

static void
retort_revision_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortRevisionItem *self = RETORT_REVISION_ITEM (object);

  switch (id)
    {
    case PROP_ID: g_value_set_string (value, self->id); break;
    case PROP_TITLE: g_value_set_string (value, retort_revision_item_get_title (self)); break;
    case PROP_MARK: g_value_set_enum (value, self->mark); break;
    case PROP_IS_HEAD: g_value_set_boolean (value, self->is_head); break;
    case PROP_IS_MERGE: g_value_set_boolean (value, retort_revision_item_is_merge (self)); break;
    case PROP_IS_BRANCHPOINT: g_value_set_boolean (value, self->is_branchpoint); break;
    case PROP_IS_DESTRUCTIVE: g_value_set_boolean (value, self->is_destructive); break;
    case PROP_N_ERRORS: g_value_set_uint (value, self->n_errors); break;
    case PROP_N_WARNINGS: g_value_set_uint (value, self->n_warnings); break;
    case PROP_N_INFOS: g_value_set_uint (value, self->n_infos); break;
    case PROP_ACCESSIBLE_NAME: g_value_set_string (value, retort_revision_item_get_accessible_name (self)); break;
    case PROP_NOTE: g_value_set_string (value, self->note); break;
    case PROP_LANE_GENERATION: g_value_set_uint (value, self->lane_generation); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_flag (guint id, const char *name)
{
  properties[id] = g_param_spec_boolean (name, NULL, NULL, FALSE,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_count (guint id, const char *name)
{
  properties[id] = g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0,
                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_text (guint id, const char *name)
{
  properties[id] = g_param_spec_string (name, NULL, NULL, NULL,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
retort_revision_item_class_init (RetortRevisionItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = retort_revision_item_finalize;
  object_class->get_property = retort_revision_item_get_property;
  install_text (PROP_ID, "id");
  install_text (PROP_TITLE, "title");
  properties[PROP_MARK] = g_param_spec_enum ("mark", NULL, NULL, RETORT_TYPE_REVISION_MARK,
                                             RETORT_REVISION_MARK_NONE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_flag (PROP_IS_HEAD, "is-head");
  install_flag (PROP_IS_MERGE, "is-merge");
  install_flag (PROP_IS_BRANCHPOINT, "is-branchpoint");
  install_flag (PROP_IS_DESTRUCTIVE, "is-destructive");
  install_count (PROP_N_ERRORS, "n-errors");
  install_count (PROP_N_WARNINGS, "n-warnings");
  install_count (PROP_N_INFOS, "n-infos");
  install_text (PROP_ACCESSIBLE_NAME, "accessible-name");
  install_count (PROP_LANE_GENERATION, "lane-generation");
  install_text (PROP_NOTE, "note");
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_revision_item_init (RetortRevisionItem *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (RetortLane));
  self->parents = g_new0 (char *, 1);
  self->children = g_new0 (char *, 1);
}

/**
 * retort_revision_item_new: (skip)
 * @id: (not nullable): the revision's id
 *
 * Makes a row that knows nothing yet but its id.
 *
 * Returns: (transfer full): the row
 */
RetortRevisionItem *
retort_revision_item_new (const char *id)
{
  RetortRevisionItem *self = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (RETORT_TYPE_REVISION_ITEM, NULL);
  self->id = g_strdup (id);
  return self;
}

/**
 * retort_revision_item_set_revision: (skip)
 * @self: a row
 * @revision: (nullable): what its file says now
 *
 * Gives the row the newest reading of its file.
 */
void
retort_revision_item_set_revision (RetortRevisionItem *self, RetortRevision *revision)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  if (self->revision == revision)
    return;
  g_clear_pointer (&self->revision, retort_revision_unref);
  self->revision = revision != NULL ? retort_revision_ref (revision) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_MERGE]);
  update_accessible_name (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_revision_item_set_planned: (skip)
 * @self: a row without a file
 * @title: what is planned
 * @priority: (nullable): how urgent it is
 *
 * Makes the row a planned node.
 */
void
retort_revision_item_set_planned (RetortRevisionItem *self, const char *title, const char *priority)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  g_free (self->priority);
  self->priority = g_strdup (priority);
  if (g_strcmp0 (self->planned_title, title) != 0)
    {
      g_free (self->planned_title);
      self->planned_title = g_strdup (title);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
      update_accessible_name (self);
    }
  retort_revision_item_set_mark (self, RETORT_REVISION_MARK_PLANNED);
}

/**
 * retort_revision_item_get_priority:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the priority of a planned node, as its table says it
 */
const char *
retort_revision_item_get_priority (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return self->priority;
}

/**
 * retort_revision_item_set_mark_note: (skip)
 * @self: a row
 * @note: (nullable): why its mark is what it is, a sentence; set before the mark
 *
 * What is not as one expects: skipped silently, edited since.
 */
void
retort_revision_item_set_mark_note (RetortRevisionItem *self, const char *note)
{
  g_free (self->mark_note);
  self->mark_note = g_strdup (note);
}

/**
 * retort_revision_item_get_mark_note:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): why its mark is what it is, a sentence, where it is not what one expects
 */
const char *
retort_revision_item_get_mark_note (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return self->mark_note;
}

/**
 * retort_revision_item_set_mark: (skip)
 * @self: a row
 * @mark: what the database says of it
 *
 * Sets the state of the row.
 */
void
retort_revision_item_set_mark (RetortRevisionItem *self, RetortRevisionMark mark)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  if (self->mark == mark)
    return;
  self->mark = mark;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MARK]);
  update_accessible_name (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_revision_item_set_place: (skip)
 * @self: a row
 * @is_head: nothing revises it
 * @is_branchpoint: several revisions revise it
 * @parents: (array zero-terminated=1): ids of what it revises
 * @children: (array zero-terminated=1): ids of what revises it
 *
 * Sets the row's place in the graph.
 */
void
retort_revision_item_set_place (RetortRevisionItem *self, gboolean is_head, gboolean is_branchpoint,
                                const char *const *parents, const char *const *children)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  g_strfreev (self->parents);
  self->parents = g_strdupv ((char **) parents);
  g_strfreev (self->children);
  self->children = g_strdupv ((char **) children);
  if (self->is_head != is_head)
    {
      self->is_head = is_head;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_HEAD]);
    }
  if (self->is_branchpoint != is_branchpoint)
    {
      self->is_branchpoint = is_branchpoint;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BRANCHPOINT]);
    }
}

/* Whether the row is drawn as @row says already. */
static gboolean
has_lanes (RetortRevisionItem *self, const RetortLaneRow *row)
{
  if (self->lane != row->lane || self->lane_colour != row->colour || self->n_lanes != row->n_lanes
      || self->lines->len != row->lines->len)
    return FALSE;
  for (guint i = 0; i < row->lines->len; i++)
    {
      const RetortLane *mine = &g_array_index (self->lines, RetortLane, i);
      const RetortLaneLine *its = &g_array_index (row->lines, RetortLaneLine, i);

      if (mine->from_lane != its->from_lane || mine->to_lane != its->to_lane
          || mine->colour != its->colour || mine->is_dependency != its->is_dependency
          || mine->starts_here != its->starts_here || mine->ends_here != its->ends_here)
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_revision_item_set_lanes: (skip)
 * @self: a row
 * @row: the layout of this row
 *
 * Copies the layout; `lane-generation` is bumped when it differs.
 */
void
retort_revision_item_set_lanes (RetortRevisionItem *self, const RetortLaneRow *row)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  if (has_lanes (self, row))
    return;
  self->lane = row->lane;
  self->lane_colour = row->colour;
  self->n_lanes = row->n_lanes;
  g_array_set_size (self->lines, 0);
  for (guint i = 0; i < row->lines->len; i++)
    {
      const RetortLaneLine *line = &g_array_index (row->lines, RetortLaneLine, i);
      RetortLane lane = { line->from_lane, line->to_lane, line->colour,
                          line->is_dependency, line->starts_here, line->ends_here };

      g_array_append_val (self->lines, lane);
    }
  self->lane_generation++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANE_GENERATION]);
}

static void
set_count (RetortRevisionItem *self, guint *count, guint value, guint property)
{
  if (*count == value)
    return;
  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * retort_revision_item_set_counts: (skip)
 * @self: a row
 * @n_errors: findings that are errors
 * @n_warnings: findings that are warnings
 * @n_infos: findings that are remarks
 * @is_destructive: something is dropped
 *
 * Sets what the review found.
 */
void
retort_revision_item_set_counts (RetortRevisionItem *self, guint n_errors, guint n_warnings, guint n_infos,
                                 gboolean is_destructive)
{
  g_return_if_fail (RETORT_IS_REVISION_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, &self->n_errors, n_errors, PROP_N_ERRORS);
  set_count (self, &self->n_warnings, n_warnings, PROP_N_WARNINGS);
  set_count (self, &self->n_infos, n_infos, PROP_N_INFOS);
  if (self->is_destructive != is_destructive)
    {
      self->is_destructive = is_destructive;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DESTRUCTIVE]);
    }
  update_accessible_name (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_revision_item_set_position: (skip)
 * @self: a row
 * @position: where it is in the list of all rows
 *
 * Tells the row where it is.
 */
void
retort_revision_item_set_position (RetortRevisionItem *self, guint position)
{
  self->position = position;
}

/**
 * retort_revision_item_get_position:
 * @self: a row
 *
 * Where the row is among all rows; those that a filter leaves keep their order.
 *
 * Returns: the position, from 0
 */
guint
retort_revision_item_get_position (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->position;
}

/**
 * retort_revision_item_get_id:
 * @self: a row
 *
 * The revision's id.
 *
 * Returns: (transfer none): the id
 */
const char *
retort_revision_item_get_id (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return self->id;
}

/**
 * retort_revision_item_get_title:
 * @self: a row
 *
 * What the file calls the revision.
 *
 * Returns: (transfer none): the title, maybe empty
 */
const char *
retort_revision_item_get_title (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  if (self->revision != NULL)
    return retort_revision_get_caption (self->revision);
  return self->planned_title != NULL ? self->planned_title : "";
}

/**
 * retort_revision_item_get_revision:
 * @self: a row
 *
 * The newest reading of the revision's file.
 *
 * Returns: (transfer none) (nullable): %NULL for a ghost or a planned node
 */
RetortRevision *
retort_revision_item_get_revision (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return self->revision;
}

/**
 * retort_revision_item_get_mark:
 * @self: a row
 *
 * What the database says of the revision.
 *
 * Returns: the mark
 */
RetortRevisionMark
retort_revision_item_get_mark (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), RETORT_REVISION_MARK_NONE);
  return self->mark;
}

/**
 * retort_revision_item_is_head:
 * @self: a row
 *
 * Whether nothing revises it.
 *
 * Returns: %TRUE for a head
 */
gboolean
retort_revision_item_is_head (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), FALSE);
  return self->is_head;
}

/**
 * retort_revision_item_is_merge:
 * @self: a row
 *
 * Whether it revises several revisions.
 *
 * Returns: %TRUE for a merge
 */
gboolean
retort_revision_item_is_merge (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), FALSE);
  return self->revision != NULL && retort_revision_is_merge (self->revision);
}

/**
 * retort_revision_item_get_n_errors:
 * @self: a row
 *
 * How many findings are errors.
 *
 * Returns: a count
 */
guint
retort_revision_item_get_n_errors (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->n_errors;
}

/**
 * retort_revision_item_get_n_warnings:
 * @self: a row
 *
 * How many findings are warnings.
 *
 * Returns: a count
 */
guint
retort_revision_item_get_n_warnings (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->n_warnings;
}

/**
 * retort_revision_item_get_accessible_name:
 * @self: a row
 *
 * The row in words, for screen readers: "014 add usd_master, pending, 2 warnings".
 *
 * Returns: (transfer none): the words
 */
const char *
retort_revision_item_get_accessible_name (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  if (self->accessible_name == NULL)
    self->accessible_name = retort_revision_item_make_name (self);
  return self->accessible_name;
}

/**
 * retort_revision_item_get_lane:
 * @self: a row
 *
 * The lane in which its node stands, from 0 at the left.
 *
 * Returns: a lane
 */
guint
retort_revision_item_get_lane (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->lane;
}

/**
 * retort_revision_item_get_lane_colour:
 * @self: a row
 *
 * The colour of its node, an index into the palette of the theme.
 *
 * Returns: an index
 */
guint
retort_revision_item_get_lane_colour (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->lane_colour;
}

/**
 * retort_revision_item_get_n_lanes:
 * @self: a row
 *
 * How many lanes are in use in this row.
 *
 * Returns: a count
 */
guint
retort_revision_item_get_n_lanes (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), 0);
  return self->n_lanes;
}

/**
 * retort_revision_item_get_lines:
 * @self: a row
 * @n_lines: (out): how many there are
 *
 * The lines that pass through the row.
 *
 * Returns: (transfer none) (array length=n_lines): the lines
 */
const RetortLane *
retort_revision_item_get_lines (RetortRevisionItem *self, guint *n_lines)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  *n_lines = self->lines->len;
  return (const RetortLane *) self->lines->data;
}

/**
 * retort_revision_item_get_parents:
 * @self: a row
 *
 * What it revises.
 *
 * Returns: (transfer none) (array zero-terminated=1): ids
 */
const char *const *
retort_revision_item_get_parents (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return (const char *const *) self->parents;
}

/**
 * retort_revision_item_get_children:
 * @self: a row
 *
 * What revises it.
 *
 * Returns: (transfer none) (array zero-terminated=1): ids
 */
const char *const *
retort_revision_item_get_children (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), NULL);
  return (const char *const *) self->children;
}

/**
 * retort_revision_item_set_note: (skip)
 * @self: a row
 * @note: (nullable): a few words
 */
void
retort_revision_item_set_note (RetortRevisionItem *self, const char *note)
{
  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  update_accessible_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

/**
 * retort_revision_item_get_note:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what else there is to say, a few words
 */
const char *
retort_revision_item_get_note (RetortRevisionItem *self)
{
  return self->note;
}

/**
 * retort_revision_item_take_ghost: (skip)
 * @self: the row of a ghost
 * @ghost: (transfer full): where it was found
 */
void
retort_revision_item_take_ghost (RetortRevisionItem *self, RetortRevisionGhost *ghost)
{
  g_clear_pointer (&self->ghost, retort_revision_ghost_free);
  self->ghost = ghost;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

/**
 * retort_revision_item_get_ghost:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): where a ghost was found in git
 */
const RetortRevisionGhost *
retort_revision_item_get_ghost (RetortRevisionItem *self)
{
  return self->ghost;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hangs together in Python only: relationships, imports, the classes of Pydantic beside a model. */
#include "analysis/checks/models-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Relationships --- */

/* Its own, or one of the class that it derives from. @may_hide: there may be others that nobody read. */
static const RetortModelRelationship *
find_relationship (RetortModelCheck *self, const RetortModelClass *model, const char *attribute, gboolean *may_hide)
{
  *may_hide = FALSE;
  for (guint depth = 0; model != NULL && depth < 8; depth++)
    {
      const RetortModelRelationship *found = retort_model_class_find_relationship (model, attribute);

      if (found != NULL)
        return found;
      *may_hide = *may_hide || model->has_unread_columns;
      model = model->parent != NULL ? retort_model_set_find_class (self->input->models, model->parent) : NULL;
    }
  return NULL;
}

static gboolean
points_at (const RetortModelRelationship *relationship, const RetortModelClass *model)
{
  const char *dot = relationship->target != NULL ? strrchr (relationship->target, '.') : NULL;

  return relationship->target != NULL && g_str_equal (dot != NULL ? dot + 1 : relationship->target, model->name);
}

static void
check_named_side (RetortModelCheck *self, const RetortModelClass *model, const RetortModelRelationship *at, const RetortModelClass *target)
{
  gboolean may_hide;
  const RetortModelRelationship *other = find_relationship (self, target, at->back_populates, &may_hide);

  if (other == NULL && !may_hide)
    retort_model_check_say (self, "relationship-one-sided", at->source, at->span, 1,
                            _("'%s.%s' names '%s.%s' as its other side, which does not exist"), model->name, at->attribute, target->name,
                            at->back_populates);
  else if (other != NULL && other->back_populates == NULL)
    retort_model_check_say (self, "relationship-one-sided", other->source, other->span, 0,
                            _("'%s.%s' does not name '%s.%s', whose other side it is"), target->name, other->attribute, model->name, at->attribute);
  else if (other != NULL && !g_str_equal (other->back_populates, at->attribute))
    retort_model_check_say (self, "relationship-one-sided", at->source, at->span, 0,
                            _("'%s.%s' names '%s.%s' as its other side, which names '%s'"), model->name, at->attribute, target->name,
                            other->attribute, other->back_populates);
}

/* The only relationship back that does not say whose other side it is, when this one is the only one there. */
static const RetortModelRelationship *
find_silent_side (const RetortModelClass *model, const RetortModelRelationship *at, const RetortModelClass *target)
{
  const RetortModelRelationship *found = NULL;

  for (guint i = 0; i < model->relationships->len; i++)
    {
      const RetortModelRelationship *other = g_ptr_array_index (model->relationships, i);

      if (other != at && points_at (other, target))
        return NULL;
    }
  for (guint i = 0; i < target->relationships->len; i++)
    {
      const RetortModelRelationship *other = g_ptr_array_index (target->relationships, i);

      if (!points_at (other, model))
        continue;
      if (found != NULL)
        return NULL;
      found = other;
    }
  return found != NULL && found->back_populates == NULL && !found->has_backref && !found->is_one_way ? found : NULL;
}

static void
check_relationship (RetortModelCheck *self, const RetortModelClass *model, const RetortModelRelationship *at)
{
  const RetortModelClass *target = at->target != NULL ? retort_model_set_find_class (self->input->models, at->target) : NULL;
  const RetortModelRelationship *other;

  if (target == NULL || at->has_backref || at->is_one_way)
    return;
  if (at->back_populates != NULL)
    {
      check_named_side (self, model, at, target);
      return;
    }
  other = find_silent_side (model, at, target);
  if (other != NULL && (target != model || other != at))
    retort_model_check_say (self, "relationship-one-sided", at->source, at->span, 0,
                            _("'%s.%s' and '%s.%s' do not name each other with back_populates"), model->name, at->attribute, target->name,
                            other->attribute);
}

/**
 * retort_model_check_links: (skip)
 * @self: a check
 * @model: a class
 *
 * Looks whether its relationships have two sides, and whether somebody imports it.
 */
void
retort_model_check_links (RetortModelCheck *self, const RetortModelClass *model)
{
  for (guint i = 0; i < model->relationships->len; i++)
    check_relationship (self, model, g_ptr_array_index (model->relationships, i));
  if (model->collector != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (model->collector);
      g_autofree char *package = g_path_get_basename (folder);

      retort_model_check_say (self, "model-not-imported", model->source, model->span, model->is_unreachable ? 1 : 0,
                              _("'%s' is not imported in the __init__.py of '%s', which collects its neighbours"), model->name, package);
    }
  else if (model->is_unreachable)
    retort_model_check_say (self, "model-not-imported", model->source, model->span, 1, _("Nothing that env.py imports imports '%s'"), model->name);
}

/* --- Classes of Pydantic --- */

/* What follows the name of a model in the name of a class that shows one. */
static gboolean
is_shown_by (const RetortModelClass *model, const RetortDataClass *data)
{
  static const char *const suffixes[] = { "Read", "Out", "Public", "Response", "Schema", "InDB", "Detail", "DTO", NULL };

  if (!g_str_has_prefix (data->name, model->name))
    return FALSE;
  return g_strv_contains (suffixes, data->name + strlen (model->name))
         || (data->is_read_from_objects && data->name[strlen (model->name)] == '\0');
}

/* One that has hardly anything of the model shows a part of it on purpose; one that code fills by hand, also when it leaves out a few. */
static gboolean
shows_most (const RetortModelClass *model, const RetortDataClass *data)
{
  guint least = data->is_read_from_objects ? 50 : 80; /* of 100 columns */
  guint n_shown = 0;

  for (guint i = 0; i < model->columns->len; i++)
    n_shown += retort_data_class_find_field (data, ((RetortModelColumn *) g_ptr_array_index (model->columns, i))->attribute) != NULL;
  return n_shown * 100 > model->columns->len * least;
}

/* What nobody shows. */
static gboolean
is_secret (const RetortModelColumn *column)
{
  static const char *const words[] = { "password", "hash", "secret", "api_key", "private" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (column->attribute, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_field (RetortModelCheck *self, const RetortModelClass *model, const RetortDataClass *data, const RetortModelColumn *column,
             const RetortTable *table)
{
  const RetortDataField *field = retort_data_class_find_field (data, column->attribute);
  const RetortColumn *actual = retort_table_find_column (table, column->name);

  if (field == NULL && !data->has_unread_fields && !is_secret (column))
    retort_model_check_say (self, "data-field-missing", data->source, data->span, 0, _("'%s' has no field for column '%s' of '%s'"), data->name,
                            column->attribute, model->table);
  else if (field != NULL && actual != NULL && actual->is_nullable && !field->allows_none)
    retort_model_check_say (self, "data-field-not-optional", field->source, field->span, 0,
                            _("Field '%s' of '%s' does not allow None, but column '%s' of '%s' may be NULL"), field->name, data->name, column->name,
                            model->table);
}

/**
 * retort_model_check_data_classes: (skip)
 * @self: a check
 * @model: a class
 * @actual: its table
 *
 * Looks whether the classes of Pydantic that show the model have its columns.
 */
void
retort_model_check_data_classes (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *actual)
{
  for (guint i = 0; i < self->input->models->data_classes->len; i++)
    {
      const RetortDataClass *data = g_ptr_array_index (self->input->models->data_classes, i);

      if (!is_shown_by (model, data) || !shows_most (model, data))
        continue;
      for (guint j = 0; j < model->columns->len; j++)
        check_field (self, model, data, g_ptr_array_index (model->columns, j), actual);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch, tag or commit that can be chosen, or the files as they are. */
#include "config.h"

#include "workbench/branch-review-private.h"

#include <glib/gi18n-lib.h>

struct _RetortRefItem
{
  GObject parent_instance;

  RetortRefKind kind;
  char         *ref;    /* nullable: the files as they are */
  char         *name;
  char         *detail;
  char         *folded; /* for searching */
  gboolean      is_head;
  gboolean      is_usual;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_DETAIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortRefItem, retort_ref_item, G_TYPE_OBJECT)

/**
 * retort_ref_kind_to_word:
 * @kind: what can be chosen
 *
 * Returns: (transfer none): it in a word or two, translated
 */
const char *
retort_ref_kind_to_word (RetortRefKind kind)
{
  switch (kind)
    {
    case RETORT_REF_WORK_TREE:
      return C_("git", "on disk");
    case RETORT_REF_BRANCH:
      return C_("git", "branch");
    case RETORT_REF_REMOTE_BRANCH:
      return C_("git", "remote branch");
    case RETORT_REF_PULL_REQUEST:
      return C_("git", "pull request");
    case RETORT_REF_TAG:
      return C_("git", "tag");
    case RETORT_REF_COMMIT:
      return C_("git", "commit");
    }
  g_return_val_if_reached ("");
}

static void
retort_ref_item_finalize (GObject *object)
{
  RetortRefItem *self = RETORT_REF_ITEM (object);

  g_free (self->ref);
  g_free (self->name);
  g_free (self->detail);
  g_free (self->folded);
  G_OBJECT_CLASS (retort_ref_item_parent_class)->finalize (object);
}

static void
retort_ref_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortRefItem *self = RETORT_REF_ITEM (object);

  switch (id)
    {
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_DETAIL: g_value_set_string (value, self->detail); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_ref_item_class_init (RetortRefItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = retort_ref_item_finalize;
  object_class->get_property = retort_ref_item_get_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_ref_item_init (RetortRefItem *self)
{
}

static RetortRefKind
kind_of (RetortGitRefKind kind)
{
  switch (kind)
    {
    case RETORT_GIT_REF_BRANCH:
      return RETORT_REF_BRANCH;
    case RETORT_GIT_REF_REMOTE_BRANCH:
      return RETORT_REF_REMOTE_BRANCH;
    case RETORT_GIT_REF_PULL_REQUEST:
      return RETORT_REF_PULL_REQUEST;
    case RETORT_GIT_REF_TAG:
      return RETORT_REF_TAG;
    case RETORT_GIT_REF_COMMIT:
      return RETORT_REF_COMMIT;
    }
  g_return_val_if_reached (RETORT_REF_COMMIT);
}

static char *
dup_detail (const RetortGitRef *ref)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (ref->time_s);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");

  return g_strdup_printf ("%s · %s · %s", ref->summary, ref->author, day);
}

/**
 * retort_ref_item_new: (skip)
 * @ref: (nullable): what git has; %NULL: the files as they are
 *
 * Returns: (transfer full): the item
 */
RetortRefItem *
retort_ref_item_new (const RetortGitRef *ref)
{
  RetortRefItem *self = g_object_new (RETORT_TYPE_REF_ITEM, NULL);
  g_autofree char *words = NULL;

  if (ref == NULL)
    {
      self->name = g_strdup (_("This folder"));
      self->detail = g_strdup (_("The files as they are, also what is not committed"));
    }
  else
    {
      self->kind = kind_of (ref->kind);
      self->ref = g_strdup (ref->ref);
      self->name = g_strdup (ref->name);
      self->detail = dup_detail (ref);
      self->is_head = ref->is_head;
      self->is_usual = ref->is_usual;
    }
  words = g_strdup_printf ("%s %s %s", self->name, self->detail, ref != NULL ? ref->commit : "");
  self->folded = g_utf8_casefold (words, -1);
  return self;
}

/**
 * retort_ref_item_get_kind:
 * @self: an item
 *
 * Returns: what it is
 */
RetortRefKind
retort_ref_item_get_kind (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), RETORT_REF_WORK_TREE);
  return self->kind;
}

/**
 * retort_ref_item_get_ref:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what leads to it; %NULL: the files as they are
 */
const char *
retort_ref_item_get_ref (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), NULL);
  return self->ref;
}

/**
 * retort_ref_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): what people call it
 */
const char *
retort_ref_item_get_name (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), NULL);
  return self->name;
}

/**
 * retort_ref_item_get_detail:
 * @self: an item
 *
 * Returns: (transfer none): its commit: message, author, day
 */
const char *
retort_ref_item_get_detail (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), NULL);
  return self->detail;
}

/**
 * retort_ref_item_is_head:
 * @self: an item
 *
 * Returns: it is checked out
 */
gboolean
retort_ref_item_is_head (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), FALSE);
  return self->is_head;
}

/**
 * retort_ref_item_is_usual:
 * @self: an item
 *
 * Returns: branches are compared with it when nothing else is said
 */
gboolean
retort_ref_item_is_usual (RetortRefItem *self)
{
  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), FALSE);
  return self->is_usual;
}

/**
 * retort_ref_item_matches:
 * @self: an item
 * @words: what somebody types
 *
 * Returns: name, message, author, day and id of the commit hold every word
 */
gboolean
retort_ref_item_matches (RetortRefItem *self, const char *words)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto(GStrv) parts = g_strsplit (folded, " ", -1);

  g_return_val_if_fail (RETORT_IS_REF_ITEM (self), FALSE);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (strstr (self->folded, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

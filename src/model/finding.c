/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/finding.h"

struct _RetortFinding
{
  RetortFindingFields fields; /* owns what it points to */
};

G_DEFINE_BOXED_TYPE (RetortFinding, retort_finding, retort_finding_ref, retort_finding_unref)

static const char *const severity_words[] = {
  [RETORT_SEVERITY_INFO] = "info",
  [RETORT_SEVERITY_WARNING] = "warning",
  [RETORT_SEVERITY_ERROR] = "error",
};

/**
 * retort_lock_info_copy:
 * @self: (nullable): a lock
 *
 * Returns: (transfer full) (nullable): a copy
 */
RetortLockInfo *
retort_lock_info_copy (const RetortLockInfo *self)
{
  RetortLockInfo *copy = NULL;

  if (self == NULL)
    return NULL;
  copy = g_new0 (RetortLockInfo, 1);
  copy->mode = g_strdup (self->mode);
  copy->tables = self->tables != NULL ? g_strdupv (self->tables) : g_new0 (char *, 1);
  copy->rewrites = self->rewrites;
  copy->scans = self->scans;
  return copy;
}

/**
 * retort_lock_info_free:
 * @self: (transfer full): a lock
 */
void
retort_lock_info_free (RetortLockInfo *self)
{
  g_free (self->mode);
  g_strfreev (self->tables);
  g_free (self);
}

static GPtrArray *
copy_fix (GPtrArray *fix)
{
  GPtrArray *copy = NULL;

  if (fix == NULL)
    return NULL;
  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  for (guint i = 0; i < fix->len; i++)
    {
      const RetortEdit *edit = g_ptr_array_index (fix, i);

      g_ptr_array_add (copy, retort_edit_new (edit->span, edit->replacement));
    }
  return copy;
}

/**
 * retort_finding_new:
 * @fields: what there is to say; copied
 *
 * Returns: (transfer full): the finding
 */
RetortFinding *
retort_finding_new (const RetortFindingFields *fields)
{
  RetortFinding *self = NULL;
  RetortFindingFields *own = NULL;

  g_return_val_if_fail (fields != NULL && fields->rule != NULL && fields->message != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortFinding);
  own = &self->fields;
  *own = *fields;
  own->rule = g_strdup (fields->rule);
  own->revision = g_strdup (fields->revision);
  own->path = g_strdup (fields->path);
  own->message = g_strdup (fields->message);
  own->why = g_strdup (fields->why != NULL ? fields->why : "");
  own->remedy = g_strdup (fields->remedy != NULL ? fields->remedy : "");
  own->lock = retort_lock_info_copy (fields->lock);
  own->fix = copy_fix (fields->fix);
  own->suppressed_reason = g_strdup (fields->suppressed_reason);
  return self;
}

/**
 * retort_finding_new_suppressed:
 * @self: a finding
 * @reason: why it is suppressed, maybe empty
 *
 * Returns: (transfer full): the same finding, marked as suppressed
 */
RetortFinding *
retort_finding_new_suppressed (const RetortFinding *self, const char *reason)
{
  RetortFindingFields fields = self->fields;

  fields.suppressed_reason = reason;
  return retort_finding_new (&fields);
}

/**
 * retort_finding_ref:
 * @self: a finding
 *
 * Returns: (transfer full): @self
 */
RetortFinding *
retort_finding_ref (RetortFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
finding_clear (gpointer data)
{
  RetortFindingFields *fields = &((RetortFinding *) data)->fields;

  g_free ((char *) fields->rule);
  g_free ((char *) fields->revision);
  g_free ((char *) fields->path);
  g_free ((char *) fields->message);
  g_free ((char *) fields->why);
  g_free ((char *) fields->remedy);
  g_free ((char *) fields->suppressed_reason);
  if (fields->lock != NULL)
    retort_lock_info_free ((RetortLockInfo *) fields->lock);
  g_clear_pointer (&fields->fix, g_ptr_array_unref);
}

/**
 * retort_finding_unref:
 * @self: (transfer full): a finding
 */
void
retort_finding_unref (RetortFinding *self)
{
  g_atomic_rc_box_release_full (self, finding_clear);
}

/**
 * retort_finding_get:
 * @self: a finding
 *
 * Returns: (transfer none): what it says
 */
const RetortFindingFields *
retort_finding_get (const RetortFinding *self)
{
  return &self->fields;
}

/**
 * retort_severity_to_string:
 * @severity: a severity
 *
 * Returns: the word of the command line's JSON
 */
const char *
retort_severity_to_string (RetortSeverity severity)
{
  return severity_words[severity];
}

/**
 * retort_severity_from_string:
 * @word: "error", "warning" or "info"
 * @severity: (out): the severity
 *
 * Returns: whether @word is one of them
 */
gboolean
retort_severity_from_string (const char *word, RetortSeverity *severity)
{
  for (guint i = 0; i < G_N_ELEMENTS (severity_words); i++)
    {
      if (g_str_equal (word, severity_words[i]))
        {
          *severity = (RetortSeverity) i;
          return TRUE;
        }
    }
  return FALSE;
}

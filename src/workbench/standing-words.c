/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/standing-words.h"

#include "workbench/age.h"

#include <glib/gi18n-lib.h>

static void
append_lack (GString *text, const RetortStanding *self)
{
  g_string_append_printf (text, ngettext ("%u behind", "%u behind", self->n_pending), self->n_pending);
  if (self->n_destructive == 1)
    g_string_append (text, _(", one destructive"));
  else if (self->n_destructive > 1)
    g_string_append_printf (text, ngettext (", %u destructive", ", %u destructive", self->n_destructive), self->n_destructive);
}

/* What libpq says first ends with the reason: "connection to server at … failed: Connection refused" and a question for people. */
static char *
dup_reason (const char *problem)
{
  g_autofree char *line = g_strndup (problem, strcspn (problem, "\n"));
  const char *failed = g_strrstr (line, " failed: ");

  return g_strdup (failed != NULL ? failed + strlen (" failed: ") : line);
}

static char *
dup_place (const RetortStanding *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (self->problem != NULL)
    {
      g_autofree char *reason = dup_reason (self->problem);

      return g_strdup_printf (_("not reached: %s"), reason);
    }
  if (self->unknown[0] != NULL)
    {
      g_autofree char *unknown = g_strjoinv (", ", self->unknown);

      return g_strdup_printf (_("at %s, which no file declares"), unknown);
    }
  if (self->n_pending > 0)
    append_lack (text, self);
  else
    g_string_append (text, _("up to date"));
  return g_strdup (text->str);
}

/**
 * retort_standing_dup_words:
 * @self: where a database stands
 * @now_us: when that is asked, g_get_real_time()
 *
 * Returns: (transfer full): what it lacks, or why that is not known, and how long ago that was so
 */
char *
retort_standing_dup_words (const RetortStanding *self, gint64 now_us)
{
  g_autofree char *place = dup_place (self);
  g_autofree char *age = retort_age_dup_text (self->time_us, now_us);

  return g_strjoin (" · ", place, age, NULL);
}

/**
 * retort_standing_dup_flag:
 * @self: where a database stands
 * @now_us: when that is asked, g_get_real_time()
 *
 * Returns: (transfer full): the same with the profile's name, for the row of the revision
 */
char *
retort_standing_dup_flag (const RetortStanding *self, gint64 now_us)
{
  g_autofree char *words = retort_standing_dup_words (self, now_us);

  /* Translators: a profile; "3 behind, one destructive · 2 min ago" */
  return g_strdup_printf (_("⚑ %s: %s"), self->profile, words);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/age.h"

#include <glib/gi18n-lib.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/**
 * retort_age_dup_text:
 * @time_us: when it was, g_get_real_time()
 * @now_us: when that is asked
 *
 * Returns: (transfer full): how long ago that is, in the largest unit of which there is a whole one
 */
char *
retort_age_dup_text (gint64 time_us, gint64 now_us)
{
  guint seconds = (guint) (MAX (now_us - time_us, 0) / G_USEC_PER_SEC);

  if (seconds < MINUTE)
    return g_strdup (_("just now"));
  if (seconds < HOUR)
    return g_strdup_printf (ngettext ("%u min ago", "%u min ago", seconds / MINUTE), seconds / MINUTE);
  if (seconds < DAY)
    return g_strdup_printf (ngettext ("%u h ago", "%u h ago", seconds / HOUR), seconds / HOUR);
  return g_strdup_printf (ngettext ("%u day ago", "%u days ago", seconds / DAY), seconds / DAY);
}

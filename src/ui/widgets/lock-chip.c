/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/lock-chip.h"
#include "ui/widgets/tooltip.h"

#include <glib/gi18n.h>

static const char *
effect_class (RetortLockEffect effect)
{
  switch (effect)
    {
    case RETORT_LOCK_EFFECT_NONE:
    case RETORT_LOCK_EFFECT_BRIEF:
      return "lock-brief";
    case RETORT_LOCK_EFFECT_BLOCKS_WRITES:
      return "lock-writes";
    case RETORT_LOCK_EFFECT_BLOCKS_EVERYTHING:
      return "lock-everything";
    case RETORT_LOCK_EFFECT_REWRITES:
      return "lock-rewrites";
    }
  g_assert_not_reached ();
}

/**
 * retort_lock_chip_show:
 * @label: the label that becomes the chip
 * @lock: (nullable): what a statement locks; %NULL hides the chip
 *
 * Shows a lock by its effect on others: the word is what a reader needs, the mode is in the tooltip.
 */
void
retort_lock_chip_show (GtkLabel *label, const RetortLockInfo *lock)
{
  RetortLockEffect effect = retort_lock_info_to_effect (lock);
  const char *classes[] = { "chip", effect_class (effect), NULL };
  g_autofree char *tables = NULL;
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (GTK_WIDGET (label), effect != RETORT_LOCK_EFFECT_NONE);
  if (effect == RETORT_LOCK_EFFECT_NONE)
    return;
  tables = g_strjoinv (", ", lock->tables);
  /* Translators: a lock mode of PostgreSQL, and the tables that it is taken on. */
  tooltip = g_strdup_printf (_("%s on %s"), lock->mode, tables);
  gtk_label_set_text (label, retort_lock_effect_to_word (effect));
  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
  retort_tooltip_set (GTK_WIDGET (label), tooltip);
}

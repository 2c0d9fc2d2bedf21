/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/environment.h"

#include <glib/gi18n.h>

/**
 * retort_environment_to_word:
 * @environment: how careful to be
 *
 * The word that stands beside the colour.
 *
 * Returns: (transfer none): a word, translated
 */
const char *
retort_environment_to_word (RetortEnvironment environment)
{
  switch (environment)
    {
    case RETORT_ENVIRONMENT_DEVELOPMENT: return C_("environment", "development");
    case RETORT_ENVIRONMENT_STAGING: return C_("environment", "staging");
    case RETORT_ENVIRONMENT_PRODUCTION: return C_("environment", "production");
    }
  g_return_val_if_reached ("");
}

/**
 * retort_environment_style:
 * @widget: what shows an environment
 * @environment: which one
 *
 * Gives a widget the style class of the environment.
 */
void
retort_environment_style (GtkWidget *widget, RetortEnvironment environment)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  for (int i = RETORT_ENVIRONMENT_DEVELOPMENT; i <= RETORT_ENVIRONMENT_PRODUCTION; i++)
    gtk_widget_remove_css_class (widget, retort_environment_to_string (i));
  gtk_widget_add_css_class (widget, retort_environment_to_string (environment));
}

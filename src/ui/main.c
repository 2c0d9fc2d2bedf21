/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort: the window. */
#include "config.h"

#include "base/translation.h"
#include "ui/window/application.h"

#include <glib/gi18n.h>

int
main (int argc, char **argv)
{
  g_autoptr(RetortApplication) application = NULL;

  retort_translation_start ();
  g_set_application_name (_("Retort"));
  gtk_window_set_default_icon_name (RETORT_APP_ID);
  application = retort_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

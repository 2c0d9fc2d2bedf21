/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort: the window. */
#include "config.h"

#include "ui/window/application.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr(RetortApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, RETORT_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_("Retort"));
  gtk_window_set_default_icon_name (RETORT_APP_ID);
  application = retort_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

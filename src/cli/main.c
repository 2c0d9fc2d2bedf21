/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli: the same core without a window. */
#include "config.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  g_print ("retort-cli %s\n", RETORT_VERSION);
  return 0;
}

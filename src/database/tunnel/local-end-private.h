/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a tunnel begins on this machine. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortLocalEnd:
 * @address: of the loop-back device
 * @port: the server's own where it is free
 */
typedef struct
{
  char  address[16];
  guint port;
} RetortLocalEnd;

gboolean retort_local_end_find      (RetortLocalEnd *self, guint wanted_port, GError **error);
gboolean retort_local_end_is_taken  (const RetortLocalEnd *self);

G_END_DECLS

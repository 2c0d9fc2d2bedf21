/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services of a compose file that are PostgreSQL, and how they are reached from outside. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortComposeService:
 * @name: its name, which is a host name inside the containers
 * @image: (nullable): its image
 * @published_port: the port of this machine that leads to 5432 in it; 0 when there is none
 * @environment: (element-type utf8 utf8): its variables
 */
typedef struct
{
  char       *name;
  char       *image;
  guint       published_port;
  GHashTable *environment;
} RetortComposeService;

GPtrArray *retort_compose_parse          (const char *text, GHashTable *variables) G_GNUC_WARN_UNUSED_RESULT;
gboolean   retort_compose_is_postgresql  (const RetortComposeService *service);

G_END_DECLS

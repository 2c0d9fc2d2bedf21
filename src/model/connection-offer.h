/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database that a project's files name: a DATABASE_URL, a service of a compose file. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortConnectionOffer:
 * @file: the file that names it, below the folder of the project or of its repository
 * @name: the variable, or the service
 * @is_service: @name is a service of a compose file
 * @place: what is reached, for people, without a password
 * @url: (nullable): a connection string, which may hold a password: never shown, never kept; %NULL
 *   when the database can be reached only inside its container
 * @inner_host: (nullable): the name that the database has inside the containers, which means nothing here
 *
 * Freed with retort_connection_offer_free().
 */
typedef struct
{
  char    *file;
  char    *name;
  gboolean is_service;
  char    *place;
  char    *url;
  char    *inner_host;
} RetortConnectionOffer;

void retort_connection_offer_free (RetortConnectionOffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortConnectionOffer, retort_connection_offer_free)

G_END_DECLS

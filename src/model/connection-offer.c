/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/connection-offer.h"

#include <string.h>

/**
 * retort_connection_offer_free:
 * @self: (transfer full): an offer; its connection string is wiped
 */
void
retort_connection_offer_free (RetortConnectionOffer *self)
{
  if (self->url != NULL)
    explicit_bzero (self->url, strlen (self->url));
  g_free (self->file);
  g_free (self->name);
  g_free (self->place);
  g_free (self->url);
  g_free (self->inner_host);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpq's types with cleanup functions. Only database/session includes this. */
#pragma once

#include "database/session/pq-library.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGcancel, PQfreeCancel)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PQconninfoOption, PQconninfoFree)

G_END_DECLS

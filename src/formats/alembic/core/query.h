/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.query(): UPDATE and DELETE of a class's table as a session writes them. */
#pragma once

#include "formats/alembic/object.h"

G_BEGIN_DECLS

RetortPyValue *retort_query_make (RetortCall *call);

G_END_DECLS

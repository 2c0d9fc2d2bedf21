/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of DDL at random over a growing schema; the same seed gives the same statements. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/* One statement for a database that holds @schema; most of them apply. */
char *generate_ddl (GRand *random, RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

/* About everything that is no plain table. */
char *generate_object_ddl (GRand *random, RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

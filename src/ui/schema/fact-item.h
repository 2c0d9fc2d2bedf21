/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line about a table for the lists of the schema page: a column, a constraint, an index, a policy, a trigger. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FACT_ITEM (retort_fact_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortFactItem, retort_fact_item, RETORT, FACT_ITEM, GObject)

/* Properties (read-only): name, detail, kind, note; each a string, maybe empty. */
RetortFactItem *retort_fact_item_new (const char *name, const char *kind, const char *detail, const char *note);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces that symbols and paths are resolved with. Inside analysis/history only. Each function follows
 * the one of RevisionMap (alembic/script/revision.py) that its comment names. */
#pragma once

#include "analysis/history/history-private.h"
#include "analysis/history/symbol.h"

G_BEGIN_DECLS

/* Where a symbol leads: the index of a revision, or one of these. */
typedef int RetortPlace;
#define RETORT_PLACE_NONE (-1) /* Alembic's None: below every base, or past the end of a walk */
#define RETORT_PLACE_BASE (-2) /* Alembic's "base": a walk down that ended exactly below a base */

typedef struct
{
  const RetortHistory *history;
  const char          *asked; /* nullable: what the user typed, for messages about several heads */
  gboolean             follows_dependencies; /* filters by lineage over dependencies too */
  const char          *several_heads; /* nullable: the message about several heads, instead of the usual one */
} RetortResolver;

/* A relative symbol: branch@name+steps. */
typedef struct
{
  char *branch; /* nullable */
  char *name;   /* nullable: relative to the rows of the version table */
  int   steps;
  char *text;   /* the steps as typed */
} RetortRelative;

/* symbol.c */
gboolean retort_resolver_find        (const RetortResolver *self, const char *id, const char *branch, RetortPlace *place, GError **error);
gboolean retort_resolver_get_one     (const RetortResolver *self, const char *symbol, RetortPlace *place, GError **error);
GArray  *retort_resolver_get_places  (const RetortResolver *self, const char *symbol, GError **error);
GArray  *retort_resolver_get_rows    (const RetortResolver *self, const char *const *rows, GError **error);
GArray  *retort_resolver_filter      (const RetortResolver *self, const GArray *places, const char *against, GError **error);
gboolean retort_resolver_fail_unknown (const char *name, GError **error);
GArray  *retort_places_to_indexes    (const GArray *places, GError **error);

/* relative.c */
gboolean retort_relative_parse       (const char *symbol, RetortRelative *relative);
void     retort_relative_clear       (RetortRelative *relative);
gboolean retort_resolver_walk        (const RetortResolver *self, RetortPlace start, int steps, const char *branch,
                                      gboolean may_stop_early, RetortPlace *place, GError **error);
GArray  *retort_resolver_get_upgrade_targets  (const RetortResolver *self, const char *symbol, const char *const *rows,
                                               gboolean may_stop_early, GError **error);
gboolean retort_resolver_get_downgrade_target (const RetortResolver *self, const char *symbol, const char *const *rows,
                                               gboolean may_stop_early, char **branch, RetortPlace *place, GError **error);

/* path.c */
gboolean retort_history_refuse_broken (const RetortHistory *self, GError **error);
RetortIndexSet *retort_history_reach_below (const RetortHistory *self, const GArray *requested, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortRelative, retort_relative_clear)

G_END_DECLS

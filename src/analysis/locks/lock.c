/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/locks/lock.h"

#include "analysis/locks/locks.h"

/* Others wait only for what was there before. */
static gboolean
counts (const RetortRelationEffect *effect)
{
  return !effect->is_new && effect->level > RETORT_LOCK_ACCESS_SHARE && (effect->kind != RETORT_LOCKED_INDEX || effect->table == NULL);
}

static RetortLockLevel
find_strongest (const RetortLocks *locks)
{
  RetortLockLevel strongest = RETORT_LOCK_NONE;

  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if (counts (effect))
        strongest = MAX (strongest, effect->level);
    }
  return strongest;
}

static void
add_effect (RetortLockInfo *info, GStrvBuilder *tables, const RetortRelationEffect *effect, RetortLockLevel strongest)
{
  gboolean is_usual = effect->schema == NULL || g_str_equal (effect->schema, "public");
  g_autofree char *name = is_usual ? g_strdup (effect->name) : g_strdup_printf ("%s.%s", effect->schema, effect->name);

  info->rewrites |= effect->rewrites && effect->kind != RETORT_LOCKED_SEQUENCE && !effect->is_new;
  info->scans |= effect->scans && !effect->is_new;
  if (counts (effect) && effect->level == strongest && effect->kind != RETORT_LOCKED_INDEX)
    g_strv_builder_add (tables, name);
}

/**
 * retort_lock_info_new_from_locks:
 * @locks: what a statement does
 *
 * Returns: (transfer full) (nullable): its strongest lock on what was there before; %NULL when there is none over ACCESS SHARE
 */
RetortLockInfo *
retort_lock_info_new_from_locks (const RetortLocks *locks)
{
  RetortLockLevel strongest = find_strongest (locks);
  g_autoptr(GStrvBuilder) tables = g_strv_builder_new ();
  RetortLockInfo *info = NULL;

  if (strongest == RETORT_LOCK_NONE)
    return NULL;
  info = g_new0 (RetortLockInfo, 1);
  info->mode = g_strdup (retort_lock_level_to_string (strongest));
  for (guint i = 0; i < locks->relations->len; i++)
    add_effect (info, tables, g_ptr_array_index (locks->relations, i), strongest);
  info->tables = g_strv_builder_end (tables);
  return info;
}

/**
 * retort_locks_of_statement:
 * @statement: a statement
 * @schema: (nullable): what exists before it
 * @server_version: as PQserverVersion() says it
 *
 * Finds the strongest lock of a statement by itself. What depends on the schema and is not known, such as the
 * old type of a column, counts as a rewrite.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL when the statement takes none worth saying,
 * or none that is known
 */
RetortLockInfo *
retort_locks_of_statement (const PgQuery__Node *statement, RetortSchema *schema, int server_version)
{
  g_autoptr(RetortLockSession) session = retort_lock_session_new (server_version, FALSE);
  g_autoptr(RetortLocks) locks = retort_lock_session_examine (session, schema, statement, NULL);

  return retort_lock_info_new_from_locks (locks);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols that need no walk: ids, parts of ids, labels, head, heads, base, and branch@ before any
 * of them. */
#include "analysis/history/symbol-private.h"

#include <string.h>

G_DEFINE_QUARK (retort-history-error-quark, retort_history_error)

/* Ids and labels shorter than this are found only when typed whole. */
#define MIN_PARTIAL_LENGTH 4

/* A symbol taken apart: names that are still to be looked up, on a branch. */
typedef struct
{
  char *branch;   /* nullable */
  GArray *places; /* nullable: RetortPlace; known already, for "head", "heads" and "base" */
  char *name;     /* nullable: an id or a part of one */
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->branch, g_free);
  g_clear_pointer (&parts->places, g_array_unref);
  g_clear_pointer (&parts->name, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static GArray *
places_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (RetortPlace));
}

/**
 * retort_resolver_fail_unknown: (skip)
 * @name: what was looked for
 * @error: return location
 *
 * Returns: %FALSE
 */
gboolean
retort_resolver_fail_unknown (const char *name, GError **error)
{
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN,
               "Can't locate revision identified by '%s'", name);
  return FALSE;
}

static gboolean
fail_multiple_heads (const RetortResolver *self, const char *branch, const char *symbol,
                     GError **error)
{
  g_autofree char *on_branch = branch != NULL ? g_strdup_printf ("%s@%s", branch, symbol) : NULL;
  const char *asked = self->asked;

  if (self->several_heads != NULL)
    {
      g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS,
                           self->several_heads);
      return FALSE;
    }
  if (asked == NULL)
    asked = on_branch != NULL ? on_branch : symbol;
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS,
               "Multiple head revisions are present for given argument '%s'; please specify a "
               "specific target "
               "revision, '<branchname>@%s' to narrow to a specific head, or 'heads' for all heads",
               asked, asked);
  return FALSE;
}

/* _resolve_revision_number */
static gboolean
parse_symbol (const RetortResolver *self, const char *symbol, Parts *parts, GError **error)
{
  const char *at = strchr (symbol, '@');
  const char *name = at != NULL ? at + 1 : symbol;
  RetortRelation next = RETORT_RELATION_NEXT;

  if (at != NULL && at > symbol)
    parts->branch = g_strndup (symbol, (gsize) (at - symbol));

  if (g_str_equal (name, "base"))
    {
      parts->places = places_new ();
      return TRUE;
    }
  if (!g_str_equal (name, "head") && !g_str_equal (name, "heads"))
    {
      parts->name = g_strdup (name);
      return TRUE;
    }

  if (g_str_equal (name, "heads") && parts->branch == NULL)
    next = RETORT_RELATION_ALL_NEXT;
  parts->places = retort_history_select_heads (self->history, next);
  if (parts->branch != NULL)
    {
      g_autoptr(GArray) heads = g_steal_pointer (&parts->places);
      RetortResolver narrow = *self;

      /* Which heads a branch has is never a matter of dependencies. */
      narrow.follows_dependencies = FALSE;
      parts->places = retort_resolver_filter (&narrow, heads, parts->branch, error);
      if (parts->places == NULL)
        return FALSE;
    }
  if (g_str_equal (name, "head") && parts->places->len > 1)
    return fail_multiple_heads (self, parts->branch, "head", error);
  return TRUE;
}

/* The revisions that share lineage with what @parts name; NULL without an error: no restriction. */
static RetortIndexSet *
lineage_of (const RetortResolver *self, const Parts *parts, GError **error)
{
  g_autoptr(RetortIndexSet) lineage = retort_index_set_new (self->history->n_nodes);
  g_autoptr(GArray) tests = places_new ();
  RetortPlace place;

  if (parts->branch != NULL)
    {
      if (!retort_resolver_find (self, parts->branch, NULL, &place, error))
        return NULL;
      g_array_append_val (tests, place);
    }
  if (parts->name != NULL)
    {
      if (!retort_resolver_find (self, parts->name, NULL, &place, error))
        return NULL;
      g_array_append_val (tests, place);
    }
  else
    {
      g_array_append_vals (tests, parts->places->data, parts->places->len);
    }
  if (tests->len == 0)
    return NULL;

  for (guint i = 0; i < tests->len; i++)
    {
      g_autoptr(RetortIndexSet) one
          = retort_history_lineage (self->history, (guint) g_array_index (tests, RetortPlace, i),
                                    self->follows_dependencies);

      retort_index_set_unite (lineage, one);
    }
  return g_steal_pointer (&lineage);
}

/**
 * retort_resolver_filter: (skip)
 * @self: a resolver
 * @places: (element-type RetortPlace): revisions
 * @against: a symbol, most often a branch label
 * @error: return location
 *
 * filter_for_lineage(): those of @places that are on the line of @against, dependencies left out
 * unless the resolver follows them. A label that does not exist is told only when there is anything
 * to filter.
 *
 * Returns: (transfer full): the places; %NULL with @error set
 */
GArray *
retort_resolver_filter (const RetortResolver *self, const GArray *places, const char *against,
                        GError **error)
{
  g_auto(Parts) parts = { NULL };
  g_autoptr(GArray) kept = places_new ();
  g_autoptr(RetortIndexSet) lineage = NULL;
  GError *failure = NULL;

  if (!parse_symbol (self, against, &parts, error))
    return NULL;
  if (places->len == 0)
    return g_steal_pointer (&kept);

  lineage = lineage_of (self, &parts, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  for (guint i = 0; i < places->len; i++)
    {
      RetortPlace place = g_array_index (places, RetortPlace, i);

      if (lineage == NULL || (place >= 0 && retort_index_set_contains (lineage, (guint) place)))
        g_array_append_val (kept, place);
    }
  return g_steal_pointer (&kept);
}

/* The one name that starts with @prefix and leads to the line of @lineage. */
static gboolean
find_partial (const RetortResolver *self, const char *prefix, const RetortIndexSet *lineage,
              RetortPlace *place, GError **error)
{
  guint n_found = 0;

  for (guint i = 0; i < self->history->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->history->names, i);
      guint index;

      if (!g_str_has_prefix (name, prefix) || g_utf8_strlen (name, -1) < MIN_PARTIAL_LENGTH
          || !retort_history_get_index (self->history, name, &index))
        continue;
      if (lineage != NULL && !retort_index_set_contains (lineage, index))
        continue;
      *place = (RetortPlace) index;
      n_found++;
    }
  return n_found == 1 || retort_resolver_fail_unknown (prefix, error);
}

/**
 * retort_resolver_find: (skip)
 * @self: a resolver
 * @id: an id, a label, or the beginning of one
 * @branch: (nullable): a label or id whose line it must be on
 * @place: (out): the revision
 * @error: return location
 *
 * _revision_for_ident()
 *
 * Returns: whether exactly one revision is meant
 */
gboolean
retort_resolver_find (const RetortResolver *self, const char *id, const char *branch,
                      RetortPlace *place, GError **error)
{
  g_autoptr(RetortIndexSet) lineage = NULL;
  guint index;

  if (branch != NULL)
    {
      RetortPlace branch_place;

      if (!retort_resolver_find (self, branch, NULL, &branch_place, error))
        return FALSE;
      lineage = retort_history_lineage (self->history, (guint) branch_place, FALSE);
    }

  if (!retort_history_get_index (self->history, id, &index))
    return find_partial (self, id, lineage, place, error);
  if (lineage != NULL && !retort_index_set_contains (lineage, index))
    return retort_resolver_fail_unknown (id, error);
  *place = (RetortPlace) index;
  return TRUE;
}

/* "head@head" selects heads well enough, but no revision is called "head". */
static gboolean
is_branch (const RetortResolver *self, const char *branch, GError **error)
{
  RetortPlace place;

  return branch == NULL || retort_resolver_find (self, branch, NULL, &place, error);
}

/* "-2" alone or behind a branch: two below each head. */
static gboolean
parse_steps_down (const char *name, int *steps)
{
  char *end;
  gint64 number;

  if (name[0] != '-' || !g_ascii_isdigit (name[1]))
    return FALSE;
  number = g_ascii_strtoll (name, &end, 10);
  *steps = (int) MAX (number, -G_MAXINT);
  return *end == '\0' && number < 0;
}

static gboolean
carries_label (const RetortHistory *history, RetortPlace place, const char *label)
{
  return g_ptr_array_find_with_equal_func (history->nodes[place].labels, label, g_str_equal, NULL);
}

static GArray *
walk_down_from_heads (const RetortResolver *self, const char *branch, int steps, GError **error)
{
  g_autoptr(GArray) heads = retort_history_select_heads (self->history, RETORT_RELATION_ALL_NEXT);
  g_autoptr(GArray) places = places_new ();

  for (guint i = 0; i < heads->len; i++)
    {
      RetortPlace head = g_array_index (heads, RetortPlace, i);
      RetortPlace place;

      if (branch != NULL && !carries_label (self->history, head, branch))
        continue;
      if (!retort_resolver_walk (self, head, steps, NULL, FALSE, &place, error))
        return NULL;
      g_array_append_val (places, place);
    }
  return g_steal_pointer (&places);
}

/**
 * retort_resolver_get_places: (skip)
 * @self: a resolver
 * @symbol: a symbol
 * @error: return location
 *
 * get_revisions()
 *
 * Returns: (transfer full) (element-type RetortPlace): what it names, nothing for "base"; %NULL
 * with @error set
 */
GArray *
retort_resolver_get_places (const RetortResolver *self, const char *symbol, GError **error)
{
  g_auto(Parts) parts = { NULL };
  g_autoptr(GArray) places = NULL;
  RetortPlace place;
  int steps;

  if (!parse_symbol (self, symbol, &parts, error))
    return NULL;
  if (parts.places != NULL)
    return parts.places->len == 0 || is_branch (self, parts.branch, error)
               ? g_steal_pointer (&parts.places)
               : NULL;
  if (parse_steps_down (parts.name, &steps))
    return walk_down_from_heads (self, parts.branch, steps, error);
  if (!retort_resolver_find (self, parts.name, parts.branch, &place, error))
    return NULL;

  places = places_new ();
  g_array_append_val (places, place);
  return g_steal_pointer (&places);
}

/**
 * retort_resolver_get_rows: (skip)
 * @self: a resolver
 * @rows: (array zero-terminated=1): rows of the version table
 * @error: return location
 *
 * Returns: (transfer full) (element-type RetortPlace): the revisions that they name, none of the
 * negative places among them; %NULL with @error set
 */
GArray *
retort_resolver_get_rows (const RetortResolver *self, const char *const *rows, GError **error)
{
  g_autoptr(GArray) all = places_new ();

  for (; *rows != NULL; rows++)
    {
      g_autoptr(GArray) places = retort_resolver_get_places (self, *rows, error);

      if (places == NULL)
        return NULL;
      for (guint i = 0; i < places->len; i++)
        if (g_array_index (places, RetortPlace, i) < 0)
          {
            retort_resolver_fail_unknown (*rows, error);
            return NULL;
          }
      g_array_append_vals (all, places->data, places->len);
    }
  return g_steal_pointer (&all);
}

/**
 * retort_resolver_get_one: (skip)
 * @self: a resolver
 * @symbol: a symbol
 * @place: (out): what it names; %RETORT_PLACE_NONE for "base" and for the head of an empty history
 * @error: return location
 *
 * get_revision()
 *
 * Returns: whether it names one revision at most
 */
gboolean
retort_resolver_get_one (const RetortResolver *self, const char *symbol, RetortPlace *place,
                         GError **error)
{
  g_auto(Parts) parts = { NULL };

  *place = RETORT_PLACE_NONE;
  if (!parse_symbol (self, symbol, &parts, error))
    return FALSE;
  if (parts.name != NULL)
    return retort_resolver_find (self, parts.name, parts.branch, place, error);

  if (parts.places->len > 1)
    return fail_multiple_heads (self, NULL, symbol, error);
  if (parts.places->len == 1)
    *place = g_array_index (parts.places, RetortPlace, 0);
  return is_branch (self, parts.branch, error);
}

/**
 * retort_places_to_indexes: (skip)
 * @places: (element-type RetortPlace): where symbols led
 * @error: return location
 *
 * Returns: (transfer full) (element-type guint): the same, when each of them is a revision
 */
GArray *
retort_places_to_indexes (const GArray *places, GError **error)
{
  GArray *indexes = g_array_sized_new (FALSE, FALSE, sizeof (guint), places->len);

  for (guint i = 0; i < places->len; i++)
    {
      RetortPlace place = g_array_index (places, RetortPlace, i);
      guint index = (guint) place;

      if (place < 0)
        {
          g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
                               "Walked too far");
          g_array_unref (indexes);
          return NULL;
        }
      g_array_append_val (indexes, index);
    }
  return indexes;
}

static GArray *
keep_revisions (const GArray *places)
{
  GArray *indexes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < places->len; i++)
    {
      guint index = (guint) g_array_index (places, RetortPlace, i);

      if (g_array_index (places, RetortPlace, i) >= 0)
        g_array_append_val (indexes, index);
    }
  return indexes;
}

static GArray *
resolve_relative (const RetortResolver *self, const char *symbol, const RetortRelative *relative,
                  const char *const *rows, GError **error)
{
  static const char *const no_rows[] = { NULL };
  g_autofree char *branch = NULL;
  GArray *places;
  RetortPlace place;

  if (relative->steps > 0)
    return retort_resolver_get_upgrade_targets (self, symbol, rows != NULL ? rows : no_rows, FALSE,
                                                error);
  if (rows == NULL && relative->name == NULL)
    return retort_resolver_get_places (self, symbol, error);
  if (!retort_resolver_get_downgrade_target (self, symbol, rows != NULL ? rows : no_rows, FALSE,
                                             &branch, &place, error))
    return NULL;
  places = places_new ();
  g_array_append_val (places, place);
  return places;
}

/**
 * retort_history_resolve:
 * @self: a history
 * @symbol: what a user typed for one or more revisions
 * @rows: (nullable) (array zero-terminated=1): rows of the version table, for "current" and for
 * steps from there
 * @error: return location
 *
 * Resolves everything that `alembic show` accepts, and relative symbols as `upgrade` and
 * `downgrade` understand them; "-2" without @rows is two below each head, as for `alembic show`.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): what @symbol names; empty for "base"
 */
GPtrArray *
retort_history_resolve (const RetortHistory *self, const char *symbol, const char *const *rows,
                        GError **error)
{
  RetortResolver resolver = { self, NULL };
  g_auto(RetortRelative) relative = { NULL };
  g_autoptr(GArray) places = NULL;
  g_autoptr(GArray) indexes = NULL;

  g_return_val_if_fail (symbol != NULL, NULL);

  if (symbol[0] == '\0')
    {
      g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_SYNTAX,
                           "an empty symbol names no revision");
      return NULL;
    }
  if (g_str_equal (symbol, "current") && rows != NULL)
    places = retort_resolver_get_rows (&resolver, rows, error);
  else if (retort_relative_parse (symbol, &relative))
    places = resolve_relative (&resolver, symbol, &relative, rows, error);
  else
    places = retort_resolver_get_places (&resolver, symbol, error);
  if (places == NULL)
    return NULL;

  indexes = keep_revisions (places);
  return retort_history_to_revisions (self, indexes);
}

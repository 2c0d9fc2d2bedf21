/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups in what servers said of their own functions, casts and operator classes. */
#include "analysis/locks/catalog-data.h"
#include "analysis/locks/survey-private.h"

#include <stdlib.h>
#include <string.h>

static int
compare_names (const void *key, const void *element)
{
  return strcmp (key, *(const char *const *) element);
}

static gboolean
has_name (const char *const *names, gsize n_names, const char *name)
{
  return bsearch (name, names, n_names, sizeof names[0], compare_names) != NULL;
}

/**
 * retort_builtin_is_volatile: (skip)
 * @function: a function of pg_catalog
 * @is_known: (out): whether there is one
 *
 * Returns: whether one of that name may give another value each time
 */
gboolean
retort_builtin_is_volatile (const char *function, gboolean *is_known)
{
  gboolean is_volatile = has_name (volatile_functions, G_N_ELEMENTS (volatile_functions), function);

  *is_known = is_volatile || has_name (steady_functions, G_N_ELEMENTS (steady_functions), function);
  return is_volatile;
}

/* Casts without a function that an extension brings (citext--1.4.sql); in the form of binary_casts. */
static const char *const extension_casts[] = { "citext bpchar", "citext text", "citext varchar", "text citext", "varchar citext" };

/**
 * retort_builtin_keeps_bytes: (skip)
 * @from: a type, as pg_type calls it
 * @to: another
 *
 * Returns: whether an assignment between them changes nothing but the type
 */
gboolean
retort_builtin_keeps_bytes (const char *from, const char *to)
{
  g_autofree char *cast = g_strdup_printf ("%s %s", from, to);

  return g_str_equal (from, to) || has_name (binary_casts, G_N_ELEMENTS (binary_casts), cast)
         || has_name (extension_casts, G_N_ELEMENTS (extension_casts), cast);
}

/* (nullable): the default operator class, "class". */
static const char *
find_operator_class (const char *type, const char *method)
{
  g_autofree char *prefix = g_strdup_printf ("%s %s ", type, method);

  for (gsize i = 0; i < G_N_ELEMENTS (operator_classes); i++)
    if (g_str_has_prefix (operator_classes[i], prefix))
      return operator_classes[i] + strlen (prefix);
  return NULL;
}

/**
 * retort_builtin_shares_index: (skip)
 * @from: a type, as pg_type calls it
 * @to: another that holds the same bytes
 * @method: how the index works, "btree"
 *
 * Returns: whether an index over the one serves the other as it is: both have the same operator class
 */
gboolean
retort_builtin_shares_index (const char *from, const char *to, const char *method)
{
  if (g_str_equal (from, to))
    return TRUE;
  return g_strcmp0 (find_operator_class (from, method), find_operator_class (to, method)) == 0;
}

/**
 * retort_builtin_cannot_assign: (skip)
 * @from: a type, as pg_type calls it
 * @to: another
 *
 * Returns: whether it is certain that values of the one need a cast in words to become the other
 */
gboolean
retort_builtin_cannot_assign (const char *from, const char *to)
{
  g_autofree char *cast = g_strdup_printf ("%s %s", from, to);

  return !g_str_equal (from, to) && has_name (base_types, G_N_ELEMENTS (base_types), from) && has_name (base_types, G_N_ELEMENTS (base_types), to)
         && !has_name (text_types, G_N_ELEMENTS (text_types), to) && !has_name (assignment_casts, G_N_ELEMENTS (assignment_casts), cast);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database/catalog/field-private.h"

/* Takes one element off @text, up to the ',' or '}' that ends it. */
static char *
take_element (const char **text)
{
  g_autoptr(GString) element = g_string_new (NULL);
  gboolean is_quoted = **text == '"';
  const char *at = *text + (is_quoted ? 1 : 0);

  while (*at != '\0' && (is_quoted ? *at != '"' : *at != ',' && *at != '}'))
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_c (element, *at++);
    }
  *text = is_quoted && *at == '"' ? at + 1 : at;
  return g_string_free (g_steal_pointer (&element), FALSE);
}

/**
 * retort_parse_array:
 * @text: a one-dimensional array without nulls, as PostgreSQL writes it: `{a,"b c"}`
 *
 * Source of the rule: PostgreSQL 15 docs, "Array Input and Output Syntax".
 *
 * Returns: (transfer full): its elements
 */
GStrv
retort_parse_array (const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *at = text[0] == '{' ? text + 1 : text;

  while (*at != '\0' && *at != '}')
    {
      g_autofree char *element = take_element (&at);

      g_strv_builder_add (builder, element);
      if (*at == ',')
        at++;
    }
  return g_strv_builder_end (builder);
}

/**
 * retort_field_fill:
 * @field: which field of which kind
 * @result: rows
 * @row: which of them
 * @column: where the field's value stands
 * @object: a struct that is being made
 *
 * Copies one value into the struct.
 */
void
retort_field_fill (const RetortField *field, const RetortResult *result, guint row, guint column,
                   gpointer object)
{
  gpointer place = G_STRUCT_MEMBER_P (object, field->offset);
  const char *value = retort_result_get_value (result, row, column);

  switch (field->kind)
    {
    case RETORT_FIELD_STRING:
      *(char **) place = g_strdup (value);
      break;
    case RETORT_FIELD_STRINGS:
      *(GStrv *) place = value != NULL ? retort_parse_array (value) : NULL;
      break;
    case RETORT_FIELD_BOOLEAN:
      *(gboolean *) place = retort_result_get_boolean (result, row, column);
      break;
    case RETORT_FIELD_INT:
      *(int *) place = (int) retort_result_get_int64 (result, row, column, *(int *) place);
      break;
    case RETORT_FIELD_INT64:
      *(gint64 *) place = retort_result_get_int64 (result, row, column, *(gint64 *) place);
      break;
    }
}

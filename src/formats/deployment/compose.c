/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of YAML as much as compose files use for what is asked here: block mappings and sequences by their
 * indentation, sequences in brackets, plain and quoted scalars, comments. Anchors, merges, block scalars
 * and the rest are passed over: then a service is not offered, which costs a person some typing.
 *
 *   services:            depth 0
 *     db:                depth 1: a service
 *       image: …         depth 2: one of its keys
 *       ports:
 *         - "5433:5432"  depth 3: an element, or a name and a value
 */
#include "formats/deployment/compose.h"

#include "formats/deployment/dotenv.h"

#include <string.h>

#define SERVER_PORT 5432

/* Where the reading is. */
typedef struct
{
  GPtrArray *services;            /* element: RetortComposeService*, owned */
  GHashTable *variables;          /* borrowed: those that ${…} means */
  RetortComposeService *service;  /* borrowed, nullable: the one that is read */
  gboolean is_in_services;
  int service_indent;             /* of names of services; -1 before the first */
  int key_indent;                 /* of the keys of a service; -1 before the first */
  char *key;                      /* nullable: the one that is read */
  guint target;                   /* of a port in the long form */
} Reader;

static void
service_free (gpointer data)
{
  RetortComposeService *self = data;

  g_free (self->name);
  g_free (self->image);
  g_hash_table_unref (self->environment);
  g_free (self);
}

static void
cut_comment (char *line)
{
  char quote = '\0';

  for (char *at = line; *at != '\0'; at++)
    {
      if (quote != '\0')
        quote = *at == quote ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      else if (*at == '#' && (at == line || g_ascii_isspace (at[-1])))
        *at = '\0';
      if (*at == '\0')
        return;
    }
}

/* NULL when it needs a variable that nobody sets. */
static char *
dup_scalar (const char *text, GHashTable *variables)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  gsize length = strlen (plain);
  gboolean is_quoted = length > 1 && (*plain == '"' || *plain == '\'') && plain[length - 1] == *plain;
  g_autofree char *inner = is_quoted ? g_strndup (plain + 1, length - 2) : g_strdup (plain);

  return retort_dotenv_expand (inner, variables);
}

/* [ADDRESS:]PUBLISHED:TARGET[/tcp] */
static void
take_port (Reader *self, const char *text)
{
  g_autofree char *value = dup_scalar (text, self->variables);
  g_auto(GStrv) parts = value != NULL ? g_strsplit (value, ":", -1) : NULL;
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;

  if (n_parts >= 2 && g_ascii_strtoull (parts[n_parts - 1], NULL, 10) == SERVER_PORT)
    self->service->published_port = (guint) g_ascii_strtoull (parts[n_parts - 2], NULL, 10);
}

static void
take_variable (Reader *self, const char *text, char separator)
{
  const char *at = strchr (text, separator);
  g_autofree char *name = at != NULL ? g_strndup (text, (gsize) (at - text)) : NULL;
  g_autofree char *bare = name != NULL ? dup_scalar (name, self->variables) : NULL;
  g_autofree char *value = at != NULL ? dup_scalar (at + 1, self->variables) : NULL;

  if (bare != NULL && value != NULL)
    g_hash_table_insert (self->service->environment, g_steal_pointer (&bare), g_steal_pointer (&value));
}

/* target: 5432 and published: "5433" come in either order, but mostly in this one. */
static void
take_long_port (Reader *self, const char *text)
{
  const char *colon = strchr (text, ':');
  g_autofree char *value = colon != NULL ? dup_scalar (colon + 1, self->variables) : NULL;
  guint number = value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;

  if (g_str_has_prefix (text, "target:"))
    self->target = number;
  else if (g_str_has_prefix (text, "published:") && self->target == SERVER_PORT)
    self->service->published_port = number;
}

/* One line below a key of a service. */
static void
take_element (Reader *self, const char *text)
{
  gboolean is_element = g_str_has_prefix (text, "- ");
  const char *content = is_element ? text + 2 : text;
  g_autofree char *scalar = dup_scalar (content, self->variables);

  if (g_strcmp0 (self->key, "ports") == 0)
    {
      if (g_str_has_prefix (content, "target:") || g_str_has_prefix (content, "published:"))
        take_long_port (self, content);
      else if (is_element)
        take_port (self, content);
    }
  else if (g_strcmp0 (self->key, "environment") == 0 && scalar != NULL)
    take_variable (self, is_element ? scalar : content, is_element ? '=' : ':');
}

static void
take_key (Reader *self, const char *text)
{
  const char *colon = strchr (text, ':');
  g_autofree char *value = NULL;

  g_clear_pointer (&self->key, g_free);
  self->target = 0;
  if (colon == NULL)
    return;
  self->key = g_strndup (text, (gsize) (colon - text));
  value = g_strstrip (g_strdup (colon + 1));
  if (g_str_equal (self->key, "image"))
    {
      g_free (self->service->image);
      self->service->image = dup_scalar (value, self->variables);
    }
  else if (*value == '[' && g_str_has_suffix (value, "]"))
    {
      g_auto(GStrv) elements = NULL;

      value[strlen (value) - 1] = '\0';
      elements = g_strsplit (value + 1, ",", -1);
      for (gsize i = 0; elements[i] != NULL; i++)
        {
          g_autofree char *element = g_strconcat ("- ", g_strstrip (elements[i]), NULL);

          take_element (self, element);
        }
    }
}

static void
begin_service (Reader *self, const char *text)
{
  const char *colon = strchr (text, ':');

  self->service = NULL;
  self->key_indent = -1;
  g_clear_pointer (&self->key, g_free);
  if (colon == NULL)
    return;
  self->service = g_new0 (RetortComposeService, 1);
  self->service->name = g_strndup (text, (gsize) (colon - text));
  self->service->environment = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (self->services, self->service);
}

static void
read_line (Reader *self, char *line)
{
  int indent = (int) strspn (line, " ");
  const char *text = NULL;

  cut_comment (line);
  text = g_strchomp (line + indent);
  if (*text == '\0')
    return;
  if (indent == 0)
    {
      self->is_in_services = g_str_equal (text, "services:");
      self->service = NULL;
      self->service_indent = -1;
      return;
    }
  if (!self->is_in_services)
    return;
  if (self->service_indent < 0)
    self->service_indent = indent;
  if (indent <= self->service_indent)
    {
      begin_service (self, text);
      return;
    }
  if (self->service == NULL)
    return;
  if (self->key_indent < 0)
    self->key_indent = indent;
  /* A sequence may stand as far left as its key. */
  if (indent == self->key_indent && !g_str_has_prefix (text, "- "))
    take_key (self, text);
  else if (indent >= self->key_indent)
    take_element (self, text);
}

/**
 * retort_compose_parse:
 * @text: a compose file
 * @variables: (element-type utf8 utf8): what ${…} in it stands for
 *
 * Returns: (transfer full) (element-type RetortComposeService): its services
 */
GPtrArray *
retort_compose_parse (const char *text, GHashTable *variables)
{
  Reader reader = { .variables = variables, .service_indent = -1, .key_indent = -1 };
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  reader.services = g_ptr_array_new_with_free_func (service_free);
  for (gsize i = 0; lines[i] != NULL; i++)
    read_line (&reader, lines[i]);
  g_free (reader.key);
  return reader.services;
}

/**
 * retort_compose_is_postgresql:
 * @service: a service
 *
 * Returns: whether its image or its port say that it is PostgreSQL
 */
gboolean
retort_compose_is_postgresql (const RetortComposeService *service)
{
  static const char *const names[] = { "postgres", "postgis", "timescale", "pgvector" };

  for (gsize i = 0; service->image != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (service->image, names[i]) != NULL)
      return TRUE;
  return service->published_port != 0 && g_hash_table_contains (service->environment, "POSTGRES_PASSWORD");
}

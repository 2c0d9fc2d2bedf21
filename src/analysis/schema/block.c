/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DO blocks: those that only guard a few statements are followed, the rest taints what it may touch. */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

#include <string.h>

static const char *
get_body (const PgQuery__DoStmt *statement)
{
  for (size_t i = 0; i < statement->n_args; i++)
    if (g_str_equal (statement->args[i]->def_elem->defname, "as"))
      return statement->args[i]->def_elem->arg->string->sval;
  return NULL;
}

typedef struct
{
  const char *body;
  GPtrArray  *names; /* schema and name in turns, owned */
} Mentions;

/* Whether @name stands in @text as a word. */
static gboolean
mentions (const char *text, const char *name)
{
  gsize length = strlen (name);

  for (const char *found = strstr (text, name); found != NULL; found = strstr (found + 1, name))
    if ((found == text || !(g_ascii_isalnum (found[-1]) || found[-1] == '_')) && !(g_ascii_isalnum (found[length]) || found[length] == '_'))
      return TRUE;
  return FALSE;
}

static void
collect_mentioned_cb (gpointer object, gpointer user_data)
{
  const RetortEnumType *named = object; /* as every object but tables begins */
  Mentions *found = user_data;

  if (mentions (found->body, named->name))
    {
      g_ptr_array_add (found->names, g_strdup (named->schema));
      g_ptr_array_add (found->names, g_strdup (named->name));
    }
}

static void
collect_mentioned_table_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  Mentions *found = user_data;

  if (mentions (found->body, table->name))
    {
      g_ptr_array_add (found->names, g_strdup (table->schema));
      g_ptr_array_add (found->names, g_strdup (table->name));
    }
}

/* Names that are built while it runs may be any. */
static gboolean
builds_names (const char *body)
{
  return g_regex_match_simple ("\\bexecute\\s+(?!(function|procedure)\\b)(?!')", body, G_REGEX_CASELESS, 0)
         || g_regex_match_simple ("\\bexecute\\s+'[^;]*\\|\\|", body, G_REGEX_CASELESS, 0);
}

static gboolean
changes_schema (const char *body)
{
  return g_regex_match_simple ("\\b(create|alter|drop|execute|perform|rename|call)\\b", body, G_REGEX_CASELESS, 0);
}

static void
taint_mentioned (RetortEdit *edit, const char *body)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE, RETORT_OBJECT_SEQUENCE };
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Mentions found = { body, names };

  if (builds_names (body))
    {
      retort_edit_taint (edit, NULL, NULL, "a DO block builds statements while it runs");
      return;
    }
  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, collect_mentioned_table_cb, &found);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    retort_schema_foreach (edit->schema, kinds[i], collect_mentioned_cb, &found);
  for (guint i = 0; i < names->len; i += 2)
    retort_edit_taint (edit, g_ptr_array_index (names, i), g_ptr_array_index (names, i + 1), "a DO block may change it");
}

/* Statements of a block that is nothing but a list of them; NULL when it is more. An exception handler that
 * ends in nothing makes each of them optional. */
static char *
strip_frame (const char *body, gboolean *is_guarded)
{
  g_autoptr(GRegex) frame = g_regex_new ("^\\s*begin\\b(.*?)(\\bexception\\s+when\\s+(?:duplicate_\\w+|others|undefined_\\w+|sqlstate\\s+'\\w+')"
                                         "(?:\\s+or\\s+\\w+)*\\s+then\\s+(?:null\\s*;|raise\\s+notice[^;]*;)\\s*)?end\\s*;?\\s*$",
                                         G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *handler = NULL;

  if (!g_regex_match (frame, body, 0, &match))
    return NULL;
  inside = g_match_info_fetch (match, 1);
  handler = g_match_info_fetch (match, 2);
  *is_guarded = handler != NULL && handler[0] != '\0';
  if (g_regex_match_simple ("\\bif\\s+(not\\s+)?exists\\s*\\(|\\b(then|loop|exception|perform|raise|declare|return|into|execute(?!\\s+(?:function|procedure)))\\b", inside,
                            G_REGEX_CASELESS, 0))
    return NULL;
  return g_steal_pointer (&inside);
}

/* IF [NOT] EXISTS (SELECT … FROM pg_type WHERE typname = 'x') THEN … END IF; as the whole block. */
typedef struct
{
  char    *condition;
  char    *inside;
  gboolean is_negated;
} Guard;

static gboolean
read_guard (const char *body, Guard *guard)
{
  g_autoptr(GRegex) frame = g_regex_new ("^\\s*begin\\s+if\\s+(not\\s+)?exists\\s*\\((.*?)\\)\\s*then\\b(.*)\\bend\\s+if\\s*;\\s*end\\s*;?\\s*$",
                                         G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *negation = NULL;

  if (!g_regex_match (frame, body, 0, &match))
    return FALSE;
  negation = g_match_info_fetch (match, 1);
  guard->is_negated = negation != NULL && negation[0] != '\0';
  guard->condition = g_match_info_fetch (match, 2);
  guard->inside = g_match_info_fetch (match, 3);
  if (!g_regex_match_simple ("\\b(then|loop|exception|perform|declare|else|elsif|execute(?!\\s+(?:function|procedure)))\\b", guard->inside, G_REGEX_CASELESS, 0))
    return TRUE;
  g_clear_pointer (&guard->condition, g_free);
  g_clear_pointer (&guard->inside, g_free);
  return FALSE;
}

static char *
fetch (const char *pattern, const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Whether what a catalogue query looks for is there: 1 yes, 0 no, -1 not known. */
static int
answer (RetortEdit *edit, const char *condition)
{
  g_autofree char *type = fetch ("typname\\s*=\\s*'([^']*)'", condition);
  g_autofree char *table = fetch ("(?:table_name|tablename|relname)\\s*=\\s*'([^']*)'", condition);
  g_autofree char *column = fetch ("(?:column_name|attname)\\s*=\\s*'([^']*)'", condition);
  g_autofree char *constraint = fetch ("(?:constraint_name|conname)\\s*=\\s*'([^']*)'", condition);
  const char *const *path = retort_schema_get_current_path (edit->schema);
  const char *name = type != NULL ? type : table != NULL ? table : constraint;
  RetortPlace place = { NULL, name };

  if (name == NULL || retort_schema_get_taint (edit->schema, path[0], name) != NULL || (type != NULL && table != NULL))
    return -1;
  if (type != NULL)
    return retort_edit_find (edit, RETORT_OBJECT_ENUM, place) != NULL || retort_edit_find (edit, RETORT_OBJECT_DOMAIN, place) != NULL
           || retort_edit_find (edit, RETORT_OBJECT_COMPOSITE, place) != NULL;
  if (constraint != NULL)
    return retort_schema_has_constraint (edit->schema, path[0], constraint);
  if (column != NULL)
    {
      const RetortTable *found = retort_edit_find (edit, RETORT_OBJECT_TABLE, place);

      return found != NULL && retort_table_find_column (found, column) != NULL;
    }
  return retort_schema_find_relation (edit->schema, path[0], table) != NULL;
}

static gboolean
apply_statements (RetortEdit *edit, const char *sql)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  if (tree == NULL)
    return FALSE;
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    if (!retort_edit_apply (edit, retort_sql_tree_get_statement (tree, i)))
      return FALSE;
  return TRUE;
}

/* Applies the statements to a copy of the schema, which is taken over when all of them apply. */
static gboolean
try_statements (RetortEdit *edit, const char *sql)
{
  RetortEdit trial = { .schema = retort_schema_copy (edit->schema) };
  gboolean is_fine = apply_statements (&trial, sql);

  if (is_fine)
    {
      retort_schema_unref (edit->schema);
      edit->schema = retort_schema_ref (trial.schema);
      if (trial.kind == RETORT_EFFECT_OPAQUE && edit->reason == NULL)
        edit->reason = g_strdup (trial.reason);
      edit->kind = MAX (edit->kind, trial.kind);
    }
  retort_schema_unref (trial.schema);
  g_free (trial.reason);
  g_free (trial.subject_schema);
  g_free (trial.subject_name);
  return is_fine && trial.kind != RETORT_EFFECT_FAILS;
}

static gboolean
apply_guard (RetortEdit *edit, const char *body)
{
  Guard guard = { NULL, NULL, FALSE };
  g_autofree char *condition = NULL;
  g_autofree char *inside = NULL;
  int is_there = -1;

  if (!read_guard (body, &guard))
    return FALSE;
  condition = guard.condition;
  inside = guard.inside;
  is_there = answer (edit, condition);
  if (is_there < 0)
    return FALSE;
  return is_there == (guard.is_negated ? 1 : 0) || try_statements (edit, inside);
}

gboolean
retort_apply_do (RetortEdit *edit, const PgQuery__Node *node)
{
  const char *body = get_body (node->do_stmt);
  gboolean is_guarded = FALSE;
  g_autofree char *inside = body != NULL ? strip_frame (body, &is_guarded) : NULL;

  if (body == NULL)
    {
      retort_edit_taint (edit, NULL, NULL, "a DO block without a text");
      return TRUE;
    }
  if (inside != NULL && (try_statements (edit, inside) || is_guarded))
    return TRUE;
  if (inside == NULL && apply_guard (edit, body))
    return TRUE;
  if (changes_schema (body))
    taint_mentioned (edit, body);
  return TRUE;
}

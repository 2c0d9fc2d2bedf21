/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as the project wants them ("naming" in retort.json). */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>

/* (nullable): the word for the kind of constraint in retort.json */
static const char *
get_constraint_kind (const PgQuery__Constraint *constraint)
{
  switch ((int) constraint->contype)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      return "foreign_key";
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
      return "unique";
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      return "check";
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
      return "primary_key";
    default:
      return NULL;
    }
}

/* The kind and the name of what the action makes or renames; both nullable. */
static const char *
find_name (const RetortAction *action, const char **name)
{
  *name = action->name;
  switch ((int) action->kind)
    {
    case RETORT_ACTION_CREATE_TABLE:
      *name = action->table;
      return "table";
    case RETORT_ACTION_RENAME_TABLE:
      *name = action->new_name;
      return "table";
    case RETORT_ACTION_ADD_COLUMN:
      return "column";
    case RETORT_ACTION_RENAME_COLUMN:
      *name = action->new_name;
      return "column";
    case RETORT_ACTION_CREATE_INDEX:
      return "index";
    case RETORT_ACTION_ADD_CONSTRAINT:
      return get_constraint_kind (action->constraint);
    default:
      return NULL;
    }
}

static void
check_name (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortCheckSettings *settings = context->input->settings;
  const char *name;
  const char *kind = find_name (at->action, &name);
  GRegex *wanted = settings != NULL && settings->names != NULL && kind != NULL ? g_hash_table_lookup (settings->names, kind) : NULL;

  if (wanted != NULL && name != NULL && !g_regex_match (wanted, name, 0, NULL))
    retort_check_say_at (context, at, name, 0, _("The name '%s' is not like %s"), name, g_regex_get_pattern (wanted));
}

static const RetortRule rules[] = {
  { .id = "name-out-of-style",
    .title = N_("Name that is not in the project's style"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Names that follow one pattern are found by everybody, and scripts rely on them; a name in a database is hard to change later."),
    .remedy = N_("Rename it before it is in a database, or change \"naming\" in retort.json."),
    .check_action = check_name },
};

const RetortRuleSection retort_name_rules = { rules, G_N_ELEMENTS (rules) };

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a grammar's tables say, as tree-sitter looks it up (lib/src/language.h). */
#pragma once

#include <glib.h>
#include <tree_sitter/api.h>
#include <tree_sitter/parser.h>

G_BEGIN_DECLS

/* Of a terminal symbol: the place of what is to be done. Of another one: the state that follows. 0: there is nothing. */
static inline guint16
retort_py_parse_tables_look_up (const TSLanguage *language, TSStateId state, TSSymbol symbol)
{
  const guint16 *group;

  if (state < language->large_state_count)
    return language->parse_table[state * language->symbol_count + symbol];
  group = language->small_parse_table + language->small_parse_table_map[state - language->large_state_count];
  for (guint n_groups = *group++; n_groups > 0; n_groups--)
    {
      guint16 value = *group++;

      for (guint n_symbols = *group++; n_symbols > 0; n_symbols--)
        if (*group++ == symbol)
          return value;
    }
  return 0;
}

#define RETORT_PY_PARSE_MAX_WAYS 4

/* What stands at the place of a terminal symbol: what is to be done, and how many such things there are. Where a list goes on, tree-sitter itself
 * takes no second way. */
static inline guint
retort_py_parse_tables_list_ways (const TSLanguage *language, guint16 place, const TSParseAction **ways)
{
  const TSParseActionEntry *entry = &language->parse_actions[place];
  guint n_ways = 0;

  for (guint i = 1; i <= entry->entry.count && n_ways < RETORT_PY_PARSE_MAX_WAYS; i++)
    if (entry[i].action.type != TSParseActionTypeShift || !entry[i].action.shift.repetition)
      ways[n_ways++] = &entry[i].action;
  return n_ways;
}

static inline guint
retort_py_parse_tables_find_ways (const TSLanguage *language, TSStateId state, TSSymbol symbol, const TSParseAction **ways)
{
  return retort_py_parse_tables_list_ways (language, retort_py_parse_tables_look_up (language, state, symbol), ways);
}

G_END_DECLS

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

G_END_DECLS

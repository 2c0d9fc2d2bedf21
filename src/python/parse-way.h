/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a grammar leaves a choice: looks ahead for the one way that goes on. */
#pragma once

#include "python/token-reader.h"

G_BEGIN_DECLS

typedef struct _RetortPyParseWay RetortPyParseWay;

RetortPyParseWay    *retort_py_parse_way_new    (const TSLanguage *language) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_py_parse_way_free   (RetortPyParseWay *self);

void                 retort_py_parse_way_begin  (RetortPyParseWay *self);
void                 retort_py_parse_way_enter  (RetortPyParseWay *self, TSStateId state);
const TSParseAction *retort_py_parse_way_choose (RetortPyParseWay *self, RetortPyTokenReader *tokens, const RetortPyTokenRead *token);

G_END_DECLS

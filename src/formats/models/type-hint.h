/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A type behind ":" as its text says it: Mapped[Optional[int]], "User | None", list["Order"]. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortTypeHint:
 * @wrapper: (nullable): the name around it that says what it is for: "Mapped", "ClassVar"
 * @core: (nullable): the type without wrapper, None and quotes; %NULL: none that is understood
 * @item: (nullable): of a type with a parameter, the last one: "Order" of list["Order"]
 * @choices: (nullable) (element-type utf8): of Literal["a", "b"], when all are texts
 * @allows_none: None is one of its values
 */
typedef struct
{
  char    *wrapper;
  char    *core;
  char    *item;
  GPtrArray *choices;
  gboolean allows_none;
} RetortTypeHint;

void     retort_type_hint_read  (RetortTypeHint *self, const char *text);
void     retort_type_hint_clear (RetortTypeHint *self);
gboolean retort_type_hint_is    (const char *name, const char *last);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortTypeHint, retort_type_hint_clear)

G_END_DECLS

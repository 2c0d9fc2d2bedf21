/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories for tests, written as text. */
#pragma once

#include "analysis/history/history.h"

/**
 * graph_parse:
 * @text: revisions separated by blanks, in load order: "id", "id:down", "id:down,down", then maybe
 *   "/dependency,dependency" and "#label,label"
 *
 * Returns: (transfer full): the history of "a b:a c:a d:b,c/x#main" and the like
 */
RetortHistory *graph_parse (const char *text);

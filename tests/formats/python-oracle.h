/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a Python program many questions in one process: a JSON document a line each way. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* (element-type utf8): the answer to each of @questions (element: utf8), taken as text */
GPtrArray *python_oracle_ask (const char *program, GPtrArray *questions);

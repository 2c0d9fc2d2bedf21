/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's regular expressions, as far as they are PCRE's: regex-pattern.c translates, regex.c matches. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The values of re.I, re.M and so on. */
enum
{
  RETORT_PY_REGEX_IGNORECASE = 2,
  RETORT_PY_REGEX_MULTILINE = 8,
  RETORT_PY_REGEX_DOTALL = 16,
  RETORT_PY_REGEX_UNICODE = 32, /* what it is without it */
  RETORT_PY_REGEX_KNOWN_FLAGS = 2 + 8 + 16 + 32,
};

char *retort_py_regex_translate (const char *pattern, guint *flags, GPtrArray *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

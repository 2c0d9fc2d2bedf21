/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days, dates and spans of time as numbers: the proleptic Gregorian calendar that Python's datetime uses. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RETORT_DAY_US (G_GINT64_CONSTANT (86400) * 1000000)

typedef struct
{
  int year;        /* 1 … 9999 */
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int microsecond;
} RetortPyClock;

gboolean retort_py_clock_is_valid   (const RetortPyClock *self);
gint64   retort_py_clock_to_day     (const RetortPyClock *self);  /* days since 0001-01-01 */
gint64   retort_py_clock_to_us      (const RetortPyClock *self);  /* microseconds since then */
gboolean retort_py_clock_from_us    (gint64 us, RetortPyClock *self); /* FALSE: out of range */
char    *retort_py_clock_format     (const RetortPyClock *self, const char *format, const char *zone, const char *zone_name) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_py_clock_parse      (const char *text, const char *format, RetortPyClock *self, gboolean *is_known);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The algorithms of Lib/_pydatetime.py and Lib/_strptime.py, as far as they depend on no locale and no C library. */
#include "python/calendar.h"

#include <string.h>

static const char *const day_names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
static const char *const month_names[] = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};

static gboolean
is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && is_leap (year) ? 29 : days[month - 1];
}

/**
 * retort_py_clock_is_valid: (skip)
 * @self: numbers
 *
 * Returns: whether they are a date and a time of Python's range
 */
gboolean
retort_py_clock_is_valid (const RetortPyClock *self)
{
  return self->year >= 1 && self->year <= 9999 && self->month >= 1 && self->month <= 12 && self->day >= 1
         && self->day <= days_in_month (self->year, self->month) && self->hour >= 0 && self->hour < 24 && self->minute >= 0
         && self->minute < 60 && self->second >= 0 && self->second < 60 && self->microsecond >= 0 && self->microsecond < 1000000;
}

static int
days_before_month (int year, int month)
{
  int days = 0;

  for (int i = 1; i < month; i++)
    days += days_in_month (year, i);
  return days;
}

/**
 * retort_py_clock_to_day: (skip)
 * @self: a valid date
 *
 * Returns: days since 0001-01-01
 */
gint64
retort_py_clock_to_day (const RetortPyClock *self)
{
  gint64 before = self->year - 1;

  return before * 365 + before / 4 - before / 100 + before / 400 + days_before_month (self->year, self->month) + self->day - 1;
}

/**
 * retort_py_clock_to_us: (skip)
 * @self: a valid date and time
 *
 * Returns: microseconds since 0001-01-01
 */
gint64
retort_py_clock_to_us (const RetortPyClock *self)
{
  return retort_py_clock_to_day (self) * RETORT_DAY_US
         + ((gint64) self->hour * 3600 + self->minute * 60 + self->second) * 1000000 + self->microsecond;
}

/**
 * retort_py_clock_from_us: (skip)
 * @us: microseconds since 0001-01-01
 * @self: (out): date and time
 *
 * Returns: %FALSE when that is out of range
 */
gboolean
retort_py_clock_from_us (gint64 us, RetortPyClock *self)
{
  gint64 day = us / RETORT_DAY_US;
  gint64 rest = us % RETORT_DAY_US;
  RetortPyClock first = { .month = 1, .day = 1 };

  memset (self, 0, sizeof *self);
  if (us < 0 || day > 3652058)
    return FALSE;
  self->year = (int) (day / 366) + 1;
  for (;; self->year++)
    {
      first.year = self->year + 1;
      if (retort_py_clock_to_day (&first) > day)
        break;
    }
  first.year = self->year;
  day -= retort_py_clock_to_day (&first);
  for (self->month = 1; day >= days_in_month (self->year, self->month); self->month++)
    day -= days_in_month (self->year, self->month);
  self->day = (int) day + 1;
  self->hour = (int) (rest / 3600000000);
  self->minute = (int) (rest / 60000000 % 60);
  self->second = (int) (rest / 1000000 % 60);
  self->microsecond = (int) (rest % 1000000);
  return TRUE;
}

/* FALSE: depends on the C library. */
static gboolean
append_directive (GString *out, const RetortPyClock *self, char directive, const char *zone, const char *zone_name)
{
  int hour12 = self->hour % 12 == 0 ? 12 : self->hour % 12;
  gint64 weekday = retort_py_clock_to_day (self) % 7;

  switch (directive)
    {
    case 'Y': g_string_append_printf (out, "%04d", self->year); return self->year >= 1000;
    case 'm': g_string_append_printf (out, "%02d", self->month); return TRUE;
    case 'd': g_string_append_printf (out, "%02d", self->day); return TRUE;
    case 'H': g_string_append_printf (out, "%02d", self->hour); return TRUE;
    case 'I': g_string_append_printf (out, "%02d", hour12); return TRUE;
    case 'M': g_string_append_printf (out, "%02d", self->minute); return TRUE;
    case 'S': g_string_append_printf (out, "%02d", self->second); return TRUE;
    case 'f': g_string_append_printf (out, "%06d", self->microsecond); return TRUE;
    case 'y': g_string_append_printf (out, "%02d", self->year % 100); return TRUE;
    case 'j': g_string_append_printf (out, "%03d", days_before_month (self->year, self->month) + self->day); return TRUE;
    case 'p': g_string_append (out, self->hour < 12 ? "AM" : "PM"); return TRUE;
    case 'a': g_string_append_len (out, day_names[weekday], 3); return TRUE;
    case 'A': g_string_append (out, day_names[weekday]); return TRUE;
    case 'b': g_string_append_len (out, month_names[self->month - 1], 3); return TRUE;
    case 'B': g_string_append (out, month_names[self->month - 1]); return TRUE;
    case 'w': g_string_append_printf (out, "%d", (int) ((weekday + 1) % 7)); return TRUE;
    case 'z': g_string_append (out, zone); return TRUE;
    case 'Z': g_string_append (out, zone_name); return TRUE;
    case '%': g_string_append_c (out, '%'); return TRUE;
    default: return FALSE;
    }
}

/**
 * retort_py_clock_format: (skip)
 * @self: a date and a time
 * @format: as strftime() takes it
 * @zone: for %z
 * @zone_name: for %Z
 *
 * Returns: (transfer full) (nullable): the text in the C locale; %NULL: it depends on the C library
 */
char *
retort_py_clock_format (const RetortPyClock *self, const char *format, const char *zone, const char *zone_name)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (const char *at = format; *at != '\0'; at++)
    if (*at != '%')
      g_string_append_c (out, *at);
    else if (!append_directive (out, self, *++at, zone, zone_name))
      return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Up to @n_most digits. */
static gboolean
read_digits (const char **at, guint n_least, guint n_most, int *number)
{
  guint n = 0;

  *number = 0;
  for (; n < n_most && g_ascii_isdigit (**at); n++, (*at)++)
    *number = *number * 10 + (**at - '0');
  return n >= n_least;
}

/* FALSE: does not match, or (is_known FALSE) is not understood. A greedy reading is the one of the regular expressions of
 * strptime() when what follows a number is no digit, which is asked for. */
static gboolean
read_directive (const char **at, char directive, RetortPyClock *self, gboolean *is_known)
{
  gboolean is_read = TRUE;
  guint n;

  switch (directive)
    {
    case 'Y': is_read = read_digits (at, 4, 4, &self->year); break;
    case 'm': is_read = read_digits (at, 1, 2, &self->month); break;
    case 'd': is_read = read_digits (at, 1, 2, &self->day); break;
    case 'H': is_read = read_digits (at, 1, 2, &self->hour); break;
    case 'M': is_read = read_digits (at, 1, 2, &self->minute); break;
    case 'S': is_read = read_digits (at, 1, 2, &self->second); break;
    case 'f':
      n = (guint) strspn (*at, "0123456789");
      is_read = read_digits (at, 1, 6, &self->microsecond);
      for (guint i = n; i < 6; i++)
        self->microsecond *= 10;
      break;
    default:
      *is_known = FALSE;
      return FALSE;
    }
  return is_read;
}

/**
 * retort_py_clock_parse: (skip)
 * @text: a text
 * @format: as strptime() takes it
 * @self: (out): date and time
 * @is_known: (out): %FALSE when the format is not understood here
 *
 * Returns: whether @text is of that format
 */
gboolean
retort_py_clock_parse (const char *text, const char *format, RetortPyClock *self, gboolean *is_known)
{
  const char *at = text;
  gboolean is_adjacent = FALSE; /* numbers side by side: the regular expression may go back when this reading fails */

  *self = (RetortPyClock){ .year = 1900, .month = 1, .day = 1 };
  *is_known = TRUE;
  for (const char *f = format; *f != '\0'; f++)
    {
      if (*f == '%' && f[1] != '\0' && f[1] != '%')
        {
          const char *before = at;

          f++;
          is_adjacent = is_adjacent || f[1] == '%';
          if (!read_directive (&at, *f, self, is_known) || before == at)
            {
              *is_known = *is_known && !is_adjacent;
              return FALSE;
            }
        }
      else if (g_ascii_isspace (*f) || (*f == '%' && f[1] == '\0') || (*f & 0x80) != 0)
        {
          if (*f != ' ' || *at != ' ' || at[1] == ' ' || f[1] == ' ')
            *is_known = FALSE;
          if (!*is_known)
            return FALSE;
          at++;
        }
      else
        {
          if (*f == '%')
            f++;
          if (g_ascii_tolower (*f) != g_ascii_tolower (*at))
            {
              *is_known = !is_adjacent;
              return FALSE;
            }
          at++;
        }
    }
  if (*at == '\0' && retort_py_clock_is_valid (self))
    return TRUE;
  *is_known = !is_adjacent && self->second < 60;
  return FALSE;
}

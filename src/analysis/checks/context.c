/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/checks/context.h"

#include "analysis/locks/lock.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * retort_check_get_step: (skip)
 * @actions: the actions of a migration
 * @index: which
 *
 * Returns: (transfer none): one of them
 */
const RetortActionStep *
retort_check_get_step (const RetortMigrationActions *actions, guint index)
{
  return &g_array_index (actions->steps, RetortActionStep, index);
}

/**
 * retort_check_find_text: (skip)
 * @revision: a revision
 * @within: where to look; empty for the whole file
 * @text: what to look for
 *
 * Returns: the first place of @text in the file; @within when it is not there
 */
RetortSpan
retort_check_find_text (RetortRevision *revision, RetortSpan within, const char *text)
{
  RetortSource *source = retort_revision_get_source (revision);
  const char *file;
  const char *found;
  gsize end;

  if (source == NULL)
    return within;
  file = retort_source_get_text (source);
  end = within.end > 0 ? within.end : retort_source_get_length (source);
  found = g_strstr_len (file + within.start, (gssize) (end - within.start), text);
  if (found == NULL)
    return within;
  return (RetortSpan){ (gsize) (found - file), (gsize) (found - file) + strlen (text) };
}

static gboolean
is_of_name (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80;
}

/* A bare name in a text of several lines, where the whole of it would point only to the first one; else that whole place. */
static RetortSpan
find_word (RetortRevision *revision, RetortSpan within, const char *word)
{
  RetortSource *source = retort_revision_get_source (revision);
  const char *text = source != NULL && within.end <= retort_source_get_length (source) ? retort_source_get_text (source) : NULL;
  gsize length = strlen (word);

  if (text == NULL || length == 0 || memchr (text + within.start, '\n', within.end - within.start) == NULL)
    return within;
  for (gsize at = within.start; at + length <= within.end; at++)
    if (strncmp (text + at, word, length) == 0 && (at == within.start || !is_of_name (text[at - 1]))
        && (at + length == within.end || !is_of_name (text[at + length])))
      return (RetortSpan){ at, at + length };
  return within;
}

/* The quoted name inside the statement's place in the file, or the name itself, else that whole place. */
static RetortSpan
find_focus (RetortRevision *revision, RetortSpan statement, const char *focus)
{
  for (guint i = 0; focus != NULL && i < 2; i++)
    {
      g_autofree char *quoted
          = i == 0 ? g_strdup_printf ("'%s'", focus) : g_strdup_printf ("\"%s\"", focus);
      RetortSpan found = retort_check_find_text (revision, statement, quoted);

      if (found.start != statement.start || found.end != statement.end)
        return found;
    }
  return focus != NULL ? find_word (revision, statement, focus) : statement;
}

/* The same where the file says the statement word for word: at the very place that the parser gave it. */
static RetortSpan
find_place (RetortRevision *revision, const RetortStatement *statement, gsize place, const char *focus)
{
  RetortSpan whole = retort_statement_get_span (statement);
  RetortSource *source = retort_revision_get_source (revision);
  const char *sql = retort_statement_get_sql (statement);
  gsize length = strlen (sql);
  RetortSpan found = retort_check_find_text (revision, whole, sql);

  if (source == NULL || found.end > retort_source_get_length (source) || found.end - found.start != length
      || strncmp (retort_source_get_text (source) + found.start, sql, length) != 0 || place >= length || !g_str_has_prefix (sql + place, focus))
    return find_focus (revision, whole, focus);
  return (RetortSpan){ found.start + place, found.start + place + strlen (focus) };
}

/* The place in the file of what stands at @inside of the statement's text. The file says the text as it is, or with quotes and names of Python
 * around it: then it is looked for by its words, the second of two equal ones behind the first. */
static RetortSpan
find_inside (RetortRevision *revision, const RetortStatement *statement, RetortSpan inside)
{
  RetortSpan whole = retort_statement_get_span (statement);
  const char *sql = retort_statement_get_sql (statement);
  g_autofree char *text = g_strndup (sql + inside.start, inside.end - inside.start);
  const char *earlier = strstr (sql, text);
  RetortSpan found = retort_check_find_text (revision, whole, text);

  for (; earlier != NULL && earlier < sql + inside.start; earlier = strstr (earlier + 1, text))
    {
      RetortSpan rest = { found.start + 1, whole.end };
      RetortSpan next = retort_check_find_text (revision, rest, text);

      if (next.start == rest.start)
        break;
      found = next;
    }
  return found;
}

static RetortSpan
find_step (RetortRevision *revision, const RetortActionStep *step)
{
  return step->inside.end > 0 ? find_inside (revision, step->statement, step->inside) : retort_statement_get_span (step->statement);
}

static RetortSpan
find_unread (RetortRevision *revision, const RetortUnreadStatement *unread)
{
  return unread->inside.end > 0 ? find_inside (revision, unread->statement, unread->inside) : retort_statement_get_span (unread->statement);
}

/* Fills in where the finding is; lines and columns only when the file's text is known. */
static void
place_finding (RetortFindingFields *fields, RetortRevision *revision, RetortSpan span)
{
  RetortSource *source = retort_revision_get_source (revision);

  fields->path = retort_revision_get_path (revision);
  fields->span = span;
  if (source == NULL || span.end > retort_source_get_length (source))
    return;
  fields->start = retort_source_position_at (source, span.start);
  fields->end = retort_source_position_at (source, span.end);
}

/* What a function does it does whenever it is called. */
static char *
say_where (const RetortRemark *remark)
{
  const char *function = remark->step != NULL ? remark->step->function : remark->unread != NULL ? remark->unread->function : NULL;

  return function != NULL ? g_strdup_printf (_("Whenever %s() runs: %s"), function, remark->message) : g_strdup (remark->message);
}

static RetortLockInfo *
find_lock (const RetortCheckContext *context, const RetortActionStep *step)
{
  return step->function == NULL ? retort_lock_info_new_from_locks (retort_check_walk_get_place (context->walk, step)->locks) : NULL;
}

/* What a table of that size makes of a lock that is held while all of it is read or written: a moment, or an outage. */
#define SMALL_TABLE_BYTES (G_GINT64_CONSTANT (1) << 20)
#define LARGE_TABLE_BYTES (G_GINT64_CONSTANT (1) << 30)
#define BUSY_USES_PER_S 10.0 /* so many wait already when the lock is held for a second */

static int
weigh_table (gint64 size_bytes, double uses_per_s)
{
  gboolean is_busy = uses_per_s >= BUSY_USES_PER_S;

  if (size_bytes < SMALL_TABLE_BYTES)
    return is_busy ? 0 : -1;
  return is_busy || size_bytes > LARGE_TABLE_BYTES ? 1 : 0;
}

/* By how much sizes and traffic on the server make the step louder; 0 where they do not matter or are not known. */
static int
weigh_sizes (const RetortCheckContext *context, const RetortRemark *remark, const RetortLockInfo *lock)
{
  gint64 largest = -1;
  double busiest = -1;

  if (!context->rule->grows_with_size || context->facts == NULL || remark->step == NULL || lock == NULL || (!lock->scans && !lock->rewrites) || remark->step->action.table == NULL)
    return 0;
  for (guint i = 0; lock->tables[i] != NULL; i++)
    {
      const char *dot = strrchr (lock->tables[i], '.');
      g_autofree char *schema = dot != NULL ? g_strndup (lock->tables[i], (gsize) (dot - lock->tables[i])) : NULL;
      const RetortTableSize *size = retort_target_facts_get_table (context->facts, schema, dot != NULL ? dot + 1 : lock->tables[i]);

      if (size == NULL || size->size_bytes < 0)
        return 0;
      largest = MAX (largest, size->size_bytes);
      busiest = MAX (busiest, size->uses_per_s);
    }
  return largest < 0 ? 0 : weigh_table (largest, busiest);
}

static RetortSeverity
clamp_severity (int severity)
{
  return (RetortSeverity) CLAMP (severity, (int) RETORT_SEVERITY_INFO, (int) RETORT_SEVERITY_ERROR);
}

/* A loop in the file sends one statement many times. */
static gboolean
is_said_already (const RetortCheckContext *context, const RetortFindingFields *fields)
{
  for (guint i = context->findings->len; i > 0; i--)
    {
      const RetortFindingFields *said = retort_finding_get (g_ptr_array_index (context->findings, i - 1));

      if (!g_str_equal (said->rule, fields->rule))
        return FALSE;
      if (said->span.start == fields->span.start && said->direction == fields->direction && g_str_equal (said->message, fields->message)
          && g_strcmp0 (said->revision, fields->revision) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_check_say: (skip)
 * @context: the rule's context
 * @remark: what it found
 *
 * Adds a finding in the rule's words.
 */
void
retort_check_say (RetortCheckContext *context, RetortRemark remark)
{
  RetortRevision *revision = remark.revision != NULL ? remark.revision : context->revision;
  g_autofree char *own = remark.message;
  g_autofree char *message = say_where (&remark);
  g_autoptr(GPtrArray) fix = remark.fix;
  g_autoptr(RetortLockInfo) lock = NULL;
  RetortFindingFields fields = { 0 };

  fields.rule = context->rule->id;
  fields.severity = clamp_severity ((int) context->severity + remark.louder);
  fields.message = message;
  fields.why = _(context->rule->why);
  fields.remedy = _(context->rule->remedy);
  fields.fix = fix;
  if (revision != NULL)
    {
      RetortSpan span = remark.span;

      if (remark.step != NULL)
        span = remark.place > 0 && remark.step->inside.end == 0
                   ? find_place (revision, remark.step->statement, remark.place, remark.focus)
                   : find_focus (revision, find_step (revision, remark.step), remark.focus);
      else if (remark.unread != NULL)
        span = find_unread (revision, remark.unread);
      if (remark.step != NULL || remark.unread != NULL)
        fields.first_line = retort_statement_get_start (remark.step != NULL ? remark.step->statement : remark.unread->statement).line;
      fields.revision = retort_revision_get_id (revision);
      place_finding (&fields, revision, span);
    }
  if (remark.step != NULL)
    {
      lock = find_lock (context, remark.step);
      fields.lock = lock;
      if (remark.step->function != NULL)
        remark.louder--;
      fields.severity = clamp_severity ((int) context->severity + remark.louder + weigh_sizes (context, &remark, lock));
    }
  /* What is said of no statement is about the revision, unless it is the way down that is looked
   * at. */
  fields.direction = context->direction;
  fields.has_direction = remark.step != NULL || remark.unread != NULL || context->direction == RETORT_DIRECTION_DOWNGRADE;
  if (!is_said_already (context, &fields))
    g_ptr_array_add (context->findings, retort_finding_new (&fields));
}

/**
 * retort_check_say_at: (skip)
 * @context: the rule's context
 * @at: what it is about
 * @focus: (nullable): a name to point at inside the statement
 * @louder: by how much it is worse than the rule's severity says
 * @format: printf format of what is there
 * @...: its arguments
 *
 * Adds a finding about an action or a statement.
 */
void
retort_check_say_at (RetortCheckContext *context, const RetortCheckStep *at, const char *focus, int louder, const char *format,
                     ...)
{
  RetortRemark remark = { .step = at->step, .focus = focus, .louder = louder };
  va_list arguments;

  va_start (arguments, format);
  remark.message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  retort_check_say (context, remark);
}

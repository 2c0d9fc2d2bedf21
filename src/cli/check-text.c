/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/check-text.h"

#include "cli/source-files.h"

#include <glib/gi18n.h>

struct _RetortCheckText
{
  RetortCli  *cli;     /* borrowed */
  GHashTable *sources; /* nullable: nothing was told yet; of retort_cli_source_files_new() */
  RetortFindingReport report; /* of the findings that came last */
  gboolean    has_color;
  GString    *text;
  guint       n[RETORT_SEVERITY_ERROR + 1]; /* by severity, without what is suppressed */
};

/**
 * retort_check_text_new:
 * @cli: the call; outlives the text
 *
 * Returns: (transfer full): a text that tells of no findings yet
 */
RetortCheckText *
retort_check_text_new (RetortCli *cli)
{
  RetortCheckText *self = g_new0 (RetortCheckText, 1);

  self->cli = cli;
  self->report = (RetortFindingReport){ NULL, cli->base, RETORT_VERSION };
  self->has_color = retort_cli_has_color (cli);
  self->text = g_string_new (NULL);
  return self;
}

/**
 * retort_check_text_free:
 * @self: (transfer full): a text
 */
void
retort_check_text_free (RetortCheckText *self)
{
  g_clear_pointer (&self->sources, g_hash_table_unref);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * retort_check_text_add:
 * @self: a text
 * @findings: (element-type RetortFinding): those that follow
 *
 * The project, if there is one, is open by now: its texts are shown as they were checked.
 */
void
retort_check_text_add (RetortCheckText *self, GPtrArray *findings)
{
  if (self->sources == NULL)
    {
      self->sources = retort_cli_source_files_new ();
      retort_cli_show_sources (self->cli, self->sources, &self->report);
    }
  self->report.findings = findings;
  retort_findings_append_text (self->text, &self->report, self->has_color);
  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      if (fields->suppressed_reason == NULL)
        self->n[fields->severity]++;
    }
}

/**
 * retort_check_text_print:
 * @self: a text that is whole
 *
 * Writes it to standard output, and how many findings there are.
 */
void
retort_check_text_print (RetortCheckText *self)
{
  const guint *n = self->n;
  g_autofree char *errors = g_strdup_printf (ngettext ("%u error", "%u errors", n[RETORT_SEVERITY_ERROR]), n[RETORT_SEVERITY_ERROR]);
  g_autofree char *warnings = g_strdup_printf (ngettext ("%u warning", "%u warnings", n[RETORT_SEVERITY_WARNING]), n[RETORT_SEVERITY_WARNING]);
  g_autofree char *remarks = g_strdup_printf (ngettext ("%u remark", "%u remarks", n[RETORT_SEVERITY_INFO]), n[RETORT_SEVERITY_INFO]);

  g_string_append_printf (self->text, "%s, %s, %s\n", errors, warnings, remarks);
  retort_cli_print (self->text->str);
}

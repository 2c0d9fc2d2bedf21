/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up project in a made-up git repository: `main` has 001 and 002; `topic` adds 003 and 004, changes 002, rewords 001;
 * main has gone on since. `topic` is checked out. */
#pragma once

#include "formats/scratch.h"

#include <string.h>

static inline char *
git_revision (const char *id, const char *down, const char *upgrade, const char *downgrade)
{
  g_autofree char *parent = down != NULL ? g_strdup_printf ("'%s'", down) : g_strdup ("None");

  return g_strdup_printf ("\"\"\"step %s\n\nRevision ID: %s\nCreate Date: 2026-03-01 10:00:00\n\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = '%s'\n"
                          "down_revision = %s\n\n\ndef upgrade():\n    %s\n\n\ndef downgrade():\n    %s\n", id, id, id, parent, upgrade, downgrade);
}

static inline void
git_write_revision (const char *scratch, const char *id, const char *down, const char *upgrade, const char *downgrade)
{
  g_autofree char *text = git_revision (id, down, upgrade, downgrade);
  g_autofree char *name = g_strdup_printf ("db/versions/%s.py", id);

  scratch_write (scratch, name, text);
}

/* What git prints. Each call is a minute later, for those that commit. */
static inline char *
git_run (const char *folder, const char *words)
{
  static guint n_calls;
  g_autofree char *date = g_strdup_printf ("%u +0000", 1780000000 + 60 * n_calls++);
  g_autofree char *line = g_strdup_printf ("env GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_DATE='%s' GIT_COMMITTER_DATE='%s' "
                                           "git -C '%s' -c user.name=Ada -c user.email=ada@example.org -c protocol.file.allow=always %s",
                                           date, date, folder, words);
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  g_autofree char *complaint = NULL;
  int status = 0;

  g_spawn_command_line_sync (line, &output, &complaint, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, complaint);
  return g_strchomp (output);
}

static inline void
git_do (const char *folder, const char *words)
{
  g_free (git_run (folder, words));
}

static inline void
git_commit_all (const char *folder, const char *message)
{
  g_autofree char *words = g_strdup_printf ("commit -q -m '%s'", message);

  git_do (folder, "add -A");
  git_do (folder, words);
}

static inline void
git_write_topic (const char *scratch)
{
  git_write_revision (scratch, "002", "001", "op.add_column('t', sa.Column('b', sa.Text()))", "op.drop_column('t', 'b')");
  git_write_revision (scratch, "003", "002", "op.add_column('t', sa.Column('c', sa.Integer()))", "op.drop_column('t', 'c')");
  git_write_revision (scratch, "004", "003", "op.drop_column('t', 'a')", "pass");
  git_write_revision (scratch, "001", NULL, "op.create_table('t', sa.Column('a',  sa.Integer()))", "op.drop_table('t')");
}

static inline char *
git_project_new (void)
{
  char *scratch = scratch_new ();

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "db/env.py", "from alembic import context\ncontext.configure(connection=c)\nwith context.begin_transaction():\n    context.run_migrations()\n");
  git_write_revision (scratch, "001", NULL, "op.create_table('t', sa.Column('a', sa.Integer()))", "op.drop_table('t')");
  git_write_revision (scratch, "002", "001", "op.add_column('t', sa.Column('b', sa.Integer()))", "op.drop_column('t', 'b')");
  git_do (scratch, "init -q -b main");
  git_commit_all (scratch, "first");
  git_do (scratch, "checkout -q -b topic");
  git_write_topic (scratch);
  git_commit_all (scratch, "topic");
  git_do (scratch, "checkout -q main");
  scratch_write (scratch, "README", "main goes on\n");
  git_commit_all (scratch, "second");
  git_do (scratch, "checkout -q topic");
  return scratch;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by compiler.c (runs the evaluation, keeps the gaps) and compiler-batches.c (sends and asks). */
#pragma once

#include "formats/alembic/compiler.h"

#include "formats/alembic/project.h"
#include "model/migration.h"

G_BEGIN_DECLS

typedef struct
{
  RetortSource    *source;
  RetortHost      *host;       /* nullable: nobody takes the batches, and no question has an answer */
  GCancellable    *cancellable;
  GPtrArray       *batches;    /* element: RetortBatch */
  GPtrArray       *gaps;       /* element: RetortGap */
  RetortModuleFiles *modules;  /* nullable: of the project */
  GPtrArray       *questions;  /* element: RetortGap; what only a run answers */
  GPtrArray       *imports;    /* element: RetortSource; of the project's modules that were read */
  GPtrArray       *outside;    /* element: RetortGap; questions that nobody can answer, which count when the migration asks at all */
  RetortGap       *doubt;      /* nullable: the first call that may fail, which counts when nothing else is unknown */
  RetortPyEvaluation *evaluation; /* nullable: the one that runs */
  gboolean         has_issue[RETORT_PY_ISSUE_DOUBT + 1];
  GHashTable      *made_types; /* key: "schema.name" of types that create_table() made */
  gboolean         has_more_types; /* create_table() may have made others, which are not known */
  guint            next_serial;
  guint            n_savepoints;
  RetortNaming    *naming;     /* nullable, borrowed from the project */
  RetortFlaskConfig *flask_config; /* the same */
  RetortAlembicProject *project; /* nullable */
  RetortProject   *owner;      /* nullable: whose it is */
  gboolean         is_apart;     /* see retort_compiler_evaluate_apart() */
  guint            n_parameters; /* values from the database in the statement that is being written */
  gboolean         is_asking; /* what is said to be live is a question itself, no use of an answer */
  gboolean         in_autocommit;
  gboolean         is_block_start; /* no batch was sent in the autocommit block yet */
  guint            n_uses;         /* of get_compiler(), and times that something was told */
} Compiler;

/* For what is the same in all migrations of a project, and for the order of things. */
static inline Compiler *
look_at_compiler (RetortPyEvaluation *evaluation)
{
  return retort_py_evaluation_get_user_data (evaluation);
}

/* For all that may matter to what follows. */
static inline Compiler *
get_compiler (RetortPyEvaluation *evaluation)
{
  Compiler *self = look_at_compiler (evaluation);

  self->n_uses++;
  return self;
}

static inline gboolean
has_live_host (const Compiler *self)
{
  return self->host != NULL && retort_host_is_live (self->host);
}

void retort_compiler_take_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data);

G_END_DECLS

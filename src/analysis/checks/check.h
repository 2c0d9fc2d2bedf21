/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table and the reviewer. Pure. One rule is one row: id, severity, words, and a function. */
#pragma once

#include "analysis/history/history.h"
#include "model/finding.h"
#include "model/migration.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

typedef struct _RetortCheckContext RetortCheckContext;

/**
 * RetortRule:
 * @id: stable, kebab-case
 * @title: a few words
 * @severity: the default
 * @why: why it matters
 * @remedy: the way out
 * @check_migration: (nullable): called for each direction of each revision
 * @check_history: (nullable): called once for the project
 *
 * A rule without functions is kept by the reviewer itself.
 */
typedef struct
{
  const char    *id;
  const char    *title;
  RetortSeverity severity;
  const char    *why;
  const char    *remedy;
  void         (*check_migration) (RetortCheckContext *context);
  void         (*check_history)   (RetortCheckContext *context);
} RetortRule;

/**
 * RetortCheckSettings:
 * @severities: (nullable): key: rule id, value: RetortSeverity + 1 by GINT_TO_POINTER; 0 = off
 *
 * What a project changes about the rules (retort.json). A rule that is off is missing from no table but
 * says nothing.
 */
typedef struct
{
  GHashTable *severities;
} RetortCheckSettings;

/**
 * RetortCheckInput:
 * @history: (not nullable): the history that the revision belongs to
 * @revision: (not nullable): what to check
 * @upgrade: (nullable): %NULL when it could not be compiled
 * @downgrade: (nullable): likewise
 * @facts: (nullable): the server that it is checked for
 * @settings: (nullable): what the project changes about the rules
 */
typedef struct
{
  const RetortHistory       *history;
  RetortRevision            *revision;
  RetortMigration           *upgrade;
  RetortMigration           *downgrade;
  const RetortTargetFacts   *facts;
  const RetortCheckSettings *settings;
} RetortCheckInput;

const RetortRule *retort_rules_get_all  (guint *n_rules);
const RetortRule *retort_rules_find     (const char *id);

GPtrArray        *retort_check_revision (const RetortCheckInput *input) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray        *retort_check_history  (const RetortHistory *history, const RetortCheckSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

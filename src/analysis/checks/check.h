/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table and the reviewer. Pure. One rule is one row: id, severity, words, and a function. */
#pragma once

#include "analysis/history/history.h"
#include "model/finding.h"
#include "model/migration.h"
#include "model/plan.h"
#include "model/schema.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

typedef struct _RetortCheckContext RetortCheckContext;

typedef struct _RetortCheckStep RetortCheckStep;

/**
 * RetortRule:
 * @id: stable, kebab-case
 * @title: a few words
 * @severity: the default
 * @is_off: says nothing until the project gives it a severity
 * @is_for_downgrades: statements of a downgrade are asked about, too
 * @is_for_bodies: what stands in the body of a function that is made is asked about, too
 * @is_live: what it says it says of a database that is connected only
 * @grows_with_size: what it warns of takes as long as the table is large: a size that is known makes it milder or louder
 * @why: why it matters
 * @remedy: the way out
 * @setup: (nullable): SQL that makes what the examples need
 * @bad: (nullable): SQL that breaks it
 * @good: (nullable): SQL that does the same and does not break it
 * @check_action: (nullable): called for each action of each statement of a migration
 * @check_statement: (nullable): called for each statement of a migration
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
  gboolean       is_off;
  gboolean       is_for_downgrades;
  gboolean       is_for_bodies;
  gboolean       is_live;
  gboolean       grows_with_size;
  const char    *why;
  const char    *remedy;
  const char    *setup;
  const char    *bad;
  const char    *good;
  void         (*check_action)    (RetortCheckContext *context, const RetortCheckStep *at);
  void         (*check_statement) (RetortCheckContext *context, const RetortCheckStep *at);
  void         (*check_migration) (RetortCheckContext *context);
  void         (*check_history)   (RetortCheckContext *context);
} RetortRule;

/**
 * RetortCheckSettings:
 * @severities: (nullable): key: rule id, value: RetortSeverity + 1 by GINT_TO_POINTER; 0 = off
 * @names: (nullable): key: a kind of object as retort.json calls it, value: GRegex that its names must match
 *
 * What a project changes about the rules (retort.json). A rule that is off is missing from no table but
 * says nothing.
 */
typedef struct
{
  GHashTable *severities;
  GHashTable *names;
} RetortCheckSettings;

/**
 * RetortCheckInput:
 * @history: (not nullable): the history that the revision belongs to
 * @revision: (not nullable): what to check
 * @upgrade: (nullable): %NULL when it could not be compiled
 * @downgrade: (nullable): likewise
 * @facts: (nullable): the server that it is checked for
 * @settings: (nullable): what the project changes about the rules
 * @transactions: how the runner opens transactions
 * @before_upgrade: (nullable): what is there when the upgrade begins; %NULL when that is not known
 * @before_downgrade: (nullable): likewise for the downgrade
 * @dup_newest: (nullable): gives what is there at the only head, %NULL when there are several or none; asked only by what needs it, as the whole
 *   history has to be replayed for it
 * @newest_data: for @dup_newest
 * @upgrade_steps: (nullable) (element-type RetortSchemaStep): what retort_schema_apply_migration() said of the upgrade, which need not be applied again
 */
typedef struct
{
  const RetortHistory       *history;
  RetortRevision            *revision;
  RetortMigration           *upgrade;
  RetortMigration           *downgrade;
  const RetortTargetFacts   *facts;
  const RetortCheckSettings *settings;
  RetortTransactions         transactions;
  RetortSchema              *before_upgrade;
  RetortSchema              *before_downgrade;
  RetortSchema            *(*dup_newest) (gpointer newest_data);
  gpointer                   newest_data;
  const GArray              *upgrade_steps;
} RetortCheckInput;

/* (array zero-terminated=1) */
const RetortRule *const *retort_rules_get_all (void);
const RetortRule *retort_rules_find     (const char *id);
const RetortRule *retort_rules_find_similar (const char *id);

GPtrArray        *retort_check_revision (const RetortCheckInput *input) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray        *retort_check_history  (const RetortHistory *history, const RetortCheckSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database holds, from whatever source: catalogue, simulation, models, snapshot.
 *
 * A schema is immutable and structure-shared: its objects are reference counted, a changed copy
 * shares all that did not change. Objects are plain structs with public fields, filled once by who
 * makes them and never written afterwards. Arrays own their elements. Names are unquoted, but for
 * those of the form "schema.name", whose parts are quoted where SQL needs it. Expressions and
 * definitions are in PostgreSQL's pretty form, pg_get_…(…, true), as psql shows them; an object that
 * says is_as_written has some that are not, because no server was asked. An object's rank
 * is its place in an order in which all can be made: what it needs has a lower one; 0 is not known. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  RETORT_RELATION_TABLE,
  RETORT_RELATION_PARTITIONED_TABLE,
  RETORT_RELATION_FOREIGN_TABLE,
  RETORT_RELATION_VIEW,
  RETORT_RELATION_MATERIALIZED_VIEW,
} RetortRelationKind;

typedef enum
{
  RETORT_CONSTRAINT_CHECK,
  RETORT_CONSTRAINT_NOT_NULL,
  RETORT_CONSTRAINT_PRIMARY_KEY,
  RETORT_CONSTRAINT_UNIQUE,
  RETORT_CONSTRAINT_FOREIGN_KEY,
  RETORT_CONSTRAINT_EXCLUSION,
} RetortConstraintKind;

typedef struct
{
  char    *name;
  char    *type;               /* as format_type() says it */
  gboolean is_nullable;
  char    *default_expression; /* nullable; as pg_get_expr() says it */
  char    *identity;           /* nullable: "always" or "by default" */
  char    *generated;          /* nullable: the expression */
  gboolean is_generated_virtual;
  char    *collation;          /* nullable: only when not the type's own */
  char    *collation_schema;   /* nullable: only when the search path does not find the collation */
  char    *storage;            /* "plain", "extended", "external", "main" */
  gboolean has_own_storage;    /* @storage is not what the type would choose */
  char    *compression;        /* nullable */
  int      statistics_target;  /* -1: the default */
  GStrv    options;            /* nullable; "n_distinct=5" */
  char    *fdw_options;        /* nullable; "name 'value', …" */
  gboolean is_inherited;       /* comes from a parent only */
  gboolean is_as_written;      /* the default or the generating expression */
  char    *comment;            /* nullable */
} RetortColumn;

typedef struct
{
  RetortConstraintKind kind;
  char    *name;
  GStrv    columns;            /* names; empty when it is over expressions */
  char    *definition;         /* as pg_get_constraintdef() says it */
  char    *referenced_schema;  /* nullable; foreign keys */
  char    *referenced_table;   /* nullable */
  GStrv    referenced_columns; /* nullable */
  char    *on_delete;          /* nullable; "NO ACTION", "CASCADE", … */
  char    *on_update;          /* nullable */
  gboolean is_valid;
  gboolean is_deferrable;
  gboolean is_deferred;
  gboolean is_inherited;       /* comes from a parent only */
  char    *index;              /* nullable: the index that backs it */
  gboolean is_as_written;      /* the definition */
  char    *comment;            /* nullable */
} RetortConstraint;

typedef struct
{
  char    *name;
  char    *method;      /* "btree" */
  GStrv    columns;     /* column names or expressions, as pg_get_indexdef(…, n) says them */
  GStrv    column_names; /* nullable; names of the index's own columns */
  GStrv    column_types; /* nullable; as format_type() says them */
  GStrv    column_statistics; /* nullable; targets in decimal, "-1" is the default */
  guint    n_key_columns;
  char    *predicate;   /* nullable */
  char    *definition;  /* as pg_get_indexdef() says it */
  gboolean is_unique;
  gboolean is_primary;
  gboolean is_valid;
  gboolean is_clustered;
  gboolean is_replica_identity;
  gboolean is_partitioned;
  gboolean has_nulls_not_distinct;
  guint    n_partitions;
  char    *parent;      /* nullable: "schema.name" of the index whose partition it is */
  char    *tablespace;  /* nullable */
  char    *constraint;  /* nullable: the constraint that it backs */
  gint64   size_bytes;  /* -1: not known */
  gboolean is_as_written; /* columns, predicate or definition */
  char    *comment;     /* nullable */
} RetortIndex;

typedef struct
{
  char    *name;
  gboolean is_permissive;
  char    *command;  /* "ALL", "SELECT", … */
  GStrv    roles;    /* by name; "public" for everyone */
  char    *using_expression; /* nullable */
  char    *check_expression; /* nullable */
  gboolean is_as_written;
  char    *comment;  /* nullable */
} RetortPolicy;

typedef struct
{
  char *name;
  char *definition; /* as pg_get_triggerdef() says it */
  char *function;
  char *enabled;    /* "origin", "disabled", "replica", "always" */
  gboolean is_internal; /* made for a constraint; only those that someone disabled are listed */
  char *parent;     /* nullable: "schema.name" of the partitioned table that it comes from */
  gboolean is_as_written;
  char *comment;    /* nullable */
} RetortTrigger;

typedef struct
{
  char *name;
  char *definition; /* as pg_get_ruledef() says it */
  char *enabled;    /* as of a trigger */
  gboolean is_as_written;
  char *comment;    /* nullable */
} RetortRewriteRule;

typedef struct
{
  char *schema;
  char *name;
  GStrv kinds;       /* "ndistinct", "dependencies", "mcv" */
  char *columns;     /* as pg_get_statisticsobjdef_columns() says them */
  char *definition;  /* as pg_get_statisticsobjdef() says it */
  int   target;      /* -1: the default */
  gboolean is_as_written;
  char *comment;     /* nullable */
} RetortStatistics;

/* Tables, partitioned and foreign tables, views and materialized views. */
typedef struct
{
  RetortRelationKind kind;
  char      *schema;
  char      *name;
  GPtrArray *columns;     /* element: RetortColumn */
  GPtrArray *constraints; /* element: RetortConstraint */
  GPtrArray *indexes;     /* element: RetortIndex */
  GPtrArray *policies;    /* element: RetortPolicy */
  GPtrArray *triggers;    /* element: RetortTrigger */
  GPtrArray *rules;       /* element: RetortRewriteRule; those of views' own queries are left out */
  GPtrArray *statistics;  /* element: RetortStatistics */
  GPtrArray *referenced_by; /* element: RetortConstraintRef; foreign keys that point here */
  GStrv      publications; /* nullable; as \d says them */
  char      *definition;  /* nullable: a view's query */
  char      *partition_key;   /* nullable */
  char      *partition_bound; /* nullable */
  gboolean   is_detach_pending;
  char      *of_type;     /* nullable: the type of a typed table, as format_type() says it */
  char      *server;      /* nullable: of a foreign table */
  char      *fdw_options; /* nullable; "name 'value', …" */
  char      *extension;   /* nullable: the extension that made it */
  GStrv      inherits;    /* "schema.name"; parents, partition parent included */
  GStrv      children;    /* "schema.name" */
  char      *owner;       /* nullable */
  char      *tablespace;  /* nullable */
  char      *access_method; /* nullable */
  char      *persistence; /* "permanent", "unlogged", "temporary" */
  GStrv      options;     /* storage options, "fillfactor=70" */
  char      *replica_identity; /* nullable: only when not the default */
  gboolean   has_row_security;
  gboolean   forces_row_security;
  gint64     n_rows_estimate; /* -1: never analysed */
  gint64     size_bytes;      /* -1: not known */
  gboolean   is_as_written; /* the view's query, the partition's key or bound */
  guint      rank;
  char      *comment;     /* nullable */
} RetortTable;

typedef struct
{
  char *schema;
  char *table;
  char *name;
  char *definition;
} RetortConstraintRef;

typedef struct
{
  char *schema;
  char *name;
  GStrv labels;
  char *owner;   /* nullable */
  char *privileges; /* nullable: only when not the default; one grant a line */
  guint rank;
  char *comment; /* nullable */
} RetortEnumType;

typedef struct
{
  char    *schema;
  char    *name;
  char    *type;
  gint64   start;
  gint64   minimum;
  gint64   maximum;
  gint64   increment;
  gint64   cache;
  gboolean cycles;
  char    *owned_by; /* nullable: "schema.table.column" */
  gboolean is_identity;
  char    *owner;    /* nullable */
  char    *persistence; /* as of a table */
  char    *extension;   /* nullable: the extension that made it */
  guint    rank;
  char    *comment;  /* nullable */
} RetortSequence;

typedef struct
{
  char *schema;
  char *name;
  char *arguments;
  char *identity_arguments; /* those that tell it from its namesakes */
  char *result;
  char *kind; /* "function", "procedure", "aggregate", "window", "trigger" */
  char *language;
  char *definition; /* nullable */
  gboolean is_as_written;
  guint rank;
  char *comment;    /* nullable */
} RetortFunction;

typedef struct
{
  char *schema;
  char *name;
  char *type;
  char *definition; /* what follows the type in CREATE DOMAIN: collation, default, not null, checks */
  char *collation;  /* nullable: only when not the type's own */
  gboolean is_nullable;
  char *default_expression; /* nullable */
  char *checks;     /* definitions, as \dD says them */
  gboolean is_as_written;
  guint rank;
  char *comment;    /* nullable */
} RetortDomain;

/* A type of its own that is made of columns. */
typedef struct
{
  char      *schema;
  char      *name;
  GPtrArray *columns; /* element: RetortColumn */
  guint      rank;
  char      *comment; /* nullable */
} RetortCompositeType;

typedef struct
{
  char *name;
  char *version;
  char *schema;
} RetortExtension;

/* Allocated by retort_…_new(): zeroed, reference counted (atomic), arrays made, -1 where that means "not known". */
RetortColumn     *retort_column_new     (void);
RetortConstraint *retort_constraint_new (void);
RetortIndex      *retort_index_new      (void);
RetortPolicy     *retort_policy_new     (void);
RetortTrigger    *retort_trigger_new    (void);
RetortRewriteRule       *retort_rewrite_rule_new       (void);
RetortStatistics *retort_statistics_new (void);
RetortTable      *retort_table_new      (void);
RetortConstraintRef *retort_constraint_ref_new (void);
RetortEnumType   *retort_enum_type_new  (void);
RetortSequence   *retort_sequence_new   (void);
RetortFunction   *retort_function_new   (void);
RetortDomain     *retort_domain_new     (void);
RetortCompositeType *retort_composite_type_new (void);
RetortExtension  *retort_extension_new  (void);
void              retort_column_unref     (RetortColumn *self);
void              retort_constraint_unref (RetortConstraint *self);
void              retort_index_unref      (RetortIndex *self);
void              retort_policy_unref     (RetortPolicy *self);
void              retort_trigger_unref    (RetortTrigger *self);
void              retort_rewrite_rule_unref       (RetortRewriteRule *self);
void              retort_statistics_unref (RetortStatistics *self);
RetortTable      *retort_table_ref        (RetortTable *self);
RetortEnumType   *retort_enum_type_ref    (RetortEnumType *self);
RetortSequence   *retort_sequence_ref     (RetortSequence *self);
RetortFunction   *retort_function_ref     (RetortFunction *self);
RetortDomain     *retort_domain_ref       (RetortDomain *self);
RetortCompositeType *retort_composite_type_ref (RetortCompositeType *self);
void              retort_table_unref      (RetortTable *self);
void              retort_constraint_ref_unref (RetortConstraintRef *self);
void              retort_enum_type_unref  (RetortEnumType *self);
void              retort_sequence_unref   (RetortSequence *self);
void              retort_function_unref   (RetortFunction *self);
void              retort_domain_unref     (RetortDomain *self);
void              retort_composite_type_unref (RetortCompositeType *self);
void              retort_extension_unref  (RetortExtension *self);

/* Changed copies: a table's parts and a type's columns are shared with the copy. */
RetortColumn     *retort_column_copy      (const RetortColumn *self) G_GNUC_WARN_UNUSED_RESULT;
RetortConstraint *retort_constraint_copy  (const RetortConstraint *self) G_GNUC_WARN_UNUSED_RESULT;
RetortIndex      *retort_index_copy       (const RetortIndex *self) G_GNUC_WARN_UNUSED_RESULT;
RetortPolicy     *retort_policy_copy      (const RetortPolicy *self) G_GNUC_WARN_UNUSED_RESULT;
RetortTrigger    *retort_trigger_copy     (const RetortTrigger *self) G_GNUC_WARN_UNUSED_RESULT;
RetortTable      *retort_table_copy       (const RetortTable *self) G_GNUC_WARN_UNUSED_RESULT;
RetortEnumType   *retort_enum_type_copy   (const RetortEnumType *self) G_GNUC_WARN_UNUSED_RESULT;
RetortSequence   *retort_sequence_copy    (const RetortSequence *self) G_GNUC_WARN_UNUSED_RESULT;
RetortFunction   *retort_function_copy    (const RetortFunction *self) G_GNUC_WARN_UNUSED_RESULT;
RetortDomain     *retort_domain_copy      (const RetortDomain *self) G_GNUC_WARN_UNUSED_RESULT;
RetortCompositeType *retort_composite_type_copy (const RetortCompositeType *self) G_GNUC_WARN_UNUSED_RESULT;
RetortExtension  *retort_extension_copy   (const RetortExtension *self) G_GNUC_WARN_UNUSED_RESULT;

/* Immutable once handed out, atomically reference counted: may cross threads. */
typedef struct _RetortSchema RetortSchema;

#define RETORT_TYPE_SCHEMA (retort_schema_get_type ())
GType         retort_schema_get_type       (void) G_GNUC_CONST;

/* A schema from a catalogue is filled through the arrays, before anything is looked up; the schema owns
 * the elements. The arrays of any other are made when they are first asked for. */
RetortSchema *retort_schema_new            (void) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema *retort_schema_ref            (RetortSchema *self);
void          retort_schema_unref          (RetortSchema *self);
GPtrArray    *retort_schema_get_names      (const RetortSchema *self); /* element: utf8, schema names */
GPtrArray    *retort_schema_get_tables     (const RetortSchema *self); /* element: RetortTable, views included; by schema and name */
GPtrArray    *retort_schema_get_enums      (const RetortSchema *self); /* element: RetortEnumType */
GPtrArray    *retort_schema_get_sequences  (const RetortSchema *self); /* element: RetortSequence */
GPtrArray    *retort_schema_get_functions  (const RetortSchema *self); /* element: RetortFunction */
GPtrArray    *retort_schema_get_domains    (const RetortSchema *self); /* element: RetortDomain */
GPtrArray    *retort_schema_get_composites (const RetortSchema *self); /* element: RetortCompositeType */
GPtrArray    *retort_schema_get_extensions (const RetortSchema *self); /* element: RetortExtension */
/* The schemas that an unqualified name is looked for in; "public" alone when nobody set it. */
const char *const *retort_schema_get_search_path (const RetortSchema *self);
void          retort_schema_set_search_path (RetortSchema *self, const char *const *search_path);
/* What SET search_path made of it for the statements that follow; names are still said by the one above. */
const char *const *retort_schema_get_current_path (const RetortSchema *self);
const char *const *retort_schema_get_lookup_path (const RetortSchema *self);
void          retort_schema_set_current_path (RetortSchema *self, const char *const *search_path);
RetortTable  *retort_schema_find_table     (const RetortSchema *self, const char *schema, const char *name);
RetortColumn *retort_table_find_column     (const RetortTable *self, const char *name);
RetortConstraint *retort_table_find_constraint (const RetortTable *self, const char *name);

/* What a schema is made of; each has its own array above. */
typedef enum
{
  RETORT_OBJECT_NAMESPACE, /* char: the name of a schema */
  RETORT_OBJECT_TABLE,     /* RetortTable */
  RETORT_OBJECT_ENUM,      /* RetortEnumType */
  RETORT_OBJECT_SEQUENCE,  /* RetortSequence */
  RETORT_OBJECT_FUNCTION,  /* RetortFunction; its name is "name(identity arguments)" */
  RETORT_OBJECT_DOMAIN,    /* RetortDomain */
  RETORT_OBJECT_COMPOSITE, /* RetortCompositeType */
  RETORT_OBJECT_EXTENSION, /* RetortExtension; its schema is not part of its name: pass NULL */
} RetortObjectKind;
#define RETORT_N_OBJECT_KINDS (RETORT_OBJECT_EXTENSION + 1)

/* What a name of the namespace that tables, indexes, sequences and composite types share stands for. */
typedef struct
{
  RetortObjectKind kind;     /* TABLE, SEQUENCE or COMPOSITE */
  gboolean         is_index; /* then @table has it */
  char            *table;    /* GRefString; the name of the table, of the same schema */
} RetortRelationName;

typedef void (*RetortSchemaFunc) (gpointer object, gpointer user_data);

gpointer      retort_schema_find           (const RetortSchema *self, RetortObjectKind kind, const char *schema, const char *name);
void          retort_schema_foreach        (const RetortSchema *self, RetortObjectKind kind, RetortSchemaFunc func, gpointer user_data);
void          retort_schema_foreach_changed (const RetortSchema *self, const RetortSchema *other, RetortObjectKind kind, RetortSchemaFunc func, gpointer user_data);
const RetortRelationName *retort_schema_find_relation (const RetortSchema *self, const char *schema, const char *name);
gboolean      retort_schema_has_constraint (const RetortSchema *self, const char *schema, const char *name);
/* Why nothing sure can be said of what is called so: something opaque may have changed it. (nullable) */
const char   *retort_schema_get_taint      (const RetortSchema *self, const char *schema, const char *name);
gboolean      retort_schema_has_same_taint (const RetortSchema *a, const RetortSchema *b, const char *schema, const char *name);

/* A copy shares everything, and costs the same however large the schema is. It may be changed until it is
 * handed out; a change costs the logarithm of the schema's size. */
RetortSchema *retort_schema_copy           (const RetortSchema *self) G_GNUC_WARN_UNUSED_RESULT;
void          retort_schema_put            (RetortSchema *self, RetortObjectKind kind, gpointer object);
void          retort_schema_remove         (RetortSchema *self, RetortObjectKind kind, const char *schema, const char *name);
/* Of one name; of everything that is or may be there when @name is NULL. */
void          retort_schema_taint          (RetortSchema *self, const char *schema, const char *name, const char *reason);
/* Whether it exists and what it is, is known from now on. */
void          retort_schema_clear_taint    (RetortSchema *self, const char *schema, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortColumn, retort_column_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortConstraint, retort_constraint_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortIndex, retort_index_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPolicy, retort_policy_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTrigger, retort_trigger_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTable, retort_table_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortEnumType, retort_enum_type_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSequence, retort_sequence_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortFunction, retort_function_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDomain, retort_domain_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCompositeType, retort_composite_type_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortExtension, retort_extension_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSchema, retort_schema_unref)

G_END_DECLS

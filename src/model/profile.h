/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to reach a database and how careful to be. Holds no password. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The id of every profile of the private server; which of its databases is meant, the profile says besides. */
#define RETORT_PROFILE_PRIVATE_ID "private"

typedef enum
{
  RETORT_ENVIRONMENT_DEVELOPMENT,
  RETORT_ENVIRONMENT_STAGING,
  RETORT_ENVIRONMENT_PRODUCTION,
} RetortEnvironment;

/**
 * RetortPasswordSource:
 * @RETORT_PASSWORD_LIBPQ: left to libpq: .pgpass, service file, PG* variables
 * @RETORT_PASSWORD_KEYRING: in the Secret Service
 * @RETORT_PASSWORD_ASK: asked each session
 */
typedef enum
{
  RETORT_PASSWORD_LIBPQ,
  RETORT_PASSWORD_KEYRING,
  RETORT_PASSWORD_ASK,
} RetortPasswordSource;

/* The strings are borrowed by retort_profile_new() and owned by the profile afterwards; every one but name is nullable. */
typedef struct
{
  const char          *id;   /* nullable: made when missing; stable, names the keyring entry */
  const char          *name;
  RetortEnvironment    environment;
  const char          *host; /* a host, or a folder with a socket */
  guint                port; /* 0: libpq's default */
  const char          *database;
  const char          *user;
  const char          *tls_mode; /* libpq's sslmode words, unchanged */
  const char          *service;
  const char          *search_path;
  const char          *url;  /* a connection string that holds what the parts do not say, and no password; the parts count more */
  guint                connect_timeout_s;   /* 0: 10 */
  guint                lock_timeout_ms;     /* 0: the preference's */
  guint                statement_timeout_ms; /* 0: none */
  RetortPasswordSource password_source;
  gboolean             gives_password; /* the project's own commands get the password, by their environment */
  const char          *ssh_host;   /* a name for the user's own ssh; the server is reached from there */
  const char          *ssh_user;   /* ssh's own choice when missing */
  guint                ssh_port;   /* 0: ssh's own choice */
  gboolean             is_private; /* a database of the private server; `database` names it */
} RetortProfileFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortProfile RetortProfile;

#define RETORT_TYPE_PROFILE (retort_profile_get_type ())
GType          retort_profile_get_type          (void) G_GNUC_CONST;

RetortProfile *retort_profile_new               (const RetortProfileFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortProfile *retort_profile_new_private       (const char *name, const char *database) G_GNUC_WARN_UNUSED_RESULT;
RetortProfile *retort_profile_ref               (RetortProfile *self);
void           retort_profile_unref             (RetortProfile *self);
const RetortProfileFields *retort_profile_get   (const RetortProfile *self);
char          *retort_profile_to_display_string (const RetortProfile *self) G_GNUC_WARN_UNUSED_RESULT;
const char    *retort_environment_to_string     (RetortEnvironment environment);
gboolean       retort_environment_from_string   (const char *word, RetortEnvironment *environment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProfile, retort_profile_unref)

G_END_DECLS

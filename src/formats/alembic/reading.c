/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half of the time of opening a project goes into parsing its files, and no file needs another: a
 * thread a processor reads them, while the caller does something else. What comes out stands in the order of the paths. */
#include "formats/alembic/reading.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/file.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "formats/alembic/header.h"

#include <string.h>

/* Fewer files are read sooner than threads are started. */
#define MIN_FILES_FOR_THREADS 32

/* One file; belongs to one thread while it is read. */
typedef struct
{
  const char     *path;     /* borrowed */
  RetortRevision *revision; /* nullable: left out, a note says why */
  GPtrArray      *notes;    /* element: RetortProjectNote */
} File;

struct _RetortAlembicReading
{
  GArray       *files;       /* element: File */
  GPtrArray    *paths;       /* element: utf8 */
  GCancellable *cancellable; /* nullable */
  GThreadPool  *pool;        /* nullable: there are few files, or all are read */
};

/* What cannot be read is a note and the rest stays usable. */
static void
leave_out (File *self, const GError *cause)
{
  RetortPosition nowhere = { 0, 0 };
  g_autofree char *prefix = g_strdup_printf ("cannot read '%s': ", self->path);
  /* The note names the file already. */
  const char *reason = g_str_has_prefix (cause->message, prefix) ? cause->message + strlen (prefix) : cause->message;
  RetortProjectNote *note = retort_project_note_new (self->path, nowhere, TRUE, _("It is left out of the history: %s."), reason);

  note->is_left_out = TRUE;
  g_ptr_array_add (self->notes, note);
}

static void
read_file (File *self)
{
  RetortPosition nowhere = { 0, 0 };
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(GError) cause = NULL;
  gsize length;
  g_autofree char *text = retort_file_read (self->path, &length, &cause);

  if (text == NULL)
    {
      leave_out (self, cause);
      return;
    }
  if (retort_utf8_is_valid (text, length))
    source = retort_source_new_take (self->path, g_steal_pointer (&text), length);
  else
    {
      const char *problem = memchr (text, '\0', length) != NULL ? _("The file holds a zero byte: it is no text.") : _("The file is not UTF-8 text.");

      g_ptr_array_add (self->notes, retort_project_note_new (self->path, nowhere, TRUE, "%s", problem));
      source = retort_source_new (self->path, text, (gssize) length);
    }
  self->revision = retort_alembic_header_read (source, self->notes, &cause);
  if (self->revision == NULL)
    leave_out (self, cause);
}

static void
read_worker (gpointer data, gpointer user_data)
{
  retort_heap_reserve ();
  if (!g_cancellable_is_cancelled (user_data))
    read_file (data);
}

static void
file_clear (gpointer data)
{
  File *self = data;

  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}

static GArray *
list_files (GPtrArray *paths)
{
  GArray *files = g_array_sized_new (FALSE, TRUE, sizeof (File), paths->len);

  g_array_set_clear_func (files, file_clear);
  g_array_set_size (files, paths->len);
  for (guint i = 0; i < paths->len; i++)
    {
      File *file = &g_array_index (files, File, i);

      file->path = g_ptr_array_index (paths, i);
      file->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
    }
  return files;
}

/**
 * retort_alembic_reading_start:
 * @paths: (element-type utf8): the files
 * @cancellable: (nullable): stops it
 *
 * Begins to read the headers of revision files, in threads of its own.
 *
 * Returns: (transfer full): what retort_alembic_reading_finish() waits for
 */
RetortAlembicReading *
retort_alembic_reading_start (GPtrArray *paths, GCancellable *cancellable)
{
  RetortAlembicReading *self = g_new0 (RetortAlembicReading, 1);

  self->paths = g_ptr_array_ref (paths);
  self->files = list_files (paths);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  if (paths->len >= MIN_FILES_FOR_THREADS)
    self->pool = g_thread_pool_new (read_worker, cancellable, (int) g_get_num_processors (), TRUE, NULL);
  for (guint i = 0; self->pool != NULL && i < self->files->len; i++)
    g_thread_pool_push (self->pool, &g_array_index (self->files, File, i), NULL);
  return self;
}

/* Blocks until all are read. */
static void
wait_for_all (RetortAlembicReading *self)
{
  if (self->pool == NULL)
    return;
  g_thread_pool_free (self->pool, FALSE, TRUE);
  self->pool = NULL;
}

/**
 * retort_alembic_reading_free:
 * @self: (transfer full): a reading; waits for its threads
 */
void
retort_alembic_reading_free (RetortAlembicReading *self)
{
  wait_for_all (self);
  g_array_unref (self->files);
  g_ptr_array_unref (self->paths);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * retort_alembic_reading_finish:
 * @self: what was started; once
 * @revisions: (element-type RetortRevision): what the files declare is added, in their order
 * @notes: (element-type RetortProjectNote): what cannot be read is added, likewise
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Blocks until all are read.
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean
retort_alembic_reading_finish (RetortAlembicReading *self, GPtrArray *revisions, GPtrArray *notes, GError **error)
{
  gboolean is_inline = self->pool == NULL;

  for (guint i = 0; is_inline && i < self->files->len; i++)
    read_worker (&g_array_index (self->files, File, i), self->cancellable);
  wait_for_all (self);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = &g_array_index (self->files, File, i);

      g_ptr_array_extend_and_steal (notes, g_steal_pointer (&file->notes));
      if (file->revision != NULL)
        g_ptr_array_add (revisions, g_steal_pointer (&file->revision));
    }
  return TRUE;
}

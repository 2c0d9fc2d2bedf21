/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half of the time of opening a project goes into parsing its files, and no file needs another: a
 * thread a processor reads them. What comes out stands in the order of the paths. */
#include "formats/alembic/reading.h"

#include "base/file.h"
#include "formats/alembic/header.h"

/* Fewer files are read sooner than threads are started. */
#define MIN_FILES_FOR_THREADS 32

/* One file; belongs to one thread while it is read. */
typedef struct
{
  const char     *path;     /* borrowed */
  RetortRevision *revision; /* nullable: left out, a note says why */
  GPtrArray      *notes;    /* element: RetortProjectNote */
} Reading;

/* What cannot be read is a note and the rest stays usable. */
static void
leave_out (Reading *self, const GError *cause)
{
  RetortPosition nowhere = { 0, 0 };
  RetortProjectNote *note = retort_project_note_new (self->path, nowhere, TRUE, "It is left out of the history: %s.",
                                                     cause->message);

  note->is_left_out = TRUE;
  g_ptr_array_add (self->notes, note);
}

static void
read_file (Reading *self)
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
  if (!g_utf8_validate_len (text, length, NULL))
    g_ptr_array_add (self->notes, retort_project_note_new (self->path, nowhere, TRUE, "The file is not UTF-8 text."));
  source = retort_source_new (self->path, text, (gssize) length);
  self->revision = retort_alembic_header_read (source, self->notes, &cause);
  if (self->revision == NULL)
    leave_out (self, cause);
}

static void
read_worker (gpointer data, gpointer user_data)
{
  if (!g_cancellable_is_cancelled (user_data))
    read_file (data);
}

static void
read_all (GArray *readings, GCancellable *cancellable)
{
  GThreadPool *pool = NULL;

  if (readings->len >= MIN_FILES_FOR_THREADS)
    pool = g_thread_pool_new (read_worker, cancellable, (int) g_get_num_processors (), TRUE, NULL);
  for (guint i = 0; i < readings->len; i++)
    {
      Reading *reading = &g_array_index (readings, Reading, i);

      if (pool != NULL)
        g_thread_pool_push (pool, reading, NULL);
      else
        read_worker (reading, cancellable);
    }
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}

/**
 * retort_alembic_read_files:
 * @paths: (element-type utf8): the files
 * @revisions: (element-type RetortRevision): what they declare is added, in the order of @paths
 * @notes: (element-type RetortProjectNote): what cannot be read is added, likewise
 * @cancellable: (nullable): stops it
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Reads the headers of revision files. Blocks; uses threads of its own.
 *
 * Returns: %FALSE when it was cancelled
 */
gboolean
retort_alembic_read_files (GPtrArray *paths, GPtrArray *revisions, GPtrArray *notes, GCancellable *cancellable, GError **error)
{
  g_autoptr(GArray) readings = g_array_sized_new (FALSE, TRUE, sizeof (Reading), paths->len);

  g_array_set_clear_func (readings, reading_clear);
  g_array_set_size (readings, paths->len);
  for (guint i = 0; i < paths->len; i++)
    {
      Reading *reading = &g_array_index (readings, Reading, i);

      reading->path = g_ptr_array_index (paths, i);
      reading->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
    }

  read_all (readings, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  for (guint i = 0; i < readings->len; i++)
    {
      Reading *reading = &g_array_index (readings, Reading, i);

      g_ptr_array_extend_and_steal (notes, g_steal_pointer (&reading->notes));
      if (reading->revision != NULL)
        g_ptr_array_add (revisions, g_steal_pointer (&reading->revision));
    }
  return TRUE;
}

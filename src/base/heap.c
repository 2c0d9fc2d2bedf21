/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heap of a thread grows by a system call a page in glibc 2.36 (malloc/arena.c, grow_heap), and each of them waits for the
 * page faults of the other threads: thousands of calls while a project is read. Pages that are asked for together and not touched
 * cost nothing. They are asked for as large pages: a fault of 4 KiB each was a fifth of the time of a check. Elsewhere than in
 * glibc nothing is done. */
#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>

/* A heap has 64 MiB at most. */
#define RESERVED_BYTES (24 * 1024 * 1024)
#define LARGE_PAGE_BYTES (2 * 1024 * 1024) /* where they are of another size, the system does as it likes */

static int keeps_all; /* atomic */

/* Grows the heap of this thread, by what stays with it when it is freed. */
static void
reserve (void)
{
  char *place = g_try_malloc (RESERVED_BYTES);

#if defined __GLIBC__ && defined MADV_HUGEPAGE
  if (place != NULL)
    {
      gsize first = ((gsize) place + LARGE_PAGE_BYTES - 1) & ~(gsize) (LARGE_PAGE_BYTES - 1);
      gsize end = ((gsize) place + RESERVED_BYTES) & ~(gsize) (LARGE_PAGE_BYTES - 1);

      madvise ((gpointer) first, end - first, MADV_HUGEPAGE); /* a wish: whether it is granted changes nothing */
    }
#endif
  g_free (place);
}

/**
 * retort_heap_keep_all:
 *
 * For a program that ends soon: what was freed is not given back to the system. Called once, before there are threads.
 */
void
retort_heap_keep_all (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, 2 * RESERVED_BYTES);
  mallopt (M_MMAP_THRESHOLD, RESERVED_BYTES + 4096);
  g_atomic_int_set (&keeps_all, TRUE);
  retort_heap_reserve ();
#endif
}

/**
 * retort_heap_reserve:
 *
 * Lets the heap of this thread grow at once. Does nothing where retort_heap_keep_all() was not called, or the second time.
 */
void
retort_heap_reserve (void)
{
  static GPrivate is_done;

  if (!g_atomic_int_get (&keeps_all) || g_private_get (&is_done) != NULL)
    return;
  g_private_set (&is_done, GINT_TO_POINTER (TRUE));
  reserve ();
}

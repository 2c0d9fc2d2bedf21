/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLib's table of quarks is made when the library is loaded; beyond 2048 quarks a larger one takes its place, and the first is left
 * behind on purpose, since other threads may read it (glib/gquark.c, quark_new()). LeakSanitizer cannot tell: its suppressions go by
 * names in the stack, and there are none. Here a pointer to that table is kept, so that it is no leak; other leaks stay ones. */
#include <glib.h>

#define TABLE_SIZE (2048 * sizeof (char *)) /* QUARK_BLOCK_SIZE */

void __sanitizer_malloc_hook (const volatile void *pointer, size_t size);

static const volatile void *first_quarks;

/* The sanitizer calls it for each allocation, if there is one of that name; the first of this size is GLib's. */
void
__sanitizer_malloc_hook (const volatile void *pointer, size_t size)
{
  if (first_quarks == NULL && size == TABLE_SIZE)
    first_quarks = pointer;
}

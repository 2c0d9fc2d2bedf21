/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords that were typed, for as long as the program runs. Never on disk. Main thread. */
#pragma once

#include "model/profile.h"

G_BEGIN_DECLS

/* key: id of a profile, value: its password, wiped when it goes */
typedef GHashTable RetortPasswordMemory;

RetortPasswordMemory *retort_password_memory_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_password_memory_keep   (RetortPasswordMemory *self, RetortProfile *profile,
                                                     const char *password);
const char           *retort_password_memory_lookup (RetortPasswordMemory *self, RetortProfile *profile);
void                  retort_password_memory_forget (RetortPasswordMemory *self, RetortProfile *profile);

G_END_DECLS

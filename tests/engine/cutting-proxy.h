/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands between a client and a server's socket, and cuts the line when a COMMIT goes by. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortCut:
 * @RETORT_CUT_BEFORE: the server never sees the COMMIT
 * @RETORT_CUT_AFTER: the server commits; the client never sees the answer
 */
typedef enum
{
  RETORT_CUT_BEFORE,
  RETORT_CUT_AFTER,
} RetortCut;

typedef struct _RetortCuttingProxy RetortCuttingProxy;

/* @refuses_afterwards: nobody gets through any more after the cut. */
RetortCuttingProxy *retort_cutting_proxy_new        (const char *server_folder, RetortCut cut, gboolean refuses_afterwards) G_GNUC_WARN_UNUSED_RESULT;
void                retort_cutting_proxy_free       (RetortCuttingProxy *self);
const char         *retort_cutting_proxy_get_folder (RetortCuttingProxy *self);
/* Until this is called COMMIT goes by like anything else. */
void                retort_cutting_proxy_arm        (RetortCuttingProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCuttingProxy, retort_cutting_proxy_free)

G_END_DECLS

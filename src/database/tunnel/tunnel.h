/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A way to a server through the user's own ssh. Blocks: worker threads only. */
#pragma once

#include "model/profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reference counted (atomic); the last reference ends ssh. */
typedef struct _RetortTunnel RetortTunnel;

RetortTunnel *retort_tunnel_open        (RetortProfile *profile, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortTunnel *retort_tunnel_ref         (RetortTunnel *self);
void          retort_tunnel_unref       (RetortTunnel *self);
const char   *retort_tunnel_get_address (const RetortTunnel *self);
guint         retort_tunnel_get_port    (const RetortTunnel *self);
gboolean      retort_tunnel_is_open     (RetortTunnel *self);
gboolean      retort_tunnel_has_ended   (RetortTunnel *self);
char         *retort_tunnel_dup_words   (RetortTunnel *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTunnel, retort_tunnel_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compile-host.h"

struct _CompileHost
{
  GObject parent;
};

static void compile_host_interface_init (RetortHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CompileHost, compile_host, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RETORT_TYPE_HOST, compile_host_interface_init))

static gboolean
compile_host_emit (RetortHost *host, RetortBatch *batch, GCancellable *cancellable, GError **error)
{
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static RetortAnswer *
compile_host_ask (RetortHost *host, const RetortQuestion *question, GCancellable *cancellable, GError **error)
{
  return retort_answer_new_unknown ();
}

static void
compile_host_interface_init (RetortHostInterface *iface)
{
  iface->emit = compile_host_emit;
  iface->ask = compile_host_ask;
}

static void
compile_host_class_init (CompileHostClass *klass)
{
}

static void
compile_host_init (CompileHost *self)
{
}

RetortHost *
compile_host_new (void)
{
  return g_object_new (COMPILE_TYPE_HOST, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cutting-proxy.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

struct _RetortCuttingProxy
{
  char           *folder;
  char           *server_path;
  RetortCut       cut;
  gboolean        refuses_afterwards;
  GSocketService *service;
  GThread        *thread;
  GMainContext   *context;
  GMainLoop      *loop;
  int             is_armed; /* atomic */
  int             has_cut;  /* atomic */
  GCancellable   *ended;    /* connections end with the proxy */
  GMutex          lock;
  GCond           left;
  guint           n_connections; /* guarded by @lock */
};

/* Moves what is there. FALSE: the side is closed. */
static gssize
move (GSocket *from, char *buffer, gsize size)
{
  return g_socket_receive (from, buffer, size, NULL, NULL);
}

static gboolean
send_all (GSocket *to, const char *buffer, gsize size)
{
  gsize sent = 0;

  while (sent < size)
    {
      gssize n = g_socket_send (to, buffer + sent, size - sent, NULL, NULL);

      if (n <= 0)
        return FALSE;
      sent += (gsize) n;
    }
  return TRUE;
}

static gboolean
must_cut (RetortCuttingProxy *self, const char *buffer, gsize size)
{
  return g_atomic_int_get (&self->is_armed) && !g_atomic_int_get (&self->has_cut)
         && memmem (buffer, size, "COMMIT", strlen ("COMMIT")) != NULL;
}

/* The server has answered the COMMIT when something comes back from it. */
static void
cut (RetortCuttingProxy *self, GSocket *server, const char *buffer, gsize size)
{
  char answer[4096];

  g_atomic_int_set (&self->has_cut, 1);
  if (self->cut == RETORT_CUT_AFTER && send_all (server, buffer, size))
    move (server, answer, sizeof answer);
}

static void
pump (RetortCuttingProxy *self, GSocket *client, GSocket *server)
{
  char buffer[4096];

  while (TRUE)
    {
      GPollFD fds[3] = { { g_socket_get_fd (client), G_IO_IN, 0 }, { g_socket_get_fd (server), G_IO_IN, 0 } };
      gboolean from_client = FALSE;
      gssize n = 0;

      g_cancellable_make_pollfd (self->ended, &fds[2]);
      g_poll (fds, 3, -1);
      g_cancellable_release_fd (self->ended);
      if (g_cancellable_is_cancelled (self->ended))
        return;
      from_client = fds[0].revents != 0;
      n = move (from_client ? client : server, buffer, sizeof buffer);
      if (n <= 0)
        return;
      if (from_client && must_cut (self, buffer, (gsize) n))
        {
          cut (self, server, buffer, (gsize) n);
          return;
        }
      if (!send_all (from_client ? server : client, buffer, (gsize) n))
        return;
    }
}

static void
serve (RetortCuttingProxy *self, GSocketConnection *connection)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (self->server_path);
  g_autoptr(GSocketConnection) server = NULL;

  if (self->refuses_afterwards && g_atomic_int_get (&self->has_cut))
    return;
  server = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  if (server != NULL)
    pump (self, g_socket_connection_get_socket (connection), g_socket_connection_get_socket (server));
}

/* In the proxy's own thread, before one of the service's takes the connection. */
static gboolean
incoming_cb (RetortCuttingProxy *self)
{
  g_mutex_lock (&self->lock);
  self->n_connections++;
  g_mutex_unlock (&self->lock);
  return FALSE;
}

static gboolean
run_cb (RetortCuttingProxy *self, GSocketConnection *connection)
{
  serve (self, connection);
  g_mutex_lock (&self->lock);
  self->n_connections--;
  g_cond_signal (&self->left);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gpointer
proxy_worker (gpointer data)
{
  RetortCuttingProxy *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

RetortCuttingProxy *
retort_cutting_proxy_new (const char *server_folder, RetortCut cut_at, gboolean refuses_afterwards)
{
  RetortCuttingProxy *self = g_new0 (RetortCuttingProxy, 1);
  g_autoptr(GSocketAddress) address = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("retort-proxy-XXXXXX", NULL);
  self->server_path = g_build_filename (server_folder, ".s.PGSQL.5432", NULL);
  self->cut = cut_at;
  self->refuses_afterwards = refuses_afterwards;
  self->ended = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  path = g_build_filename (self->folder, ".s.PGSQL.5432", NULL);
  address = g_unix_socket_address_new (path);
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (10);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect_swapped (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("cutting-proxy", proxy_worker, self);
  return self;
}

static void
wait_for_connections (RetortCuttingProxy *self)
{
  g_cancellable_cancel (self->ended);
  g_mutex_lock (&self->lock);
  while (self->n_connections > 0)
    g_cond_wait (&self->left, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
retort_cutting_proxy_free (RetortCuttingProxy *self)
{
  g_autofree char *path = g_build_filename (self->folder, ".s.PGSQL.5432", NULL);

  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  wait_for_connections (self);
  g_object_unref (self->service);
  g_object_unref (self->ended);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->left);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_unlink (path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->server_path);
  g_free (self);
}

const char *
retort_cutting_proxy_get_folder (RetortCuttingProxy *self)
{
  return self->folder;
}

void
retort_cutting_proxy_arm (RetortCuttingProxy *self)
{
  g_atomic_int_set (&self->is_armed, 1);
}

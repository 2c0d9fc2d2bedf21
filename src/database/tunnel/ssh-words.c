/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ssh's last words say what went wrong; before them may stand a banner of the server and warnings. ssh
 * is not translated, so its words can be told apart (OpenSSH's sshconnect.c, sshconnect2.c, ssh.c). */
#include "database/tunnel/ssh-words-private.h"

#include <string.h>

#define N_LINES 2 /* the verdict, and what stands before it */

/* What to do after a failure, by a part of ssh's words. %s is the host. */
static const struct
{
  const char *part;
  const char *advice;
} advices[] = {
  { "IDENTIFICATION HAS CHANGED",
    "the key of '%s' is not the one that this machine knows: ask who runs it before trusting the new one" },
  { "Host key verification failed", "connect once with \"ssh %s\" in a terminal and compare the key it shows" },
  { "Permission denied", "see whether \"ssh %s\" works in a terminal without a question; ssh-add gives a key to the agent" },
  { "Too many authentication failures", "name the key for '%s' in ~/.ssh/config (IdentityFile, IdentitiesOnly)" },
  { "Could not resolve hostname", "see how '%s' is written, or whether ~/.ssh/config names it" },
  { "Connection timed out", "see whether '%s' is reachable from this network, or needs a VPN" },
  { "Connection refused", "see whether ssh runs on '%s' at this port" },
  { "administratively prohibited", "the ssh server '%s' does not allow forwarding" },
  { "Bad configuration option", "\"ssh -G %s\" shows how ssh reads its configuration" },
};

/* "ssh: " before them is said by the message around them. */
static char *
strip_line (char *line)
{
  char *words = g_strstrip (line);

  return g_str_has_prefix (words, "ssh: ") ? words + strlen ("ssh: ") : words;
}

/* Frames of warnings, and lines without words. */
static gboolean
says_something (const char *line)
{
  return strpbrk (line, "abcdefghijklmnopqrstuvwxyz") != NULL && strstr (line, "@@@") == NULL;
}

/* libpq tries twice where TLS is only preferred: each try is a channel. */
static gboolean
says_it_again (const char *line, GPtrArray *last)
{
  const char *next = last->len > 0 ? last->pdata[0] : "";

  return g_str_has_prefix (line, "channel ") && g_str_has_prefix (next, "channel ");
}

/**
 * retort_ssh_words_shorten:
 * @text: everything that ssh printed
 *
 * Returns: (transfer full): its last lines in one; empty when it said nothing
 */
char *
retort_ssh_words_shorten (const char *text)
{
  g_auto(GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autoptr(GPtrArray) last = g_ptr_array_new ();

  for (guint i = g_strv_length (lines); i > 0 && last->len < N_LINES; i--)
    if (says_something (lines[i - 1]) && !says_it_again (lines[i - 1], last))
      g_ptr_array_insert (last, 0, strip_line (lines[i - 1]));
  g_ptr_array_add (last, NULL);
  return g_strjoinv ("; ", (char **) last->pdata);
}

/**
 * retort_ssh_words_advise:
 * @words: everything that ssh printed
 * @host: what it was to reach
 *
 * Returns: (transfer full) (nullable): what to do now, as a clause
 */
char *
retort_ssh_words_advise (const char *words, const char *host)
{
  for (gsize i = 0; i < G_N_ELEMENTS (advices); i++)
    if (strstr (words, advices[i].part) != NULL)
      {
        g_auto(GStrv) parts = g_strsplit (advices[i].advice, "%s", -1);

        return g_strjoinv (host, parts);
      }
  return NULL;
}

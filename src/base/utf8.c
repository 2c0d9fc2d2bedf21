/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <string.h>

#define EACH_BYTE(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))

/**
 * retort_utf8_is_valid:
 * @text: bytes
 * @length: how many
 *
 * As g_utf8_validate_len(), which looks at the bytes one by one: here ASCII, which most sources begin with or are altogether, is passed over by
 * eight. A byte below 0x80 gets its highest bit by subtracting 1 when it is zero.
 *
 * Returns: whether they are UTF-8 without a zero byte
 */
gboolean
retort_utf8_is_valid (const char *text, gsize length)
{
  gsize at = 0;
  guint64 bytes = 0;

  for (; at + sizeof bytes <= length; at += sizeof bytes)
    {
      memcpy (&bytes, text + at, sizeof bytes);
      if (((bytes | (bytes - EACH_BYTE (0x01))) & EACH_BYTE (0x80)) != 0)
        break;
    }
  return g_utf8_validate_len (text + at, length - at, NULL);
}

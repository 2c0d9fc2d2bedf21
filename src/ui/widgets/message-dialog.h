/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every AdwMessageDialog of ours needs before it is shown. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void retort_message_dialog_present (AdwMessageDialog *dialog);

G_END_DECLS

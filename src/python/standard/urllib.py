# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for urllib: its part that is evaluated."""
import urllib.parse as parse

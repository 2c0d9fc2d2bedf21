# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for python-dotenv: it fills the environment, which is not known anyway."""
from _retort import decided_while_running

load_dotenv = find_dotenv = dotenv_values = decided_while_running()

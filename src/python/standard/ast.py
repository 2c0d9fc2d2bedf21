# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for ast: texts that are JSON as well (Library Reference, "ast")."""
from _retort import json_loads, not_evaluated


def literal_eval(node_or_string):
    text = node_or_string
    if not isinstance(text, str) or not text.isascii():
        return not_evaluated('this text is not evaluated')
    text = text.strip(' \t')
    if text in ('True', 'False', 'None'):
        return text == 'True' if text != 'None' else None
    digits = text[1:] if text[:1] == '-' else text
    if digits.isdigit() and (digits == '0' or digits[0] != '0'):
        return int(text)
    if '\\' in text or 'true' in text or 'false' in text or 'null' in text or 'NaN' in text or 'Inf' in text:
        return not_evaluated('this text is not evaluated')
    if "'" in text and '"' not in text:
        text = text.replace("'", '"')
    try:
        return json_loads(text)
    except ValueError:
        return not_evaluated('this text is not evaluated')

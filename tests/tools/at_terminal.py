# SPDX-License-Identifier: GPL-3.0-or-later
"""A program on a terminal, and somebody who answers its questions."""
import os
import pty
import re


def at_terminal(command: list, environment: dict, question: bytes, answers: list) -> tuple:
    """What is shown, and the exit status. Each time when what is shown ends with a question, a pattern, the next answer is written."""
    left = list(answers)
    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], command, environment)
    told = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not piece:
            break
        told += piece
        if left and re.search(question + rb"\Z", told):
            os.write(terminal, left.pop(0))
    os.close(terminal)
    return told.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

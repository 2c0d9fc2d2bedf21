# SPDX-License-Identifier: GPL-3.0-or-later
"""What the evaluator takes for random: one of the ways in which it may be drawn, and it is said that it is drawn."""
from _retort import drawn_while_running, is_known, not_evaluated


def random():
    return drawn_while_running(0.5)


def randint(a, b):
    return drawn_while_running(a)


def randrange(start, stop=None, step=1):
    return drawn_while_running(0 if stop is None else start)


def uniform(a, b):
    return drawn_while_running(a)


def choice(seq):
    return drawn_while_running(seq[0])


def choices(population, weights=None, *, cum_weights=None, k=1):
    return drawn_while_running([population[0]] * k)


def sample(population, k, *, counts=None):
    return drawn_while_running(population[:k]) if counts is None else not_evaluated('this sample is not evaluated', population)


def shuffle(x):
    drawn_while_running(x)


def seed(a=None, version=2):
    return None

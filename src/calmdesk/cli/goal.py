"""A figure beside its goal, as the benches print it."""

from __future__ import annotations


def goal(value: float, wanted: float, unit: str = "") -> str:
    """Return what to print behind a figure: the goal, and whether it is reached."""
    return f"(goal {wanted:g}{unit} or less: {'reached' if value <= wanted else 'NOT reached'})"

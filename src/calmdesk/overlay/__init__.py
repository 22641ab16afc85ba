"""Station 5: what the receptionist sees.

``screen`` is the value, ``sections`` and ``layout`` its rows, ``draw`` its picture; ``terminal``, ``plain`` and
``jsonl`` are the three views a call can be shown in.
"""

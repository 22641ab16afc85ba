"""The sound check before the first call: can the desk's computer hear the client, and what does it make of it?

``steps`` are what is asked of the person at the desk, ``check`` leads through them and measures, ``findings`` judge
what was measured, ``texts`` put it into words with what can be done on this system.
"""

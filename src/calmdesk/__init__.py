"""calmdesk: an offline companion for the phone desk.

Audio comes in at one end, a calm sentence to say comes out at the other; the folders are the stations, in order:
``audio`` → ``speech`` → ``cues`` → ``advice`` → ``overlay``. Read ``call`` first: it holds the values they exchange.
"""

"""Sound is captured in a program of its own, which can be killed: when a sound system hangs, every call to it hangs.

``python -m calmdesk.audio.capture`` loads PortAudio, and nothing that is not needed for that: no numpy, no Vosk.
"""

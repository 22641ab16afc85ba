"""The tools that make ``models/demo-fr``, a small French Vosk model, from synthetic speech (see NOTES.md)."""

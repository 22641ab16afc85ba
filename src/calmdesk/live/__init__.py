"""A shift at the desk: one call after another, from a source that never ends."""

"""Is everything there that a call needs? ``examine`` asks part by part, and never waits long for an answer."""

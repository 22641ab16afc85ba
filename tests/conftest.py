"""What all tests share."""

from hypothesis import settings

# Two busy cores: an example that waits for the other core is not a slow example.
settings.register_profile("calmdesk", deadline=None)
settings.load_profile("calmdesk")

"""What all tests share."""

import os

from hypothesis import settings

# Two busy cores: an example that waits for the other core is not a slow example.
settings.register_profile("calmdesk", deadline=None)
# A commit passes or fails for what is in it: always the same examples. `make test` and `make fuzz` look for new ones.
settings.register_profile("same-examples", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("CALMDESK_EXAMPLES", "calmdesk"))

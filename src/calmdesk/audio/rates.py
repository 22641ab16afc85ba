"""Sample rates of sound that other programs send, in Hz."""

from typing import Final

LOWEST_RATE: Final = 8_000
HIGHEST_RATE: Final = 192_000
"""What is outside is a mistake: no telephone and no sound card has it."""

TELEPHONE_RATE: Final = 8_000
"""What a program sends that does not say."""

"""The data's own code: what a phrasebook folder holds, read, checked and edited."""

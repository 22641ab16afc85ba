"""The tables' history, for Alembic: an older calmdesk's incidents are brought up to date, one step after the other."""

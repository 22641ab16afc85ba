"""What is wrong with a phrasebook although it can be read: ``calmdesk phrasebook check``."""

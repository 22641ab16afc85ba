"""A phrasebook as a table for a spreadsheet, and back, without loss."""

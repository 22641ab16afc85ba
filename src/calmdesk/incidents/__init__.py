"""What the receptionist chose to document: noted, kept for a time, exported, counted, and really removed."""

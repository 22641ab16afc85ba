"""Pages that stand alone, each one file: one frame, policy and style for all, pictures, tables of counts."""

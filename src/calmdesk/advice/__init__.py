"""Station 4: which card now, on which rung of the ladder, in which words."""

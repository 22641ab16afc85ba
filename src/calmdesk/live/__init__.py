"""Calls as they happen: what goes on around the road while somebody sits at the desk."""

"""Hides what says who somebody is, before anything is written: text in, text out, with data per language."""

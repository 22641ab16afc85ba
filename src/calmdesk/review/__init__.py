"""After the call: what trainers learn from recorded calls."""

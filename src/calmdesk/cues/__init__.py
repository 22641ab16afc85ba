"""Station 3: finds in the client's words what calls for a calm answer."""

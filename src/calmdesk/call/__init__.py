"""What a call is made of: the events that travel, the stages they pass, the runner that carries them."""

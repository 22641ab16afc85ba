"""Station 2, blocks to words: Vosk's recogniser, the models it loads, and heard events kept in a file."""

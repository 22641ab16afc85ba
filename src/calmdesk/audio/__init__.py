"""Station 1: sound comes in, from a recording or a microphone, as blocks with call time; and goes out to be heard."""

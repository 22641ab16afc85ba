"""After the call: what a recorded call was like, as facts, as a page to discuss, and as files for other programs."""

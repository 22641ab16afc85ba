"""What listening at the desk costs and how quick it is: on a virtual microphone, and through a whole day."""

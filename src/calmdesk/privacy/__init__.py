"""What this installation keeps, who may read it, and what to tell the people who are listened to."""

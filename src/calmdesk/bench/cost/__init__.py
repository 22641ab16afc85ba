"""What calmdesk costs, measured beside bare Vosk and naive matching in the same run."""

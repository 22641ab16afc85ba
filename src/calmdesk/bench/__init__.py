"""The phrasebook's proof: labelled sentences and calls in, precision, recall and false cards per hour out."""

"""Are all texts that calmdesk shows translated, and well? ``python -m translations`` says what is left to write.

Run with ``PYTHONPATH=tools``; ``make check`` does.
"""

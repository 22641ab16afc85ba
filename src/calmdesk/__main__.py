"""``python -m calmdesk`` is ``calmdesk``."""

from calmdesk.cli import main

if __name__ == "__main__":
    main()

"""Many recordings at once: heard by several processes or machines, resumed where a run ended, counted, compared."""

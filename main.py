"""Start Diptych: the window, or the command line when a sub-command is given."""

from reader.app import main

# The guard matters: a spawned worker imports this file again, and would start the program endlessly without it.
if __name__ == "__main__":
    raise SystemExit(main())

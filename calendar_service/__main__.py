"""`python -m calendar_service` is the command `calendar-service`."""

from calendar_service.cli.main import main

if __name__ == "__main__":  # a web worker that is spawned imports this again
    main()

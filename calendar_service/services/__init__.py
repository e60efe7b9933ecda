"""One function is one thing that a person or the scheduler does."""

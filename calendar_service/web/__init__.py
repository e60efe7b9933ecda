"""The pages and feeds over HTTP, by audience."""

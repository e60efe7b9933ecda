"""Items to bytes. Pure."""

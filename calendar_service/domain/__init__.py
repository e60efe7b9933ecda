"""What is true about dated items, whoever asks. Pure."""

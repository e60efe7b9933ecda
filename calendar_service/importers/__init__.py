"""Text or bytes to drafts and problems. Pure."""

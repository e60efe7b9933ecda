"""Pages for paper: HTML in, PDF out, by a process of its own. Touches the world."""

"""Items, rules and now to what is due, and to its words. Pure."""

"""The operators' commands, one file per noun."""

"""Dates as people type them: "3-5 May", "every third Thursday until June". Pure."""

"""Reads: join anything, change nothing."""

"""Doing what was asked for: jobs are taken under a lease, done, and done again where the doer died."""

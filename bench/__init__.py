"""The bench: what the product does, measured beside peers that do the same work, in one run.

One file per subject, with its peers in a file beside it; ``table`` gathers what was measured. It is started
by ``script/bench``, in an environment of its own that holds the peers.
"""

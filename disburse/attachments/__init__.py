"""Files on their way in and at rest: names, content, limits, the store, the scanner. Knows no rows."""

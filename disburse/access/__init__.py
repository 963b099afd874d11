"""Who is asking: passwords, one-time codes, sessions, tokens. It tells the doors whom they speak to."""

"""Many lines: each distinct question is answered once."""

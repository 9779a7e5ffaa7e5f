"""Looking for posts, threads, rooms and people: the same words on every database, and never more than may be read."""

"""What each command does, once it is parsed: calls the rooms and prints."""

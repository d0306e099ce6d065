"""What happens, on the terminal."""

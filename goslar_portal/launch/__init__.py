"""What `./portal` does once Python is there; standard library only, for it builds the environment itself."""

"""The door: commands that each call one function, and the streams and exit codes they keep to."""

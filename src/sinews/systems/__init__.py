"""The rooms: one folder per system of the state, strangers to each other."""

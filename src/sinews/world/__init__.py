"""The month: who is called, when, and with what."""

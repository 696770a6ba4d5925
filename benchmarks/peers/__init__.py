"""What we are measured against: installed by the bench in an environment of its own."""

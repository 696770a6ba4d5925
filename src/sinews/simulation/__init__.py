"""One run, or a chunk of runs: months strung together, watched and labelled."""

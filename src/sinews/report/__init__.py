"""Report: what runs say, set beside history: tables, pictures, pages, scores, files."""

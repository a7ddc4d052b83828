"""The table of commitments: what is asked of it, its cells, one cell's clause."""

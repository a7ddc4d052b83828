"""Reference data that comes with the product: parties, codebook, frameworks, known agreements."""

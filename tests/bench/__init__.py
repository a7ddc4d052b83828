"""How fast pages and decisions are on a large record: `make bench`, docs/performance.md."""

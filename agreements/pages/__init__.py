"""What people see: browse pages, review pages, signing in."""

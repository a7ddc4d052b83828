"""From a draft to the values of a record: status, dates, commitments, details."""

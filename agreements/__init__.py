"""The record, and the people who use it."""

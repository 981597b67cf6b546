"""What people read: the gap report, charts and tables."""

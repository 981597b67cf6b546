"""Paper itself: HTML and CSS in, PDF out, PDF read back, charts as SVG. It knows no bureau and no score."""

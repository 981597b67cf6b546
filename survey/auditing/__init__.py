"""The trail, read, searched, exported and proved. It knows how each act is called, and changes nothing."""

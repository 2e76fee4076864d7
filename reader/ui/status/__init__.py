"""What tells the reader how things stand: status bar, notices, banners, empty states and work under way."""

"""The toolbar: library, history, topics, search in both documents, linked scrolling, export and the main menu."""

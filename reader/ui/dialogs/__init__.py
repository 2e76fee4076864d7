"""Dialogs: the data of one document, and the documents of the library."""

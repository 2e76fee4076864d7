"""The scholarly apparatus: notes, citations, the works they finally refer to, and what two documents both cite."""

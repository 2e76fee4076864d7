"""What the program talks about: plain values, standard library only."""

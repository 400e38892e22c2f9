"""Small scripts for whoever works on the program; none of them is part of it."""

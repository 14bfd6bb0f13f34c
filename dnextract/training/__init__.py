"""Training of the tagger: marked sentences, their recombination, and the model they give."""

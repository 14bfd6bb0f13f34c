"""The sentence as its figures see it: frames (the sentence without its asides) and governing words."""

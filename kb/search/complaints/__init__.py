"""What a customer said -> which complaint type it is, and how surely.

examples: the vocabulary's phrases, confirmed cases
  └ features     stems, sets of like words, pairs, letters in a row; slips mended
      └ ridge        learnt in closed form, with each example's scores had it been unseen
          └ confidence   how sharp, and when it is none of the types: measured on those
              └ model        what is asked: words in, a `Guess` out
"""

from kb.search.complaints.confidence import CERTAIN
from kb.search.complaints.example import Example, Guess, confirmed_case
from kb.search.complaints.model import ComplaintModel

__all__ = ["CERTAIN", "ComplaintModel", "Example", "Guess", "confirmed_case"]

"""What people type and dictate, in the spelling that the index reads.

``Speller.repair`` is the whole of it. In order: ``script`` (full-width, traditional), ``speech`` (what a voice input
writes down beside the question), ``decoder`` (pinyin and slips of the same sound), which weighs ``words`` by the corpus
and by general Chinese; ``readings`` says how words sound, ``typed`` what letters spell.
"""

from knowledge_base.spelling.speller import Speller, texts_of

__all__ = ["Speller", "texts_of"]

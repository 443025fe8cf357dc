"""``make corpus-check``: the corpus files held against their rules and the statute database, for whoever edits them."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from knowledge_base.corpus_files import load_corpus
from knowledge_base.corpus_rules import check_citations
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.lay_questions import load_lay_questions, not_in_force
from knowledge_base.narrowing import Narrowings, check_narrowings
from knowledge_base.review_list import review_list
from knowledge_base.statutes import StatuteBook, default_path


def main() -> int:
    """Check the corpus files: schema, references, citations in force; and list what a person should look over again."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    book = StatuteBook(default_path(), parser.parse_args().day)
    try:
        corpus, narrowings, asked = load_corpus(), Narrowings.load(), load_lay_questions()
    except KnowledgeBaseError as error:
        print(error)
        return 1
    print(
        f"{len(corpus.faqs)} FAQ entries, {len(corpus.guides)} guides, {len(narrowings.all)} wide questions, "
        f"{len(asked)} lay questions about articles"
    )
    if again := review_list(corpus, book):
        print(f"{len(again)} to look over again (no errors):")
        print("\n".join(f"  {item.entry.id}：{item.why}" for item in again))
    entries = [*(faq.id for faq in corpus.faqs), *(guide.id for guide in corpus.guides)]
    problems = [*check_citations(corpus, book), *check_narrowings(narrowings, entries), *not_in_force(asked, book)]
    all_well = "every cited article stands in the statute database, in force; every wide question leads to entries"
    print("\n".join(problems) or all_well)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

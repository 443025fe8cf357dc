"""All calculators, and the entries of the corpus that lead to them."""

from __future__ import annotations

import re

from knowledge_base.calculators.annual_leave import ANNUAL_LEAVE
from knowledge_base.calculators.child_support import CHILD_SUPPORT
from knowledge_base.calculators.court_fees import COURT_FEE
from knowledge_base.calculators.inheritance import INHERITANCE
from knowledge_base.calculators.limitation import LIMITATION
from knowledge_base.calculators.loan_interest import LOAN_INTEREST
from knowledge_base.calculators.marital_home import MARITAL_HOME
from knowledge_base.calculators.models import Calculator
from knowledge_base.calculators.no_contract import NO_CONTRACT
from knowledge_base.calculators.overtime import OVERTIME
from knowledge_base.calculators.personal_injury import PERSONAL_INJURY
from knowledge_base.calculators.severance import SEVERANCE
from knowledge_base.calculators.work_injury import WORK_INJURY
from knowledge_base.errors import CalculatorNotFound

CALCULATORS: tuple[Calculator, ...] = (
    OVERTIME, SEVERANCE, NO_CONTRACT, ANNUAL_LEAVE, WORK_INJURY, PERSONAL_INJURY, COURT_FEE, LIMITATION, LOAN_INTEREST, MARITAL_HOME,
    CHILD_SUPPORT, INHERITANCE,
)  # fmt: skip
_BY_ID = {calculator.id: calculator for calculator in CALCULATORS}

# Which entries (FAQ or guide ids) offer which calculator.
OFFERED_BY: dict[str, tuple[str, ...]] = {
    "overtime": ("wage-overtime",),
    "severance": ("wage-severance", "wage-dismissed", "wage-pregnant", "injury-dismissed"),
    "no-contract": ("wage-no-contract",),
    "annual-leave": ("wage-annual-leave",),
    "work-injury": ("injury-level-money", "wage-injury-uninsured", "injury-private-settlement", "work-ability-appraisal", "work-injury"),
    "personal-injury": ("traffic-compensation-items", "traffic-accident-claim", "injury-claim", "traffic-private-settlement"),
    "court-fee": ("litigation-fees", "court-filing", "court-fee-relief", "property-preservation", "enforcement-application"),
    "limitation": ("litigation-limitation", "loan-limitation", "wage-arbitration-deadline", "mediation-time-limit"),
    "loan-interest": ("loan-interest-cap", "loan-no-interest-written", "loan-upfront-interest"),
    "marital-home": ("marriage-mortgaged-home", "marriage-property-split"),
    "child-support": ("marriage-child-support", "child-support-claim", "minors-unmarried-support"),
    "inheritance": ("inheritance-order", "inheritance-grandchild", "inheritance-daughter", "inheritance-second-spouse"),
}  # fmt: skip
_OF_ENTRY = {entry: calculator for calculator, entries in OFFERED_BY.items() for entry in entries}


def find_calculator(calculator_id: str) -> Calculator:
    """The calculator of this id.

    Raises CalculatorNotFound.
    """
    try:
        return _BY_ID[calculator_id]
    except KeyError:
        raise CalculatorNotFound(f"没有这个计算器：{calculator_id[:40]}。") from None


def calculator_of(entry_id: str) -> Calculator | None:
    """The calculator that belongs to an entry of the corpus."""
    return _BY_ID.get(_OF_ENTRY.get(entry_id, ""))


def calculators_named_in(text: str) -> tuple[Calculator, ...]:
    """The calculators that a text speaks of."""
    return tuple(calculator for calculator in CALCULATORS if re.search(calculator.words, text))

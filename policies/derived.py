"""Derived facts: what follows from others by a pure function, so that nobody counts days in their head.

A fact whose `From` in the vocabulary is `derived` takes its value from the function named like its key; the
function's parameters are the keys of the facts it needs, and `today` is the day the decision is for. Money is
in minor units. A function that returns None leaves its fact unknown.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Money = NewType("Money", int)


def days_late(promised_date: date, delivered_date: date) -> Decimal:
    """Days between the promised day and the one it came; 0 where it came in time.

    >>> days_late(date(2026, 3, 1), date(2026, 3, 4)), days_late(date(2026, 3, 4), date(2026, 3, 1))
    (Decimal('3'), Decimal('0'))
    """
    return Decimal(max(0, (delivered_date - promised_date).days))


def days_overdue(promised_date: date, today: date) -> Decimal:
    """Days by which something that has not come is late today; 0 where it is not yet due.

    >>> days_overdue(date(2026, 2, 27), date(2026, 3, 2))
    Decimal('3')
    """
    return Decimal(max(0, (today - promised_date).days))


def days_since_order(order_date: date, today: date) -> Decimal:
    """Days since it was ordered; 0 on the day itself.

    >>> days_since_order(date(2026, 3, 1), date(2026, 3, 1))
    Decimal('0')
    """
    return Decimal((today - order_date).days)


def days_since_delivery(delivered_date: date, today: date) -> Decimal:
    """Days since it came, counted from the day after; 0 on the day itself.

    >>> days_since_delivery(date(2024, 2, 28), date(2024, 3, 1))
    Decimal('2')
    """
    return Decimal((today - delivered_date).days)


def months_since_delivery(delivered_date: date, today: date) -> Decimal:
    """Whole calendar months since it came: one is full on the same day of the next month.

    Where that month has no such day it is full on the first of the one after, so that no right ends early.

    >>> months_since_delivery(date(2026, 1, 15), date(2026, 7, 14))
    Decimal('5')
    >>> months_since_delivery(date(2026, 1, 31), date(2026, 2, 28))
    Decimal('0')
    """
    months = 12 * (today.year - delivered_date.year) + today.month - delivered_date.month
    return Decimal(months - (today.day < delivered_date.day))


def days_since_payment(payment_date: date, today: date) -> Decimal:
    """Days since it was paid; 0 on the day itself.

    >>> days_since_payment(date(2026, 2, 27), date(2026, 3, 1))
    Decimal('2')
    """
    return Decimal((today - payment_date).days)


def years_a_customer(first_order_date: date, today: date) -> Decimal:
    """Whole years since the first order; one more on every anniversary.

    >>> years_a_customer(date(2020, 6, 2), date(2026, 6, 1))
    Decimal('5')
    >>> years_a_customer(date(2020, 6, 1), date(2026, 6, 1))
    Decimal('6')
    """
    before = (today.month, today.day) < (first_order_date.month, first_order_date.day)
    return Decimal(today.year - first_order_date.year - before)


def total_paid(order_value: Money, delivery_fee: Money) -> Money:
    """What they paid in all: the goods and their delivery.

    >>> total_paid(Money(4000), Money(495))
    4495
    """
    return Money(order_value + delivery_fee)


def affected_share(affected_value: Money, order_value: Money) -> Decimal | None:
    """How much of the order went wrong, in per cent to two decimals; unknown for an order of nothing.

    >>> affected_share(Money(1000), Money(3000)), affected_share(Money(0), Money(0))
    (Decimal('33.33'), None)
    """
    if not order_value:
        return None
    return (Decimal(100) * affected_value / order_value).quantize(Decimal("0.01"), ROUND_HALF_UP)


FUNCTIONS = (
    days_late,
    days_overdue,
    days_since_order,
    days_since_delivery,
    months_since_delivery,
    days_since_payment,
    years_a_customer,
    total_paid,
    affected_share,
)
"""Every function a fact can be derived by."""

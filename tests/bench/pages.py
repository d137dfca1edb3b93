"""How long a reader waits for each page of the book, from navigation; `python -m tests.bench.pages` prints it.

Of three openings the median, as the machine is and with a processor four times slower.
"""
from __future__ import annotations

import sys
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.chromium import Visitor, start
from tests.browser.site import page_name, pages
from tests.browser.timing import Opening, open_timed

OPENINGS = 3
SLOWER = 4
SHORTEST = 50                                              # ms: a browser tells of no shorter task
GOALS = {"live": 600, "longest": 150}                      # ms, as the machine is


def main() -> int:
    """Print a line for each page as it comes; return 1 if a goal is missed."""
    print(heading())
    reached = True
    with sync_playwright() as playwright:
        browser = start(playwright)
        visit = Visitor(browser)
        for page in pages():
            quiet, slow = (middle([open_timed(visit.new_page(), page, slower) for _ in range(OPENINGS)])
                           for slower in (1, SLOWER))
            verdict = judged(quiet)
            print(f"{page_name(page):36}{times(quiet)} {times(slow)} {page.stat().st_size / 1000:7.0f}"
                  f" {quiet.size / 1000:7.0f}  {verdict}", flush=True)
            reached &= verdict == "reached"
        browser.close()
    return 0 if reached else 1


def heading() -> str:
    each = f"{'load':>7}{'live':>7}{'longest':>9}"
    goals = ", ".join(f"{name} ≤ {most}" for name, most in GOALS.items())
    return (f"{'ms from navigation, KB':36}{'as it is':>23} {f'{SLOWER} times slower':>23}\n"
            f"{'':36}{each} {each} {'page':>7} {'loaded':>7}  {goals}")


def middle(openings: list[Opening]) -> Opening:
    """Return the median of each number; a page without a figure has none for its first figure."""
    return Opening(*(None if None in column else median(column) for column in zip(*openings, strict=True)))


def judged(quiet: Opening) -> str:
    missed = [name for name, most in GOALS.items() if (getattr(quiet, name) or 0) > most]
    return f"MISSED {', '.join(missed)}" if missed else "reached"


def times(opening: Opening) -> str:
    live = "–" if opening.live is None else f"{opening.live:.0f}"
    longest = f"{opening.longest:.0f}" if opening.longest else f"< {SHORTEST}"
    return f"{opening.load:7.0f}{live:>7}{longest:>9}"


if __name__ == "__main__":
    sys.exit(main())

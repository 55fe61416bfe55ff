"""The `carebook` command: the contract that other programs use.

    carebook serve                    start the app                      serve.py
    carebook import DIR               load a folder into the library     library.py
    carebook render FILE              safe HTML on stdout                library.py
    carebook check                    what is wrong with the library       check.py
    carebook move, merge, archive     addresses changed, old ones kept     moving.py
    carebook search WORDS             the library, or any folder         search.py
    carebook complaint WORDS          which complaint type it is         complaint.py
    carebook gaps                     what is looked for and missing     gaps.py
    carebook history SLUG             who changed a page, when, why      lifecycle.py
    carebook publish --due            what is approved and due           lifecycle.py
    carebook verify SLUG              a page is still true               lifecycle.py
    carebook reassign OLD NEW         a leaver's pages                   lifecycle.py
    carebook policy check PATH...     every problem, by file and line    policy.py
    carebook policy decide ...        one case, from a folder of pages   policy.py
    carebook policy batch ...         many cases, one JSON a line        policy.py

Exit codes: 0 fine, 1 problems found, 2 the command was used wrongly. Output is UTF-8 whatever the
locale; with `--json` it is made for programs and keeps its shape from release to release.
"""

from kb.cli.root import main

__all__ = ["main"]

"""Whether a text can be a page: every reason why not, by line."""

from dataclasses import replace

from sqlmodel import Session, select

from kb.library.drafting.typed import as_text
from kb.library.merging import marker_lines
from kb.markup import first_title, nested_too_deep
from kb.model import Article, Draft, Redirect
from kb.sources.front import KINDS
from kb.sources.source_page import SourcePage, read_page
from policies import Problem

_HINT_TITLE = "write `title: …` in the front matter, or a heading `# …`"


def read_draft(
    session: Session, draft: Draft, article: Article | None, data: bytes | None = None
) -> tuple[SourcePage | None, tuple[Problem, ...]]:
    """Read a draft's text (or `data` in its place) as the page that it would become, and say all problems.

    The page is None where there is an error among the problems. The page of an article keeps its slug; a new
    one has the slug that its front matter gives it, or the one that was wanted.
    """
    data = draft.body if data is None else data
    path = article.path if article is not None else draft.path
    surrogates = _no_characters(path, as_text(data))
    if surrogates:
        return None, surrogates
    page, found = read_page(path, data)
    if page is None:
        return None, found
    problems = [*found, *_of_a_page(page)]
    wanted = article.slug if article is not None else draft.slug
    given = page.meta.get("slug")
    if article is not None and given is not None and page.slug != wanted:
        message = f"the page's address is `{wanted}`, but its front matter says `{page.slug}`"
        line = page.meta_lines.get("slug", 1)
        problems.append(_error(page, line, "other-slug", message, "move the page to give it another"))
    if article is not None or given is None:
        page = replace(page, slug=wanted)
    if article is None:
        problems += _taken(session, page)
    ordered = tuple(sorted(problems, key=lambda problem: problem.line))
    return (None if any(each.severity == "error" for each in ordered) else page), ordered


def _of_a_page(page: SourcePage) -> list[Problem]:
    problems = [
        _error(page, page.body_line + excess.line, excess.code, excess.message, excess.hint)
        for excess in nested_too_deep(page.body)
    ]
    if page.kind is None:
        hint = f"begin the page with `---`, `kind: …` (one of {', '.join(KINDS)}) and `---`"
        problems.append(_error(page, 1, "missing-kind", "the page does not say its kind", hint))
    if not (page.meta.get("title") or first_title(page.body)):
        problems.append(_error(page, 1, "no-title", "the page has no title", _HINT_TITLE))
    if not page.body.strip():
        line = page.text.count("\n") + 1
        problems.append(_error(page, line, "no-words", "there is nothing on the page", "write it"))
    for line in marker_lines(page.text):
        message = "a line that both sides changed has not been settled"
        hint = "keep one side or both, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
        problems.append(_error(page, line, "unsettled", message, hint))
    return problems


def _taken(session: Session, page: SourcePage) -> list[Problem]:
    line = page.meta_lines.get("slug", 1)
    hint = "choose another"
    at_slug = select(Article.id).where(Article.slug == page.slug)
    if session.exec(at_slug).first() is not None or _led_away(session, "slug", page.slug):
        return [_error(page, line, "duplicate-slug", f"there is a page at `{page.slug}` already", hint)]
    if session.exec(select(Article.id).where(Article.path == page.path)).first() is not None:
        return [_error(page, 1, "duplicate-path", f"there is a page at {page.path} already", hint)]
    return []


def _led_away(session: Session, kind: str, address: str) -> bool:
    wanted = (Redirect.kind == kind, Redirect.address == address)
    return session.exec(select(Redirect.article_id).where(*wanted)).first() is not None


def _no_characters(path: str, text: str) -> tuple[Problem, ...]:
    """Find the halves of characters that no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = "there is half a character in it, which no file can hold"
        return (Problem("not-text", "error", path, line, message, "delete it and type it again"),)
    return ()


def _error(page: SourcePage, line: int, code: str, message: str, hint: str) -> Problem:
    return Problem(code, "error", page.path, line, message, hint)

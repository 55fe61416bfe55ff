"""Images and documents that pages show: what they are, where they lie, and who may have them.

    bytes ── inspect ──> a type found in the bytes themselves, or refused
                │
              place ──> Attachment(path) ──> AttachmentContent(sha256), each content once
                                │
    page ── AttachmentLinks.found ──> /attachment?path=…        as rendered, the same for every reader
                                │
            AttachmentLinks.sealed ──> …&slug=…&to=…&until=…&seal=…   for one reader, for an hour or two
                                │
    GET /attachment ── Attachments.open ──> seal, time, person and page are all asked again, then the bytes

A browser that fetches an image does not say who sits before it: in a demonstration people are picked, not
signed in. So the address itself names the reader and the page, sealed with a secret of the database; whoever
was shown no page with an image has no address for it, whatever they know of its path or its hash.
"""

from kb.library.attachments.attachments import AttachmentFile, Attachments
from kb.library.attachments.inspecting import MEDIA_TYPES, AttachmentRefused, inspect
from kb.library.attachments.links import AttachmentLinks
from kb.library.attachments.placing import AttachmentTaken, place

__all__ = [
    "MEDIA_TYPES",
    "AttachmentFile",
    "AttachmentLinks",
    "AttachmentRefused",
    "AttachmentTaken",
    "Attachments",
    "inspect",
    "place",
]

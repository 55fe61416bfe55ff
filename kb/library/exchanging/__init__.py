"""The library as a tree of files: written out, taken in again, and put together where both sides changed.

    import   folder or ZIP ── Tree ── survey ──> pages and pictures judged, no bytes kept
                                         │
             manifest, paths, slugs ── identify ──> which article each file is
                                         │   one transaction from here on
                    settle ── unchanged, updated, behind, merged, conflict ──> revise, or a draft of both
                                         │
                                       record, commit (a dry run: roll back)

    export   one reading transaction ── contents ──> files, byte for byte ── FolderWriter, ZipWriter
                                                         └── .carebook/library.json, written last

The manifest names the text as of which each file was written: that is the base of the merge when the tree
comes back changed. Two exports of one library are the same bytes.
"""

from kb.library.exchanging.errors import BadArchive, BadManifest, ExchangeError, NotExportable

__all__ = ["BadArchive", "BadManifest", "ExchangeError", "NotExportable"]

"""Build the dataset in `seeds/` into `dist/`.

    python build_dataset.py                  build seeds/ into dist/
    python build_dataset.py --help           the other verbs: reproduce, validate, explain, stats

The way of the data; every stage is the module of that name in `dongxi/`, put together in
`dongxi/reading.py` (one page) and `dongxi/pipeline.py` (all of them):

    seeds ─ decode ─ restore ─ blocks ─ tidy ─ roles ─ parts ─ claims ─┐  one page at a time, pure:
                                                            withhold ──┤  bytes in, a Page out
          keys ─ near ─ splits ────────────────────────────────────────┤  ids, hashes, signatures,
                                                                       │  never texts
          schema ─ write ─ card ─ croissant ─ manifest ─ publish ──────┘  the only stage that writes

    seeds       a folder of pages            →  bytes, untouched, sorted by id
    decode      bytes                        →  the encoding and why; text with a byte for each character
    restore     a whole page                 →  the page with damage of transport undone, with proof
    blocks      a page                       →  blocks that tile its bytes
    tidy        text blocks                  →  references, quotes, folded punctuation mended
    roles       blocks                       →  body, heading, title, caption, navigation, …
    parts       a page                       →  its documents
    claims      blocks                       →  values with evidence (dates, people, genre, script), one chosen
    passages    a document                   →  its text and its paragraphs
    withhold    a page                       →  personal data claimed or masked, what was asked for removed
    near        keys of all documents        →  exact, near, contained duplicates; groups
    splits      groups                       →  train, validation, test; no group in two of them
    stages      pieces of the above          →  tables, in bounded memory; taken up where they stood
    publish     tables                       →  dist/, whole or not at all
"""

import sys

MISUSE = 2

if __name__ == "__main__":
    try:
        from dongxi.cli import main

        sys.exit(main())
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"{missing}; run: pip install -r requirements.lock\n")
        sys.exit(MISUSE)

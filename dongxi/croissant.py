"""The tables of a dataset folder in, its description in Croissant 1.1 out.

Croissant (MLCommons) is JSON-LD: the files with their hashes, the fields of each table, and
what responsible use needs to know (its RAI vocabulary). Nothing here knows time or place.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from dongxi.about import LIMITS
from dongxi.facts import LISTED_SEEDS, describe
from dongxi.manifest import content_of, file_sha256, versions
from dongxi.schema import croissant_fields, tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dongxi.about import About
    from dongxi.facts import Counted, Facts
    from dongxi.manifest import File
    from dongxi.model import Row
    from dongxi.schema import Table

    Node = dict[str, Any]

CONFORMS_TO = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
SCHEMA_ORG = "https://schema.org/"
DUBLIN_CORE = "http://purl.org/dc/terms/"
PARQUET = "application/x-parquet"
#: The context of the specification (appendix 1), with PROV for where the data come from.
CONTEXT: Node = {
    "@language": "en",
    "@vocab": SCHEMA_ORG,
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": DUBLIN_CORE,
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": SCHEMA_ORG,
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
#: What a row is, by table, so that `equivalentProperty` says whose property a field is.
KINDS = {"documents": "sc:Article", "passages": "sc:CreativeWork", "seeds": "sc:MediaObject"}
#: The columns that name a row, by table; those of the others are not unique.
KEYS = {
    "documents": ("id",),
    "passages": ("id",),
    "seeds": ("seed",),
    "ledger": ("seed", "position"),
}
SPLIT_URLS = {
    "train": "cr:TrainingSplit",
    "validation": "cr:ValidationSplit",
    "test": "cr:TestSplit",
}
#: What is true of the pages' bytes where the ledger does not show them.
RAW = {
    "hashes": (
        "The raw pages are not published: the ledger table gives the place and the SHA-256 of each "
        "block, and the seeds table the size and the SHA-256 of each page."
    ),
    "none": (
        "The raw pages are not published: the seeds table gives the size and the SHA-256 of each "
        "page."
    ),
}
#: Where each step is accounted for, if the table is published.
SHOWN_IN = {
    "edits": "; the edits table has every change",
    "ledger": "; the ledger table has role and rule of each",
    "claims": "; what people added stands in the claims table, with a reason each",
}
#: What is true of every dataset built this way, in the words of the RAI vocabulary.
RAI: Node = {
    "rai:dataCollectionType": ["Web Scraping"],
    "rai:dataCollectionRawData": (
        "The raw pages, byte for byte: the ledger table accounts for each byte, and the seeds "
        "table gives the size and the SHA-256 of each page."
    ),
    "rai:dataCollectionMissingData": (
        "A field for which the page gives no evidence is null, or an empty list; nothing is "
        "guessed in its place. A page that gave no document stands in the seeds table as "
        "rejected, with the reason."
    ),
    "rai:dataImputationProtocol": (
        "Nothing is imputed. A lost character that could not be recovered with proof reads "
        "U+FFFD. text_hans is converted from text, character by character."
    ),
    "rai:dataPreprocessingProtocol": [
        "Decode the bytes, with a byte offset for every character.",
        "Undo damage done in transport, where the repair is proven.",
        "Cut the page into blocks that cover all its bytes.",
        "Tidy entities, folded punctuation and odd spaces{edits}.",
        "Give each block a role by rules{ledger}.",
        "Divide collections at explicit markers and at boundaries a curator gave.",
        "Collect claims with their evidence for each field, and choose among rivals.",
        "Mark exact, near and contained duplicates; keep each group in one split.",
    ],
    "rai:dataAnnotationProtocol": [
        "Roles and fields are given by rules with permanent ids{claims}.",
    ],
    "rai:annotationsPerItem": "One role per block; one chosen value per field, or a list.",
}


def render(folder: Path, about: About, facts: Facts | None = None) -> Node:
    """Describe the dataset in a folder; only its Parquet files are read.

    `facts` spares the reading where they are known.
    """
    facts = facts or describe(folder)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": about.name,
        "alternateName": about.pretty_name,
        "description": about.description,
        "conformsTo": list(CONFORMS_TO),
        "version": about.version,
        **({"url": about.homepage} if about.homepage else {}),
        **({"datePublished": about.released} if about.released else {}),
        "license": [
            {"@type": "sc:CreativeWork", "name": "LICENSE.md", "description": about.rights}
        ],
        "creator": [{"@type": "sc:Organization", "name": name} for name in about.authors],
        "keywords": list(about.tags),
        "inLanguage": languages(facts),
        "citeAs": cite(about, content(facts)),
        "isLiveDataset": False,
        **_rai(about, facts),
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": f"dongxi {versions()['dongxi']}",
        },
        "prov:wasDerivedFrom": _origins(facts),
        "distribution": _distribution(folder, facts),
        "recordSet": [
            _splits(facts),
            *(_record_set(tables()[name]) for name in facts.tables),
        ],
    }


def languages(facts: Facts) -> list[str]:
    """Give the BCP 47 tags of the documents, `und` aside; Chinese where there are none.

    >>> from dongxi.facts import Facts
    >>> languages(Facts({}, {("language", "train", "zh-Hant"): 2}, None, ()))
    ['zh-Hant']
    >>> languages(Facts({}, {}, None, ()))
    ['zh']
    """
    found = {name for (_, name) in facts.by("language")}
    return sorted(found - {"und"}) or ["zh"]


def content(facts: Facts) -> str:
    """Give the hash of the rows of all tables, however their files were written."""
    return content_of(file for table in facts.tables.values() for file in table.files)


def cite(about: About, content: str) -> str:
    """Write the BibTeX entry of a dataset; `content` is the hash of its rows."""
    fields = {
        "title": f"{{{_tex(about.pretty_name)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in about.authors),
        "version": about.version,
        "year": (about.released or "")[:4],
        "url": about.homepage or "",
        "note": f"content-sha256:{content}",
    }
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@misc{{{about.name},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    r"""Escape what BibTeX and TeX take for marks.

    >>> _tex("{A} & 100 %"), _tex("东西部")
    ('\\{A\\} \\& 100 \\%', '东西部')
    """
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text.replace("\\", ""))


def _rai(about: About, facts: Facts) -> Node:
    """Give what responsible use needs to know."""
    form = facts.options.ledger if facts.has("ledger") else "none"
    where = {name: said * facts.has(name) for name, said in SHOWN_IN.items()}
    return (
        {name: _filled(said, where) for name, said in RAI.items()}
        | ({"rai:dataCollectionRawData": RAW[form]} if form in RAW else {})
        | {
            "rai:dataCollection": about.selection,
            "rai:dataBiases": [about.selection],
            "rai:dataUseCases": [about.uses],
            "rai:dataLimitations": [*about.limits, *LIMITS],
            "rai:personalSensitiveInformation": [about.personal_data],
            "rai:dataReleaseMaintenancePlan": about.contact,
            "rai:machineAnnotationTools": [f"dongxi {versions()['dongxi']}"],
        }
    )


def _filled(said: Any, where: Mapping[str, str]) -> Any:
    """Say of each step where it is accounted for.

    >>> _filled(["Cut{edits}.", "Tidy."], {"edits": "; see there"}), _filled("{a}", {})
    (['Cut; see there.', 'Tidy.'], '{a}')
    """
    return [one.format_map(where) for one in said] if isinstance(said, list) else said


def _origins(facts: Facts) -> list[Node]:
    """Name the pages the data come from; of a large crawl, the table that lists them."""
    if facts.rows("seeds") > LISTED_SEEDS:
        return [{"@id": "seeds"}]
    return [_origin(row) for row in facts.seeds]


def _origin(row: Row) -> Node:
    """Name a page by its hash, as RFC 6920 writes it, with its id, and its address if known."""
    digest = str(row["sha256"])
    name = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
    return {
        "@id": f"ni:///sha-256;{name}",
        "@type": "prov:Entity",
        "identifier": row["seed"],
        "sha256": digest,
        **({"url": row["url"]} if row["url"] else {}),
    }


def _distribution(folder: Path, facts: Facts) -> list[Node]:
    """Give each Parquet file with its hash, and the files of each table as a set."""
    files = [file for table in facts.tables.values() for file in table.files]
    return [_file(folder, file) for file in files] + [
        _file_set(name, table) for name, table in facts.tables.items()
    ]


def _file(folder: Path, file: File) -> Node:
    path = folder / file.path
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"The {file.split} split of {file.table}, {file.rows} rows.",
        "contentUrl": file.path,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": PARQUET,
        "sha256": file_sha256(path),
    }


def _file_set(name: str, table: Counted) -> Node:
    return {
        "@type": "cr:FileSet",
        "@id": f"{name}-files",
        "name": f"{name}-files",
        "description": f"All splits of {name}, {table.rows} rows.",
        "encodingFormat": PARQUET,
        "includes": f"{name}/*.parquet",
    }


def _splits(facts: Facts) -> Node:
    """List the splits that have rows, as Croissant knows them."""
    names = {file.split for table in facts.tables.values() for file in table.files}
    fields = (("name", "sc:Text"), ("url", ["sc:URL", "cr:Split"]))
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "The splits; the column split of every table names one of them.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [
            {"@type": "cr:Field", "@id": f"splits/{name}", "name": name, "dataType": kind}
            for name, kind in fields
        ],
        "data": [
            {"splits/name": name, "splits/url": url}
            for name, url in SPLIT_URLS.items()
            if name in names
        ],
    }


def _record_set(table: Table) -> Node:
    """Describe a table: a record per row, a field per column."""
    keys = [{"@id": f"{table.name}/{key}"} for key in KEYS.get(table.name, ())]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        **({"dataType": KINDS[table.name]} if table.name in KINDS else {}),
        **({"key": keys} if keys else {}),
        "field": [_field(table.name, field) for field in croissant_fields(table)],
    }


def _field(table: str, field: Node) -> Node:
    """Describe a column.

    mlcroissant carries every `references` out as a join, and of several only the first, so
    that those between tables are told in a term it leaves alone. What a field was computed from
    is told in PROV.
    """
    same = field.get("equivalentProperty", "")
    same = same.replace(SCHEMA_ORG, "sc:").replace(DUBLIN_CORE, "dct:")
    origin = field.get("wasDerivedFrom")
    refers = field.get("references")
    is_split = field["name"] == "split"
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": field["description"],
        "dataType": field["dataType"],
        **({"isArray": True, "arrayShape": "-1"} if field["repeated"] else {}),
        **({"equivalentProperty": same} if same else {}),
        **({"dct:references": {"@id": refers}} if refers else {}),
        **({"prov:wasDerivedFrom": {"@id": origin}} if origin else {}),
        **({"references": {"field": {"@id": "splits/name"}}} if is_split else {}),
        "source": {
            "fileSet": {"@id": f"{table}-files"},
            **(_from_path(table) if is_split else {"extract": {"column": field["name"]}}),
        },
    }


def _from_path(table: str) -> Node:
    """Say that a split is also read off the path of its file, so that one can ask for it.

    The parts around the name are optional, for mlcroissant looks at what it found once more.
    """
    names = "|".join(SPLIT_URLS)
    return {
        "extract": {"fileProperty": "fullpath"},
        "transform": {"regex": f"(?:{table}/)?({names})(?:-.+parquet)?$"},
    }

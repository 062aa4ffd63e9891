"""A citation in the formats that reference managers read. Each is a function from a citation to text."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from experiences.citing.citation import Citation

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(citation: Citation) -> str:
    """BibTeX. A key such as ssc-0042-3; braces keep capitals; the address as it is, since biblatex and url.sty take it so."""
    fields = {
        "author": f"{{{_tex(citation.portal)}}}",
        "title": f"{{{_tex(citation.title)}}}",
        "year": str(citation.published_on.year),
        "month": _MONTHS[citation.published_on.month - 1],
        "howpublished": _tex(citation.portal),
        "note": _tex(_which(citation)),
        "url": citation.address,
        "language": citation.language,
        "keywords": _tex(", ".join(citation.keywords)),
    }
    written = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{citation.ref.lower()}-{citation.number},\n" + ",\n".join(written) + "\n}\n"


def ris(citation: Citation) -> str:
    """RIS: a tag to a line, lines end with CR LF, the record with ER."""
    tags = [
        ("TY", "ELEC"),
        ("AU", f"{citation.portal},"),  # the comma marks a body: no part of it is a given name
        ("TI", citation.title),
        ("AB", citation.summary),
        ("PY", str(citation.published_on.year)),
        ("DA", f"{citation.published_on:%Y/%m/%d}"),
        ("PB", citation.portal),
        ("ET", str(citation.number)),
        ("ID", citation.ref),
        ("LA", citation.language),
        *(("KW", keyword) for keyword in citation.keywords),
        *((("N1", citation.remark),) if citation.remark else ()),
        ("UR", citation.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags)


def csl_json(citation: Citation) -> str:
    """CSL-JSON, a list of one item."""
    day = citation.published_on
    item = {
        "id": f"{citation.ref}-{citation.number}",
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": citation.portal}],
        "container-title": citation.portal,
        "publisher": citation.portal,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "edition": str(citation.number),
        "number": citation.ref,
        "abstract": citation.summary,
        "keyword": ", ".join(citation.keywords),
        "language": citation.language,
        "URL": citation.address,
    } | ({"note": citation.remark} if citation.remark else {})
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _which(citation: Citation) -> str:
    return ". ".join(filter(None, [f"{citation.ref}, edition {citation.number}", citation.remark]))


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


@dataclass(frozen=True)
class Format:
    """A format: its name, its media type, and the function that writes it."""

    label: str
    media_type: str
    write: Callable[[Citation], str]


FORMATS = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
"""The formats by the ending of their addresses."""

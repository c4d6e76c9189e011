"""The drawing of a structure, from its SMILES."""

from functools import lru_cache

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.identify.structure import LONGEST

MOST_ATOMS = 150
"""More cannot be told apart in a drawing of this size, and would take long to lay out."""

_WIDTH, _HEIGHT = 260, 180
_MEDIA_TYPE = "image/svg+xml"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, max-age=86400",
}
_NONE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="18" viewBox="0 0 26 18">'
    '<path d="M3 9h20" stroke="#777" stroke-width="2"/></svg>'
)


@get("/structures/drawing.svg", sync_to_thread=True)
def drawing(smiles: FromQuery[str] = "") -> Response[str]:
    """The drawing; a dash, and 404, for what cannot be drawn. It shows nothing that is kept."""
    drawn = draw(smiles.strip())
    return Response(
        drawn or _NONE,
        status_code=200 if drawn else 404,
        media_type=_MEDIA_TYPE,
        headers=_HEADERS,
    )


@lru_cache(maxsize=512)
def draw(smiles: str) -> str | None:
    """A structure as SVG; `None` when it is none, or too large to be drawn.

    The text is counted before it is understood: a text that is short may still name many atoms,
    and laying those out would hold the server up.
    """
    if not smiles or len(smiles) > LONGEST or not smiles.isascii() or not smiles.isprintable():
        return None
    from rdkit import Chem, rdBase
    from rdkit.Chem.Draw import rdMolDraw2D

    with rdBase.BlockLogs():
        raw = Chem.MolFromSmiles(smiles, sanitize=False)
        if raw is None or not 0 < raw.GetNumAtoms() <= MOST_ATOMS:
            return None
        if raw.GetNumBonds() - raw.GetNumAtoms() > _MOST_RINGS:
            return None
        molecule = Chem.MolFromSmiles(smiles)
        if molecule is None:
            return None
        drawer = rdMolDraw2D.MolDraw2DSVG(_WIDTH, _HEIGHT)
        rdMolDraw2D.PrepareAndDrawMolecule(drawer, molecule)
        drawer.FinishDrawing()
        return str(drawer.GetDrawingText())


_MOST_RINGS = 30

HANDLERS = [drawing]

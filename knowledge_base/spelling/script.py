"""Full-width and traditional characters in the form that the corpus is written in."""

from __future__ import annotations

import re
import unicodedata

from opencc import OpenCC

# Letters, digits and the space in full width, radicals and ideographs that double another; punctuation is no concern.
_COMPATIBILITY = re.compile(r"[\u2e80-\u2fdf\u3000\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# Characters of Hong Kong and Taiwan that OpenCC's t2s leaves.
_REGIONAL = str.maketrans("揹衞枱敍簷痺", "背卫台叙檐痹")
# Taiwan writes 著 for 着; these words keep it.
_MARKER = re.compile(r"(?<![显原名专遗巨编论合译土拙昭卓])著(?![作名述者称录])")


class Script:
    """Traditional to simplified with OpenCC's tables; read once."""

    def __init__(self) -> None:
        self._opencc = OpenCC("t2s")

    def simplify(self, text: str) -> str:
        """Half-width letters and digits, simplified characters; simplified text comes back as it is."""
        text = _COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
        simplified = self._opencc.convert(text).translate(_REGIONAL)
        return _MARKER.sub("着", simplified) if simplified != text else text

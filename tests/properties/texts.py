"""Texts as they may come in: Sichuan speech, numerals, traditional and full-width characters, and anything else."""

from __future__ import annotations

from hypothesis import strategies as st

_USUAL = "我你他那个就是不没嗯呃啊老板工资欠钱咋啥子嘛离婚娃儿赔借条一二两三十百千万零〇半第条元年月日天民法典"
_OTHER = "離婚證據錢著麼ＡＢ１２，。？！=+-@'\"\t\n/ \u3000abc019%％…~"

citizen_text = st.text(
    st.one_of(st.sampled_from(_USUAL), st.sampled_from(_OTHER), st.characters(exclude_categories=["Cs"])), max_size=60
)

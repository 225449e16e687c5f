"""The whole architecture as one HTML file that needs nothing else: folding, search, the figure."""

from __future__ import annotations

from html import escape

from xception_gui.base.numbers import exact, shape
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection.diagram import layout
from xception_gui.inspection.diagram_looks import FLOWS
from xception_gui.inspection.diagram_svg import as_svg

_STYLE = """
body { font: 14px system-ui, sans-serif; margin: 24px; color: #1A1D23; background: #FFF;
       font-variant-numeric: tabular-nums }
input { font: inherit; padding: 6px 10px; width: 320px; border: 1px solid #C1C6CF;
        border-radius: 6px; margin: 12px 0 }
summary, .leaf { display: grid; grid-template-columns: 1fr 120px 130px 150px; padding: 3px 8px;
                 border-radius: 4px }
summary { cursor: pointer } summary::before { content: '▸'; position: absolute; margin-left: -12px }
details[open] > summary::before { content: '▾' } summary::-webkit-details-marker { display: none }
summary:hover, .leaf:hover { background: #EAECF0 } .in { margin-left: 20px }
span + span { text-align: right; color: #596273 } .kind { color: #656E7D }
.hidden { display: none } .head { font-weight: bold }
"""
_SCRIPT = """
const rows = [...document.querySelectorAll('[data-path]')].filter(row => !row.closest('svg'));
document.querySelector('input').addEventListener('input', event => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of rows) row.classList.add('hidden');
  for (const row of rows) {
    if (!row.dataset.path.toLowerCase().includes(wanted)) continue;
    for (let at = row; at; at = at.parentElement.closest('[data-path]')) {
      at.classList.remove('hidden');
      if (wanted && at !== row && at.tagName === 'DETAILS') at.open = true;
    }
    for (const inner of row.querySelectorAll('[data-path]')) inner.classList.remove('hidden');
  }
});
"""


def as_html(tree: ModuleInfo, title: str) -> str:
    """Every module with shape, parameters and MACs, and the figure below.

    Parameters
    ----------
    title : str
        Of the network.
    """
    flows = "\n".join(_row(flow, open_=True) for flow in tree.children)
    size = shape(tree.input_shape)
    totals = f"{exact(tree.params)} parameters, {exact(tree.macs)} MACs (FLOPs = 2 × MACs)"
    head = "<span>Module</span><span>Output</span><span>Parameters</span><span>MACs</span>"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<style>{_STYLE}</style></head><body>
<h1>{escape(title)}</h1>
<p>{size} · {totals}</p>
<input type="search" placeholder="Search modules" aria-label="Search modules">
<div class="leaf head">{head}</div>
{flows}
{as_svg(layout(tree), title)}
<script>{_SCRIPT}</script>
</body></html>
"""


def _row(info: ModuleInfo, open_: bool = False) -> str:
    """A module that folds, or a line."""
    path = escape(info.path, quote=True)
    if not info.children:
        return f'<div class="leaf" data-path="{path}">{_cells(info)}</div>'
    inside = "\n".join(_row(child) for child in info.children)
    state = " open" if open_ else ""
    summary = f"<summary>{_cells(info)}</summary>"
    return f'<details data-path="{path}"{state}>{summary}<div class="in">{inside}</div></details>'


def _cells(info: ModuleInfo) -> str:
    colour = FLOWS[info.flow] if "." not in info.path else ""
    mark = f'<b style="color:{colour}">■</b> ' if colour else ""
    kind = f' <span class="kind">{escape(info.kind)}</span>' if info.kind else ""
    numbers = (shape(info.output_shape), exact(info.params), exact(info.macs))
    return f"<span>{mark}{escape(info.name)}{kind}</span>" + "".join(
        f"<span>{number}</span>" for number in numbers
    )

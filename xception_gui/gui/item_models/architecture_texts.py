"""Words of the pages about architectures: what ``inspection`` says in English, marked here."""

from __future__ import annotations

from collections.abc import Sequence

from xception_gui.base.departures import Departure
from xception_gui.base.layer_cost import LayerCost
from xception_gui.base.numbers import exact, percent
from xception_gui.base.paper_facts import PaperFact
from xception_gui.base.tutorials import Claim, Tutorial
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.language import mark, tr

PRESET_WORDS = {
    "paper": mark("The paper's Xception"),
    "narrow": mark("Narrow: a quarter of the channels, 4 middle blocks"),
    "no-residual": mark("Without residual connections (Figure 9)"),
    "relu": mark("ReLU between depthwise and pointwise (Figure 10)"),
    "elu": mark("ELU between depthwise and pointwise (Figure 10)"),
    "pointwise-first": mark("Pointwise first (Figure 4)"),
    "inception": mark("Four segments: close to Inception (Figure 3)"),
    "dense": mark("One segment: ordinary convolutions"),
}
GROUPS = {
    "Parameters": mark("Parameters"),
    "Layers": mark("Layers"),
    "Shapes": mark("Shapes"),
    "MACs": mark("Operations"),
}
FACT_WORDS = frozenset(
    {
        mark("trainable"),
        mark("with batch-norm statistics"),
        mark("convolutional layers"),
        mark("modules"),
        mark("modules with a residual connection"),
        mark("MACs of convolutions and linear layers, used here"),
        mark("FLOPs, two for each MAC"),
        mark("MACs, and one for each number of a batch norm"),
        mark("the same with the decimal point one place too far left"),
        mark("MACs, and one for each number that a ReLU gives or a pooling reads"),
        mark("MACs, and two for each number of a batch norm"),
        mark("half of all FLOPs, batch norms four per number"),
        mark("not said what is counted"),
    }
)
TUTORIAL_WORDS = frozenset(
    {
        mark("PyTorch: stem, one entry block, middle flow, exit; mixed precision, checkpointing"),
        mark("Entry blocks 2 and 3 are missing: the middle flow gets 128 channels instead of 728."),
        mark("Its cost table is wrong for a separable 3×3, 32 → 64 channels at 112 × 112."),
        mark("PyTorch: the whole network, 4 classes at 224 × 224"),
        mark("One middle block is used eight times: its weights are shared."),
        mark("Skip convolutions are made anew in each forward pass: random, never trained."),
        mark("Article: an Inception module against a block of three separable convolutions"),
        mark("A ReLU follows every separable convolution, and stands before the sum."),
        mark("The skip connection is a bare 1×1 convolution, without batch norm."),
        mark("Its table gives 11.5 G and 8.1 G operations without saying what it counts."),
        mark("Keras: the whole network with the functional interface, stem padded as “same”"),
        mark("In the entry flow each skip continues the skip before it, not the sum."),
        mark("A ReLU stands before each sum of the middle flow."),
        mark("No ReLU follows the last two separable convolutions."),
        mark(
            "PyTorch: 36 layers in 14 modules, Kaiming initialisation, over-fit check on 100 images"
        ),
        mark(
            "A list of modules is multiplied: each middle block has one convolution, used thrice."
        ),
        mark("The Sequential of a residual connection is not called correctly."),
        mark("A ReLU that works in place breaks the backward pass of a residual block."),
        mark("Its initialisation is never called."),
        mark("Parameters of its example layer"),
        mark("MACs of its example layer"),
        mark("Parameters of its Inception module"),
        mark("Operations of Inception V3"),
        mark("Operations of Xception"),
    }
)
DEPARTURE_WORDS = frozenset(
    {
        mark("classes"),
        mark("width"),
        mark("middle blocks"),
        mark("strides"),
        mark("skip connections"),
        mark("first half"),
        mark("between the halves"),
        mark("segments"),
        mark("hidden layers"),
        mark("biases of convolutions"),
        mark("padding of the stem"),
        mark("channels of the picture"),
        mark("pixels of the input"),
        mark("with"),
        mark("without"),
        mark("one per channel"),
        mark("none"),
        mark("depthwise"),
        mark("pointwise"),
    }
)
LAYERS = {
    "dense": mark("Ordinary convolution"),
    "inception": mark("Inception module, three towers (Figure 2)"),
    "separable": mark("Separable convolution"),
}
_STATES = {
    "good": mark("as published"),
    "bad": mark("differs"),
    "unstated": mark("not recomputed"),
}


def check_row(fact: PaperFact, departs: bool) -> FactRow:
    """A number of the network beside the published one.

    Parameters
    ----------
    departs : bool
        Whether the network is built otherwise than the paper's, so that it must differ.
    """
    name = tr(fact.name) if fact.name in FACT_WORDS else fact.name
    value = fact.expected if fact.state == "unstated" else fact.found or tr("none")
    note = fact.source
    if fact.state == "bad":
        note = tr("published: {number} · {source}", number=fact.expected, source=fact.source)
    state = "other" if departs and fact.state == "bad" else fact.state
    return FactRow(name, value, note, state, tr(_STATES[fact.state]))


def departure_words(departs: Sequence[Departure]) -> str:
    """In what the network is built otherwise: ``width 0.3 (paper: 1.0); …``."""
    parts = [
        tr("{name} {found} (paper: {paper})", name=tr(one.name),
           found=_value(one.found), paper=_value(one.paper))
        for one in departs
    ]  # fmt: skip
    return tr("; ").join(parts)


def _value(text: str) -> str:
    return tr(text) if text in DEPARTURE_WORDS else text


def tutorial_rows(found: Tutorial) -> list[FactRow]:
    """Its numbers, as they are and as it would say."""
    rows = [FactRow(tr("Parameters, each counted once"), exact(found.params))]
    if found.summed:
        note = tr("what torchsummary prints")
        rows.append(FactRow(tr("Parameters, once for each call"), exact(found.summed), note))
    return rows + [_claim_row(claim) for claim in found.claims]


def stop_words(found: Tutorial) -> str:
    """Where its forward pass fails; empty if it does not."""
    if found.stop is None:
        return ""
    return tr(
        "It does not run: after {count} modules {path} needs {needed} channels and gets {given}.",
        count=found.ran,
        path=found.stop.path,
        needed=found.stop.needed,
        given=found.stop.given,
    )


def cost_row(cost: LayerCost) -> FactRow:
    """Parameters, MACs and the share of an ordinary convolution's."""
    share = tr("{share} of the first", share=percent(cost.share))
    note = tr("{macs} MACs · {share}", macs=exact(cost.macs), share=share)
    return FactRow(tr(LAYERS[cost.layer]), exact(cost.params), note)


def _claim_row(claim: Claim) -> FactRow:
    said = tr("the tutorial: {number}", number=claim.claimed) if claim.claimed else ""
    return FactRow(tr(claim.what), claim.true or tr("not said what is counted"), said)

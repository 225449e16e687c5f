"""The sentences of a checkpoint's judgement, in English and 简体中文."""

from __future__ import annotations

from xception_gui.base.causes import in_chinese
from xception_gui.base.weights_report import Verdict

VERDICTS: dict[str, tuple[str, str]] = {
    "loads": (
        "It can be used: {dialect}, {classes} classes, {size} × {size} pixels.",
        "可以使用：{dialect}，{classes} 个类别，{size} × {size} 像素。",
    ),
    "known": (
        "It is, to the bit, the published file: {title}.",
        "它与已发布的文件完全一致：{title}。",
    ),
    "wrapper": (
        "It is a trainer's checkpoint; the weights are its entry {path}.",
        "这是训练检查点；权重在条目 {path} 中。",
    ),
    "prefix": (
        "Its names begin with {prefix}, from a network around this one; that is taken off.",
        "其名称以 {prefix} 开头，来自外层网络；读取时已去掉。",
    ),
    "flat": (
        "{count} pointwise weights have two dimensions, as in the old xception-b5690688; they are given four.",
        "{count} 个逐点权重是二维的，与旧的 xception-b5690688 相同；已改为四维。",
    ),
    "headless": (
        "It has no classifier: feature maps can be seen, but it names no class.",
        "没有分类器：可以查看特征图，但不能给出类别。",
    ),
    "unnamed": (
        "It does not say what its classes are called: they are numbered. Names may lie beside it, in {file}.json.",
        "文件没有类别名，因此使用编号。可以在旁边的 {file}.json 中给出名称。",
    ),
    "replaced": (
        "{file}.json beside it replaces: {names}.",
        "旁边的 {file}.json 替换了：{names}。",
    ),
    "assumed": (
        'Padding cannot be seen in a file without classifier: that of segmentation_models is assumed (1). If timm wrote it, put {{"stem_padding": "valid"}} into {file}.json.',
        '没有分类器的文件看不出填充方式：按 segmentation_models（1）处理。若由 timm 写出，请在 {file}.json 中写入 {{"stem_padding": "valid"}}。',
    ),
    "beside": (
        "Tensors of no Xception, left out: {count}, such as {key}.",
        "{count} 个张量不属于 Xception，已忽略，例如 {key}。",
    ),
    "dead": (
        "Dead output channels (all their weights are zero): {count}, most in {name}.",
        "{count} 个输出通道无效（权重全为零），最多的在 {name}。",
    ),
    "refused": ("It cannot be used: {cause}.", "不能使用：{cause}。"),
    "resave": (
        'It holds code or a whole model. Where it was made, save the numbers alone: torch.save(model.state_dict(), "weights.pth").',
        '其中含有代码或整个模型。请在生成它的地方只保存数值：torch.save(model.state_dict(), "weights.pth")。',
    ),
    "download": (
        "The download or copy is not whole. Get the file again and compare its size.",
        "下载或复制不完整。请重新获取文件并核对大小。",
    ),
    "other": (
        "It is another network than Chollet's Xception; no renaming can help.",
        "这不是 Chollet 的 Xception；改名无济于事。",
    ),
    "incomplete": (
        "Missing tensors: {count}, the first is {name}: only a part was saved, or the network differs.",
        "缺少 {count} 个张量，第一个是 {name}：只保存了一部分，或网络不同。",
    ),
    "extra": (
        "Tensors without a place in an Xception: {count}, the first is {name}: its head or its blocks differ.",
        "{count} 个张量在 Xception 中没有位置，第一个是 {name}：分类头或块不同。",
    ),
    "shapes": (
        "Tensors of another shape or type: {count}, the first is {name}.",
        "{count} 个张量的形状或类型不同，第一个是 {name}。",
    ),
    "diverged": (
        "Tensors with NaN or infinity: {count}, the first is {name}: the training had diverged. Take an earlier checkpoint.",
        "{count} 个张量含有 NaN 或无穷大，第一个是 {name}：训练已发散。请使用更早的检查点。",
    ),
}


def verdict_text(verdict: Verdict, language: str = "en") -> str:
    """The sentence in `language` ("en" or "zh_CN")."""
    english, chinese = VERDICTS[verdict.code]
    said = dict(verdict.fields)
    if said.get("dialect") == "own":  # for a reader it has the program's name
        said["dialect"] = "xception-gui"
    if not language.startswith("zh"):
        return english.format_map(said)
    fields = {name: in_chinese(str(value)) for name, value in said.items()}
    return chinese.format_map(fields)

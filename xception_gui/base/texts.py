"""What each `Problem` says, in English and 简体中文: file, cause, way out, in one line.

The command line and the window both read this table, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping

from xception_gui.base.causes import in_chinese
from xception_gui.base.run_texts import RUN_PROBLEMS

_WORDED = ("allowed", "cause", "limit", "supported")  # fields that hold words, not names
PROBLEMS: dict[str, tuple[str, str]] = {
    # code: (English, 简体中文); keep sorted by code
    "architecture-unknown": (
        "There is no architecture “{name}”. Use one of {names}.",
        "没有名为“{name}”的架构。请使用其中之一：{names}。",
    ),
    "cam-impossible": (
        "CAM is not possible at {layer}: it needs the last activation and a single linear layer behind it. Use grad-cam.",
        "无法在 {layer} 计算 CAM：它需要最后的激活层和其后的单个线性层。请使用 grad-cam。",
    ),
    "channels": (
        "The weights {name} take pictures with {needed} channels, and photographs have {given}. Choose weights made for photographs.",
        "权重 {name} 需要 {needed} 个通道的图片，而照片有 {given} 个。请选择用于照片的权重。",
    ),
    "class-unknown": (
        "There is no class “{name}”. Use a number from 0 to {last} or a name such as {examples}.",
        "没有类别“{name}”。请使用 0 到 {last} 的编号，或名称，例如 {examples}。",
    ),
    "classes-differ": (
        "{file} cannot be evaluated: none of its classes ({classes}) is known to the weights {name} ({labels}). Choose weights or data with the same class names.",
        "无法评估 {file}：权重 {name}（{labels}）不包含其中任何类别（{classes}）。请选择类别名称相同的权重或数据。",
    ),
    "classes-none": (
        "The network of {name} ends without a classifier, so there is no class to explain or to judge. Load weights with classes.",
        "{name} 的网络没有分类器，没有可解释或评估的类别。请加载带类别的权重。",
    ),
    "command-unknown": (
        "There is no command “{word}”, and no file of that name. Use one of: {names}; xception-gui --help explains them.",
        "没有命令“{word}”，也没有该名称的文件。请使用以下之一：{names}；xception-gui --help 有说明。",
    ),
    "config-file": (
        "{file} cannot be used as a configuration: {cause}. Mend that line, or leave --config out.",
        "{file} 不能用作配置：{cause}。请修正该行，或不使用 --config。",
    ),
    "config-value": (
        "{field} = {value} is not possible: {cause}. Use {allowed}.",
        "{field} = {value} 不可用：{cause}。请使用 {allowed}。",
    ),
    "desktop-elsewhere": (
        "Only a Linux desktop has such a menu entry, and this is {system}. Start the program with: xception-gui",
        "只有 Linux 桌面有这样的菜单项，而当前系统是 {system}。请用以下命令启动程序：xception-gui",
    ),
    "device-unknown": (
        "There is no kind of device called {value}. Use one of: {allowed}.",
        "没有名为 {value} 的设备。请使用以下之一：{allowed}。",
    ),
    "disk-full": (
        "{file} was not written: the disk is full ({need} needed, {free} free). The previous file is untouched; free some space and try again.",
        "未写入 {file}：磁盘已满（需要 {need}，剩余 {free}）。原文件未改动；请释放空间后重试。",
    ),
    "display-missing": (
        "The window cannot be opened: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from a desktop, or connect with ssh -X; every subcommand works without a display: xception-gui --help",
        "无法打开窗口：这里没有图形显示（DISPLAY 和 WAYLAND_DISPLAY 都未设置）。请在桌面环境中启动，或用 ssh -X 连接；所有子命令无需显示即可使用：xception-gui --help",
    ),
    "download-failed": (
        "{url} was not fetched: {cause}. What has arrived is kept; ask again to go on.",
        "未能获取 {url}：{cause}。已收到的部分已保留；再次操作即可继续。",
    ),
    "download-insecure": (
        "{url} is no https address, so what comes from there can be changed on the way. Use an https address.",
        "{url} 不是 https 地址，内容可能在途中被篡改。请使用 https 地址。",
    ),
    "download-unknown": (
        "There are no published weights called {name}. Use one of: {names}.",
        "没有名为 {name} 的已发布权重。请使用以下之一：{names}。",
    ),
    "download-wrong": (
        "{url} does not give the published file: {cause}. Nothing of it is kept; try again, or another mirror.",
        "{url} 提供的不是已发布的文件：{cause}。未保留任何内容；请重试或更换镜像。",
    ),
    "drop-empty": (
        "What was dropped holds no file and no picture. Drop a picture, a folder or a weights file.",
        "拖入的内容不含文件或图片。请拖入图片、文件夹或权重文件。",
    ),
    "features-not-finite": (
        "The maps of {layer} hold NaN or infinity: the network gives no numbers for this picture. Use other weights.",
        "{layer} 的特征图含有 NaN 或无穷大：网络对这张图片没有给出数值。请使用其他权重。",
    ),
    "file-empty": (
        "{file} is empty (0 bytes). Choose another file.",
        "{file} 是空文件（0 字节）。请选择其他文件。",
    ),
    "file-too-large": (
        "{file} has more than {limit}, too much for a picture. Choose a smaller file.",
        "{file} 超过 {limit}，作为图片过大。请选择更小的文件。",
    ),
    "file-unreadable": (
        "{file} cannot be read: {cause}. Check the path, or choose another file.",
        "无法读取 {file}：{cause}。请检查路径或选择其他文件。",
    ),
    "folder-missing": (
        "{file} cannot be written: there is no folder {folder}. Make it first, or choose another place.",
        "无法写入 {file}：没有文件夹 {folder}。请先创建它，或选择其他位置。",
    ),
    "gradient-not-finite": (
        "The gradient at {layer} holds NaN or infinity: the network gives no numbers for this picture. Use other weights.",
        "{layer} 处的梯度含有 NaN 或无穷大：网络对这张图片没有给出数值。请使用其他权重。",
    ),
    "h5py-missing": (
        "Files of Keras need h5py, which is not here ({cause}). Install it with: python -m pip install h5py",
        "读取 Keras 文件需要 h5py，但未安装（{cause}）。请安装：python -m pip install h5py",
    ),
    "heatmap-not-finite": (
        "The heat map at {layer} holds NaN or infinity: {name} gives no numbers for this picture. Use float32 or other weights.",
        "{layer} 的热力图含有 NaN 或无穷大：{name} 对这张图片没有给出数值。请使用 float32 或其他权重。",
    ),
    "input-too-small": (
        "An input of {size} × {size} pixels is too small for this network: use at least {minimum}.",
        "{size} × {size} 像素的输入对该网络太小：请至少使用 {minimum}。",
    ),
    "labels-devkit": (
        "{file} has the numbers of ILSVRC's development kit, which are in another order than every network's classes. Put the kit's map_clsloc.txt beside it, or use a list with WordNet ids (LOC_val_solution.csv) or with numbers from 0 in their order (Caffe's val.txt).",
        "{file} 是 ILSVRC 开发包的编号，其顺序与网络的类别不同。请将开发包中的 map_clsloc.txt 放在其旁，或使用含 WordNet 编号的列表（LOC_val_solution.csv），或按其顺序从 0 编号的列表（Caffe 的 val.txt）。",
    ),
    "labels-unusable": (
        "The labels in {file} cannot be used: {cause}. Write a picture and its class on each line, as in: dog.jpg,n02099601",
        "无法使用 {file} 中的标签：{cause}。请在每行写一张图片及其类别，例如：dog.jpg,n02099601",
    ),
    "layer-not-spatial": (
        "{layer} gives {shape}, without height and width, so it has no heat map. Use a layer before the pooling, such as {example}.",
        "{layer} 的输出为 {shape}，没有高和宽，因此没有热力图。请使用池化之前的层，例如 {example}。",
    ),
    "memory-need": (
        "Pictures of {size} pixels need about {need} of memory here, and {free} are free. Use a smaller input size, another device, or close other programs.",
        "{size} 像素的图片在此大约需要 {need} 内存，而可用内存为 {free}。请使用更小的输入尺寸或其他设备，或关闭其他程序。",
    ),
    "module-ambiguous": (
        "{path} fits several modules: {examples}. Write more of the path.",
        "{path} 对应多个模块：{examples}。请写出更完整的路径。",
    ),
    "module-unknown": (
        "This network has no module {path}. Use for instance {examples}.",
        "该网络没有模块 {path}。请使用例如 {examples}。",
    ),
    "mute-impossible": (
        "{path} cannot be taken out: {cause}. Name a block, block:skip, or module:channel.",
        "无法去掉 {path}：{cause}。请写出一个块、块:skip，或 模块:通道。",
    ),
    "not-a-picture": (
        "{file} is not a picture that can be read: {cause}. Use JPEG, PNG, WebP, BMP, GIF, TIFF or AVIF.",
        "{file} 不是可读取的图片：{cause}。请使用 JPEG、PNG、WebP、BMP、GIF、TIFF 或 AVIF。",
    ),
    "not-finite": (
        "The network of {name} gives no finite numbers in {precision}. Use float32, or other weights.",
        "{name} 的网络在 {precision} 下的输出不是有限数。请使用 float32 或其他权重。",
    ),
    "not-removed": (
        "{file} was not removed: {cause}. Check the permissions of its folder, or delete it by hand.",
        "未删除 {file}：{cause}。请检查其文件夹的权限，或手动删除。",
    ),
    "nothing-to-open": (
        "{what} holds nothing to open. Use a picture, a folder of pictures or a weights file.",
        "{what} 中没有可打开的内容。请使用图片、图片文件夹或权重文件。",
    ),
    "onnx-missing": (
        'Writing ONNX needs a package that is not here ({cause}). Install it with: python -m pip install "xception-gui[onnx]"',
        '写入 ONNX 需要一个未安装的软件包（{cause}）。请安装：python -m pip install "xception-gui[onnx]"',
    ),
    "option-value": (
        "{option} {value} is not possible. Use {allowed}.",
        "{option} {value} 不可用。请使用 {allowed}。",
    ),
    "out-of-memory": (
        "{device} has too little free memory for {name}. Close other programs, or use another device or smaller weights.",
        "{device} 的可用内存不足以运行 {name}。请关闭其他程序，或使用其他设备或更小的权重。",
    ),
    "overlay-format": (
        "{file} was not written: its name says no picture format. End it with .png, .jpg or .webp.",
        "未写入 {file}：文件名没有图片格式。请以 .png、.jpg 或 .webp 结尾。",
    ),
    "paste-empty": (
        "The clipboard holds no picture. Copy a picture or a picture file first.",
        "剪贴板中没有图片。请先复制图片或图片文件。",
    ),
    "picture-changed": (
        "{file} has changed since it was opened. Open it again.",
        "{file} 在打开后已被更改。请重新打开。",
    ),
    "picture-damaged": (
        "{file} is a damaged picture: {cause}. Get a whole copy of it, or choose another one.",
        "{file} 是损坏的图片：{cause}。请取得完整的副本或选择其他图片。",
    ),
    "picture-too-large": (
        "{file} is a picture of more than {limit}. Reduce it first, or choose another one.",
        "{file} 的图片超过 {limit}。请先缩小或选择其他图片。",
    ),
    "pointwise-none": (
        "{path} is no separable convolution and no half of one. Choose one such as middle.block4.sepconv1.",
        "{path} 不是可分离卷积，也不是其中的一半。请选择例如 middle.block4.sepconv1。",
    ),
    "precision-unknown": (
        "There is no number format called {value}. Use one of: {allowed}.",
        "没有名为 {value} 的数值格式。请使用以下之一：{allowed}。",
    ),
    "preprocessing": (
        "These pre-processing steps cannot be used: {cause}. Use the steps that came with the weights.",
        "无法使用这些预处理步骤：{cause}。请使用权重自带的步骤。",
    ),
    "settings-damaged": (
        "{file} is damaged ({cause}). Default settings are used; your file was kept as {kept}.",
        "{file} 已损坏（{cause}）。已使用默认设置；原文件保存为 {kept}。",
    ),
    "settings-unreadable": (
        "{file} cannot be read ({cause}). Default settings are used; check its permissions.",
        "无法读取 {file}（{cause}）。已使用默认设置；请检查其权限。",
    ),
    "settings-value": (
        "{file} has values that are not possible: {names}. Their defaults are used; the rest is kept.",
        "{file} 中有不可用的值：{names}。这些项使用默认值，其余保留。",
    ),
    "sidecar": (
        "{file}, which lies beside the weights, cannot be used: {cause}. Mend it, or move it away.",
        "无法使用权重旁边的 {file}：{cause}。请修正或移走该文件。",
    ),
    "torchvision-missing": (
        "torchvision cannot be imported ({cause}), and Inception V3 is built by it. Install it beside torch: pip install torchvision.",
        "无法导入 torchvision（{cause}），而 Inception V3 由它构建。请与 torch 一起安装：pip install torchvision。",
    ),
    "unit-unknown": (
        "{path} has no unit at channel, row, column {unit}: its units are {shape}. Count from 0.",
        "{path} 在通道、行、列 {unit} 处没有单元：其单元为 {shape}。请从 0 开始计数。",
    ),
    "url-refused": (
        "{file} was not fetched: this program never goes on the network for a picture. Save it to a file first, or copy the picture and paste it.",
        "未获取 {file}：本程序不会从网络读取图片。请先保存为文件，或复制图片后粘贴。",
    ),
    "weights-absent": (
        "The {name} weights are not on this machine, and nothing is fetched unasked. Fetch them with: xception-gui weights download {name}, or get {url} and put it there: {file}",
        "本机没有 {name} 权重，且程序不会自行下载。请运行 xception-gui weights download {name}，或获取 {url} 并保存为：{file}",
    ),
    "weights-asset": (
        "The {name} weights are missing: {file} is not there. Install the program again, or use the weights {other}.",
        "缺少 {name} 权重：{file} 不存在。请重新安装程序，或使用权重 {other}。",
    ),
    "weights-diverged": (
        "{file} cannot be used as weights: {cause}: its training had diverged. Use an earlier checkpoint, or other weights.",
        "{file} 不能用作权重：{cause}，即训练已发散。请使用更早的检查点或其他权重。",
    ),
    "weights-misfit": (
        "{file} cannot be used as weights: {cause}. Only a part of a network was saved, or another one than Xception: choose other weights.",
        "{file} 不能用作权重：{cause}。它只保存了网络的一部分，或不是 Xception。请选择其他权重。",
    ),
    "weights-missing": (
        "There is no file {file}, and no weights of that name. Use a weights file or one of: {names}.",
        "没有文件 {file}，也没有同名的权重。请使用权重文件或以下之一：{names}。",
    ),
    "weights-not-converted": (
        "{file} was not written: {target} cannot hold this network ({cause}). Choose a name that ends with .safetensors: that file holds every network.",
        "未写入 {file}：{target} 无法保存此网络（{cause}）。请使用以 .safetensors 结尾的文件名：该格式可保存任何网络。",
    ),
    "weights-not-saved": (
        "{file} was not written: {cause}. The previous file is untouched; mend that and save again.",
        "未写入 {file}：{cause}。原文件未改动；请修正后再保存。",
    ),
    "weights-resave": (
        '{file} cannot be used as weights: {cause}. Ask for a safetensors file, or save the numbers alone: torch.save(model.state_dict(), "weights.pth").',
        '{file} 不能用作权重：{cause}。请索取 safetensors 文件，或只保存数值：torch.save(model.state_dict(), "weights.pth")。',
    ),
    "weights-suffix": (
        "{file} was not written: a name that ends with {ending} means another format to Keras than its legacy one, which is written here and which every Keras reads. End it with .h5 alone.",
        "未写入 {file}：以 {ending} 结尾的名称对 Keras 意味着另一种格式；这里写入的是所有 Keras 都能读取的旧格式。请只以 .h5 结尾。",
    ),
    "weights-target": (
        "{file} does not say what to write. End its name with one of {allowed}.",
        "从 {file} 无法得知要写入的格式。请使用以 {allowed} 之一结尾的文件名。",
    ),
    "weights-unknown": (
        "{file} holds no weights that can be read: {cause}. Supported are {supported}.",
        "{file} 不含可读取的权重：{cause}。支持的格式：{supported}。",
    ),
    "weights-unusable": (
        "{file} cannot be used as weights: {cause}. Get a whole copy of it, or choose other weights.",
        "{file} 不能用作权重：{cause}。请取得完整的副本或选择其他权重。",
    ),
    "window-missing": (
        "The window cannot be opened ({cause}). Install it with: python -m pip install PySide6-Essentials pyqtgraph; every subcommand works without it.",
        "无法打开窗口（{cause}）。请安装：python -m pip install PySide6-Essentials pyqtgraph；所有子命令无需窗口即可使用。",
    ),
    "write-failed": (
        "{file} was not written: {cause} ({free} free). The previous file is untouched; choose another place.",
        "未写入 {file}：{cause}（剩余 {free}）。原文件未改动；请选择其他位置。",
    ),
    "zip-damaged": (
        "{file} is not a readable zip archive: {cause}. Get a whole copy of it, or choose a folder.",
        "{file} 不是可读取的 zip 压缩包：{cause}。请取得完整的副本或选择文件夹。",
    ),
    "zip-no-pictures": (
        "{file} holds neither pictures nor weights. Choose an archive of pictures.",
        "{file} 中既没有图片也没有权重。请选择包含图片的压缩包。",
    ),
    "zip-refused": (
        "{file} is refused: its entry {entry} points outside the archive. Choose an archive from a source you trust.",
        "已拒绝 {file}：其条目 {entry} 指向压缩包之外。请选择来源可信的压缩包。",
    ),
    **RUN_PROBLEMS,
}


def problem_text(code: str, fields: Mapping[str, object], language: str = "en") -> str:
    """The one line for `code` in `language` ("en" or "zh_CN").

    Raises
    ------
    KeyError
        If the code has no text: a mistake of ours, never shown as a user's.
    """
    english, chinese = PROBLEMS[code]
    if not language.startswith("zh"):
        return english.format_map(dict(fields))
    worded = {name: in_chinese(str(fields[name])) for name in _WORDED if name in fields}
    return chinese.format_map({**fields, **worded})

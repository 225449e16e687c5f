"""What each `Problem` of a training run says: a part of the table in `texts`."""

from __future__ import annotations

RUN_PROBLEMS: dict[str, tuple[str, str]] = {
    # code: (English, 简体中文); keep sorted by code
    "checkpoint": (
        "{file} cannot be resumed: {cause}. Choose another checkpoint, or start a new run.",
        "无法从 {file} 继续：{cause}。请选择其他检查点，或开始新的训练。",
    ),
    "compile-failed": (
        "The network cannot be compiled here: {cause}. Train without --compile, or install a C++ compiler such as g++.",
        "此处无法编译网络：{cause}。请不使用 --compile 训练，或安装 C++ 编译器（例如 g++）。",
    ),
    "data-classes": (
        "{file} has subfolders with pictures: {count}; a labelled data set needs at least two, one per class. Choose the folder (or zip) that holds the class folders.",
        "{file} 中有 {count} 个含图片的子文件夹；带标签的数据集至少需要两个，每个类别一个。请选择包含类别文件夹的文件夹或 zip。",
    ),
    "data-empty": (
        "{file} holds no readable picture. Choose a folder or zip of class folders.",
        "{file} 中没有可读取的图片。请选择包含类别文件夹的文件夹或 zip。",
    ),
    "data-few": (
        "{file} holds {count} training pictures, fewer than one batch of {batch}. Use a smaller batch size or more pictures.",
        "{file} 只有 {count} 张训练图片，少于一个批次（{batch}）。请减小批次或增加图片。",
    ),
    "data-lost": (
        "None of the {count} pictures of a batch can be read any more: {cause} Bring the pictures back, then go on with --resume.",
        "一个批次的 {count} 张图片全都无法再读取：{cause} 请恢复这些图片，然后用 --resume 继续。",
    ),
    "data-memory": (
        "The features of {count} pictures need {need} of memory and there are {room} for them. Use fewer pictures, or the recipe fine-tune, which reads them while it trains.",
        "{count} 张图片的特征需要 {need} 内存，而可用的只有 {room}。请减少图片，或使用 fine-tune 方案，它会在训练时读取图片。",
    ),
    "data-parts": (
        "{file} holds {parts}: parts of a data set, not classes. Choose one of them.",
        "{file} 包含 {parts}：这些是数据集的部分，不是类别。请选择其中之一。",
    ),
    "event-line": (
        "An event line cannot be read ({cause}): {line}. Remove that line from events.jsonl.",
        "无法读取事件行（{cause}）：{line}。请从 events.jsonl 中删除该行。",
    ),
    "judged-not-finite": (
        "After epoch {epoch} the network gives no numbers for the pictures held back: it has diverged; {run} keeps its last step. Start a new run with a smaller learning rate, or in float32.",
        "第 {epoch} 轮之后，网络对留出的图片给不出数字：它已发散；{run} 保留最后一步。请用更小的学习率或 float32 重新运行。",
    ),
    "loss-not-finite": (
        "The loss or the gradient of step {step} is not a number; {run} keeps the last good checkpoint. Start a new run with a smaller learning rate, or in float32.",
        "第 {step} 步的损失或梯度不是数字；{run} 保留最后一个正常的检查点。请用更小的学习率或 float32 重新运行。",
    ),
    "out-of-memory-change": (
        "{device} has too little free memory for what the optimiser {optimiser} keeps beside the weights. Use a smaller network, --optimiser sgd --momentum 0, or another device; {run} keeps its last checkpoint.",
        "{device} 的可用内存放不下优化器 {optimiser} 在权重之外保存的数值。请使用更小的网络、--optimiser sgd --momentum 0，或其他设备；{run} 的上一个检查点保留。",
    ),
    "out-of-memory-ranks": (
        "{device} has too little free memory for its part of a batch, and the other processes wait for it. Start again with {way}.",
        "{device} 的可用内存不足以处理它那部分批次，而其他进程正在等待它。请用 {way} 重新开始。",
    ),
    "out-of-memory-step": (
        "{device} has too little memory to learn from two pictures at a time; {run} keeps its last step. Use smaller pictures, gradient checkpointing, a narrower network or another device.",
        "{device} 的内存不足以一次学习两张图片；{run} 保留最后一步。请使用更小的图片、梯度检查点、更窄的网络或其他设备。",
    ),
    "rank-lost": (
        "Another process of the run has ended, and process {rank} cannot go on without it ({cause}). torchrun --max-restarts goes on by itself; else start again with --resume.",
        "本次训练的另一个进程已结束，进程 {rank} 无法单独继续（{cause}）。torchrun --max-restarts 会自动继续；否则请用 --resume 重新开始。",
    ),
    "resume-classes": (
        "{file} has other classes than the run in {run}. Resume with the data the run was started with.",
        "{file} 的类别与 {run} 中的训练不同。请用开始训练时的数据继续。",
    ),
    "resume-data": (
        "{file} has not the pictures that the run in {run} began with ({count} now, {before} then). Resume with the data as it was, or start a new run.",
        "{file} 中的图片与 {run} 开始训练时不同（现在 {count} 张，当时 {before} 张）。请用原来的数据继续，或开始新的训练。",
    ),
    "resume-device": (
        "The device {device} of the run in {run} cannot be used here. Go on with another one: --resume {run} --device cpu.",
        "此处无法使用 {run} 中训练的设备 {device}。请换用其他设备继续：--resume {run} --device cpu。",
    ),
    "run-busy": (
        "{run} is being written by another run. Follow it, stop it there, or choose another --out.",
        "{run} 正由另一次训练写入。请跟随它，在那里停止它，或选择其他 --out。",
    ),
    "run-change": (
        "{run} cannot be changed: {cause}. It stays as it was.",
        "无法修改 {run}：{cause}。它保持原样。",
    ),
    "run-exists": (
        "{run} already holds a run. Go on with --resume {run}, or choose another --out.",
        "{run} 已有一次训练。请用 --resume {run} 继续，或选择其他 --out。",
    ),
    "run-missing": (
        "{run} holds no run: choose a folder with events.jsonl in it.",
        "{run} 中没有训练：请选择含有 events.jsonl 的文件夹。",
    ),
    "run-name": (
        "“{name}” cannot name a run: choose a name without / that is not empty.",
        "“{name}”不能作为训练名：请用不含 / 的非空名称。",
    ),
    "tensorboard-missing": (
        'TensorBoard\'s event files need tensorboard, which is not here ({cause}). Install it with: pip install "xception-gui[tensorboard]"',
        '写入 TensorBoard 事件文件需要 tensorboard，但未安装（{cause}）。请安装：pip install "xception-gui[tensorboard]"',
    ),
    "validation-classes": (
        "{file} has other classes than {data}. Judge on pictures of the same classes.",
        "{file} 的类别与 {data} 不同。请用相同类别的图片来评估。",
    ),
}

"""Causes in 简体中文: what our rooms, the system, Pillow, zipfile and PyTorch say in English.

A cause stands inside a problem's line. It is raised in English, where it is found, and put into
Chinese here, where it is shown; what nobody foresaw stays English.
"""

from __future__ import annotations

import re
from functools import lru_cache

# English → 简体中文; {name} stands for anything, {count} for a number (`_NUMBERS`), {cause} for
# another cause of this table.
CAUSES: dict[str, str] = {
    # The system, as strerror words it
    "no such file or directory": "没有该文件或文件夹",
    "permission denied": "没有权限",
    "operation not permitted": "不允许此操作",
    "no space left on device": "磁盘空间不足",
    "disk quota exceeded": "超出磁盘配额",
    "is a directory": "这是一个文件夹",
    "not a directory": "路径中有一部分不是文件夹",
    "directory not empty": "文件夹不为空",
    "file exists": "文件已存在",
    "file too large": "文件过大",
    "read-only file system": "文件系统只读",
    "file name too long": "文件名过长",
    "input/output error": "读写出错",
    "too many open files": "打开的文件过多",
    "too many levels of symbolic links": "符号链接层数过多",
    "device or resource busy": "设备或资源正忙",
    "stale file handle": "网络文件已失效",
    "no such device or address": "没有该设备",
    "cannot allocate memory": "内存不足",
    "connection timed out": "连接超时",
    "embedded null byte": "路径中含有空字符",
    "the disk may be full": "磁盘可能已满",
    # Runs
    "the run goes on": "训练仍在进行",
    "it cannot be moved to the bin": "无法移到回收站",
    "they have one architecture": "这些权重只有一种架构",
    "none, with --ablate": "空值（与 --ablate 同用时）",
    # Taking parts out
    "after the colon stands neither skip nor the number of a channel": (
        "冒号后面既不是 skip，也不是通道的编号"
    ),
    "only blocks can be taken out whole, and channels of the rest": (
        "只有块能整个去掉，其余部分只能去掉通道"
    ),
    "the blocks of this network have no skip connection": "此网络的块没有跳连",
    "there is nothing in it": "其中什么也没有",
    "it has channels 0 to {number}": "它的通道为 0 到 {number}",
    # Reading files
    "it is a folder": "这是一个文件夹",
    "it is a named pipe": "这是一个命名管道",
    "it is a socket": "这是一个套接字",
    "it is a device": "这是一个设备",
    "it is no regular file": "这不是普通文件",
    "the memory is too small for it": "内存不足以打开它",
    # Labels
    "it is no text": "不是文本",
    "it has {labels} labels for {pictures} pictures": "{pictures} 张图片却有 {labels} 个标签",
    "some of its lines have a file and a label, others only one of them": (
        "有些行有文件和标签，有些行只有其一"
    ),
    "none of the pictures is named in it": "其中没有任何一张图片的名称",
    "it gives {name} two classes: {first} and {second}": (
        "其中 {name} 有两个类别：{first} 和 {second}"
    ),
    # Pictures
    "the file ends early ({size} read)": "文件不完整（已读取 {size}）",
    "its {kind} header is damaged or the file ends early ({size} read)": (
        "{kind} 文件头损坏或文件不完整（已读取 {size}）"
    ),
    "its data is bad ({cause})": "数据损坏（{cause}）",
    "its content is no known format": "内容不是已知的格式",
    "it is a HEIC photo or a film": "这是 HEIC 照片或视频",
    "it is a text file": "这是文本文件",
    "it is a PDF document": "这是 PDF 文档",
    "it is an SVG drawing": "这是 SVG 图形",
    "it is a web page": "这是网页",
    "it is an XML or SVG document": "这是 XML 或 SVG 文档",
    "it is a Photoshop document": "这是 Photoshop 文档",
    "it is a zip archive": "这是 zip 压缩包",
    "it is a gzip archive": "这是 gzip 压缩包",
    "it is a 7-Zip archive": "这是 7-Zip 压缩包",
    "it is a RAR archive": "这是 RAR 压缩包",
    "it is a program": "这是程序",
    "{count} megapixels": "{count} 百万像素",
    # Pillow
    "broken data stream when reading image file": "图像数据流损坏",
    "unrecognized data stream contents when reading image file": "无法识别图像数据流",
    "codec configuration error when reading image file": "编解码器配置错误",
    "out of memory when reading image file": "读取图像时内存不足",
    "decoder error {number}": "解码错误 {number}",
    "decoder error {number} when reading image file": "解码错误 {number}",
    "image file is truncated": "图像文件不完整",
    "image file is truncated ({count} bytes not processed)": "图像文件不完整（{count} 字节未处理）",
    "cannot identify image file {name}": "无法识别图像文件",
    "truncated file read": "文件不完整",
    "not enough image data": "图像数据不足",
    "failed to read next frame": "无法读取下一帧",
    "could not create decoder object": "无法创建解码器",
    "failed to decode image: {cause}": "解码图像失败：{cause}",
    "failed to decode frame {number}: {cause}": "解码第 {number} 帧失败：{cause}",
    "conversion from YUV failed: {cause}": "YUV 转换失败：{cause}",
    "missing or empty image item": "缺少图像内容",
    "decoding of color planes failed": "颜色平面解码失败",
    "BMFF parsing failed": "BMFF 结构解析失败",
    "reformat failed": "格式转换失败",
    "not implemented": "不支持",
    "broken PNG file ({part})": "PNG 文件损坏（{part}）",
    "bad checksum in {part}": "{part} 的校验和错误",
    "unsupported BMP pixel depth ({value})": "不支持的 BMP 位深（{value}）",
    "unsupported BMP compression ({value})": "不支持的 BMP 压缩方式（{value}）",
    "unsupported BMP header type ({value})": "不支持的 BMP 文件头（{value}）",
    "decompressed data too large{rest}": "解压后的数据过大",
    # Zips
    "file is not a zip file": "不是 zip 文件",
    "truncated file header": "文件头不完整",
    "bad CRC-32 for file {name}": "{name} 的校验和错误",
    "bad magic number for file header": "文件头标识错误",
    "bad magic number for central directory": "目录标识错误",
    "truncated central directory": "目录不完整",
    "bad offset for central directory": "目录位置错误",
    "corrupt zip file": "zip 文件损坏",
    "overlapped entries: {name} (possible zip bomb)": "条目互相重叠：{name}（可能是 zip 炸弹）",
    "that compression method is not supported": "不支持该压缩方式",
    "error {number} while decompressing data: {detail}": "解压出错（{number}：{detail}）",
    "it would unpack to {size}": "解压后将有 {size}",
    "it is packed in an unusual way": "压缩方式不常见",
    "it is encrypted": "文件已加密",
    "the archive has it no longer": "压缩包中已没有它",
    # Weights
    "its content is no known weights format": "内容不是已知的权重格式",
    "it is a bare pickle, which could run code": "这是裸 pickle 文件，可能执行代码",
    "it is a GGUF file": "这是 GGUF 文件",
    "it is an ONNX file: written here, but not read": "这是 ONNX 文件：本程序只写不读",
    "it is a torch file that holds a {kind}, not a dictionary": (
        "这是 torch 文件，但内容是 {kind} 而不是字典"
    ),
    "it is a zip archive that torch did not write": "这是 zip 压缩包，但不是 torch 所写",
    "it is a TorchScript program, which runs code": "这是 TorchScript 程序，会执行代码",
    "it is a Git LFS pointer, a few lines in place of the file": (
        "这是 Git LFS 指针，只有几行文字，不是文件本身"
    ),
    "it is a web page, not the file it offers": "这是网页，不是它所提供的文件",
    "it is an aligned Xception (xception41, 65, 71 of DeepLab): another network": (
        "这是对齐的 Xception（DeepLab 的 xception41、65、71）：另一种网络"
    ),
    "it is a Keras file of another network (layers: {names})": (
        "这是另一种网络的 Keras 文件（层：{names}）"
    ),
    "it holds no tensors of an Xception": "其中没有 Xception 的张量",
    "its tensors are those of another network ({name})": "其张量属于另一种网络（{name}）",
    "it holds {count} Xceptions, under {names}: save one of them alone": (
        "其中有 {count} 个 Xception（{names}）：请单独保存其中一个"
    ),
    "its layer {name} is unknown to the network": "网络中没有层 {name}",
    "its layers have {counts} channels, which no Xception has": (
        "各层通道数为 {counts}，没有这样的 Xception"
    ),
    "a layer has {count} channels or classes": "某层有 {count} 个通道或类别",
    "tensor {name} has {count} dimensions and not {number}": (
        "张量 {name} 有 {count} 维而不是 {number} 维"
    ),
    "the file ends early ({count} of {number} bytes)": (
        "文件不完整（{number} 字节中只有 {count} 字节）"
    ),
    "the file ends early, or its tensors are damaged": "文件不完整，或张量损坏",
    "its storage {name} has another size than it says": "存储 {name} 的大小与声明不符",
    "its zip archive would unpack to far more than it has": "zip 压缩包解压后远大于其内容",
    "its HDF5 structure is damaged (it has no answer)": "HDF5 结构损坏（没有应答）",
    "its HDF5 structure is damaged ({cause})": "HDF5 结构损坏（{cause}）",
    "reading it takes more than {count} seconds": "读取超过 {count} 秒",
    "reading it takes too much time: its HDF5 structure runs in circles": (
        "读取耗时过长：其 HDF5 结构成环"
    ),
    "its data sets claim more than the file has": "数据集声明的内容多于文件所有",
    "its data set {name} lies in another file": "数据集 {name} 在另一个文件中",
    "its data set {name} is packed or incomplete, as Keras never writes it": (
        "数据集 {name} 经过压缩或不完整，Keras 从不这样写"
    ),
    "it lists too many layers": "列出的层过多",
    "its groups are nested too deeply, or in a circle": "组嵌套过深或成环",
    "its group {name} is missing": "缺少组 {name}",
    "its entry {name} is a link to elsewhere": "条目 {name} 是指向别处的链接",
    "its entry {name} is no data set": "条目 {name} 不是数据集",
    "its text is damaged": "文本损坏",
    "its text is damaged ({cause})": "文本损坏（{cause}）",
    "it says {name}, which is none of {names}": "其中有 {name}，不属于 {names}",
    "its sha256 is not the published one": "sha256 与已发布的不符",
    "it has {size} there": "那里的文件为 {size}",
    "it goes on after its published end": "文件比已发布的更长",
    "there is no network here, or no such server": "本机没有网络，或该服务器不存在",
    "the connection ended after {size}": "连接在收到 {size} 后中断",
    "the server says {answer}": "服务器返回 {answer}",
    "the server said nothing for {seconds}": "服务器在 {seconds} 内没有响应",
    "the process that reads it ended": "读取它的进程已结束",
    "reading it takes more than {limit} GB of memory": "读取它需要超过 {limit} GB 内存",
    "reading it takes too much time (more than {limit} s)": ("读取耗时过长（超过 {limit} 秒）"),
    "reading it takes more than {limit} s": "读取它需要超过 {limit} 秒",
    "reading it crashed ({signal})": "读取时崩溃（{signal}）",
    "it was replaced while it was read": "读取时文件已被替换",
    "reading it failed ({cause})": "读取失败（{cause}）",
    "reading it ended without a result": "读取结束但没有结果",
    "it asks for the file {name}, which is refused": "它要求打开文件 {name}，已拒绝",
    "it asks for {name}, which is refused": "它要求 {name}，已拒绝",
    "its sha256 is not the published one: it is another file": (
        "sha256 与发布的不同：这是另一个文件"
    ),
    "its input_size is no number of pixels": "input_size 不是像素数",
    "its tensors are damaged (the checksum is wrong)": "张量损坏（校验和错误）",
    "its tensors are damaged ({cause})": "张量损坏（{cause}）",
    "the file ends early, or the length of its header is damaged": "文件不完整，或文件头长度损坏",
    "its header has {count} bytes, more than {limit}": "文件头有 {count} 字节，超过 {limit}",
    "its metadata are damaged": "元数据损坏",
    "its header is damaged": "文件头损坏",
    "its header is damaged ({cause})": "文件头损坏（{cause}）",
    "its record is damaged": "记录损坏",
    "its record is damaged ({cause})": "记录损坏（{cause}）",
    "its pickle makes other things than tensors and plain values": (
        "pickle 生成了张量和普通值以外的内容"
    ),
    "its pickle is damaged ({cause})": "pickle 损坏（{cause}）",
    "its pickle has more than {limit} bytes": "pickle 超过 {limit} 字节",
    "its pickle has more than {limit} steps": "pickle 超过 {limit} 步",
    "it is of another version of the old format": "这是旧格式的另一个版本",
    "the names of its storages are damaged": "存储的名称损坏",
    "its zip archive is damaged (the checksum of {name} is wrong)": (
        "zip 压缩包损坏（{name} 的校验和错误）"
    ),
    "its zip archive is damaged ({cause})": "zip 压缩包损坏（{cause}）",
    "it is compressed, which torch never does": "文件经过压缩，而 torch 从不压缩",
    "a name occurs twice in its zip archive": "zip 压缩包中有重名",
    "a name occurs twice": "有重名",
    "{name} is not a number": "{name} 不是数字",
    "it asks for {name}, which is refused: weights run no code": (
        "它要求 {name}，已拒绝：权重不执行代码"
    ),
    "it has more than {size} MB": "超过 {size} MB",
    "its record describes more layers than it has tensors": "记录描述的层数多于张量",
    "tensor {name} claims more numbers than the file has": "张量 {name} 所称的数值多于文件所含",
    "tensor {name} is missing": "缺少张量 {name}",
    "tensor {name} is missing (and {count} more)": "缺少张量 {name}（另有 {count} 个）",
    "tensor {name} is unknown to its network": "网络中没有张量 {name}",
    "tensor {name} is unknown to its network (and {count} more)": (
        "网络中没有张量 {name}（另有 {count} 个）"
    ),
    "tensor {name} is {kind}, not float32, float16 or bfloat16": (
        "张量 {name} 的类型是 {kind}，不是 float32、float16 或 bfloat16"
    ),
    "tensor {name} has the shape {found} and not {needed}": (
        "张量 {name} 的形状是 {found} 而不是 {needed}"
    ),
    "tensor {name} holds NaN or infinity": "张量 {name} 含有 NaN 或无穷大",
    "tensor {name} holds a negative variance": "张量 {name} 含有负方差",
    "its entry {name} is no dictionary of tensors": "条目 {name} 不是张量字典",
    "its format {found} is not {needed}": "格式是 {found} 而不是 {needed}",
    "its record lacks {name}": "记录缺少 {name}",
    "it lacks the entry {name}": "缺少条目 {name}",
    "its record's 'trained' is neither true nor false": "记录中的 'trained' 既不是真也不是假",
    "its record is wrong ({field}: {cause})": "记录有误（{field}：{cause}）",
    "its record is wrong ({cause})": "记录有误（{cause}）",
    "its record is too long": "记录过长",
    "its record holds a {kind}, not only plain values": "记录含有 {kind}，不只是普通值",
    "its record's {name} is damaged": "记录中的 {name} 损坏",
    "its class names are no list of texts": "类别名不是文本列表",
    "it names {given} classes but its network has {needed}": (
        "它命名了 {given} 个类别，而网络有 {needed} 个"
    ),
    "it has {count} pre-processing steps, more than 16": "预处理有 {count} 步，超过 16 步",
    "a deviation in its pre-processing is not positive": "预处理的标准差不是正数",
    "a mean or deviation in its pre-processing is damaged": "预处理的均值或标准差损坏",
    "its network cannot take pictures of {width} by {height} pixels": (
        "其网络不能处理 {width} × {height} 像素的图片"
    ),
    "weights saved by xception-gui (.safetensors), its training checkpoints (.pt), "
    "Xception of Keras (.h5), of timm and its relatives (.pth, .safetensors)": (
        "xception-gui 保存的权重（.safetensors）、其训练检查点（.pt）、"
        "Keras 的 Xception（.h5）、timm 及其同类的 Xception（.pth、.safetensors）"
    ),
    "it is no checkpoint of this program": "不是本程序的检查点",
    # Pre-processing and configuration
    "a deviation of 0": "标准差为 0",
    "size {size} is not from 1 to {most}": "尺寸 {size} 不在 1 到 {most} 之间",
    "there is no filter {name}": "没有滤波器 {name}",
    "no step fixes the picture's size": "没有步骤确定图片的尺寸",
    "the steps make no square picture": "这些步骤得不到正方形图片",
    "unknown step or value ({name})": "未知的步骤或值（{name}）",
    "there is no such setting": "没有该设置",
    "no flow learns at the start": "开始时没有任何部分在学习",
    "out of range": "超出范围",
    "not a number": "不是数字",
    "not a whole number": "不是整数",
    "not a choice": "不在可选项中",
    "not a table": "不是表",
    "not pairs": "不是数对",
    "[[fraction of the steps, value], …]": "[[步数的比例, 值], …]",
    "fraction of the steps=value, such as 0=…, 0.5=…": "步数的比例=值，例如 0=…, 0.5=…",
    "the weights have their own": "权重自带输入尺寸",
    "no weights, or no size": "不用权重，或不填尺寸",
    "fractions from 0 to 1": "0 到 1 的比例",
    "a part would have one picture": "每部分将只有一张图片",
    "at most half the batch size": "不超过批次大小的一半",
    "it holds no checkpoint": "其中没有检查点",
    "a text": "文本",
    "not a truth value": "不是真假值",
    "five are needed": "需要五个",
    "an ordinary convolution (segments = 1) has no two halves": (
        "普通卷积（segments = 1）没有两个部分"
    ),
    "stem, blocks 1, 2, 3 and 12": "stem 以及第 1、2、3、12 块",
    "true or false": "true 或 false",
    "none, or more segments": "none，或更多 segments",
    "a whole number from {low} to {high}": "{low} 到 {high} 的整数",
    "a number from {low} to {high}": "{low} 到 {high} 的数",
    "numbers": "数字",
    "{low} to {high}": "{low} 到 {high}",
    "{low} or more": "{low} 或更大",
    # TOML and JSON
    "{cause} (at line {line}, column {column})": "第 {line} 行第 {column} 列：{cause}",
    "{cause}: line {line} column {column} (char {number})": "第 {line} 行第 {column} 列：{cause}",
    "{cause} (at end of document)": "文件末尾：{cause}",
    "invalid value": "值无效",
    "invalid statement": "语句无效",
    "cannot overwrite a value": "同一个键写了两次",
    "expected '=' after a key in a key/value pair": "键之后缺少“=”",
    "expecting value": "缺少值",
    "unterminated string": "字符串未结束",
    # Device and precision
    "there is no device {name} here: computing on the CPU": "这里没有设备 {name}：改用 CPU 计算",
    "{name} is not among {count} devices: computing on the CPU": (
        "{count} 个设备中没有 {name}：改用 CPU 计算"
    ),
    "{name} fails ({cause}): computing on the CPU": "{name} 无法使用（{cause}）：改用 CPU 计算",
    "{format} fails on {name} ({cause}): using float32": (
        "{name} 无法使用 {format}（{cause}）：改用 float32"
    ),
    "wrong results": "结果错误",
}
_NESTED = "cause"
_NUMBERS = {"low", "high", "most", "limit", "count", "number", "line", "column"}


def in_chinese(words: str) -> str:
    """`words` in Chinese if they are known, else as they are."""
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(words):
            parts = found.groupdict()
            if _NESTED in parts:
                parts[_NESTED] = in_chinese(parts[_NESTED])
            return chinese.format_map(parts)
    return words


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The table, what has the most words of its own first: it says most."""
    ordered = sorted(CAUSES, key=lambda english: -len(re.sub(r"\{\w+\}", "", english)))
    return [(_pattern(english), CAUSES[english]) for english in ordered]


def _pattern(english: str) -> re.Pattern[str]:
    pattern = re.sub(r"\\\{(\w+)\\\}", _group, re.escape(english))
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _group(field: re.Match[str]) -> str:
    name = field.group(1)
    filled = r"[-+\d.,e]+" if name in _NUMBERS else ".+?"
    return f"(?P<{name}>{filled})"

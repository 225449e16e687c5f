"""Every value of a run as the dialog calls it; a test holds it against the table of values."""

from __future__ import annotations

from xception_gui.gui.language import mark

RUN_WORDS: dict[str, tuple[str, str]] = {
    "epochs": (
        mark("Epochs"),
        mark("times that every picture is seen"),
    ),
    "batch_size": (
        mark("Batch size"),
        mark("pictures per step of the optimiser"),
    ),
    "accumulate": (
        mark("Parts of a batch"),
        mark("parts in which a batch is computed, to save memory"),
    ),
    "optimiser": (
        mark("Optimiser"),
        mark("how gradients change the weights"),
    ),
    "learning_rate": (
        mark("Learning rate"),
        mark("the peak, after warm-up"),
    ),
    "momentum": (
        mark("Momentum"),
        mark("of SGD, RMSprop and Muon; AdamW's first beta"),
    ),
    "nesterov": (
        mark("Nesterov"),
        mark("SGD and Muon look ahead along their momentum"),
    ),
    "epsilon": (
        mark("Epsilon"),
        mark("added to the divisor of RMSprop and AdamW"),
    ),
    "weight_decay": (
        mark("Weight decay"),
        mark("on convolution and linear weights"),
    ),
    "clip_norm": (
        mark("Longest gradient"),
        mark("longest gradient of all parameters together; 0: any"),
    ),
    "schedule": (
        mark("Schedule"),
        mark("how the learning rate falls"),
    ),
    "decay": (
        mark("Decay"),
        mark("factor of the schedules step and exponential"),
    ),
    "decay_every": (
        mark("Decay every"),
        mark("after how many of the unit below it applies"),
    ),
    "decay_unit": (
        mark("Decay unit"),
        mark("what is counted until it applies again"),
    ),
    "warmup_epochs": (
        mark("Warm-up, epochs"),
        mark("in which the rate rises linearly"),
    ),
    "label_smoothing": (
        mark("Label smoothing"),
        mark("probability spread over all classes"),
    ),
    "ema_decay": (
        mark("Average of the weights"),
        mark("of the averaged weights per step; 0: no average"),
    ),
    "weights": (
        mark("Start from"),
        mark("pretrained weights to start from; empty: a random start"),
    ),
    "trained": (
        mark("What learns"),
        mark("the network, or its head on features computed once"),
    ),
    "thaw": (
        mark("Learning from"),
        mark("flows in time: 0=classifier, 0.3=exit; empty: all"),
    ),
    "augmentation": (
        mark("Augmentation"),
        mark("how pictures are changed"),
    ),
    "strong_until": (
        mark("Strong until"),
        mark("fraction of the epochs with strong changes"),
    ),
    "pad": (
        mark("Moved by, pixels"),
        mark("pixels a picture may be moved"),
    ),
    "growth": (
        mark("Growing pictures"),
        mark("input sizes in time: 0=36, 0.5=48; empty: one"),
    ),
    "rand_augment": (
        mark("RandAugment"),
        mark("RandAugment operations per picture; 0: none"),
    ),
    "rand_magnitude": (
        mark("RandAugment magnitude"),
        mark("their strength"),
    ),
    "erasing": (
        mark("Erasing"),
        mark("probability of an erased rectangle"),
    ),
    "mixup": (
        mark("MixUp"),
        mark("alpha of MixUp; 0: none"),
    ),
    "cutmix": (
        mark("CutMix"),
        mark("alpha of CutMix; 0: none"),
    ),
    "images": (
        mark("Only so many pictures"),
        mark("learn so many and judge on the same; 0: all"),
    ),
    "validation": (
        mark("Held back"),
        mark("fraction of each class that is held back"),
    ),
    "validation_data": (
        mark("Judged on"),
        mark("folder or zip to judge on; empty: what is held back"),
    ),
    "precision": (
        mark("Precision"),
        mark("number format of the multiplications"),
    ),
    "checkpointing": (
        mark("Gradient checkpointing"),
        mark("compute twice to save memory"),
    ),
    "compile": (
        mark("Compile"),
        mark("translate the network first (torch.compile; minutes)"),
    ),
    "device": (
        mark("Device"),
        mark("auto, cpu, cuda, cuda:1, mps"),
    ),
    "seed": (
        mark("Seed"),
        mark("of everything that is drawn"),
    ),
    "checkpoint_steps": (
        mark("Steps per checkpoint"),
        mark("steps between two checkpoints"),
    ),
    "tensorboard": (
        mark("TensorBoard"),
        mark("write event files for TensorBoard too (an extra)"),
    ),
}

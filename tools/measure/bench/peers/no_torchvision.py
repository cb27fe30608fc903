"""Zennit imports torchvision to name its residual blocks and a frozen normalisation; without them empty ones will do."""
import importlib.util
import sys
import types

if importlib.util.find_spec("torchvision") is None:
    for name in ("torchvision", "torchvision.models", "torchvision.models.resnet", "torchvision.ops"):
        sys.modules[name] = types.ModuleType(name)
    for block in ("Bottleneck", "BasicBlock"):
        setattr(sys.modules["torchvision.models.resnet"], block, type(block, (), {}))
    sys.modules["torchvision"].ops = sys.modules["torchvision.ops"]
    sys.modules["torchvision.ops"].FrozenBatchNorm2d = type("FrozenBatchNorm2d", (), {})

"""Writes networks of torchvision as ONNX: random weights, batch normalisation that has seen some images, logits with a standard deviation of 2."""
import warnings

import torch
import torchvision

IMAGES, SIZE, SPREAD = 4, 224, 2


def make(name, file):
    torch.manual_seed(0)
    model = torchvision.models.get_model(name, weights=None)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
    x = torch.rand(IMAGES, 3, SIZE, SIZE) * 2 - 1
    with torch.no_grad():
        model.train()(x)
        factor = SPREAD / model.eval()(x).std()
        last = [module for module in model.modules() if isinstance(module, torch.nn.Linear)][-1]
        last.weight *= factor
        last.bias *= factor
    names = {"input_names": ["x"], "output_names": ["logits"], "dynamic_axes": {"x": {0: "n"}, "logits": {0: "n"}}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, (x[:1],), file, dynamo=False, opset_version=17, **names)

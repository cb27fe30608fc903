"""Answers each line of JSON on standard input with a line of JSON: prepares, checks and times one benchmark after another."""
import importlib
import json
import platform
import sys
import time
from importlib.metadata import version
from importlib.util import find_spec

import torch
from safetensors.torch import load_file, save_file


def say(answer):
    print(json.dumps(answer), flush=True)


peers = {name: version(name) for name in ("torch", "zennit", "captum", "foolbox", "quantus") if find_spec(name)}
say({"versions": {"python": platform.python_version(), **peers}})
benchmark = None
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "prepare":
        torch.manual_seed(0)
        benchmark = importlib.import_module(request["module"]).Benchmark(load_file(request["inputs"]))
        say({})
    elif request["do"] == "make":
        importlib.import_module(request["module"]).make(request["of"], request["file"])
        say({})
    elif request["do"] == "check":
        save_file({"result": benchmark.check().float()}, request["result"])
        say({})
    elif request["do"] == "sample":
        torch.set_num_threads(request["threads"])
        begin, busy = time.perf_counter(), time.process_time()
        for _ in range(request["repeats"]):
            benchmark.run()
        wall, processor = time.perf_counter() - begin, time.process_time() - busy
        say({clock: seconds * 1e3 / request["repeats"] for clock, seconds in (("wall", wall), ("processor", processor))})

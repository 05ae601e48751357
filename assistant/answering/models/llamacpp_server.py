"""The child process that runs llama.cpp; started by path, so that it imports nothing else.

A line of JSON with what is wanted comes in on stdin; one with the address, or with what
went wrong, goes out on stdout. The end of stdin ends the process, so that it cannot
outlive its parent, however that dies.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve until stdin is closed; end at once if that cannot be done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wanted = json.loads(sys.stdin.readline())
    try:
        server = serve(wanted)
        report = {"address": server.listening_address}
    except ImportError as error:
        report = {"error": f'{error}. Run: pip install "news-assistant[local]".'}
    except RuntimeError:
        report = {"error": "it is damaged or of an unknown kind, or memory is too short."}
    try:
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()
        if "address" in report:
            sys.stdin.read()
    finally:
        # llama.cpp can hang while it is taken down, and there is nothing to save. The
        # parent may be gone before the model is loaded: then the write above fails.
        os._exit(0)


def serve(wanted: Mapping[str, Any]) -> Any:
    """The OpenAI API over one file, on a free port of the loopback interface."""
    import xllamacpp  # type: ignore[import-untyped]

    params = xllamacpp.CommonParams()
    params.model.path = wanted["path"]
    if wanted["adapter"]:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(wanted["adapter"], 0.0)]
    # One slot for each fixed prompt, so that all stay read and can be kept in a file.
    params.n_parallel = 3
    params.n_ctx = params.n_parallel * wanted["context_tokens"]
    with suppress(OSError):  # where nothing can be kept, prompts are read at each start
        Path(wanted["states"]).mkdir(parents=True, exist_ok=True)
        params.slot_save_path = wanted["states"] + os.sep
    params.endpoint_slots = True
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = wanted["threads"]
    # What others push out of a slot is swapped out to memory, so that it stays read.
    params.cache_ram_mib = wanted["cache_mib"]
    params.port = 0
    params.api_keys = [wanted["key"]]
    params.cors_origins = "null"
    params.ui = False
    params.sse_ping_interval = -1
    params.verbosity = -1
    return xllamacpp.Server(params)


if __name__ == "__main__":
    main()

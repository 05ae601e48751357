"""A LoRA as the file that llama.cpp loads."""

from pathlib import Path

from gguf import GGUFValueType, GGUFWriter

from benchmarks.judging.last_token import Matrices

_PARTS = {"q_proj": "attn_q", "o_proj": "attn_output"}


def write(path: Path, matrices: Matrices, name: str, last_token: int) -> None:
    """Write an adapter that llama.cpp has on from `last_token` on, the last one of prompts."""
    writer = GGUFWriter(path, "qwen2")
    writer.add_name(name)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    rank = len(next(iter(matrices.values()))[0])
    writer.add_float32("adapter.lora.alpha", rank)
    writer.add_key_value(
        "adapter.alora.invocation_tokens",
        [last_token],
        GGUFValueType.ARRAY,
        GGUFValueType.UINT32,
    )
    for (layer, part), (down, up) in matrices.items():
        tensor = f"blk.{layer}.{_PARTS[part]}.weight"
        writer.add_tensor(f"{tensor}.lora_a", down.half().numpy())
        writer.add_tensor(f"{tensor}.lora_b", up.half().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

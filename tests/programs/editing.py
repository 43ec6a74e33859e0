"""What the editor's form posts, from the content of a draft."""

from typing import Any

from django.urls import reverse

from programs.editing import GATE_TEXTS, TEXTS

JSON = {"HTTP_ACCEPT": "application/json"}


def form_of(content: dict[str, Any], *, revision: int = 0, base: Any = "", **others: Any) -> dict[str, Any]:
    """Every field of the form, as a browser sends it. `others` replaces fields."""
    data: dict[str, Any] = {
        "revision": revision,
        "base": base or "",
        "name": content["name"],
        "summary": content["summary"],
        "order": content["order"],
    }
    for key in content["order"]:
        rung = content["rungs"][key]
        data |= {f"{key}-{name}": rung[name] for name in TEXTS}
        data[f"{key}-implements"] = rung["implements"]
        data |= {f"{key}-from_bodyweight": "on"} if rung["from_bodyweight"] else {}
        if rung["gate"]:
            data |= {f"{key}-gate-on": "on", **{f"{key}-gate-{name}": rung["gate"][name] for name in GATE_TEXTS}}
            data |= {f"{key}-gate-sign_off": "on"} if rung["gate"]["sign_off"] else {}
    return data | others


def url(name: str, family: Any) -> str:
    return reverse(f"coach:progression-{name}", args=[family])

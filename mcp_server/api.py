"""The API as the tools see it: JSON there and back, and a refusal in one sentence."""

from typing import Any

import httpx
from mcp.server.fastmcp.exceptions import ToolError

PATIENCE_S = 30.0


class Api:
    """Calls with one token, at one address."""

    def __init__(self, address: str, token: str) -> None:
        self.base = f"{address.rstrip('/')}/api/v1/"
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **asked: Any) -> Any:
        return await self._send("GET", path, params={name: str(value) for name, value in asked.items() if value})

    async def post(self, path: str, body: dict[str, Any], *, key: str = "") -> Any:
        """`key`: the same again is done once."""
        return await self._send("POST", path, json=body, headers={"Idempotency-Key": key} if key else {})

    async def rows(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """The first page of a list."""
        found: list[dict[str, Any]] = (await self.get(path, **asked))["results"]
        return found

    async def has(self, path: str) -> bool:
        """Whether there is such a row, as far as this token may look."""
        return (await self._asked("GET", path)).status_code != httpx.codes.NOT_FOUND

    async def _send(self, method: str, path: str, **sent: Any) -> Any:
        """Raises ToolError with what the assistant can tell its person."""
        answer = await self._asked(method, path, **sent)
        if answer.is_success:
            return answer.json()
        raise ToolError(_in_words(answer))

    async def _asked(self, method: str, path: str, **sent: Any) -> httpx.Response:
        headers = self.headers | sent.pop("headers", {})
        try:
            async with httpx.AsyncClient(base_url=self.base, headers=headers, timeout=PATIENCE_S) as browser:
                return await browser.request(method, path, **sent)
        except httpx.HTTPError as error:
            raise ToolError(f"Kickstand cannot be reached at {self.base}: {type(error).__name__}.") from error


def _in_words(answer: httpx.Response) -> str:
    """A problem document as text: what is wrong, and at which field."""
    try:
        problem = answer.json()
        at = [f"{error['pointer'] or error['parameter']}: {error['detail']}" for error in problem["errors"]]
        return " ".join([f"{answer.status_code}: {problem['detail']}", *at])
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code}: Kickstand gave no reason."

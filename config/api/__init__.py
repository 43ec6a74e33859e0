"""The ground of the API: who calls, what is read, how pages and errors look. The apps' viewsets stand on it.

Django REST framework imports these classes while its own views load, so nothing here may import those views; what does
lives in `config.api.views` and `config.api.problems`.
"""

from config.api.auth import SessionAuthentication, TokenAuthentication
from config.api.paging import CursorPagination
from config.api.parsing import StrictJSONParser

__all__ = ["CursorPagination", "SessionAuthentication", "StrictJSONParser", "TokenAuthentication"]

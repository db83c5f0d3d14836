"""`Transaction`: what functions on the store run in, for those who write such functions without knowing the library."""

from sqlalchemy import Connection as Transaction

__all__ = ["Transaction"]

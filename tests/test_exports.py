"""What `import flowdesigner` gives, and what it must not load."""

from __future__ import annotations

import subprocess
import sys

import flowdesigner

HEAVY = ("ipywidgets", "anywidget", "voila", "starlette", "uvicorn", "pandas", "sqlalchemy", "httpx", "ipykernel")


def test_every_public_name_is_there_and_documented() -> None:
    assert flowdesigner.__all__ == sorted(flowdesigner.__all__)
    for name in flowdesigner.__all__:
        thing = getattr(flowdesigner, name)
        assert name == "__version__" or thing.__doc__, f"{name} has no docstring"


def test_importing_loads_no_widgets_no_server_no_pandas() -> None:
    code = f"import sys, flowdesigner; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""`python -m flowdesigner` is the command `flowdesigner`."""

from flowdesigner.cli import app

app(prog_name="flowdesigner")

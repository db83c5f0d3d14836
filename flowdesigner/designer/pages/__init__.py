"""The pages that are made of ipywidgets, laid over the canvas: channels, running, help."""

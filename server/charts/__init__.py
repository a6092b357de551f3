"""Charts: Vega-Lite specifications, each fed by a named query and drawn as SVG on the server."""

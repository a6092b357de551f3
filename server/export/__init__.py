"""The site as files that any web server can host: rendered by the application itself, links made relative."""

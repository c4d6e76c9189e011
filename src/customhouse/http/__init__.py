"""What pages and API share over HTTP: settings, what a handler is given, uploads and downloads."""

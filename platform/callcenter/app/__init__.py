"""The composition root: settings, wiring, web application, worker, commands and migrations."""

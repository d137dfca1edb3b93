"""The live figures of the chapter on optimization, one module a page."""

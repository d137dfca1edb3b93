"""The live figures of the chapter on linear algebra, one module a page."""

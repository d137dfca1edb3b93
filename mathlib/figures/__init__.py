"""Every live figure of the book, a module a chapter, a function a figure."""

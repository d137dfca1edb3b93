"""The programs behind the Makefile: `python -m tools.book` is `make book`, and so on."""

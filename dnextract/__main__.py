"""`python -m dnextract`: the command line."""

from dnextract.cli import main

if __name__ == "__main__":
    main()

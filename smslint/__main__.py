"""`python -m smslint`: the same as the command `smslint`."""

from smslint.cli import main

if __name__ == "__main__":
    main()

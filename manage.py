#!/usr/bin/env python3
"""Run one of the product's commands; `help` lists them."""

from config.run.manage import main

if __name__ == "__main__":
    main()

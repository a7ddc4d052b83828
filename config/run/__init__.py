"""What starts the product: the servers and programs behind `make run` and `manage.py`."""

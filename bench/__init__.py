"""What a read of the API costs beside other ways to give the same answer: `manage.py bench`.

An app of Django's without tables; an image that serves the product leaves it out.
"""

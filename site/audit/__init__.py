"""The running site, read as a crawler reads it: `manage.py seo_audit`."""

"""Settings, addresses of the admin and the WSGI entry."""

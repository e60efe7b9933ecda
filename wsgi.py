"""The WSGI application, for servers that load one."""

from calendar_service.app import create_app

application = create_app()

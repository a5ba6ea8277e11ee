"""The bare floor: as little of Django as keeps ticks for people who are signed in.

What `startproject` gives (sessions, users, CSRF, security headers; without messages, which
nothing here uses), one table, three small views, served by the same server on the same kind of
database with the same settings. Nothing on top of Django can be faster than this for long.
"""

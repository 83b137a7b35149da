"""Strict by default: an undefined template variable fails, and sockets stay on this machine."""

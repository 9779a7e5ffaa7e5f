"""Strangers' documents as pictures, made in a process that can do nothing else (`child`), and asked for by `pages`."""

"""A recorded debate, played again through the front door of a running server, and checked by listeners."""

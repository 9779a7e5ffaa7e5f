"""Who is let in at the port: everybody, while there are files for them (open_files.py)."""

from daphne.http_protocol import HTTPFactory
from twisted.web import http

from dialogue.live import open_files
from dialogue.live.direct_http import Channel, Request


class Factory(HTTPFactory):
    @staticmethod
    def protocol():
        return http._GenericHTTPChannelProtocol(Channel())

    def buildProtocol(self, addr):
        if open_files.is_overfull():
            # Twisted closes the connection.
            return None
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        if open_files.is_full():
            protocol._channel.crowded = True
            self.server.step_back()
        return protocol

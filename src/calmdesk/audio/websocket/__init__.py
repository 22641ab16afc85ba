"""Sound from telephony programs that speak the protocol of vosk-server, over a websocket on this machine only."""

"""The stations as a worker holds them, for many calls: loaded once, then call after call.

A worker is a process of this machine or of another one, so what it is asked for are functions of these modules.
"""

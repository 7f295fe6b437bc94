"""What a monitor and a board look at, blinded: everybody pooled, whatever they take.

Nothing here writes, and nothing here could part people by arm: this server does not know it. Each
topic is a function of a `Scope` (whose record, read from where, as of when) that returns a `Topic`:
sentences and tables with their pictures. Pages and the board's open report show the same topics.
"""
